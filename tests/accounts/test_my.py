"""One's own page."""

import pytest
from django.test import Client
from django.urls import reverse

from core import dashboard
from tests.factories.accounts import UserFactory, signed_in, staff
from tests.factories.partners import PartnerInterestFactory
from tests.factories.volunteers import VolunteerInterestFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/en/my/", "/en/my/details/"])
def test_own_page_takes_signing_in(path):
    assert Client().get(path).url == f"/en/accounts/login/code/?next={path}"


@pytest.mark.parametrize("path", ["/en/my/", "/en/my/details/"])
def test_own_page_is_never_kept(path):
    header = signed_in(UserFactory()).get(path).headers["Cache-Control"]
    assert "no-store" in header
    assert "private" in header


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
@pytest.mark.parametrize(
    "address", ["my/", "my/details/", "accounts/email/", "accounts/password/change/", "accounts/logout/"]
)
def test_own_pages_open_in_every_language(language, address):
    assert signed_in(UserFactory()).get(f"/{language}/{address}").status_code == 200


def test_person_sees_only_what_is_theirs():
    me, other = UserFactory(), UserFactory()
    VolunteerInterestFactory(user=me, reference="MINE2345")
    VolunteerInterestFactory(user=other, reference="THEIRS23")
    html = signed_in(me).get("/en/my/").content.decode()
    assert "MINE2345" in html
    assert "THEIRS23" not in html


def test_interest_under_my_address_that_nobody_proved_is_not_mine():
    me = UserFactory()
    VolunteerInterestFactory(email=me.email, user=None, reference="NOTYET23")
    assert "NOTYET23" not in signed_in(me).get("/en/my/").content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("new", "Received: we will write to you soon"),
        ("in_contact", "We are talking with you"),
        ("accepted", "Welcome: we are working together"),
        ("declined", "Closed: we cannot take this up now"),
    ],
)
def test_states_are_told_in_public_words(state, words):
    me = UserFactory()
    PartnerInterestFactory(user=me, state=state)
    assert words in signed_in(me).get("/en/my/").content.decode()


def test_unconfirmed_interest_says_what_it_waits_for():
    me = UserFactory()
    VolunteerInterestFactory(user=me, address_confirmed_at=None)
    assert "Waiting for you to confirm" in signed_in(me).get("/en/my/").content.decode()


def test_empty_panel_says_what_one_can_do():
    html = signed_in(UserFactory()).get("/en/my/").content.decode()
    assert f'href="{reverse("volunteer_register")}"'.replace("/uz/", "/en/") in html


def test_notes_of_staff_are_not_shown():
    me = UserFactory()
    VolunteerInterestFactory(user=me).notes.create(text="seems nervous")
    assert "nervous" not in signed_in(me).get("/en/my/").content.decode()


def test_registered_panel_appears_in_its_order(monkeypatch):
    monkeypatch.setattr(dashboard, "_panels", {})
    for slug, order in (("late", 20), ("early", 10)):
        dashboard.register(
            dashboard.Panel(
                slug,
                slug.title(),
                "volunteers/panel.html",
                lambda request: {"interests": [], "register_url_name": "volunteer_register"},
                order,
            )
        )
    html = signed_in(UserFactory()).get("/en/my/").content.decode()
    assert html.index('id="early"') < html.index('id="late"')


def test_panel_of_another_section_is_not_on_the_overview(monkeypatch):
    monkeypatch.setattr(dashboard, "_panels", {})
    dashboard.register(
        dashboard.Panel("other", "Other", "none.html", lambda request: {}, section="elsewhere")
    )
    assert dashboard.panels() == []


def test_changed_language_is_the_next_pages_language():
    me = UserFactory(language="en")
    response = signed_in(me).post("/en/my/details/", {"full_name": "Aziza", "language": "uz-cyrl"})
    me.refresh_from_db()
    assert (me.language, response.url) == ("uz-cyrl", "/uz-cyrl/my/details/")


def test_language_that_we_do_not_speak_is_refused():
    me = UserFactory(language="en")
    response = signed_in(me).post("/en/my/details/", {"full_name": "Aziza", "language": "de"})
    assert response.status_code == 422
    me.refresh_from_db()
    assert me.language == "en"


def test_details_change_nobody_elses_and_no_rights():
    me, other = UserFactory(), UserFactory(full_name="Other")
    signed_in(me).post(
        "/en/my/details/",
        {"full_name": "Aziza", "language": "ru", "id": other.pk, "is_superuser": "on", "email": "x@y.uz"},
    )
    other.refresh_from_db()
    me.refresh_from_db()
    assert (other.full_name, me.is_superuser, me.email) == ("Other", False, me.email)


def test_back_office_is_offered_to_staff_only():
    assert 'href="/admin/"' in signed_in(staff("editor")).get("/en/my/").content.decode()
    assert 'href="/admin/"' not in signed_in(UserFactory()).get("/en/my/").content.decode()
