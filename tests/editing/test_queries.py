"""The back office asks the database as often for a long page or list as for a short one."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from secrets import token_hex

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from bench.editor_form import editor_form
from bench.long_story import long_story
from core.publishing import ChildIdentity
from home.models import LandingPage, StandardPage
from news.models import ArticlePage, NewsIndexPage, StoryPage
from safeguarding.concerns import codes
from safeguarding.models import Shows, Takedown
from safeguarding.services import workflow
from tests.factories.accounts import signed_in, staff
from tests.factories.concerns import ConcernFactory
from tests.factories.safeguarding import consent, document, image

pytestmark = pytest.mark.django_db
EVERY_KIND, MANY = 12, 60  # blocks: the builder begins anew after twelve kinds


@contextmanager
def asked() -> Iterator[list[str]]:
    """The queries asked within, without transactions' own."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as queries:
        yield found
    found += [row["sql"] for row in queries.captured_queries if "SAVEPOINT" not in row["sql"]]


def of(request: Callable[[], object], status: int = 200) -> int:
    """How many queries a request takes, when what is kept after the first is kept."""
    request()
    with asked() as queries:
        assert request().status_code == status
    return len(queries)


@pytest.fixture
def publisher() -> Client:
    return signed_in(staff("publisher"))


def address(story: StoryPage, view: str = "edit") -> str:
    return reverse(f"wagtailadmin_pages:{view}", args=[story.pk])


def both(measure: Callable[[StoryPage], int]) -> tuple[int, int]:
    return measure(long_story(EVERY_KIND)), measure(long_story(MANY))


def test_the_editor_opens_with_the_same_queries(publisher):
    few, many = both(lambda story: of(lambda: publisher.get(address(story))))
    assert many == few


def test_five_blocks_or_sixty_differ_by_their_kinds_alone(publisher):
    few, many = (of(partial(publisher.get, address(long_story(number)))) for number in (5, MANY))
    assert many - few <= 1  # of the kinds of blocks that choose pages there are two in the longer one


@pytest.mark.parametrize("number", [5, EVERY_KIND])
def test_a_draft_is_saved_with_the_same_queries(publisher, number):
    def save(story: StoryPage) -> int:
        form = editor_form(story)
        return of(lambda: publisher.post(address(story), form), 302)

    assert save(long_story(MANY)) == save(long_story(number))


def test_a_draft_is_saved_by_itself_with_the_same_queries(publisher):
    def save(story: StoryPage) -> int:
        form = editor_form(story, summary="Yangi")
        return of(lambda: publisher.post(address(story), form, headers={"accept": "application/json"}))

    few, many = both(save)
    assert many == few


def test_publishing_takes_the_same_queries(publisher):
    def publish(story: StoryPage) -> int:
        form = editor_form(story, **{"action-publish": "action-publish"})
        number = of(lambda: publisher.post(address(story), form), 302)
        assert StoryPage.objects.get(pk=story.pk).live
        return number

    few, many = both(publish)
    assert many == few


def test_a_preview_takes_the_same_queries(publisher):
    def preview(story: StoryPage) -> tuple[int, int]:
        form, page = editor_form(story), address(story, "preview_on_edit")
        return of(lambda: publisher.post(page, form)), of(lambda: publisher.get(page))

    few, many = both(preview)
    assert many == few


def test_what_comes_back_from_the_form_is_what_was_chosen(publisher):
    def saved() -> list[dict]:
        assert publisher.post(address(story), editor_form(story)).status_code == 302
        return list(StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object().body.raw_data)

    story = long_story(EVERY_KIND)
    first = saved()
    assert [row["type"] for row in first] == [block.block_type for block in story.body]
    assert ids(first) == ids(list(story.body.raw_data))


def ids(rows: list[dict]) -> list[str]:
    return re.findall(r'"(?:image|logo|page)": \d+|"value": \d+|id=."\d+', json.dumps(rows, default=str))


