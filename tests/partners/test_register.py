"""Registering a company or an organisation."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from core.interests.services import confirmation_link
from core.interests.spam import new_token
from core.models import OutboxMessage
from partners.countries import country_choices, country_name
from partners.models import Engagement, PartnerInterest
from tests.factories.accounts import UserFactory, signed_in, staff
from tests.factories.partners import PartnerInterestFactory

FORM = "/ru/partner/register/"
DONE = "/ru/partner/thanks/"


def filled(**fields: object) -> dict[str, object]:
    with time_machine.travel(timezone.now() - timedelta(minutes=2), tick=False):
        started = new_token()
    answers = {
        "organisation": "Chinor MChJ",
        "country": "UZ",
        "website": "chinor.example",
        "name": "Bobur Aliyev",
        "email": "bobur@chinor.example",
        "phone": "",
        "engagements": ["funding", "employees"],
        "message": "Winter clothes",
        "consent": "on",
        "started": started,
        "leave_empty": "",
    }
    return answers | fields


def send(**fields: object):
    return Client().post(FORM, filled(**fields))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
@pytest.mark.parametrize("address", ["register/", "thanks/"])
def test_pages_open_in_every_language(language, address):
    assert Client().get(f"/{language}/partner/{address}").status_code == 200


@pytest.mark.django_db
def test_registering_keeps_what_was_written():
    assert send().url == DONE
    interest = PartnerInterest.objects.get()
    assert (interest.organisation, interest.name, interest.language) == ("Chinor MChJ", "Bobur Aliyev", "ru")
    assert (interest.engagements, interest.country) == (["funding", "employees"], "UZ")


@pytest.mark.django_db
def test_website_may_be_typed_without_its_scheme():
    send()
    assert PartnerInterest.objects.get().website == "https://chinor.example"


@pytest.mark.django_db
def test_mail_asks_to_confirm_in_the_language_of_the_page():
    send()
    message = OutboxMessage.objects.get(to="bobur@chinor.example")
    assert (message.language, message.template) == ("ru", "interests/mail/confirm")


@pytest.mark.django_db
@pytest.mark.parametrize("left_out", ["website", "phone", "message"])
def test_optional_answers_may_be_left_out(left_out):
    assert send(**{left_out: ""}).url == DONE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("organisation", ""),
        ("organisation", "x" * 201),
        ("country", ""),
        ("country", "XX"),
        ("website", "javascript:alert(1)"),
        ("website", "not a site"),
        ("name", ""),
        ("email", "bobur"),
        ("phone", "12"),
        ("engagements", []),
        ("engagements", ["bribes"]),
        ("message", "x" * 2001),
        ("consent", ""),
        ("leave_empty", "gotcha"),
        ("started", ""),
    ],
)
def test_bad_input_is_refused_and_keeps_the_rest(field, value):
    response = send(**{field: value})
    html = response.content.decode()
    assert response.status_code == 422
    assert field == "message" or "Winter clothes" in html
    assert field == "engagements" or re.search(r'value="employees"[^>]* checked', html)
    assert not PartnerInterest.objects.exists()


@pytest.mark.django_db
def test_page_after_registering_is_the_same_for_a_known_organisation():
    PartnerInterestFactory(organisation="Чинор МЧЖ", email="bobur@chinor.example")
    first, second = send(), send(organisation="Other", email="other@firm.example")
    assert (first.status_code, first.url) == (second.status_code, second.url)


@pytest.mark.django_db
def test_confirming_tells_the_partner_managers():
    manager = staff("partner_manager")
    interest = PartnerInterestFactory(address_confirmed_at=None)
    Client().post(re.sub(r"^https?://[^/]+", "", confirmation_link(interest)))
    message = OutboxMessage.objects.get(to=manager.email)
    assert "/admin/partners/" in message.text
    assert interest.organisation not in message.text


@pytest.mark.django_db
def test_signed_in_contact_sees_it_on_their_page():
    client = signed_in(UserFactory(email="bobur@chinor.example"))
    client.post(FORM, filled())
    assert "Chinor MChJ" in client.get("/ru/my/").content.decode()


def test_every_kind_of_engagement_is_offered():
    offered = {"funding", "in_kind", "pro_bono", "employees", "payroll", "matching", "jobs"}
    assert set(Engagement.values) == offered


@pytest.mark.parametrize(
    ("language", "name"),
    [("uz", "Oʻzbekiston"), ("uz-cyrl", "Ўзбекистон"), ("ru", "Узбекистан"), ("en", "Uzbekistan")],
)
def test_country_is_named_in_the_language_of_the_page(language, name):
    with override(language):
        assert country_name("UZ") == name


def test_home_comes_first_and_groupings_are_no_countries():
    codes = [code for code, _name in country_choices()]
    assert codes[0] == "UZ"
    assert len(codes) == len(set(codes)) > 240
    assert not {"EU", "UN", "ZZ"} & set(codes)


def test_unknown_country_keeps_its_code():
    assert country_name("QX") == "QX"


def test_engagement_that_is_no_longer_offered_stays_readable():
    assert PartnerInterest(engagements=["funding", "stamps"]).get_engagements_display().endswith(", stamps")
