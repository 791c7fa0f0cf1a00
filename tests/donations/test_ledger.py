"""The ledger refuses to be changed, by us and by anybody with a database prompt."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.money import Money
from donations.gateways.instructions import Line, LineKind
from donations.models import LedgerEntry, Payment
from donations.querysets import LedgerRowsNeverChange
from donations.services import ledger
from tests.factories.donations import begun, paid, purpose

pytestmark = pytest.mark.django_db


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE donations_ledgerentry SET amount_minor = 1",
        "DELETE FROM donations_ledgerentry",
    ],
)
def test_the_database_refuses_to_change_an_entry(statement):
    paid()
    with pytest.raises(DatabaseError, match="ledger entries never change"):
        run(statement)


def test_rows_refuse_to_be_saved_again():
    paid()
    with pytest.raises(LedgerRowsNeverChange):
        LedgerEntry.objects.first().save()


def test_rows_refuse_to_be_deleted():
    paid()
    with pytest.raises(LedgerRowsNeverChange):
        LedgerEntry.objects.first().delete()


@pytest.mark.parametrize("change", [lambda rows: rows.update(amount_minor=1), lambda rows: rows.delete()])
def test_querysets_refuse_as_well(change):
    with pytest.raises(LedgerRowsNeverChange):
        change(LedgerEntry.objects.all())


def test_a_source_is_booked_once():
    payment = paid().payments.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.book_capture(payment)


def test_a_donation_that_was_booked_cannot_be_deleted():
    donation = paid()
    with pytest.raises(IntegrityError):
        donation.delete()


def test_currencies_are_summed_apart():
    paid()
    paid(currency="USD", amount="25", email="b@donors.example")
    assert LedgerEntry.objects.given_to(purpose()) == [Money(2500, "USD"), Money(10_000_000, "UZS")]


def test_play_money_does_not_count_where_real_money_moves(settings):
    paid()
    settings.PAYMENTS_LIVE = True
    assert LedgerEntry.objects.given_to(purpose()) == []


def test_net_is_captured_less_refunded():
    payment = paid().payments.get()
    ledger.book_refund(payment, Money(4_000_000, "UZS"), "re_1")
    assert ledger.net_of(payment) == Money(6_000_000, "UZS")


def test_nothing_is_held_of_what_was_not_paid():
    assert not ledger.net_of(begun())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("amount_minor", 0),
        ("amount_minor", -5),
        ("currency", "XXX"),
        ("state", "imagined"),
    ],
)
def test_the_database_refuses_senseless_payments(column, value):
    payment = begun()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(**{column: value})


def test_two_payments_of_one_donation_are_never_open_together():
    payment = begun()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(
            donation=payment.donation, amount_minor=1, currency="UZS", gateway="sandbox", livemode=False
        )


def test_two_payments_never_share_a_providers_reference():
    first, second = begun(), begun(email="b@donors.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=second.pk).update(provider_reference=first.provider_reference)


def test_what_a_provider_lists_is_booked_on_the_day_it_lists():
    payment = paid().payments.get()
    before = set(LedgerEntry.objects.values_list("pk", flat=True))
    line = Line(
        number="txn_1",
        kind=LineKind.DISPUTE,
        gross=Money(-800, "USD"),
        fee=Money(15, "USD"),
        on=date(2026, 1, 31),
        moved=-payment.amount,
    )
    ledger.book_fee(payment, line)
    ledger.book_exchange(payment, line)
    ledger.book_disputed(payment, line)
    monthly = Line(
        number="txn_2",
        kind=LineKind.FEE,
        gross=Money(-200, "USD"),
        fee=Money(0, "USD"),
        on=line.on,
    )
    ledger.book_monthly_fee(monthly, payment.gateway, payment.livemode)
    late = replace(line, number="txn_3", moved=Money(1, "UZS"))
    ledger.book_after_loss(payment, late, Money(1, "UZS"))
    booked = LedgerEntry.objects.exclude(pk__in=before)
    assert set(booked.values_list("source", "booked_on")) == {
        (source, line.on)
        for source in (
            f"fee:{payment.gateway}:txn_1",
            f"exchange:{payment.gateway}:txn_1:UZS",
            f"exchange:{payment.gateway}:txn_1:USD",
            f"dispute:{payment.gateway}:txn_1",
            f"fee:{payment.gateway}:txn_2",
            f"dispute:{payment.gateway}:txn_3",
        )
    }


def test_what_comes_back_of_a_loss_in_part_makes_good_as_much_and_owes_nothing():
    payment = paid().payments.get()
    line = Line(
        number="txn_1",
        kind=LineKind.DISPUTE,
        gross=-payment.amount,
        fee=Money(0, "UZS"),
        on=date(2026, 1, 31),
        moved=-payment.amount,
    )
    ledger.book_refund(payment, payment.amount, "re_1")
    ledger.book_after_loss(payment, line, -payment.amount)
    part = Money(1_000_000, "UZS")
    ledger.book_after_loss(payment, replace(line, number="txn_2", moved=part), part)
    booked = LedgerEntry.objects.filter(source__endswith="txn_2")
    assert dict(booked.values_list("account", "amount_minor")) == {"gateway": part.minor, "fees": -part.minor}
