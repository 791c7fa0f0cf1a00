"""Publishing by the clock: one page that cannot appear keeps no other from it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.models import OutboxMessage
from core.publishing import ChildIdentity
from news.models import ArticlePage
from safeguarding.services import scheduling
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=1)


def beside(page: ArticlePage, slug: str, **fields: object) -> ArticlePage:
    other = ArticlePage(
        title=slug, slug=slug, child_identity=ChildIdentity.NOBODY, locale=page.locale, **fields
    )
    return page.get_parent().add_child(instance=other)


def schedule(page: ArticlePage, after: timedelta, user: object = None) -> None:
    page.go_live_at = timezone.now() + after
    page.save_revision(user=user).publish()


@pytest.fixture
def taken(article):
    """A page is to appear under an address that another one has got meanwhile."""
    person = staff("publisher", language="ru")
    article.save_revision().publish()
    article.refresh_from_db()
    article.slug = "winter"
    schedule(article, SOON, person)
    beside(article, "winter", live=True)
    return person


def an_hour_later() -> None:
    with time_machine.travel(timezone.now() + 2 * SOON):
        scheduling.publish_due()


def test_a_page_that_cannot_be_published_keeps_no_other_from_its_time(article, taken):
    other = beside(article, "spring", live=False)
    schedule(other, SOON + timedelta(minutes=1))
    an_hour_later()
    assert ArticlePage.objects.get(pk=other.pk).live


def test_whoever_scheduled_it_is_told_and_it_leaves_the_schedule(article, taken):
    an_hour_later()
    assert not article.revisions.exclude(approved_go_live_at=None).exists()
    assert OutboxMessage.objects.get(template="safeguarding/emails/not_published").to == taken.email
