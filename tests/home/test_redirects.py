"""Addresses of the former site lead to pages of this one."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from home.demo.content import data, in_language, pages
from home.demo.redirects import seed_redirects
from home.models import StandardPage
from tests.factories.accounts import signed_in, staff

pytestmark = pytest.mark.django_db


def place(language: str, key: str) -> str:
    """The address of the demo's page in a language."""
    title = next(in_language(copy["title"], language) for copy in pages() if copy["key"] == key)
    return Page.objects.live().get(title=title, url_path__startswith=f"/{language}/").url_path


@pytest.mark.parametrize(
    ("old", "language", "key"),
    [
        ("/en/what-we-do/alternative-care/", "en", "family-guardianship"),
        ("/en/what-we-do/something/else.htm", "en", "what-we-do"),
        ("/ru/where-we-work/urgench/", "ru", "khorezm"),
        ("/news-and-events/2019-navruz.htm", "uz", "news"),
        ("/ru/news-and-events/2019-navruz.htm", "ru", "news"),
        ("/NEWS-AND-EVENTS/x.HTM", "uz", "news"),
        ("/en/vacancies", "en", "take-part"),
    ],
)
def test_an_old_address_leads_to_its_page(client: Client, old: str, language: str, key: str) -> None:
    answer, new = client.get(old), place(language, key)
    assert (answer.status_code, answer.headers.get("Location")) == (301, new)
    assert client.get(new).status_code == 200


@pytest.mark.parametrize(
    ("old", "new"), [("/page12.htm", "/uz/"), ("/en/page3.htm", "/en/"), ("/ru/home", "/ru/")]
)
def test_an_old_page_without_a_successor_leads_home(client: Client, old: str, new: str) -> None:
    answer = client.get(old)
    assert (answer.status_code, answer.headers.get("Location")) == (301, new)


def test_a_page_of_this_site_is_not_redirected(client: Client) -> None:
    assert client.get("/en/what-we-do/").status_code == 200


def test_an_exact_address_wins_over_a_star(client: Client) -> None:
    Redirect.objects.create(old_path="/news-and-events/moved.htm", redirect_link="/ru/", is_permanent=False)
    answer = client.get("/news-and-events/moved.htm")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ru/")


def test_only_the_star_is_a_sign(client: Client) -> None:
    Redirect.objects.create(old_path="/old/[ab]*", redirect_link="/ru/")
    assert client.get("/old/a1").status_code == 404 or client.get("/old/a1").headers["Location"] != "/ru/"
    assert client.get("/old/[ab]1").headers["Location"] == "/ru/"


def test_an_unknown_address_stays_unknown(client: Client) -> None:
    assert client.get("/en/no-such-thing/").status_code == 404


def test_a_post_is_not_redirected(client: Client) -> None:
    assert client.post("/en/news-and-events/x.htm").status_code in (403, 404, 405)


def test_what_staff_changed_stays() -> None:
    row = Redirect.objects.get(old_path="/en/page*.htm")
    row.redirect_page, row.redirect_link = None, "/en/news/"
    row.save()
    keys = {copy["page"] for copy in data("redirects")["addresses"]}
    page = StandardPage.objects.first()
    assert seed_redirects(dict.fromkeys(keys, page)) == 0
    row.refresh_from_db()
    assert row.link == "/en/news/"


OURS = "http://127.0.0.1"


def row(old: str, link: str = "", page: Page | None = None) -> Redirect:
    return Redirect.objects.create(old_path=old, redirect_link=link, redirect_page=page)


def arrives(client: Client, address: str) -> tuple[int, str]:
    """How a browser ends: its last answer and the address; raises RedirectCycleError where it would give up."""
    answer = client.get(address, follow=True)
    return answer.status_code, answer.request["PATH_INFO"]


@pytest.mark.parametrize(
    ("known", "old", "link", "chain"),
    [
        ([], "/en/a", f"{OURS}/en/a/", "/en/a → /en/a"),
        ([("/en/b", "/en/a")], "/en/a", f"{OURS}/en/b", "/en/a → /en/b → /en/a"),
        ([("/en/b", "/en/c"), ("/en/c", "/en/a/")], "/en/a", f"{OURS}/en/b", "/en/a → /en/b → /en/c → /en/a"),
        ([], "/ru/a", f"{OURS}/a", "/ru/a → /a → /ru/a"),
        ([("/en/b*", "/en/a")], "/en/a", f"{OURS}/en/b1", "/en/a → /en/b1 → /en/a"),
        ([], "/en/old/*", f"{OURS}/en/old/page", "/en/old/* → /en/old/page → /en/old/page"),
        ([], "/en/a", f"{OURS}/en/a?from=old", "/en/a → /en/a?from=old → /en/a?from=old"),
        ([("/en/b", "/en/c"), ("/en/c", "/en/b")], "/en/a", f"{OURS}/en/b", "/en/a → /en/b → /en/c → /en/b"),
    ],
)
def test_a_redirect_that_leads_round_is_refused_with_its_chain(known, old, link, chain) -> None:
    for one in known:
        row(*one)
    with override("en"), pytest.raises(ValidationError) as refusal:
        Redirect(old_path=old, redirect_link=link).full_clean()
    assert refusal.value.message_dict == {
        "redirect_link": [f"Visitors would be sent round and round: {chain}"]
    }


