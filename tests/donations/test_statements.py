"""Annual statements: every gift of a year, by currency, less what was given back."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from accounts.services import attach_proven
from core.money import Money
from donations.models import Donor, LegalEntity, Statement
from donations.receipts import typesetting
from donations.receipts.words import statement_words
from donations.receipts.year import year_of, years_of
from donations.services import corrections, papers, receipts, statements
from languages.info import CONTENT_LANGUAGES
from tests.factories.accounts import UserFactory, signed_in, staff
from tests.factories.cash import given_cash
from tests.factories.donations import begun, give_back, paid, som

pytestmark = pytest.mark.django_db
CODES = [code for code, _name in CONTENT_LANGUAGES]


def euro(whole: int) -> Money:
    return Money(whole * 100, "EUR")


def donor() -> Donor:
    return Donor.objects.get(email="aziza@donors.example")


def this_year():
    return timezone.localdate().year


def sums(year: int) -> dict[str, tuple[Money, Money, Money]]:
    found = year_of(donor(), year, "en", LegalEntity.issuing())
    return {part.currency: (part.given, part.returned, part.kept) for part in found.currencies}


def owner():
    user = UserFactory(email="aziza@donors.example")
    attach_proven(user)
    return user


def test_sums_are_taken_by_currency_and_refunds_taken_off():
    paid()
    half = paid(amount="50000")
    paid(amount="25", currency="EUR")
    give_back(half.payments.get(), som(20_000))
    assert sums(this_year()) == {
        "EUR": (euro(25), euro(0), euro(25)),
        "UZS": (som(150_000), som(20_000), som(130_000)),
    }


def test_a_gift_that_was_given_back_in_full_stands_there_with_nothing_left():
    whole = paid()
    give_back(whole.payments.get(), som(100_000))
    assert sums(this_year()) == {"UZS": (som(100_000), som(100_000), som(0))}


def test_cash_that_was_written_down_wrongly_was_never_given():
    paid()
    wrong, _right = given_cash(amount="1000000"), given_cash(amount="100000")
    corrections.approve(corrections.ask(wrong, "a nought too many", staff("donor_care")), staff("finance"))
    assert sums(this_year()) == {"UZS": (som(200_000), som(0), som(200_000))}


def test_gifts_of_others_and_of_other_years_are_left_out():
    paid(email="other@donors.example")
    with time_machine.travel("2024-12-31T18:59:00Z", tick=False):  # 23:59 in Tashkent
        paid(amount="10000")
    with time_machine.travel("2024-12-31T19:01:00Z", tick=False):
        paid(amount="20000")
    assert sums(2024) == {"UZS": (som(10_000), som(0), som(10_000))}
    assert sums(2025) == {"UZS": (som(20_000), som(0), som(20_000))}
    assert [year for _donor, year in years_of([donor()])] == [2025, 2024]


def test_gifts_of_the_other_mode_are_left_out(settings):
    paid()
    settings.PAYMENTS_LIVE = True
    assert sums(this_year()) == {}


def test_a_gift_is_named_by_its_receipt():
    payment = paid().payments.get()
    receipt = receipts.catch_up(payment.pk)[0]
    year = year_of(donor(), this_year(), "en", LegalEntity.issuing())
    assert year.currencies[0].rows[0].reference == receipt.reference


def test_it_names_its_donor_as_the_gifts_do_and_not_as_a_stranger_who_typed_the_address_first():
    begun(name="Buy at evil.example")
    paid(name="Aziza Karimova")
    paid(name="Aziza Rashidova")  # she has married
    begun(name="Buy at evil.example")
    assert year_of(donor(), this_year(), "en", LegalEntity.issuing()).donor == "Aziza Rashidova"


@pytest.mark.parametrize("language", CODES)
def test_a_statement_is_made_in_every_language(language):
    paid()
    statement = statements.ask(donor(), this_year(), language, UserFactory())
    statements.make_statement.func(statement.pk)
    statement.refresh_from_db()
    content = papers.read(statement)
    assert b"pdfuaid:part>1<" in content
    assert f"/Lang({'uz' if language == 'uz-cyrl' else language})".encode() in content


def test_the_same_year_gives_the_same_bytes():
    paid()
    now = timezone.now()
    year = year_of(donor(), this_year(), "en", LegalEntity.issuing())
    one, two = (
        typesetting.pdf("statement", statement_words(year, now), now, "association") for _ in range(2)
    )
    assert one == two


def test_a_long_year_goes_over_several_pages():
    for _ in range(40):
        paid()
    year = year_of(donor(), this_year(), "en", LegalEntity.issuing())
    # Two or three: a wide reference takes a second line.
    assert len(typesetting.pictures("statement", statement_words(year, timezone.now()), "association")) > 1


def test_asking_twice_makes_one_until_it_is_there_and_then_a_new_one():
    paid()
    user = UserFactory()
    first = statements.ask(donor(), this_year(), "en", user)
    assert statements.ask(donor(), this_year(), "en", user) == first
    assert statements.make_all() == 1
    assert statements.ask(donor(), this_year(), "en", user) != first


def test_there_is_an_end_to_asking():
    paid()
    for _ in range(statements.MOST_A_DAY + 5):
        statements.ask(donor(), this_year(), "en", UserFactory())
        statements.make_all()
    assert Statement.objects.count() == statements.MOST_A_DAY


def test_old_statements_are_forgotten_with_their_files():
    paid()
    statement = statements.ask(donor(), this_year(), "en", UserFactory())
    statements.make_all()
    statement.refresh_from_db()
    Statement.objects.update(created_at=timezone.now() - statements.KEEP - timedelta(days=1))
    assert statements.forget_old() == 1
    assert not storages["private"].exists(statement.file.name)
    assert not Statement.objects.exists()


def test_a_donor_asks_for_a_year_and_downloads_it():
    paid()
    client = signed_in(owner())
    assert f'value="{donor().pk}-{this_year()}"' in client.get("/ru/my/").content.decode()
    client.post("/ru/my/statements/", {"year": f"{donor().pk}-{this_year()}"})
    assert Statement.objects.get().language == "ru"
    statements.make_all()
    statement = Statement.objects.get()
    url = f"/ru/my/statements/{statement.pk}.pdf"
    assert url in client.get("/ru/my/").content.decode()
    response = client.get(url)
    assert response.content == papers.read(statement)
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("year", ["", "x", "1-1999"])
def test_only_years_with_gifts_can_be_asked_for(year):
    paid()
    assert signed_in(owner()).post("/en/my/statements/", {"year": year}).status_code == 404


def test_whoever_signs_in_between_press_and_answer_is_led_to_the_button():
    """The session is over: the press leads to the sign-in, and that back to the button's address, by GET."""
    paid()
    press = Client().post("/en/my/statements/", {"year": f"{donor().pk}-{this_year()}"})
    assert press.url == "/en/accounts/login/code/?next=/en/my/statements/"
    assert signed_in(owner()).get("/en/my/statements/").url == "/en/my/#statements"
    assert not Statement.objects.exists()


