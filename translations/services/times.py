"""When a translation appears and vanishes: when its original does, but for what somebody said of the translation alone.

Wagtail copies both when a translation is begun; the screen with both languages shows neither.
"""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import Translation


def follow(page: Page, original: Page) -> None:
    """Give `page` (unsaved, just written from the draft `original`) the times of its original where it has none of its
    own. It vanishes with what is published: on the day of a draft it would take that down, which nobody approved.
    """
    published = Page.objects.filter(pk=original.pk, live=True).first() or original
    for name, moment in (("go_live_at", original.go_live_at), ("expire_at", published.expire_at)):
        if _is_from(original, name, getattr(page, name)):
            setattr(page, name, moment)


def spread_expiry(page: Page) -> None:
    """Have the languages of a page that was published vanish when their originals do: one that kept the former day, or
    got it back with a draft from before, would take all of them down on it. Never the other way round.
    """
    if page.alias_of_id:
        if page.expire_at != page.alias_of.expire_at:
            _vanish([page.pk], page.alias_of.expire_at)
        return
    languages = page.get_translations(inclusive=True).filter(live=True, alias_of=None)
    found = {one.locale_id: one for one in languages}
    if not any(one.expire_at for one in found.values()):
        return
    originals = _Originals(page)
    for _step in found:  # originals have originals
        for one in found.values():
            original = found.get(originals.of(one), one)
            differs = one.expire_at and one.expire_at != original.expire_at
            if differs and _is_from(original, "expire_at", one.expire_at):
                one.expire_at = original.expire_at
                _vanish(_with_mirrors(one), original.expire_at)


def original_to_wait_for(page: Page, moment: datetime) -> Page | None:
    """The original that is not published, of a translation that is to appear at a time which it has from there: put off
    or taken off the schedule since, it would be seen after its translation.
    """
    others = page.get_translations().filter(locale=_Originals(page).of(page), live=False)
    original = others.first()
    return original if original and _was_said(original, "go_live_at", moment) else None


class _Originals:
    """Which language of a page is written from which: as a translation says that runs, or ran; else from the default
    language, unless that is itself written from another one.
    """

    def __init__(self, page: Page) -> None:
        told = Translation.objects.filter(source__object_id=page.translation_key)
        self.known = dict(told.values_list("target_locale", "source__locale"))
        default = (
            Locale.objects.filter(language_code=settings.LANGUAGE_CODE).values_list("pk", flat=True).first()
        )
        self.default = None if default in self.known else default

    def of(self, page: Page) -> int | None:
        """The language of its original; its own or None for an original."""
        return self.known.get(page.locale_id, self.default)


def _is_from(original: Page, name: str, moment: datetime | None) -> bool:
    """Whether a time is one that the original had, or is past, which is none to wait for."""
    return moment is None or moment <= timezone.now() or _was_said(original, name, moment)


def _was_said(original: Page, name: str, moment: datetime) -> bool:
    said = Revision.objects.for_instance(original).values_list(f"content__{name}", flat=True)
    return moment in {getattr(original, name), *(parse_datetime(one) for one in said if one)}


def _with_mirrors(page: Page) -> list[int]:
    """They vanish by themselves, and mirrors have mirrors."""
    found = new = [page.pk]
    while new := list(Page.objects.filter(alias_of__in=new).values_list("pk", flat=True)):
        found = found + new
    return found


def _vanish(pages: list[int], moment: datetime | None) -> None:
    Page.objects.filter(pk__in=pages).update(expire_at=moment)
