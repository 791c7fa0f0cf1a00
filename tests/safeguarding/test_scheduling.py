"""Publishing by the clock: what goes wrong with one page is told, and harms no other."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page, Revision

from core.models import OutboxMessage
from news.models import ArticlePage
from safeguarding.services import scheduling
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
FAILED = "safeguarding/emails/schedule_failed"
REFUSED = "safeguarding/emails/not_published"


class Broken(Exception):
    """What nobody foresaw."""


@pytest.fixture
def publisher(db):
    return UserFactory(role="publisher")


@pytest.fixture
def other(article) -> ArticlePage:
    """A second draft, due a minute later than the first."""
    page = ArticlePage(
        title="Other", slug="other", child_identity="nobody", live=False, locale=article.locale
    )
    return article.get_parent().add_child(instance=page)


def due(page: ArticlePage, ago: timedelta = MINUTE) -> Revision:
    revision = page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - ago)
    return revision


def expired(page: ArticlePage) -> None:
    page.save_revision().publish()
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - MINUTE)


def is_live(page: ArticlePage) -> bool:
    return Page.objects.get(pk=page.pk).live


@pytest.fixture
def breaking(article, monkeypatch) -> ArticlePage:
    """The first page breaks whenever it is saved as something visitors see."""
    save = ArticlePage.save

    def broken(page, *args, **kwargs):
        if page.pk == article.pk and page.live:
            raise Broken
        return save(page, *args, **kwargs)

    monkeypatch.setattr(ArticlePage, "save", broken)
    return article


def test_an_error_with_one_page_keeps_no_other_from_its_time(article, other, publisher, breaking):
    broken, fine = due(breaking, 2 * MINUTE), due(other)
    scheduling.publish_due()
    assert is_live(other)
    assert not is_live(breaking)
    broken.refresh_from_db()
    assert broken.approved_go_live_at, "it is tried again"
    fine.refresh_from_db()
    assert not fine.approved_go_live_at


def test_an_error_is_told_once_a_day(other, publisher, breaking):
    due(breaking)
    scheduling.publish_due()
    scheduling.publish_due()
    letter = OutboxMessage.objects.get(template=FAILED, to=publisher.email)
    assert breaking.title in letter.subject
    assert f"/pages/{breaking.pk}/edit/" in letter.text


def test_what_failed_for_a_moment_appears_with_the_next_run(article, publisher, monkeypatch):
    due(article)
    with monkeypatch.context() as moment:
        moment.setattr(ArticlePage, "save", lambda *args, **kwargs: (_ for _ in ()).throw(Broken))
        scheduling.publish_due()
    scheduling.publish_due()
    assert is_live(article)


def test_a_page_that_cannot_go_keeps_no_other_from_going_or_appearing(article, other, publisher, monkeypatch):
    third = other.get_parent().add_child(
        instance=ArticlePage(
            title="Third", slug="third", child_identity="nobody", live=False, locale=article.locale
        )
    )
    expired(article)
    expired(other)
    due(third)
    save = Page.save

    def broken(page, *args, **kwargs):
        if page.pk == article.pk:
            raise Broken
        return save(page, *args, **kwargs)

    monkeypatch.setattr(Page, "save", broken)
    scheduling.publish_due()
    assert is_live(article)
    assert not is_live(other)
    assert is_live(third)
    assert OutboxMessage.objects.filter(template=FAILED, to=publisher.email).count() == 1


def test_a_page_that_is_not_valid_any_more_leaves_the_schedule_with_a_mail(article, other, publisher):
    """Its address was given to another page meanwhile."""
    revision = due(article)
    Page.objects.filter(pk=article.pk).update(
        slug="former", url_path=article.url_path.replace("a-day", "former")
    )
    Page.objects.filter(pk=other.pk).update(slug=article.slug, url_path=article.url_path)
    scheduling.publish_due()
    revision.refresh_from_db()
    assert not is_live(article)
    assert not revision.approved_go_live_at
    assert OutboxMessage.objects.filter(template=REFUSED, to=publisher.email).count() == 1


def test_what_was_taken_off_the_schedule_meanwhile_does_not_appear(article, other, publisher, monkeypatch):
    """As a takedown does while the run is at another page."""
    due(other, 2 * MINUTE)
    late = due(article)
    save = ArticlePage.save

    def saved(page, *args, **kwargs):
        Revision.objects.filter(pk=late.pk).update(approved_go_live_at=None)
        return save(page, *args, **kwargs)

    monkeypatch.setattr(ArticlePage, "save", saved)
    scheduling.publish_due()
    assert is_live(other)
    assert not is_live(article)


def test_mirrors_of_what_waits_for_its_time_appear_with_it(article, time_machine):
    """Wagtail puts them up as soon as it is scheduled; a mirror of a mirror, too."""
    russian = Locale.objects.get(language_code="ru")
    mirror = article.copy_for_translation(russian, copy_parents=True, alias=True)
    mirrors = [mirror, mirror.create_alias(update_slug="again")]
    article.go_live_at = timezone.now() + timedelta(days=3)
    article.save_revision().publish()
    assert [is_live(page) for page in (article, *mirrors)] == [False] * 3
    time_machine.move_to(article.go_live_at + MINUTE)
    scheduling.publish_due()
    assert [is_live(page) for page in (article, *mirrors)] == [True] * 3
