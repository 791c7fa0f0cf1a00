"""Nothing of a restricted page stands on a public one: no menu, card, chosen link, announcement or mail names it."""

import json

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from home.models import Announcement, FooterColumn, FooterLink, StandardPage
from news.models import ArticlePage
from newsletter.letters import letters
from programmes.models import ProgrammePage, VillagePage
from tests.factories.newsletter import issue, write

pytestmark = pytest.mark.django_db
WORDS = "For sponsors only"


def close(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type="password", password="tut-1997")


def named(page: Page, **fields: object) -> Page:
    """The page with a title and an address by which it would be known."""
    for name, value in {"title": WORDS, "slug": "for-sponsors", **fields}.items():
        setattr(page, name, value)
    page.save()
    return page


def of(model: type[Page]) -> Page:
    return model.objects.live().filter(url_path__startswith="/en/").first()


def new(parent: str = "/en/who-we-are/", title: str = WORDS, **fields: object) -> StandardPage:
    page = StandardPage(title=title, **{"slug": "for-sponsors", **fields})
    return Page.objects.get(url_path=parent).add_child(instance=page)


def blocks(*pairs: tuple[str, object]) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in pairs])


def links_to(page: Page) -> str:
    """All ways in which a body leads to a page."""
    return blocks(
        ("related", {"title": "", "pages": [page.pk]}),
        (
            "call_to_action",
            {"title": "Call", "text": "", "label": "Go", "page": page.pk, "action": "", "url": ""},
        ),
        ("paragraph", f'<p><a linktype="page" id="{page.pk}">Here</a></p>'),
    )


def read(address: str, client: Client | None = None) -> str:
    return (client or Client()).get(address).content.decode()


def passed(*restrictions: PageViewRestriction) -> Client:
    client = Client()
    session = client.session
    session["passed_page_view_restrictions"] = [restriction.pk for restriction in restrictions]
    session.save()
    return client


def tells(text: str) -> bool:
    return WORDS in text or "for-sponsors" in text


def told(*addresses: str) -> list[str]:
    return [address for address in addresses if tells(read(address))]


def test_the_menu_does_not_name_it():
    page = new("/en/", show_in_menus=True)
    assert told("/en/", "/en/news/", "/en/search/") != []
    close(page)
    assert told("/en/", "/en/news/", "/en/search/") == []


def test_nor_what_lies_below_it():
    page = new("/en/who-we-are/", show_in_menus=True)
    assert told("/en/")
    close(page.get_parent())
    assert told("/en/") == []


def test_the_footer_does_not_name_it():
    page = new()
    FooterLink.objects.create(column=FooterColumn.objects.first(), page=page)
    assert told("/en/news/", "/en/") != []
    close(page)
    assert told("/en/news/", "/en/") == []


def test_an_announcement_does_not_name_it():
    page = new()
    Announcement.objects.create(text={"en": "Come"}, page=page)
    assert told("/en/news/")
    close(page)
    assert told("/en/news/") == []
    assert "Come" in read("/en/news/")


def test_a_body_does_not_lead_to_it():
    page = new()
    other = new(title="Other", slug="other", body=links_to(page))
    assert read(other.url_path).count("/en/who-we-are/for-sponsors/") == 3
    close(page)
    assert told(other.url_path) == []


def test_a_body_leads_to_it_again_when_it_is_free_again():
    page = new()
    other = new(title="Other", slug="other", body=links_to(page))
    close(page).delete()
    assert read(other.url_path).count("/en/who-we-are/for-sponsors/") == 3


@pytest.mark.parametrize(
    ("model", "places"),
    [
        (
            ProgrammePage,
            ("/en/", "/en/what-we-do/", "/en/what-we-do/youth-escort/", "/en/what-we-do/advocacy/"),
        ),
        (VillagePage, ("/en/", "/en/where-we-work/", "/en/contact/")),
    ],
)
def test_no_card_and_no_map_names_it(model, places):
    page = named(of(model))
    neighbours = [each.url_path for each in page.get_siblings(inclusive=False).live()]
    assert told(*places, *neighbours) != []
    close(page)
    assert told(*places, *neighbours) == []


def test_no_article_leads_to_the_restricted_page_of_its_village():
    place = named(of(VillagePage))
    article = of(ArticlePage)
    article.village = place.village
    article.save()
    assert told(article.url_path)
    close(place)
    assert told(article.url_path) == []


def test_its_translation_does_not_tell_its_address():
    page = new()
    original = Page.objects.get(url_path="/uz/").add_child(
        instance=StandardPage(title="Ochiq", slug="ochiq", translation_key=page.translation_key)
    )
    assert told(original.url_path)
    close(page)
    assert told(original.url_path) == []


def test_a_newsletter_does_not_lead_to_it():
    page = new()
    made = issue()
    write(made, "en", "Winter", [("read_on", {"page": page.pk, "text": "Read", "label": "Go on"})])
    assert tells(letters(made)["en"].html)
    close(page)
    assert not tells(letters(made)["en"].html + letters(made)["en"].text)


def test_whoever_reads_a_restricted_section_sees_what_is_in_it():
    section = new(title="Section", slug="section")
    inside = new("/en/who-we-are/section/")
    beside = new("/en/who-we-are/section/", title="Beside", slug="beside", body=links_to(inside))
    client = passed(close(section))
    assert read(beside.url_path, client).count("/section/for-sponsors/") >= 3
    apart = close(inside)
    assert not tells(read(beside.url_path, client))
    assert not tells(read(beside.url_path, passed(section.view_restrictions.get(), apart)))


def test_what_one_reader_saw_does_not_stand_in_what_the_next_one_gets():
    section = new(title="Section", slug="section")
    inside = new("/en/who-we-are/section/", show_in_menus=True)
    public = new(title="Other", slug="other", body=links_to(inside))
    client = passed(close(section))
    assert tells(read(inside.url_path, client))
    assert not tells(read(public.url_path, client))
    assert told("/en/news/", public.url_path) == []
