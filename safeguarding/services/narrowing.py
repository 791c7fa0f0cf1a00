"""Consents that were changed in their own form: what they no longer cover comes down at once.

A withdrawal has a takedown with a report (services.takedown). Here a language, a place or somebody's agreement was
taken off, as after a talk with a family, or because it had been written down wrongly.
"""

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page

from accounts.models import User
from core import audit, pictures
from core.page_cache import invalidate_all
from safeguarding import gate, traces
from safeguarding.models import Consent, ConsentState, CustomImage, PageConsent, Scope
from safeguarding.services.media import settle
from safeguarding.services.takedown import stories_of, take_down_lapsed, take_offline


def settle_consent(consent: Consent, actor: User | None = None) -> list[Page]:
    """Take down what a consent, as it is now, no longer covers; returns the pages. May be repeated."""
    if consent.state in (ConsentState.EXPIRED, ConsentState.WITHDRAWN):
        pages = [page for page in stories_of(consent) if page.live]
        take_down_lapsed()  # with a report
        return pages
    pages = _take_offline(PageConsent.objects.filter(consent=consent), actor)
    for media in (*consent.customimages.all(), *consent.customdocuments.all()):
        settle(media)
    images = {image.pk for image in consent.customimages.all()}
    traces.recall(images, {page.pk for page in stories_of(consent)})
    # Pages that go on may show a picture that is left out in their language from now on.
    invalidate_all()
    return pages


def settle_stories() -> int:
    """Whatever of this a crash left undone; returns how many pages were taken offline."""
    return len(_take_offline(PageConsent.objects.all(), None))


def settle_pictures() -> None:
    """The same of pictures that have copies as visitors saw them."""
    shown = CustomImage.objects.filter(renditions__filter_spec__in=pictures.PUBLIC_SPECS).distinct()
    for image in shown.filter(consents__isnull=False).prefetch_related("consents"):
        settle(image)


def _take_offline(uses: QuerySet, actor: User | None) -> list[Page]:
    live = uses.filter(page__live=True).select_related("consent", "page__locale").order_by("page")
    resting = [(use.page, use.consent) for use in live] + _silent_translations(uses)
    uncovered = [(page, consent) for page, consent in resting if not _covers(consent, page)]
    with transaction.atomic():
        for page, consent in uncovered:
            take_offline(page, actor)
            audit.record(action="consent.narrowed", obj=consent, actor=actor, note=f"page {page.pk}")
        if uncovered:
            invalidate_all()
    return list({page.pk: page for page, _consent in uncovered}.values())


def _silent_translations(uses: QuerySet) -> list[tuple[Page, Consent]]:
    """Pages that name no consent, with those that they rest on by their other languages (`gate.consents_of`)."""
    keys = uses.order_by().values("page__translation_key")
    told = Page.objects.live().filter(translation_key__in=keys, child_consents__isnull=True)
    pages = told.select_related("locale").specific()
    return [(page, consent) for page in pages for consent in gate.consents_of(page)]


def _covers(consent: Consent, page: Page) -> bool:
    return consent.covers(Scope.WEB, [page.locale.language_code])
