"""Drafts that are kept by themselves, and how long old versions stay."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, TaskState

from core import revisions
from news.models import ArticlePage
from safeguarding.services import workflow
from tests.factories.accounts import signed_in, staff
from tests.safeguarding.test_back_office import edit, page_form

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def address(article: ArticlePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[article.pk])


def kept(client, article: ArticlePage, title: str, overwrite: int | None = None) -> dict:
    form = page_form(article, title=title) | ({"overwrite_revision_id": overwrite} if overwrite else {})
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), form, headers=JSON)
    assert answer.status_code == 200, answer.content
    return answer.json()


def newest(article: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()


def test_one_visit_makes_one_version(article):
    client = signed_in(staff("editor"))
    first = kept(client, article, "One")
    for title in ("Two", "Three", "Four"):
        kept(client, article, title, overwrite=first["revision_id"])
    assert article.revisions.count() == 1
    assert newest(article).title == "Four"
    history = client.get(reverse("wagtailadmin_pages:history", args=[article.pk]))
    assert [entry.action for entry in history.context["object_list"]] == ["wagtail.edit", "wagtail.create"]


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(article):
    mine, theirs = signed_in(staff("editor")), signed_in(staff("editor"))
    first = kept(mine, article, "Mine")
    kept(theirs, article, "Theirs")
    form = page_form(article, title="Mine again", overwrite_revision_id=first["revision_id"])
    answer = mine.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), form, headers=JSON)
    assert answer.json()["error_code"] == "invalid_revision"
    assert newest(article).title == "Theirs"


def test_a_draft_kept_by_itself_says_nothing_that_would_pile_up(article, address):
    client = signed_in(staff("editor"))
    words = "Ask Malika Karimova from Tashkent, 9 years old."
    client.post(address, page_form(article, summary=words), headers=JSON)
    answer = client.post(address, page_form(article, summary=words), headers=JSON)
    assert not list(get_messages(answer.wsgi_request))
    client.post(address, page_form(article, summary=words))
    assert "could lead to a child" in client.get(address).content.decode()


def test_an_unpublishable_draft_is_kept_by_itself_all_the_same(article, address):
    answer = signed_in(staff("editor")).post(
        address, page_form(article, child_identity="recognisable"), headers=JSON
    )
    assert answer.json()["success"]


# Old versions


def version(page: Page, written: datetime) -> Revision:
    revision = page.specific.save_revision()
    Revision.objects.filter(pk=revision.pk).update(created_at=written)
    return revision


def long_ago(month: int, day: int = 1) -> datetime:
    return datetime(2024, month, day, 12, tzinfo=UTC)


def left(page: Page) -> set[int]:
    return set(Revision.objects.for_instance(page).values_list("pk", flat=True))


def test_of_old_versions_the_last_of_each_month_stays(article):
    old = [version(article, long_ago(month, day)) for month, day in [(1, 3), (1, 9), (1, 20), (2, 1), (2, 7)]]
    newest = version(article, timezone.now())
    assert revisions.thin() == 3
    assert left(article) == {old[2].pk, old[4].pk, newest.pk}


def test_what_is_young_stays(article):
    day = timezone.now() - timedelta(days=settings.REVISIONS_KEPT_DAYS - 1)
    written = [version(article, day) for _number in range(4)]
    assert revisions.thin() == 0
    assert left(article) == {one.pk for one in written}


def test_what_is_live_newest_scheduled_or_was_approved_stays(article):
    workflow.ensure()
    live, scheduled, judged, nothing, newest = (version(article, long_ago(1, day)) for day in range(1, 6))
    Page.objects.filter(pk=article.pk).update(live_revision=live, latest_revision=newest)
    Revision.objects.filter(pk=scheduled.pk).update(approved_go_live_at=timezone.now())
    state = article.get_workflow().start(ArticlePage.objects.get(pk=article.pk), None)
    TaskState.objects.filter(workflow_state=state).update(revision=judged, status="approved")
    last_of_the_month = version(article, long_ago(1, 30))
    Page.objects.filter(pk=article.pk).update(latest_revision=newest)
    assert revisions.thin() == 1
    assert left(article) == {live.pk, scheduled.pk, judged.pk, newest.pk, last_of_the_month.pk}
    assert nothing.pk not in left(article)


def test_of_a_version_kept_again_and_again_the_last_entry_stays(article):
    client = signed_in(staff("editor"))
    first = kept(client, article, "One")
    kept(client, article, "Two", overwrite=first["revision_id"])
    kept(client, article, "Three", overwrite=first["revision_id"])
    entries = PageLogEntry.objects.filter(page=article.pk, action="wagtail.edit")
    assert entries.count() == 3
    entries.update(timestamp=long_ago(1))
    revisions.thin()
    assert entries.count() == 1


def test_a_second_page_of_the_same_title_gets_an_address_of_its_own(article):
    """The browser makes the address of the title, on a tab where nobody looks."""
    ArticlePage.objects.filter(pk=article.pk).update(title="Yangi yil", slug="yangi-yil")
    index = article.get_parent()
    second = index.add_child(
        instance=ArticlePage(title="Draft", slug="draft", live=False, locale=index.locale)
    )
    answer = edit(signed_in(staff("editor")), second, title="Yangi yil", slug="yangi-yil")
    assert answer.status_code == 302
    assert ArticlePage.objects.get(pk=second.pk).get_latest_revision_as_object().slug == "yangi-yil-1"


def test_an_address_that_somebody_typed_is_refused_when_it_is_taken(article):
    index = article.get_parent()
    second = index.add_child(
        instance=ArticlePage(title="Draft", slug="draft", live=False, locale=index.locale)
    )
    answer = edit(signed_in(staff("editor")), second, title="Another", slug=article.slug)
    assert answer.status_code == 200
    assert "already in use" in answer.content.decode()