def test_a_choice_that_is_gone_leaves_an_error_beside_it(publisher):
    story = long_story(EVERY_KIND)
    form = editor_form(story, **{"body-1-value-picture-image": "999999", "action-publish": "action-publish"})
    answer = publisher.post(address(story), form)
    assert answer.status_code == 200
    assert not StoryPage.objects.get(pk=story.pk).live


# Lists


def children(number: int) -> Page:
    """A page with so many below it: of three types, live and not, out of date and not, locked, with translations."""
    home = Page.objects.get(depth=2, slug="uz").specific
    parent = home.add_child(instance=StandardPage(title="Ota", slug=f"parent-{number}", locale=home.locale))
    types = (StandardPage, LandingPage, StandardPage)
    for count in range(number):
        page = types[count % 3](title=f"Bola {count}", slug=f"child-{count}", locale=home.locale)
        page.live = bool(count % 2)
        page.locked = count % 5 == 0
        parent.add_child(instance=page)
        page.save_revision()
        if count % 4 == 0:
            page.go_live_at = timezone.now() + timedelta(days=1)
            page.save_revision().publish()
    return parent


@pytest.mark.parametrize("role", ["editor", "publisher", "safeguarding"])
def test_the_explorer_takes_the_same_queries(role):
    client = signed_in(staff(role))
    few, many = (
        of(partial(client.get, reverse("wagtailadmin_explore", args=[children(number).pk])))
        for number in (5, 50)
    )
    assert many == few


def test_a_page_knows_its_address_without_asking_and_it_is_the_one_wagtail_finds(monkeypatch):
    pages = [page.specific for page in Page.objects.filter(depth__gt=1)]
    found = [Page.get_url(page) for page in pages]
    monkeypatch.setattr(Site, "get_site_root_paths", lambda: pytest.fail("asked"))
    homes = {page.url for page, address in zip(pages, found, strict=True) if address is None}
    assert homes <= {
        "/uz/",
        "/uz-cyrl/",
        "/ru/",
        "/en/",
    }  # of these Wagtail finds none: their route has another name
    assert [page.url for page in pages if page.url not in homes] == [address for address in found if address]


def waiting(number: int) -> None:
    """So many pages in the workflow, handed in by an editor."""
    workflow.ensure()
    index, editor = NewsIndexPage.objects.get(locale__language_code="en"), staff("editor")
    for count in range(number):
        page = ArticlePage(title=f"Waits {count}", child_identity=ChildIdentity.NOBODY, locale=index.locale)
        page.live = False
        index.add_child(instance=page)
        page.save_revision(user=editor)
        page.get_workflow().start(page, editor)


def consents(number: int) -> None:
    """So many, each with a picture."""
    for _count in range(number):
        given = consent()
        image(Shows.CHILD, given)
        document(Shows.CHILD, given)
        Takedown.objects.create(consent=given, reason="expired")


def concerns(number: int) -> None:
    """So many reports."""
    for _count in range(number):
        ConcernFactory(code=codes.code_for(token_hex()))


# Wagtail asks once for each of the page's rows (WorkflowState.all_tasks_with_status).
ONE_EACH = {"wagtailadmin_reports:workflow"}
LISTS = {
    "translations:report": ("editor", lambda number: children(number)),
    "consents:index": ("safeguarding", consents),
    "takedowns:index": ("safeguarding", consents),
    "concerns:index": ("safeguarding", concerns),
    "wagtailadmin_home": ("safeguarding", waiting),
    "wagtailadmin_reports:workflow": ("publisher", waiting),
    "wagtailadmin_reports:workflow_tasks": ("publisher", waiting),
    "wagtailimages:index": ("editor", consents),
    "wagtaildocs:index": ("editor", consents),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_the_same_queries_whatever_its_length(name):
    role, make = LISTS[name]
    client = signed_in(staff(role))
    make(3)
    few = of(lambda: client.get(reverse(name)))
    make(12)
    assert of(lambda: client.get(reverse(name))) == few + 12 * (name in ONE_EACH)
