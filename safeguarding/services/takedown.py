"""Withdrawal to nothing served. Each step may be repeated: what a crash leaves undone is done by the next run.

What visitors see goes in the first transaction: the consent no longer covers anything, so pictures are left out of
every rendering from then on and all kept pages are dropped. The rest (stories, files) follows within seconds.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, ReferenceIndex
from wagtail.tasks import update_reference_index_task

from accounts.models import User
from core import audit
from core.page_cache import invalidate_all
from safeguarding import came_down, gate, mirrors, traces
from safeguarding.models import Consent, CustomDocument, CustomImage, Takedown, TakedownReason
from safeguarding.models.consent import today
from safeguarding.models.media import ShowsPeople
from safeguarding.services.file_names import delete_copies
from safeguarding.services.media import hide
from safeguarding.services.steps import each, every

SWEEP = timedelta(minutes=15)  # no request takes longer


def withdraw(consent: Consent, actor: User | None = None) -> Takedown:
    """End a consent for good and take down all that rests on it; returns the finished takedown."""
    with transaction.atomic():
        row = Consent.objects.select_for_update().get(pk=consent.pk)
        if row.withdrawn_at is None:
            Consent.objects.filter(pk=row.pk).update(withdrawn_at=timezone.now(), taken_down_at=None)
            audit.record(action="consent.withdraw", obj=row, actor=actor, new="withdrawn")
        takedown = _begin(row, TakedownReason.WITHDRAWN, actor)
        invalidate_all()
    return finish(takedown)


def take_down_lapsed() -> int:
    """Begin a takedown for every consent that ended or was withdrawn and still has things up; returns how many."""
    consents = list(Consent.objects.to_take_down(today()))
    each(_take_down_lapsed, consents)
    return len(consents)


def _take_down_lapsed(consent: Consent) -> None:
    reason = TakedownReason.WITHDRAWN if consent.withdrawn_at else TakedownReason.EXPIRED
    with transaction.atomic():
        takedown = _begin(consent, reason, None)
        invalidate_all()
    finish(takedown)


def sweep() -> int:
    """What asked just before a takedown whether it may, and came after it: stories that were being published, copies
    that a request cut, mails that were being put together; returns of how many pictures there were copies.
    """
    lately = Takedown.objects.filter(finished_at__gte=timezone.now() - SWEEP)
    lapsed = Consent.objects.lapsed(today()).filter(takedowns__in=lately)
    back = Page.objects.live().filter(child_consents__consent__in=lapsed).distinct()
    images = CustomImage.objects.filter(consents__in=lapsed, renditions__isnull=False).distinct()
    every(
        partial(each, partial(take_offline, actor=None), back),
        partial(each, lambda done: _recall(done.report), lately),
        partial(each, delete_copies, found := list(images)),
    )
    return len(found)


def finish_open() -> int:
    """Carry on what a crash left open; returns how many."""
    left = list(Takedown.objects.filter(finished_at__isnull=True))
    each(finish, left)
    return len(left)


def finish(takedown: Takedown) -> Takedown:
    """Take down everything that rests on the consent, then seal the report. Repeating it changes nothing."""
    takedown.refresh_from_db()
    if takedown.finished_at:
        return takedown
    consent = takedown.consent
    images, documents = list(consent.customimages.all()), list(consent.customdocuments.all())
    # Written before anything is removed, so that a second run still knows what there was.
    if not takedown.report:
        found = _survey(consent, images, documents)
        Takedown.objects.filter(pk=takedown.pk, report={}).update(report=found)
        # Another run may have been first, and have begun to remove: what it found is the proof.
        takedown.refresh_from_db(fields=["report"])
    report = takedown.report
    every(
        partial(_unpublish_stories, consent, takedown.began_by),
        partial(each, hide, [*images, *documents]),
        partial(_recall, report),
    )
    with transaction.atomic():
        invalidate_all()
        _seal(takedown, report, consent, images)
    return takedown


def _begin(consent: Consent, reason: str, actor: User | None) -> Takedown:
    """The open takedown of a consent: a new one, or the one that somebody began just now."""
    try:
        with transaction.atomic():
            return Takedown.objects.create(consent=consent, reason=reason, began_by=actor)
    except IntegrityError:
        return Takedown.objects.get(consent=consent, finished_at__isnull=True)


def stories_of(consent: Consent) -> list[Page]:
    """Every page that tells of the child: those that name the consent, in all their languages, and their mirrors."""
    named = Page.objects.filter(child_consents__consent=consent).values_list("translation_key", flat=True)
    return list(Page.objects.filter(translation_key__in=mirrors.with_mirrors(named)))


def uses_of(media: Sequence[ShowsPeople]) -> list[ReferenceIndex]:
    """What refers to these, which are of one kind: pages in any language, snippets, settings."""
    if not media:
        return []
    _catch_up()
    kind = ContentType.objects.get_for_model(type(media[0]))
    return list(
        ReferenceIndex.objects.filter(
            to_content_type=kind, to_object_id__in=[str(one.pk) for one in media]
        ).select_related("content_type")
    )


def _catch_up() -> None:
    """Index what was saved so recently that its task still waits for a worker."""
    for task in DBTaskResult.objects.ready().filter(task_path=update_reference_index_task.module_path):
        with suppress(ObjectDoesNotExist):  # deleted meanwhile
            update_reference_index_task.func(*task.args_kwargs["args"])


def _survey(
    consent: Consent, images: list[CustomImage], documents: list[CustomDocument]
) -> dict[str, object]:
    """Where it all is. Titles and addresses of our pages, numbers of files; nothing about the child."""
    stories = stories_of(consent)
    showing, others = _places(images)
    offering, more_others = _places(documents)
    return {
        "consent": consent.reference,
        "stories": [_line(page) for page in stories],
        "pages_with_pictures": [_line(page) for page in showing],
        "pages_with_documents": [_line(page) for page in offering],
        "other_places": sorted(others | more_others),
        "pictures": [image.pk for image in images],
        "documents": [document.pk for document in documents],
        "copies": sum(image.renditions.count() for image in images),
        "mails": traces.find({i.pk for i in images}, {p.pk for p in [*stories, *showing, *offering]}),
    }


def _recall(report: dict[str, Any]) -> None:
    lists = ("stories", "pages_with_pictures", "pages_with_documents")
    pages = {line["page"] for name in lists for line in report.get(name, ())}
    traces.recall(set(report.get("pictures", ())), pages)


def _places(media: Sequence[ShowsPeople]) -> tuple[list[Page], set[str]]:
    """The pages that refer to these, and whatever else does."""
    references = uses_of(media)
    page_kind = ContentType.objects.get_for_model(Page).pk
    keys = {one.object_id for one in references if one.base_content_type_id == page_kind}
    others = {one for one in references if one.base_content_type_id != page_kind}
    return list(Page.objects.filter(pk__in=keys)), {f"{r.content_type.model} {r.object_id}" for r in others}


def _line(page: Page) -> dict[str, object]:
    return {"page": page.pk, "address": page.url_path, "was_live": page.live}


def take_offline(page: Page, actor: User | None) -> None:
    """A page that must not be seen, now or when its time comes; translations that hang on it go with it."""
    page.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    if page.live or not came_down.is_recorded(page):
        came_down.record(page, gate.consents_of(page.specific), actor)
    if page.live:
        # Whoever may change a consent may do this, whatever else they may do with pages.
        UnpublishPageAction(page.specific, user=actor).execute(skip_permission_checks=True)


def _unpublish_stories(consent: Consent, actor: User | None) -> None:
    each(partial(take_offline, actor=actor), stories_of(consent))


def _seal(takedown: Takedown, report: dict[str, object], consent: Consent, images: list[CustomImage]) -> None:
    """Look once more whether anything is left; only then it is finished."""
    left = [page.url_path for page in stories_of(consent) if page.live]
    copies = [image.pk for image in images if image.renditions.exists()]
    if left or copies:
        raise RuntimeError(
            f"takedown {takedown.pk} is not complete: {len(left)} pages, {len(copies)} pictures"
        )
    now = timezone.now()
    takedown.report = report | {"finished": now.isoformat(timespec="seconds")}
    takedown.digest = takedown.seal()
    takedown.finished_at = now
    changed = Takedown.objects.filter(pk=takedown.pk, finished_at__isnull=True).update(
        report=takedown.report, digest=takedown.digest, finished_at=now
    )
    if changed:
        # Not of one that was given anew meanwhile: it has to come down again when it ends.
        Consent.objects.lapsed(today()).filter(pk=consent.pk).update(taken_down_at=now)
        audit.record(
            action="consent.taken_down", obj=consent, actor=takedown.began_by, new=takedown.digest[:12]
        )