def test_a_page_does_not_lead_to_itself() -> None:
    page = Page.objects.get(url_path="/en/news/")
    with pytest.raises(ValidationError) as refusal:
        Redirect(old_path="/en/news", redirect_page=page).full_clean()
    assert list(refusal.value.message_dict) == ["redirect_page"]


@pytest.mark.parametrize(
    ("known", "old", "link"),
    [
        ([], "/en/a", f"{OURS}/en/news/"),
        ([("/en/news", "/en/a")], "/en/b", f"{OURS}/en/news"),  # a page stands there: nobody is sent on
        ([("/en/b", "/en/news/")], "/en/a", f"{OURS}/en/b"),
        ([("/en/a", "/en/b")], "/en/b", "https://elsewhere.example/en/a"),
        ([], "/en/news*", f"{OURS}/en/news/"),
        ([], "/a", f"{OURS}/en/a"),
        ([], "/en/old", f"{OURS}/en/donate/"),
    ],
)
def test_a_redirect_that_arrives_is_taken(known, old, link) -> None:
    for one in known:
        row(*one)
    Redirect(old_path=old, redirect_link=link).full_clean()


def test_an_edited_redirect_is_not_held_against_itself() -> None:
    one = row("/en/a", "/en/b")
    one.old_path, one.redirect_link = "/en/b", f"{OURS}/en/a"
    one.full_clean()


@pytest.mark.parametrize("address", ["/en/a", "/en/a?x=1", "/en/self", "/en/here/x", "/ru/p", "/p"])
def test_a_visitor_does_not_go_round_by_an_old_loop(client: Client, address: str) -> None:
    row("/en/a", "/en/b")
    row("/en/b", "/en/a")
    row("/en/self", "/en/self/?again")
    row("/en/here/*", "/en/here/there")
    row("/ru/p", "/p")
    status, _end = arrives(Client(headers={"Accept-Language": "ru"}), address)
    assert status == 404


def test_a_page_that_was_moved_there_and_back_and_withdrawn_is_not_found(client: Client) -> None:
    page = StandardPage.objects.get(url_path="/en/who-we-are/")
    row("/en/who-we-are", page=page)
    page.unpublish()
    assert client.get("/en/who-we-are/").status_code == 404


def test_one_after_another_still_arrives(client: Client) -> None:
    row("/en/a", "/en/b")
    row("/en/b", "/en/news/")
    assert arrives(client, "/en/a") == (200, "/en/news/")


def test_staff_read_why_beside_the_field() -> None:
    row("/en/b", "/en/a")
    desk = signed_in(staff("publisher", language="ru"))
    fields = {"old_path": "/en/a", "redirect_link": f"{OURS}/en/b", "is_permanent": "on", "site": ""}
    answer = desk.post(reverse("wagtailredirects:add"), fields | {"redirect_page": ""})
    assert "/en/a → /en/b → /en/a" in answer.content.decode()
    assert not Redirect.objects.filter(old_path="/en/a").exists()


def test_a_redirect_that_leads_nowhere_is_refused_beside_the_field() -> None:
    desk = signed_in(staff("publisher", language="en"))
    fields = {"old_path": "/uz/eski/", "site": "", "redirect_page": "", "redirect_link": ""}
    answer = desk.post(reverse("wagtailredirects:add"), fields)
    words = "Choose a page, or write an address: otherwise it leads nowhere."
    assert answer.context["form"].errors["redirect_link"] == [words]
    assert not Redirect.objects.filter(old_path="/uz/eski").exists()


@pytest.mark.parametrize("former", ["/former", "/former/*"])
@pytest.mark.parametrize("typed", [False, True])
def test_no_former_address_tells_that_of_a_page_which_was_taken_down(
    client: Client, former: str, typed: bool
):
    page = Page.objects.live().filter(depth=4, url_path__startswith="/en/").first()
    target = {"redirect_link": page.url_path} if typed else {"redirect_page": page}
    Redirect.objects.create(old_path=former, **target)
    asked = former.replace("*", "poster")
    assert client.get(asked).headers["Location"].endswith(page.url_path)
    page.specific.unpublish()
    answer = client.get(asked, follow=True)
    assert answer.status_code == 404
    assert not any(page.slug in address for address, _status in answer.redirect_chain)
