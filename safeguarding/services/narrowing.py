"""Consents that were changed in their own form: what they no longer cover comes down at once.

A withdrawal has a takedown with a report (services.takedown). Here a language, a place or somebody's agreement was
taken off, as after a talk with a family, or because it had been written down wrongly.
"""

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page

from accounts.models import User
from core import audit
from core.page_cache import invalidate_all
from safeguarding.models import Consent, ConsentState, PageConsent, Scope
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
    # Pages that go on may show a picture that is left out in their language from now on.
    invalidate_all()
    return pages


def settle_stories() -> int:
    """Whatever of this a crash left undone; returns how many pages were taken offline."""
    return len(_take_offline(PageConsent.objects.all(), None))


def _take_offline(uses: QuerySet, actor: User | None) -> list[Page]:
    live = uses.filter(page__live=True).select_related("consent", "page__locale").order_by("page")
    uncovered = [use for use in live if not _covers(use)]
    with transaction.atomic():
        for use in uncovered:
            take_offline(use.page, actor)
            audit.record(action="consent.narrowed", obj=use.consent, actor=actor, note=f"page {use.page_id}")
        if uncovered:
            invalidate_all()
    return list({use.page_id: use.page for use in uncovered}.values())


def _covers(use: PageConsent) -> bool:
    return use.consent.covers(Scope.WEB, [use.page.locale.language_code])
