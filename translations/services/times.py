"""When a translation appears and vanishes: when its original does, but for what somebody said of the translation alone.

Wagtail copies both when a translation is begun; the screen with both languages shows neither.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision


def follow(page: Page, original: Page) -> None:
    """Give `page` (unsaved, just written from the draft `original`) the times of its original where it has none of its
    own. It vanishes with what is published: on the day of a draft it would take that down, which nobody approved.
    """
    published = Page.objects.filter(pk=original.pk, live=True).first() or original
    for name, moment in (("go_live_at", original.go_live_at), ("expire_at", published.expire_at)):
        if _is_from(original, name, getattr(page, name)):
            setattr(page, name, moment)


def spread_expiry(page: Page) -> None:
    """Have the languages of a page that was published vanish when it does: one that kept the former day would take all
    of them down on it.
    """
    others = page.get_translations().filter(live=True, alias_of=None, expire_at__isnull=False)
    for other in others:
        if other.expire_at != page.expire_at and _is_from(page, "expire_at", other.expire_at):
            Page.objects.filter(pk=other.pk).update(expire_at=page.expire_at)


def _is_from(original: Page, name: str, moment: datetime | None) -> bool:
    """Whether a time is one that the original had, or is past, which is none to wait for."""
    if moment is None or moment <= timezone.now():
        return True
    said = Revision.objects.for_instance(original).values_list(f"content__{name}", flat=True)
    return moment in {getattr(original, name), *(parse_datetime(one) for one in said if one)}
