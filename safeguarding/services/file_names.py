"""Other names for files: after a takedown, and once for what was stored under the name it came with.

Files know no transactions. So that file and row are never apart, a file is copied first, then the row is written, then
the former file goes; a task that is queued before anything is done takes away whatever a crash leaves behind.
"""

from datetime import timedelta
from functools import partial

from django.apps import apps
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.models import SourceImageIOError

from core.page_cache import invalidate
from safeguarding.models import CustomDocument, CustomImage, Shows
from safeguarding.models.media import ShowsPeople

AT_ONCE = 200
A_RUN = 50  # files are copied one by one, and other jobs wait meanwhile
# Wagtail's folders, which nothing new is stored in.
FORMER_FOLDERS = {CustomImage: "original_images/", CustomDocument: "documents/"}
# Of these it was said that no child is in them, so whoever has linked to one from elsewhere is led on.
OPEN = (Shows.NOBODY, Shows.ADULTS)
# No request takes longer: one that knew the former name may have cut a copy meanwhile.
AFTERWARDS = timedelta(minutes=15)


def move(media: ShowsPeople, content: File | None = None) -> bool:
    """Give the file of a picture or document another name, and `content` in place of what was in it, if any; whoever
    shows it is made anew. Copies go with their name.

    Returns whether it was done: not where the file is gone, or another process was faster.
    """
    model, storage, before = type(media), media.file.storage, media.file.name
    after = media.file.field.generate_filename(media, before.rpartition("/")[2])
    former = (model._meta.label, media.pk, before, after)
    forget_former.using(run_after=timezone.now() + AFTERWARDS).enqueue(*former)
    try:
        with media.open_file() as file:
            storage.save(after, content or file)
    except (SourceImageIOError, FileNotFoundError):
        return False
    moved = _write(media, before, after)
    media.refresh_from_db(fields=["file"])
    invalidate(media)
    transaction.on_commit(partial(forget_former.call, *former))
    return moved


def _write(media: ShowsPeople, before: str, after: str) -> bool:
    return bool(type(media).objects.filter(pk=media.pk, file=before).update(file=after))


@task()
def forget_former(model: str, pk: int, before: str, after: str) -> None:
    """Delete whichever of the two files the row does not name (any more), and copies cut from the former one."""
    kind = apps.get_model(model)
    media = kind.objects.filter(pk=pk).first()
    now = media.file.name if media else ""
    for name in {before, after} - {now}:
        kind._meta.get_field("file").storage.delete(name)
    if isinstance(media, CustomImage) and now != before:
        delete_copies(media, but=f"images/{now.rpartition('/')[2].rpartition('.')[0]}.")


def rename_stored_before() -> int:
    """Move some of what was stored under the name it came with; returns how many. Repeated until nothing is left."""
    moved = 0
    for model, folder in FORMER_FOLDERS.items():
        # In any order: those whose files are gone would keep the others waiting.
        for media in model.objects.filter(file__startswith=folder).order_by("?")[:A_RUN]:
            moved += _rename_document(media) if isinstance(media, CustomDocument) else move(media)
    return moved


@transaction.atomic
def _rename_document(document: CustomDocument) -> bool:
    before = document.url
    moved = move(document)
    if moved and document.shows in OPEN and not document.consents.exists():
        Redirect.add_redirect(before, document.url)
    return moved


def delete_copies(image: CustomImage, but: str = "") -> None:
    """Every size that was made, or those whose names do not begin with `but`: first the file, then its row, so that
    no file is forgotten.
    """
    copies = image.renditions.exclude(file__startswith=but) if but else image.renditions.all()
    while some := list(copies[:AT_ONCE]):
        for copy in some:
            copy.file.storage.delete(copy.file.name)
            copy.delete()
