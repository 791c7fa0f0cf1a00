"""Who wants to stay unnamed is named to nobody but themselves and those who keep the books, whatever the output."""

import csv
import dataclasses
import logging
from collections.abc import Iterator
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from core.models import OutboxMessage
from donations.gateways.requests import ChargeRequest, PaymentRequest
from donations.links import thanks_url
from donations.models import Donation
from donations.services import payments, receipts
from languages.info import CONTENT_LANGUAGES
from tests.donations.test_bank_statements import bring, line, transfer
from tests.donations.test_receipts import made
from tests.factories.accounts import UserFactory, signed_in, staff
from tests.factories.cash import given_cash
from tests.factories.donations import begun, paid, release, settle, sponsoring

pytestmark = pytest.mark.django_db
CODES = [code for code, _name in CONTENT_LANGUAGES]
# A name, a mailbox and an address that stand nowhere else.
NAME, EMAIL = "Zulfizar Quvonchbekova", "qzx-unnamed@donors.example"
SECRETS = ("Zulfizar", "Quvonchbekova", "Қувончбекова", "Зулфизар", "qzx-unnamed")
UNNAMED = {"name": NAME, "email": EMAIL, "is_anonymous": True}
MARKED = f"{NAME} ({EMAIL}), wants to stay unnamed"
GIFTS, SPONSORSHIPS, LEDGER, CASH = (
    f"/admin/giving/{name}/" for name in ("donations", "sponsorships", "ledger", "cash")
)
PURPOSES = ("general", "tashkent", "samarkand", "winter-warmth-2026")


@pytest.fixture
def gifts() -> list[Donation]:
    """One for each kind of purpose, and a monthly one."""
    sponsoring(**UNNAMED, designation="khorezm")
    return [paid(**UNNAMED, designation=code) for code in PURPOSES]


def told(response) -> str:
    body = b"".join(response) if response.streaming else response.content
    return body.decode(errors="replace") + str(response.headers)


def assert_unnamed(words: str, where: str) -> None:
    """`where` may name what was asked for: that is repeated to whoever asked."""
    for secret in SECRETS:
        assert secret in where or secret.casefold() not in words.casefold(), where


def public_addresses() -> Iterator[str]:
    """Every published page, and every other address that anybody may ask for."""
    for page in Page.objects.live().filter(depth__gt=1):
        if page.url:
            yield page.url.replace("http://localhost", "")
    for code in CODES:
        yield from (f"/{code}/donate/", f"/{code}/donate/?designation=tashkent", f"/{code}/verify/")
        yield from (f"/{code}/search/?q=Quvonchbekova", f"/{code}/search/suggest/?q=Zulf")
        yield from (f"/{code}/feeds/news.rss", f"/{code}/feeds/events.ics")
    yield from (
        "/sitemap.xml",
        "/robots.txt",
        "/api/openapi.json",
        "/api/figures/",
        "/api/pages/",
        "/metrics",
    )


def test_no_public_address_names_them(gifts):
    visitor, seen = Client(), 0
    for address in public_addresses():
        response = visitor.get(address, follow=True)
        assert response.status_code in (200, 403, 404), address
        seen += response.status_code == 200
        assert_unnamed(told(response), address)
    assert seen > 100


def test_neither_do_other_people_s_own_pages(gifts):
    somebody = UserFactory()
    other = signed_in(somebody)
    assert_unnamed(told(other.get("/en/my/", follow=True)), "/my/")
    for donation in gifts:
        for receipt in donation.payments.values_list("receipts__reference", flat=True):
            if receipt:
                assert other.get(reverse("my_receipt", args=[receipt])).status_code == 404


@pytest.mark.parametrize("role", ["editor", "publisher", "safeguarding", "volunteer_coordinator"])
def test_staff_who_do_not_keep_the_books_see_nothing_of_them(gifts, role):
    client = signed_in(staff(role))
    for address in ("/admin/", "/admin/pages/", "/admin/reports/site-history/", GIFTS, SPONSORSHIPS, LEDGER):
        assert_unnamed(told(client.get(address, follow=True)), address)


def test_no_mail_to_anybody_else_names_them(settings, gifts):
    settings.PAYMENTS_ALERT_EMAILS = ["payments@sos.example"]
    payment = begun(**UNNAMED)
    payments.apply(settle(payment, amount=payment.amount + payment.amount))  # quarantined: people are told
    payments.apply(release(begun(**UNNAMED)))
    others = OutboxMessage.objects.exclude(to__iexact=EMAIL)
    assert others.exists()
    for message in others:
        assert_unnamed(f"{message.subject} {message.text} {message.html} {message.headers}", message.key)


def test_no_log_and_no_address_names_them(caplog, client):
    with caplog.at_level(logging.DEBUG):
        donation = paid(**UNNAMED)
        client.get(thanks_url(donation))
        receipts.catch_up(donation.payments.get().pk)
    assert_unnamed(caplog.text, "log")
    assert_unnamed(thanks_url(donation), "address")


def test_providers_are_not_told_who_gives():
    fields = {field.name for kind in (PaymentRequest, ChargeRequest) for field in dataclasses.fields(kind)}
    assert not {name for name in fields if "name" in name or "mail" in name or "donor" in name}


def test_the_page_that_verifies_a_receipt_does_not_name_them():
    receipt = made(**UNNAMED)
    for code in CODES:
        assert_unnamed(told(Client().get(f"/{code}/verify/{receipt.code}/")), code)


def test_their_own_thanks_and_mail_do(client):
    donation = paid(**UNNAMED)
    assert NAME in told(client.get(thanks_url(donation)))
    assert OutboxMessage.objects.filter(to=EMAIL, text__contains=NAME).exists()


@pytest.mark.parametrize("address", [GIFTS, SPONSORSHIPS, LEDGER])
def test_in_the_books_every_row_of_a_file_says_that_they_want_to_stay_unnamed(gifts, address):
    paid(name="Botir Aliyev", email="botir@donors.example", is_anonymous=False)
    sponsoring(name="Botir Aliyev", email="botir@donors.example")
    for read in (csv_rows, xlsx_rows):
        rows = read(signed_in(staff("finance")).get(address, {"export": read.__name__[:-5]}))
        unnamed = {tuple(row.values())[mark_of(row)] for row in rows if NAME in row.values()}
        named = {tuple(row.values())[mark_of(row)] for row in rows if "Botir Aliyev" in row.values()}
        assert len(unnamed) == len(named) == 1
        assert unnamed != named


@override("en")
@pytest.mark.parametrize("address", [GIFTS, SPONSORSHIPS, CASH])
def test_in_the_books_every_list_says_beside_the_name_that_they_want_to_stay_unnamed(gifts, address):
    given_cash(**UNNAMED)
    page = told(signed_in(staff("finance")).get(address))
    assert page.count(NAME) == page.count(MARKED) > 0


@override("en")
def test_who_looks_for_the_gift_of_a_transfer_reads_it_too():
    transfer(**UNNAMED)
    (row,) = bring(line("no reference", payer=NAME))
    page = signed_in(staff("finance")).get(f"/admin/giving/statements/{row.pk}/")
    assert f"of {MARKED}" in told(page)


def mark_of(row: dict[str, object]) -> int:
    """The column that says so, in the language of whoever exports."""
    return next(number for number, name in enumerate(row) if name.casefold() == "wants to stay unnamed")


def csv_rows(response) -> list[dict[str, object]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def xlsx_rows(response) -> list[dict[str, object]]:
    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)), read_only=True)
    head, *rows = book.active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]
