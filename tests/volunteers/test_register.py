"""Registering as a volunteer, from the form to the staff's mail."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.interests.services import change_state, confirmation_link
from core.interests.spam import new_token
from core.models import OutboxMessage
from programmes.models import Village
from tests.factories.accounts import UserFactory, signed_in, staff
from tests.factories.volunteers import VolunteerInterestFactory
from volunteers.models import VolunteerInterest
from volunteers.services import confirm

pytestmark = pytest.mark.django_db
FORM = "/en/volunteer/register/"
DONE = "/en/volunteer/thanks/"


def filled(**fields: str) -> dict[str, str]:
    with time_machine.travel(timezone.now() - timedelta(minutes=2), tick=False):
        started = new_token()
    answers = {
        "name": "Aziza Rahimova",
        "email": "aziza@people.example",
        "phone": "90 123 45 67",
        "place": "samarkand",
        "message": "Homework in Russian, Saturdays",
        "consent": "on",
        "started": started,
        "leave_empty": "",
    }
    return answers | fields


def send(client: Client | None = None, path: str = FORM, **fields: str):
    return (client or Client()).post(path, filled(**fields))


def confirm_path(interest: VolunteerInterest) -> str:
    return re.sub(r"^https?://[^/]+", "", confirmation_link(interest))


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
@pytest.mark.parametrize("address", ["register/", "thanks/"])
def test_pages_open_in_every_language(language, address):
    assert Client().get(f"/{language}/volunteer/{address}").status_code == 200


def test_form_asks_six_things():
    html = Client().get(FORM).content.decode()
    visible = re.findall(r'<(?:input|select|textarea)[^>]*name="(\w+)"', html)
    assert [name for name in visible if name not in ("csrfmiddlewaretoken", "started", "leave_empty")] == [
        "name",
        "email",
        "phone",
        "place",
        "message",
        "consent",
    ]


def test_village_page_presets_the_place():
    assert '<option value="samarkand" selected>' in Client().get(f"{FORM}?place=samarkand").content.decode()


@pytest.mark.parametrize("place", ["atlantis", "<script>", "1"])
def test_unknown_place_in_the_address_does_no_harm(place):
    assert Client().get(FORM, {"place": place}).status_code == 200


def test_registering_keeps_what_was_written():
    assert send().url == DONE
    interest = VolunteerInterest.objects.get()
    assert (interest.name, interest.email, str(interest.phone)) == (
        "Aziza Rahimova",
        "aziza@people.example",
        "+998901234567",
    )
    assert (interest.place, interest.language) == (Village.objects.get(code="samarkand"), "en")


def test_phone_place_and_message_may_be_left_out():
    assert send(phone="", place="", message="").url == DONE


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "Buy at http://spam.example"),
        ("name", "x" * 151),
        ("email", ""),
        ("email", "aziza"),
        ("email", "aziza@"),
        ("phone", "12"),
        ("phone", "not a phone"),
        ("place", "atlantis"),
        ("message", "x" * 2001),
        ("message", "http://a.uz http://b.uz http://c.uz"),
        ("consent", ""),
        ("leave_empty", "gotcha"),
        ("started", "forged"),
    ],
)
def test_bad_input_is_refused_with_words_and_keeps_the_rest(field, value):
    response = send(**{field: value})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Please look at this again" in html
    assert field == "email" or "aziza@people.example" in html
    assert not VolunteerInterest.objects.exists()


def test_page_after_registering_is_the_same_for_a_known_address():
    VolunteerInterestFactory(email="known@people.example")
    first, second = send(email="known@people.example"), send(email="stranger@people.example")
    assert (first.status_code, first.url) == (second.status_code, second.url)


def test_sending_the_same_form_twice_registers_once():
    data = filled()
    for _ in range(2):
        assert Client().post(FORM, data).url == DONE
    assert VolunteerInterest.objects.count() == 1


def test_the_same_form_with_a_mended_address_registers_that():
    data = filled(email="aziza@poeple.example")
    for email in ("aziza@poeple.example", "aziza@people.example"):
        Client().post(FORM, data | {"email": email})
    assert OutboxMessage.objects.filter(to="aziza@people.example", template="interests/mail/confirm").exists()


def test_the_same_form_with_more_words_loses_none():
    data = filled()
    for message in ("On Mondays.", "On Mondays and Fridays."):
        Client().post(FORM, data | {"message": message})
    assert VolunteerInterest.objects.filter(message="On Mondays and Fridays.").exists()


def test_who_confirms_only_the_second_of_two_registrations_is_answered():
    data = filled()
    for message in ("On Mondays.", "On Mondays and Fridays."):
        Client().post(FORM, data | {"message": message})
    second = VolunteerInterest.objects.latest("pk")
    confirm(second)
    change_state(second, "in_contact", actor=staff("volunteer_coordinator"))
    assert OutboxMessage.objects.filter(template="interests/mail/first_change").exists()


def test_many_registrations_of_an_address_are_stopped_with_words():
    for _ in range(4):
        send()
    response = send()
    assert response.status_code == 422
    assert "Please try again later" in response.content.decode()
    assert VolunteerInterest.objects.count() == 4


def test_signed_in_person_finds_name_and_address_filled_in():
    html = signed_in(UserFactory(full_name="Aziza", email="aziza@people.example")).get(FORM).content.decode()
    assert 'value="Aziza"' in html
    assert 'value="aziza@people.example"' in html


def test_signed_in_person_need_not_confirm_and_sees_it_on_their_page():
    me = UserFactory(email="aziza@people.example")
    client = signed_in(me)
    send(client)
    interest = VolunteerInterest.objects.get()
    assert (interest.user, interest.is_confirmed) == (me, True)
    assert interest.reference in client.get("/en/my/").content.decode()


def test_signed_in_person_cannot_register_somebody_elses_address_as_proven():
    UserFactory(email="victim@people.example")
    send(signed_in(UserFactory()), email="victim@people.example")
    assert not VolunteerInterest.objects.get().is_confirmed


def test_stranger_cannot_claim_the_address_of_an_account():
    UserFactory(email="aziza@people.example")
    send()
    assert VolunteerInterest.objects.get().user is None


def test_opening_the_link_confirms_nothing():
    interest = VolunteerInterestFactory(address_confirmed_at=None)
    assert Client().get(confirm_path(interest)).status_code == 200
    interest.refresh_from_db()
    assert not interest.is_confirmed


def test_button_behind_the_link_confirms():
    interest = VolunteerInterestFactory(address_confirmed_at=None)
    Client().post(confirm_path(interest))
    interest.refresh_from_db()
    assert interest.is_confirmed


def test_button_pressed_twice_says_the_same():
    interest = VolunteerInterestFactory(address_confirmed_at=None, language="en")
    pages = [Client().post(confirm_path(interest), follow=True).content for _ in range(2)]
    assert all(b"your address is confirmed" in page for page in pages)


def test_confirming_tells_each_coordinator_once():
    coordinator = staff("volunteer_coordinator")
    interest = VolunteerInterestFactory(address_confirmed_at=None)
    for _ in range(2):
        Client().post(confirm_path(interest))
    assert OutboxMessage.objects.filter(to=coordinator.email, template="interests/mail/staff").count() == 1


def test_confirming_does_not_tell_other_staff():
    other = staff("partner_manager")
    Client().post(confirm_path(VolunteerInterestFactory(address_confirmed_at=None)))
    assert not OutboxMessage.objects.filter(to=other.email).exists()


def test_confirming_gives_the_interest_to_the_account_of_the_address():
    me = UserFactory()
    interest = VolunteerInterestFactory(email=me.email, address_confirmed_at=None)
    Client().post(confirm_path(interest))
    interest.refresh_from_db()
    assert interest.user == me


def test_signing_up_later_finds_the_interest():
    interest = VolunteerInterestFactory(email="aziza@people.example")
    client = Client()
    client.post("/en/accounts/signup/", {"email": "aziza@people.example"})
    code = re.search(r"\b\d{6}\b", OutboxMessage.objects.order_by("-pk").first().text).group()
    client.post("/en/accounts/confirm-email/", {"code": code})
    assert interest.reference in client.get("/en/my/").content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_that_is_not_ours_says_so(method):
    assert getattr(Client(), method)("/en/volunteer/confirm/forged/").status_code == 404


def test_old_link_says_so():
    path = confirm_path(VolunteerInterestFactory(address_confirmed_at=None, language="en"))
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        response = Client().get(path)
    assert response.status_code == 410
    assert "too old" in response.content.decode()


def test_browser_can_send_the_confirming_form():
    """With "no-referrer" browsers post `Origin: null`, and the CSRF check turns them away."""
    response = Client().get(confirm_path(VolunteerInterestFactory(address_confirmed_at=None)))
    assert response.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", [FORM, DONE])
def test_pages_are_never_shared(address):
    assert "no-store" in Client().get(address).headers["Cache-Control"]


def test_form_needs_no_script():
    assert "<script" not in Client().get(FORM).content.decode().partition("<main")[2]
