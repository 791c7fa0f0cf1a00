"""Numbers go by the years of Tashkent, where New Year comes five hours before Greenwich's; and chains of papers."""

from datetime import datetime

import pytest
import time_machine

from donations.models import Payment, Receipt
from donations.services import receipts
from tests.factories.donations import begun, give_back, paid, som

pytestmark = pytest.mark.django_db


def numbered(payment: Payment) -> list[str]:
    """The papers of a payment, as the worker makes them days later."""
    with time_machine.travel("2027-01-05T10:00:00+05:00", tick=False):
        return [row.reference for row in receipts.catch_up(payment.pk)]


@pytest.mark.parametrize(
    ("came", "year"),
    [
        ("2026-12-31T23:59:00+05:00", 2026),
        ("2027-01-01T00:01:00+05:00", 2027),  # in Greenwich it is still the old year
        ("2027-01-01T04:59:00+05:00", 2027),
    ],
)
def test_a_receipt_has_a_number_of_the_year_in_which_the_gift_came_here(came, year):
    with time_machine.travel(came, tick=False):
        payment = paid().payments.get()
    assert numbered(payment) == [f"TEST-SOS-{year}-000001"]
    assert Receipt.objects.get().given_on == datetime.fromisoformat(came).date()


@pytest.mark.parametrize(
    ("went", "year"), [("2026-12-31T23:59:00+05:00", 2026), ("2027-01-01T00:01:00+05:00", 2027)]
)
def test_a_correction_has_a_number_of_the_year_in_which_the_money_went_back(went, year):
    with time_machine.travel("2026-12-30T12:00:00+05:00", tick=False):
        payment = paid().payments.get()
    with time_machine.travel(went, tick=False):
        give_back(payment, som(20_000))
    number = 2 if year == 2026 else 1
    assert numbered(payment) == ["TEST-SOS-2026-000001", f"TEST-SOS-{year}-{number:06d}"]


def test_a_chain_of_corrections_ends_in_one_void_of_all():
    payment = paid().payments.get()
    for part in (20_000, 30_000):
        give_back(payment, som(part), f"re_{part}")
        receipts.catch_up(payment.pk)
    chain = list(payment.receipts.order_by("number"))
    assert [row.amount for row in chain] == [som(100_000), som(80_000), som(50_000)]
    assert [row.corrects for row in chain] == [None, *chain[:-1]]
    give_back(payment, som(50_000), "re_rest")
    receipts.catch_up(payment.pk)
    assert {row.state for row in payment.receipts.all()} == {"voided"}
    assert [row.number for row in payment.receipts.order_by("number")] == [1, 2, 3]


def test_an_attempt_that_brought_nothing_has_no_paper():
    assert receipts.catch_up(begun().pk) == []
    assert not Receipt.objects.exists()
