"""What of the changes in Wagtail reaches the page cache, and that no public page drops out of it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.handlers.wsgi import WSGIHandler
from django.db.models.signals import m2m_changed, post_delete, post_init, post_save
from wagtail.models import Page, PageViewRestriction

from core.page_cache import invalidate_on_change
from core.page_cache.changes import EVERYTHING, FileChanges
from core.page_cache.middleware import PageCache
from core.page_cache.recording import recording
from home.models import QuestionsPage
from news.models import ArticlePage

from .site import Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return ArticlePage.objects.live().filter(show_in_menus=False).first()


@pytest.fixture
def menu_page():
    return Page.objects.live().filter(show_in_menus=True).first().specific


def row_of(page):
    return f"wagtailcore.page:{page.pk}"


def test_publishing_tells_the_page_and_the_listings_of_its_type(told, article):
    tags = told(lambda: article.save_revision().publish())
    assert {row_of(article), "news.articlepage"} <= tags


def test_a_draft_tells_nothing(told, article):
    article.title = "Draft"
    assert told(article.save_revision) == set()


def test_saving_a_live_page_directly_tells_it(told, article):
    assert row_of(article) in told(article.save)


def test_saving_a_page_that_nobody_sees_tells_nothing(told, article):
    article.unpublish()
    article.refresh_from_db()
    assert told(article.save) == set()


def test_unpublishing_tells_the_page(told, article):
    assert row_of(article) in told(article.unpublish)


def test_deleting_tells_the_page_and_the_listings_of_its_type(told, article):
    page = Page.objects.get(pk=article.pk)
    assert {row_of(article), "news.articlepage"} <= told(page.delete)


def test_a_new_text_leaves_those_alone_who_only_link_to_the_page(told, menu_page):
    menu_page.summary = "Other"
    assert not {"menu", f"address:{menu_page.translation_key}"} & told(menu_page.save)


def test_a_new_title_tells_those_who_link_to_the_page(told, article):
    article.title = "Other"
    assert f"address:{article.translation_key}" in told(article.save)


def test_a_new_title_of_an_article_leaves_the_menu_alone(told, article):
    article.title = "Other"
    assert "menu" not in told(article.save)


def test_a_new_title_of_a_page_in_the_menu_tells_the_menu(told, menu_page):
    menu_page.title = "Other"
    assert "menu" in told(menu_page.save)


def test_a_page_that_leaves_the_menu_tells_it(told, menu_page):
    menu_page.show_in_menus = False
    assert "menu" in told(menu_page.save)


def test_a_new_slug_tells_all_pages(told, article):
    article.slug = "other"
    assert "wagtailcore.page:*" in told(article.save)


def test_moving_tells_all_pages(told, article):
    target = article.get_parent().get_parent()
    assert "wagtailcore.page:*" in told(lambda: article.move(target, "last-child"))


def test_closing_a_page_to_the_public_tells_everybody(told, article):
    restriction = PageViewRestriction(page=article, restriction_type=PageViewRestriction.LOGIN)
    assert EVERYTHING in told(restriction.save)


def test_what_is_rolled_back_was_never_told(changes, django_capture_on_commit_callbacks, article):
    place, _ = changes.since(None)
    with django_capture_on_commit_callbacks():
        article.save()
    assert changes.since(place)[1] == set()


# --- Registered models ----------------------------------------------------------------------------


@pytest.fixture
def group():
    """A model with a many-to-many field, registered for one test."""
    invalidate_on_change(Group, "roles", track=True)
    yield Group.objects.create(name="g")
    for signal in (post_save, post_delete, post_init):
        signal.disconnect(sender=Group, dispatch_uid="page_cache")
    m2m_changed.disconnect(sender=Group.permissions.through, dispatch_uid="page_cache")


def test_saving_a_registered_row_tells_it_and_the_tags_that_go_along(told, group):
    assert {f"auth.group:{group.pk}", "auth.group", "roles"} == told(group.save)


def test_a_many_to_many_change_tells_the_row(told, group):
    assert f"auth.group:{group.pk}" in told(lambda: group.permissions.add(Permission.objects.first()))


def test_a_many_to_many_change_from_the_other_side_tells_the_row(told, group):
    permission = Permission.objects.first()
    assert f"auth.group:{group.pk}" in told(lambda: permission.group_set.add(group))


def test_a_tracked_row_that_is_loaded_while_rendering_is_noted(group):
    with recording() as tags:
        Group.objects.get(pk=group.pk)
    assert f"auth.group:{group.pk}" in tags


# --- The whole site -------------------------------------------------------------------------------


@pytest.fixture
def cache(whole_site):
    return whole_site


def test_every_public_page_is_kept(cache):
    addresses = list(Page.objects.live().public().filter(depth__gte=2).values_list("url_path", flat=True))
    for address in addresses:
        Answer(cache, address)
    again = {address: Answer(cache, address, query="utm_source=x", cookie="a=b") for address in addresses}
    assert {answer.headers.get("Cache-Status") for answer in again.values()} == {"portal; hit"}


def test_the_next_visitor_of_every_process_sees_what_was_published(cache, changes, told, article):
    caches = [cache, PageCache(WSGIHandler(), FileChanges(changes.path), seconds=60)]
    for each in caches:
        Answer(each, article.url_path)
    article.title = "Brand new words"
    told(lambda: article.save_revision().publish())
    assert [b"Brand new words" in Answer(each, article.url_path).body for each in caches] == [True, True]


def test_publishing_an_article_leaves_pages_kept_that_show_no_articles(cache, told, article):
    other = QuestionsPage.objects.live().filter(locale=article.locale).first()
    Answer(cache, other.url_path)
    article.summary = "Other"
    told(lambda: article.save_revision().publish())
    assert Answer(cache, other.url_path).headers["Cache-Status"] == "portal; hit"