def test_nobody_asks_for_or_reads_the_year_of_another():
    paid()
    statement = statements.ask(donor(), this_year(), "en", UserFactory())
    statements.make_all()
    other = signed_in(UserFactory(email="other@donors.example"))
    asked = other.post("/en/my/statements/", {"year": f"{donor().pk}-{this_year()}"})
    assert asked.status_code == 404
    assert other.get(f"/en/my/statements/{statement.pk}.pdf").status_code == 404
    assert Client().get(f"/en/my/statements/{statement.pk}.pdf").status_code == 302


@pytest.mark.parametrize(("role", "may"), [("finance", True), ("donor_care", True), ("editor", False)])
def test_staff_who_look_after_gifts_ask_for_a_donor(role, may):
    donation = paid()
    client = signed_in(staff(role))
    url = f"/admin/giving/donations/{donation.pk}/statement/"
    client.post(url, {"year": str(this_year()), "language": "uz-cyrl"})
    assert Statement.objects.filter(language="uz-cyrl").exists() is may
    if may:
        statements.make_all()
        statement = Statement.objects.get()
        page = client.get(f"/admin/giving/donations/{donation.pk}/").content.decode()
        assert f"/admin/giving/statements/{statement.pk}.pdf" in page
        assert client.get(f"/admin/giving/statements/{statement.pk}.pdf").content == papers.read(statement)
