"""Mirrors, Wagtail's aliases, tell what their originals tell: they rest on the same, and are read in them."""

from collections.abc import Iterable
from uuid import UUID

from wagtail.models import Page


def original_of(page: Page) -> Page:
    """What a mirror follows in the end, as mirrors have mirrors; any other page itself."""
    while page.alias_of_id:
        page = page.alias_of
    return page


def with_mirrors(keys: Iterable[UUID]) -> set[UUID]:
    """Translation keys, with those of the mirrors elsewhere of pages that have them."""
    known = set(keys)
    new = known
    while new:
        elsewhere = Page.objects.filter(alias_of__translation_key__in=new)
        new = set(elsewhere.values_list("translation_key", flat=True)) - known
        known = known | new
    return known


def with_originals(page: Page) -> set[UUID]:
    """The translation key of `page`, with those of the originals of mirrors among its languages."""
    found = Page.objects.filter(translation_key=page.translation_key, alias_of__isnull=False)
    mirrors = found.select_related("alias_of")  # mirrors of mirrors are few
    return {original_of(one).translation_key for one in (page, *mirrors)} | {page.translation_key}
