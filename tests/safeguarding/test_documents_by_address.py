"""A document whose address somebody typed, as a film's or a link's, is asked for like one that was chosen."""

import pytest

from core.body_links import documents_by_address
from core.publishing import PublishRefused
from home.models import Announcement
from news.models import ArticlePage
from safeguarding.gate import media_of
from safeguarding.models import Consent, Shows
from safeguarding.services import takedown
from search.models import Entry
from tests.factories.safeguarding import consent, document

pytestmark = pytest.mark.django_db


@pytest.fixture
def given() -> Consent:
    return consent()


@pytest.fixture
def film(given):
    return document(Shows.CHILD, given)


def with_film(page: ArticlePage, pk: int, title: str = "Zumradxon swims") -> ArticlePage:
    address = f"/documents/{pk}/swimming.mp4"
    film = {"url": address, "title": title, "illustration": "hero", "transcript": f"<p>{title}</p>"}
    page.body = page._meta.get_field("body").to_python([{"type": "video", "value": film}])
    return page


def with_link(page: ArticlePage, pk: int) -> ArticlePage:
    page.body = [("paragraph", f'<p><a href="/documents/{pk}/report.pdf">paper</a></p>')]
    return page


def with_call(page: ArticlePage, pk: int) -> ArticlePage:
    call = {"title": "Look", "label": "Look", "url": f"http://www.sos.example/documents/{pk}/report.pdf"}
    page.body = [("call_to_action", call)]
    return page


LEADING = [with_film, with_link, with_call]


@pytest.mark.parametrize("leading", LEADING)
@pytest.mark.parametrize("languages", [["uz"], []])
def test_a_page_that_leads_to_it_passes_the_gate_in_its_language_alone(
    article, film, leading, languages, settings
):
    settings.SITE_URL = "https://sos.example:8000"
    leading(article, film.pk).save_revision().publish()
    Consent.objects.update(languages=languages)
    with pytest.raises(PublishRefused):
        leading(article, film.pk).save_revision().publish()


def test_what_an_announcement_leads_to_is_asked_too(film, settings):
    url = f"{settings.SITE_URL}/documents/{film.pk}/report.pdf"
    assert media_of(Announcement(text={"uz": "Yangi"}, url=url)) == [film]


def test_a_film_is_shown_in_the_languages_of_its_consent_alone(article, given, film, client):
    with_film(article, film.pk).save_revision().publish()
    assert "Zumradxon swims" in client.get(article.url_path).content.decode()
    Consent.objects.update(languages=["uz"])
    page = client.get(article.url_path).content.decode()
    assert "Zumradxon" not in page
    assert f"/documents/{film.pk}/" not in page


def test_a_takedown_names_the_page_with_the_film(
    article, given, film, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):  # its index waits for a worker
        with_film(article, film.pk).save_revision().publish()
    done = takedown.withdraw(given)
    assert [line["page"] for line in done.report["pages_with_documents"]] == [article.pk]
    assert "Zumradxon" not in client.get(article.url_path).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "https://vimeo.com/1",
        "https://elsewhere.example/documents/7/x.pdf",
        "/uz/documents/7/",
        "/documents/x/7/",
    ],
)
def test_other_addresses_are_none_of_our_documents(address):
    assert documents_by_address(f'"{address}"') == set()


@pytest.mark.parametrize(
    "address", ["https://me@WWW.sos.example:443/documents/7/x.mp4", "/documents/7/x.mp4"]
)
def test_however_our_site_is_written_it_is_ours(address, settings):
    settings.SITE_URL = "https://sos.example"
    assert documents_by_address(f'"{address}"') == {7}


def test_what_is_said_in_a_film_of_ours_is_not_kept_where_it_would_outlive_it(article, film):
    page = with_film(article, film.pk)
    page.body.append(("video", {**page.body[0].value, "url": "https://vimeo.com/1", "title": "Elsewhere"}))
    page.save_revision().publish()
    assert Entry.objects.get(page_id=page.pk).text.count("Elsewhere") == 1
    assert "Zumradxon" in Entry.objects.get(page_id=page.pk).text  # of the other film: its words
    page.body.pop()
    page.save_revision().publish()
    assert "Zumradxon" not in Entry.objects.get(page_id=page.pk).text
