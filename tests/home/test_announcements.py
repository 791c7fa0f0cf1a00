"""A banner on all pages, with dates."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.page_cache import address_of, api, recording
from home.models import Announcement, SiteSettings
from home.tasks import tell_pages_of_announcements
from programmes.models import VillagePage

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TEXT = {"uz": "Ofis yopiq", "ru": "Офис закрыт", "en": "The office is closed"}


def announce(**fields: object) -> Announcement:
    return Announcement.objects.create(**{"text": TEXT, "starts_at": timezone.now() - HOUR} | fields)


@pytest.mark.parametrize(
    ("language", "words"),
    [("uz", "Ofis yopiq"), ("uz-cyrl", "Офис ёпиқ"), ("ru", "Офис закрыт"), ("en", "The office is closed")],
)
def test_every_language_reads_its_own_words(language, words):
    announce()
    assert words in Client().get(f"/{language}/").content.decode()


@pytest.mark.parametrize(
    "dates",
    [
        {"starts_at": timezone.now() + HOUR},
        {"starts_at": timezone.now() - 2 * HOUR, "ends_at": timezone.now() - HOUR},
    ],
)
def test_before_and_after_its_time_it_is_not_shown(dates):
    announce(**dates)
    assert "The office is closed" not in Client().get("/en/").content.decode()


def test_link_to_a_page_leads_to_the_readers_language():
    page = VillagePage.objects.filter(locale__language_code="uz").first()
    announce(page=page.page_ptr)
    english = VillagePage.objects.get(locale__language_code="en", translation_key=page.translation_key)
    shown = Client().get("/en/contact/").content.decode()
    assert f'<a href="{english.url_path}">{english.title}</a>' in shown


def test_page_that_is_gone_is_not_linked():
    page = VillagePage.objects.filter(locale__language_code="en").first()
    announce(page=page.page_ptr, label={"uz": "Bu yerda"})
    VillagePage.objects.filter(pk=page.pk).update(live=False)
    assert "Bu yerda" not in Client().get("/en/contact/").content.decode()


def test_address_elsewhere_is_linked_with_its_words():
    announce(url="https://example.org/", label={"uz": "Batafsil", "en": "More"})
    assert '<a href="https://example.org/">More</a>' in Client().get("/en/").content.decode()


def test_words_cannot_bring_markup():
    announce(text={"uz": "<b>x</b>", "en": "<script>x</script>"})
    assert "<script>x" not in Client().get("/en/").content.decode()


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def test_a_banner_costs_no_query(client):
    without = queries(client, "/en/")
    for _ in range(5):
        announce(page=VillagePage.objects.filter(locale__language_code="uz").first().page_ptr)
    assert queries(client, "/en/") == without


def test_a_banner_goes_when_the_page_it_leads_to_gets_another_address():
    page = VillagePage.objects.filter(locale__language_code="uz").first()
    announce(page=page.page_ptr)
    with recording.recording() as tags:
        Client().get("/en/")
    assert address_of(page) in tags


def test_page_with_a_banner_is_a_shared_copy():
    announce()
    response = Client().get("/en/")
    assert hasattr(response, api.QUERY_ATTRIBUTE)
    assert not response.cookies


@pytest.fixture
def dropped(monkeypatch, django_capture_on_commit_callbacks):
    """Runs something and returns the tags it dropped."""
    words: list[str] = []
    monkeypatch.setattr(api, "_publish", words.extend)

    def run(function):
        words.clear()
        with django_capture_on_commit_callbacks(execute=True):
            function()
        return list(words)

    return run


def test_saving_drops_the_pages(dropped):
    assert "home.announcement" in dropped(announce)


def test_beginning_and_end_drop_the_pages_once_each(dropped):
    now = timezone.now()
    announce(starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    found = []
    for passed in (timedelta(0), HOUR, HOUR * 1.1, HOUR * 2, HOUR * 2.1):
        with time_machine.travel(now + passed + timedelta(seconds=1), tick=False):
            found.append("home.announcement" in dropped(tell_pages_of_announcements))
    assert found == [False, True, False, True, False]


def test_boundary_that_passed_while_no_worker_ran_is_made_up_for(dropped):
    announce(starts_at=timezone.now() - 5 * HOUR, ends_at=timezone.now() - 3 * HOUR)
    assert "home.announcement" in dropped(tell_pages_of_announcements)


@pytest.mark.parametrize(
    "fields",
    [
        {"ends_at": timezone.now() - 9 * HOUR},
        {"url": "https://example.org/"},
    ],
)
def test_what_makes_no_sense_is_refused(fields):
    row = Announcement(text=TEXT, starts_at=timezone.now() - HOUR, **fields)
    with pytest.raises(ValidationError):
        row.full_clean()


def test_contact_page_shows_bank_details_once_they_are_set():
    settings = SiteSettings.load()
    settings.bank_account = "2020 8000"
    settings.save()
    assert "2020 8000" in Client().get("/en/contact/").content.decode()
    settings.bank_account = ""
    settings.save()
    assert "Bank details" not in Client().get("/en/contact/").content.decode()
