"""Wagtail's API for its own screens tells of pictures and documents only to those who work with them."""

import pytest
from django.urls import reverse
from wagtail.admin.api.views import PagesAdminAPIViewSet

from core.publishing import ChildIdentity
from home.models import StandardPage
from news.models import ArticlePage
from safeguarding.models import Shows
from safeguarding.services import takedown
from tests.factories.accounts import signed_in, staff
from tests.factories.safeguarding import consent, document, image
from tests.safeguarding.test_silent_translations import publish

pytestmark = pytest.mark.django_db

API = "/admin/api/main/"


@pytest.mark.parametrize("kind", ["images", "documents"])
@pytest.mark.parametrize("role", ["volunteer_coordinator", "partner_manager", "donor_care", "finance"])
def test_whoever_does_not_work_with_the_library_is_told_of_nothing_in_it(role, kind):
    row = (image if kind == "images" else document)(Shows.CHILD, title="Aziza, File 12")
    client = signed_in(staff(role))
    assert client.get(f"{API}{kind}/").json()["items"] == []
    assert client.get(f"{API}{kind}/{row.pk}/").status_code == 404


@pytest.mark.parametrize("kind", ["images", "documents"])
@pytest.mark.parametrize("role", ["editor", "publisher", "safeguarding", "administrator"])
def test_whoever_works_with_it_is(role, kind):
    row = (image if kind == "images" else document)(Shows.CHILD, title="Aziza, File 12")
    client = signed_in(staff(role))
    assert "Aziza, File 12" in client.get(f"{API}{kind}/").content.decode()
    assert client.get(f"{API}{kind}/{row.pk}/").json()["title"] == "Aziza, File 12"


@pytest.mark.parametrize(
    "role", ["volunteer_coordinator", "partner_manager", "donor_care", "finance", "editor"]
)
def test_the_chooser_of_pages_tells_of_drafts_to_those_who_work_on_pages(article, role):
    """Of stories that were taken down, too."""
    article.title = article.draft_title = "Zumradxon"
    article.save()
    below = article.add_child(
        instance=StandardPage(title="Zumradxon’s day", locale=article.locale, live=True)
    )
    client = signed_in(staff(role))
    listing = article.get_parent()
    listed = client.get(reverse("wagtailadmin_choose_page_child", args=[listing.pk])).content.decode()
    assert listing.title in listed
    assert ("Zumradxon" in listed) is (role == "editor")
    address = reverse("wagtailadmin_choose_page_child", args=[article.pk])
    assert client.get(address).status_code == (200 if role == "editor" else 404)
    many = reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={article.pk}&id={below.pk}"
    assert ("Zumradxon" in client.get(many).content.decode()) is (role == "editor")


@pytest.mark.parametrize(
    "role", ["volunteer_coordinator", "partner_manager", "donor_care", "finance", "editor"]
)
def test_so_do_screens_that_ask_once_more_before_something_is_done_with_a_page(article, role):
    """Of all pages below one, too."""
    article.title = article.draft_title = "Zumradxon"
    article.save()
    client, listing = signed_in(staff(role)), article.get_parent()
    move = reverse("wagtailadmin_pages:move_confirm", args=[article.pk, listing.get_parent().pk])
    many = [
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        for action in ("delete", "move", "publish", "unpublish")
    ]
    asked = [move, *(f"{address}?id=all&childOf={listing.pk}" for address in many)]
    told = {"Zumradxon" in client.get(address).content.decode() for address in asked}
    assert told == {role == "editor"}


def test_a_focal_point_takes_many_pages_offline_at_once(article):
    article.live = True
    article.save(update_fields=["live"])
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    signed_in(staff("safeguarding")).post(f"{many}?id={article.pk}")
    article.refresh_from_db()
    assert not article.live


@pytest.mark.parametrize("action", PagesAdminAPIViewSet.actions)
def test_nothing_is_done_with_pages_there(article, action):
    """A copy of what came down with a consent would be published unread."""
    given = consent()
    publish(article, ChildIdentity.RECOGNISABLE, given)
    takedown.withdraw(given)
    before = set(ArticlePage.objects.values_list("pk", "live", "latest_revision"))
    address = f"{API}pages/{article.pk}/action/{action}/"
    answer = signed_in(staff("publisher")).post(address, {}, content_type="application/json")
    assert answer.status_code == 404
    assert set(ArticlePage.objects.values_list("pk", "live", "latest_revision")) == before
