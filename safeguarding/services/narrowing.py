"""Consents that were changed in their own form: what they no longer cover comes down at once.

A withdrawal has a takedown with a report (services.takedown). Here a language, a place or somebody's agreement was
taken off, as after a talk with a family, or because it had been written down wrongly.
"""

from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page

from accounts.models import User
from core import audit, pictures
from core.page_cache import invalidate_all
from safeguarding import came_down, gate, mirrors, traces
from safeguarding.models import Consent, ConsentState, CustomImage, PageConsent, Scope
from safeguarding.models.consent import LANGUAGE_CODES
from safeguarding.services.media import settle
from safeguarding.services.steps import each, every
from safeguarding.services.takedown import stories_of, take_down_lapsed, take_offline


def settle_consent(consent: Consent, actor: User | None = None) -> list[Page]:
    """Take down what a consent, as it is now, no longer covers; returns the pages. May be repeated."""
    if consent.state in (ConsentState.EXPIRED, ConsentState.WITHDRAWN):
        pages = [page for page in stories_of(consent) if page.live]
        take_down_lapsed()  # with a report
        return pages
    uses = PageConsent.objects.filter(consent=consent)
    uncovered = _uncovered(uses, Page.objects.live())
    # Published before, and offline just now: they come back as those do that came down with it.
    offline = _uncovered(uses, Page.objects.not_live().filter(first_published_at__isnull=False))
    images, documents = list(consent.customimages.all()), list(consent.customdocuments.all())
    stories = {page.pk for page in stories_of(consent)}
    every(
        partial(each, partial(_take_offline, uncovered=uncovered, actor=actor), uncovered),
        partial(each, partial(_remember, actor=actor), offline),
        partial(each, settle, [*images, *documents]),
        partial(traces.recall, {image.pk for image in images}, stories),
        # Pages that go on may show a picture that is left out in their language from now on.
        invalidate_all,
    )
    return list(uncovered)


def settle_stories() -> int:
    """Whatever of this a crash left undone; returns how many pages were taken offline."""
    # Those that allow everything leave nothing uncovered; each of their translations costs four queries.
    lacking = [one.pk for one in Consent.objects.all() if not one.covers(Scope.WEB, LANGUAGE_CODES)]
    uncovered = _uncovered(PageConsent.objects.filter(consent__in=lacking), Page.objects.live())
    each(partial(_take_offline, uncovered=uncovered, actor=None), uncovered)
    return len(uncovered)


def settle_pictures() -> None:
    """The same of pictures that have copies as visitors saw them."""
    shown = CustomImage.objects.filter(renditions__filter_spec__in=pictures.PUBLIC_SPECS).distinct()
    each(settle, shown.filter(consents__isnull=False).prefetch_related("consents"))


def _uncovered(uses: QuerySet, pages: QuerySet) -> dict[Page, list[Consent]]:
    """Those of `pages` that rest on what `uses` name, each with the consents that do not cover it."""
    named = uses.filter(page__in=pages).select_related("consent", "page__locale").order_by("page")
    resting = [(use.page, use.consent) for use in named] + _silent_translations(uses, pages)
    found: dict[Page, list[Consent]] = {}
    for page, consent in resting:
        if not _covers(consent, page):
            found.setdefault(page, []).append(consent)
    return found


@transaction.atomic
def _take_offline(page: Page, uncovered: dict[Page, list[Consent]], actor: User | None) -> None:
    take_offline(page, actor)
    for consent in uncovered[page]:
        audit.record(action="consent.narrowed", obj=consent, actor=actor, note=f"page {page.pk}")
    invalidate_all()


def _remember(page: Page, actor: User | None) -> None:
    if not came_down.is_recorded(page):
        came_down.record(page, gate.consents_of(page.specific), actor)


def _silent_translations(uses: QuerySet, among: QuerySet) -> list[tuple[Page, Consent]]:
    """Pages that name no consent, with those that they rest on by their other languages (`gate.consents_of`)."""
    keys = mirrors.with_mirrors(uses.order_by().values_list("page__translation_key", flat=True))
    told = among.filter(translation_key__in=keys, child_consents__isnull=True)
    pages = told.select_related("locale").specific()
    return [(page, consent) for page in pages for consent in gate.consents_of(page)]


def _covers(consent: Consent, page: Page) -> bool:
    return consent.covers(Scope.WEB, [page.locale.language_code])
