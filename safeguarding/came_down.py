"""Stories that came down with a consent, or told of the child in a draft only: whether a focal point has read them
since.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page, Revision, TaskState

from core import audit
from core.models import AuditEntry
from core.publishing import ChildIdentity
from safeguarding.mirrors import original_of
from safeguarding.models import Consent, ConsentState, SafeguardingTask, Scope

CAME_DOWN = "story.came_down"
LONGEST_NOTE = 500


def record(page: Page, rested_on: Iterable[Consent], actor: Any) -> None:
    """That it is taken offline because one of the consents that it rests on does not cover it any more; of a mirror
    that its original is to be read, too, with which it would come back.
    """
    note = " ".join(str(consent.pk) for consent in rested_on)[:LONGEST_NOTE]
    _record(page, note, actor)
    original = original_of(page)
    if original != page and all(entry.note != note for entry in _unread_here(original)):
        _record(original, note, actor)


def record_of_copy(page: Page, copy: Page, actor: Any) -> None:
    """A copy of what is to be read is to be read, too: it tells the same."""
    for entry in _unread(page):
        _record(copy, entry.note, actor)


def is_recorded(page: Page) -> bool:
    """Whether it came down itself, and was not read since: a mirror that is ended has to be read, too."""
    return bool(_unread_here(page))


def is_unread_since(page: Page) -> bool:
    """Whether it came down, and no focal point has approved it after that. Mirrors are read in their original."""
    return bool(_unread_here(original_of(page)))


def is_to_be_read(page: Page, rests_on: Iterable[Consent]) -> bool:
    """Whether a focal point has to approve it before it is published, resting on these: it came down, or is a new
    language of what did, and rests on none any more, or on some of those that it rested on then and nothing else.
    """
    named = {consent.pk for consent in rests_on}
    came_down = [{int(pk) for pk in entry.note.split()} for entry in _unread(page)]
    return any(not named or named < then for then in came_down + _told_in_drafts(page))


def _told_in_drafts(page: Page) -> list[set[int]]:
    """On which consents the drafts rested that were saved since it was last published, where one of them is gone and no
    focal point has approved a version without it: such a draft never came down, as nobody saw it.
    """
    drafts = _named_by(_since_published(page)) if page.pk else {}
    known = Consent.objects.filter(pk__in=set().union(*drafts.values()))
    gone = {consent.pk for consent in known if _is_gone(consent, page)}
    told = {pk: then for pk, then in drafts.items() if then & gone}
    if not told:
        return []
    read = _approvals(page).filter(revision__gt=max(told)).values("revision")
    is_read = any(not then & gone for then in _named_by(Revision.objects.filter(pk__in=read)).values())
    return [] if is_read else list(told.values())


def _is_gone(consent: Consent, page: Page) -> bool:
    """Or is none for this language, unless names and details are changed in it."""
    if getattr(page, "child_identity", "") != ChildIdentity.CHANGED:
        return not consent.covers(Scope.WEB, [page.locale.language_code])
    return consent.state in (ConsentState.WITHDRAWN, ConsentState.EXPIRED)


def _since_published(page: Page) -> QuerySet[Revision]:
    versions = Revision.objects.for_instance(page)
    live = Page.objects.filter(pk=page.pk).values_list("live_revision", "last_published_at").first()
    version, moment = live or (None, None)
    if version:
        return versions.filter(pk__gt=version)
    return versions.filter(created_at__gt=moment) if moment else versions


def _named_by(versions: QuerySet[Revision]) -> dict[int, set[int]]:
    rows = versions.values_list("pk", "content__child_consents")
    return {pk: {row["consent"] for row in told or () if row.get("consent")} for pk, told in rows}


def _record(page: Page, note: str, actor: Any) -> None:
    audit.record(action=CAME_DOWN, obj=Page(pk=page.pk), actor=actor, note=note)


def _unread(page: Page) -> list[AuditEntry]:
    return [*_unread_here(original_of(page)), *_unread_elsewhere(page)]


def _unread_here(page: Page) -> list[AuditEntry]:
    """When it last came down, unless it was read since; at most one."""
    entries = AuditEntry.objects.about(Page(pk=page.pk)).filter(action=CAME_DOWN) if page.pk else ()
    return [entry for entry in entries[:1] if not _was_read(page, entry.at)]


def _unread_elsewhere(page: Page) -> list[AuditEntry]:
    """The same of the other languages of one that was never published: it may be written from those. Mirrors are read
    in their original.
    """
    if page.alias_of_id or not Page.objects.filter(pk=page.pk, first_published_at=None).exists():
        return []
    others = [entry for other in page.get_translations() for entry in _unread_here(original_of(other))]
    return [entry for entry in others if not _was_read(page, entry.at)]


def _was_read(page: Page, since: datetime) -> bool:
    return _approvals(page).filter(finished_at__gt=since).exists()


def _approvals(page: Page) -> QuerySet[TaskState]:
    """A focal point's."""
    return TaskState.objects.filter(
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        workflow_state__object_id=str(page.pk),
        task__content_type=ContentType.objects.get_for_model(SafeguardingTask),
        status=TaskState.STATUS_APPROVED,
    )
