"""Pictures whose answer, or whose consent, has changed."""

from wagtail.images.models import SourceImageIOError

from core.page_cache import invalidate
from safeguarding.gate import may_show_somewhere
from safeguarding.models import CustomImage
from safeguarding.models.media import ShowsPeople

AT_ONCE = 200


def settle(media: ShowsPeople) -> None:
    """Where it may no longer be shown anywhere, its copies go and the pages that showed it are made anew."""
    if may_show_somewhere(media):
        return
    if isinstance(media, CustomImage):
        hide(media)
    invalidate(media)


def hide(image: CustomImage) -> None:
    """Remove every copy and give the original another name: addresses of copies are made of it, and the library, where
    staff go on seeing the picture, makes new ones.
    """
    delete_copies(image)
    _rename(image)


def delete_copies(image: CustomImage) -> None:
    """Every size that was made: first the file, then its row, so that no file is forgotten."""
    while renditions := list(image.renditions.all()[:AT_ONCE]):
        for rendition in renditions:
            rendition.file.storage.delete(rendition.file.name)
            rendition.delete()


def _rename(image: CustomImage) -> None:
    storage, before = image.file.storage, image.file.name
    try:
        with image.open_file() as file:
            after = storage.save(image.get_upload_to(before.rpartition("/")[2]), file)
    except SourceImageIOError:
        return  # the file is gone
    CustomImage.objects.filter(pk=image.pk).update(file=after)
    image.file.name = after
    storage.delete(before)
