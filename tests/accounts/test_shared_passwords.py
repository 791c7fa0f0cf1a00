"""The password of restricted pages and documents cannot be guessed by trying."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account import app_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "tut-1997", "anor-1997"
PATH = "/en/who-we-are/"


@pytest.fixture
def restriction() -> PageViewRestriction:
    page = Page.objects.get(url_path=PATH)
    return PageViewRestriction.objects.create(page=page, restriction_type="password", password=RIGHT)


def attempt(restriction: PageViewRestriction, password: str, ip: str = "203.0.113.7", language: str = "en"):
    address = f"/{language}/password/{restriction.pk}/{restriction.page_id}/"
    return Client(REMOTE_ADDR=ip).post(address, {"password": password, "return_url": PATH})


def wrong(restriction: PageViewRestriction, times: int, **more: str) -> list[int]:
    return [attempt(restriction, WRONG, **more).status_code for _ in range(times)]


def test_after_ten_wrong_ones_the_right_one_is_not_told_either(restriction):
    assert wrong(restriction, 11) == [200] * 10 + [429]
    assert attempt(restriction, RIGHT).status_code == 429


def test_right_ones_do_not_count(restriction):
    assert {attempt(restriction, RIGHT).status_code for _ in range(12)} == {302}
    assert wrong(restriction, 1) == [200]


def test_asking_for_the_form_does_not_count(restriction):
    address = f"/en/password/{restriction.pk}/{restriction.page_id}/"
    assert {Client().get(address).status_code for _ in range(12)} == {200}


def test_somebody_elsewhere_may_enter(restriction):
    wrong(restriction, 11)
    assert attempt(restriction, RIGHT, ip="198.51.100.1").status_code == 302


def test_neighbours_in_an_ipv6_network_are_one(restriction):
    for host in range(10):
        wrong(restriction, 1, ip=f"2001:db8::{host}")
    assert attempt(restriction, RIGHT, ip="2001:db8::ffff").status_code == 429


def test_many_networks_together_have_a_limit_too(restriction, settings):
    limits = app_settings.RATE_LIMITS | {"shared_password": "10/10m/ip,3/h/key"}
    settings.ACCOUNT_RATE_LIMITS = limits
    for network in range(3):
        wrong(restriction, 1, ip=f"198.51.100.{network}")
    assert attempt(restriction, RIGHT).status_code == 429
    other = PageViewRestriction.objects.create(
        page=Page.objects.get(url_path="/en/news/"), restriction_type="password", password=RIGHT
    )
    assert attempt(other, RIGHT).status_code == 302


def test_it_is_over_after_ten_minutes(restriction):
    wrong(restriction, 11)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert attempt(restriction, RIGHT).status_code == 302


@pytest.mark.parametrize(
    ("language", "words"),
    [("uz", "Urinishlar"), ("uz-cyrl", "Уринишлар"), ("ru", "Слишком много"), ("en", "Too many attempts")],
)
def test_it_is_said_in_the_readers_language_without_what_was_typed(restriction, language, words):
    wrong(restriction, 10)
    answer = attempt(restriction, WRONG, language=language)
    assert words in answer.content.decode()
    assert WRONG not in answer.content.decode()


def test_a_wrong_password_is_not_shown_again(restriction):
    answer = attempt(restriction, WRONG)
    assert WRONG not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.usefixtures("database_cache")
def test_processes_count_together(restriction):
    assert wrong(restriction, 11) == [200] * 10 + [429]


def test_documents_have_the_same_limit():
    papers = Collection.get_first_root_node().add_child(name="For sponsors")
    restriction = CollectionViewRestriction.objects.create(
        collection=papers, restriction_type="password", password=RIGHT
    )
    address = reverse("wagtaildocs_authenticate_with_password", args=[restriction.pk])
    fields = {"return_url": "/en/"}
    answers = [Client().post(address, fields | {"password": WRONG}).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
    assert Client().post(address, fields | {"password": RIGHT}).status_code == 429
