"""Links that lead nowhere are found and shown to those who can put them right."""

import pytest
from django.conf import settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex

from search.models import BrokenLink
from search.services.links import check_all
from tests.factories.accounts import signed_in, staff
from tests.search.pages import publish

pytestmark = pytest.mark.django_db


def broken_on(page: Page) -> dict[str, str]:
    ReferenceIndex.create_or_update_for_object(page)
    check_all()
    return dict(BrokenLink.objects.filter(page=page).values_list("target", "reason"))


def linking(html: str) -> Page:
    return publish("uz", "Havolalar", text=f"<p>{html}</p>")


def test_the_demo_has_no_broken_link() -> None:
    for page in Page.objects.live().filter(depth__gt=1).specific():
        ReferenceIndex.create_or_update_for_object(page)
    check_all()
    assert [str(link) for link in BrokenLink.objects.all()] == []


@pytest.mark.parametrize("address", ["/uz/no-such-page/", f"{settings.SITE_URL}/uz/no-such-page/"])
def test_an_address_with_nothing_behind_it_is_broken(address: str) -> None:
    assert broken_on(linking(f'<a href="{address}">x</a>')) == {"/uz/no-such-page/": "gone"}


@pytest.mark.parametrize(
    "address",
    ["/en/who-we-are/", "/en/who-we-are", "/uz/donate/", "/ru/donate/?frequency=month", "/sitemap.xml", "/",
     "https://example.org/uz/no-such-page/", "mailto:a@b.example", "#below"],
)  # fmt: skip
def test_what_leads_somewhere_is_not(address: str) -> None:
    assert broken_on(linking(f'<a href="{address}">x</a>')) == {}


def test_a_redirected_address_leads_somewhere() -> None:
    Redirect.objects.create(old_path="/uz/moved", redirect_link="/uz/")
    assert broken_on(linking('<a href="/uz/moved/">x</a>')) == {}


def test_a_link_to_a_page_that_is_not_published_is_broken() -> None:
    target = publish("uz", "Nishon")
    page = linking(f'<a linktype="page" id="{target.pk}">x</a>')
    assert broken_on(page) == {}
    target.unpublish()
    assert broken_on(page) == {target.url_path: "unpublished"}


def test_a_link_that_was_put_right_leaves_the_report() -> None:
    page = linking('<a href="/uz/no-such-page/">x</a>')
    assert broken_on(page)
    page.body = []
    page.save_revision().publish()
    assert broken_on(page) == {}


@pytest.mark.parametrize(("role", "status"), [("editor", 200), ("publisher", 200), ("donor_care", 302)])
def test_editors_read_the_report_and_others_do_not(role: str, status: int) -> None:
    broken_on(linking('<a href="/uz/no-such-page/">x</a>'))
    response = signed_in(staff(role)).get("/admin/reports/broken-links/")
    assert response.status_code == status
    assert ("/uz/no-such-page/" in response.content.decode()) is (status == 200)


def test_the_report_can_be_taken_along_as_a_table() -> None:
    broken_on(linking('<a href="/uz/no-such-page/">x</a>'))
    response = signed_in(staff("editor")).get("/admin/reports/broken-links/?export=csv")
    assert b"/uz/no-such-page/" in b"".join(response.streaming_content)
