"""What did not arrive and is sent another way has left the gift once: on papers, in years and in the books."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.money import Money
from donations.gateways.instructions import RefundFailed
from donations.models import (
    Donation,
    DonationState,
    Donor,
    LegalEntity,
    Payment,
    Receipt,
    ReceiptState,
    Refund,
)
from donations.receipts.year import CurrencyYear, year_of
from donations.services import giving_back, ledger, payments, receipts
from tests.factories.accounts import staff
from tests.factories.donations import give_back, paid, paid_twice, som, went_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment() -> Payment:
    """100 000 that has arrived, with its receipt."""
    made = paid().payments.get()
    receipts.catch_up(made.pk)
    return made


def fail(payment: Payment, amount: Money) -> None:
    payments.apply(went_back(payment, amount, kind=RefundFailed))


def transfer_back(payment: Payment, amount: Money) -> None:
    first, second = staff("finance"), staff("finance")
    order = giving_back.ask(payment, amount, "the first way failed", first, by_transfer=True)
    giving_back.approve(order, second)
    giving_back.record(order, "BANK-1", second)


def sent_twice(payment: Payment, amount: Money, then: Money | None = None) -> None:
    """Given back, with the papers for that; it fails, and goes by transfer."""
    give_back(payment, amount)
    receipts.catch_up(payment.pk)
    fail(payment, amount)
    transfer_back(payment, then or amount)


def this_year() -> CurrencyYear:
    year = year_of(Donor.objects.get(), timezone.localdate().year, "en", LegalEntity.issuing())
    return year.currencies[0]


def test_a_part_that_is_sent_again_is_taken_off_the_year_once(payment):
    sent_twice(payment, som(30_000))
    assert (this_year().returned, this_year().kept) == (som(30_000), som(70_000))


def test_a_part_that_is_sent_again_is_corrected_once(payment):
    sent_twice(payment, som(30_000))
    assert [one.amount for one in receipts.catch_up(payment.pk)] == [som(100_000), som(70_000)]


def test_a_part_that_is_sent_again_leaves_the_sweep_nothing_to_do(payment):
    sent_twice(payment, som(30_000))
    assert not Payment.objects.without_their_papers().exists()


def test_a_whole_gift_that_is_sent_again_leaves_nothing_in_the_year(payment):
    sent_twice(payment, payment.amount)
    assert this_year().kept == som(0)


def test_a_whole_gift_that_is_sent_again_has_its_receipt_voided(payment):
    sent_twice(payment, payment.amount)
    receipts.catch_up(payment.pk)
    assert Receipt.objects.get().state == ReceiptState.VOIDED


def test_owed_and_gift_that_go_back_together_are_booked_apart(payment):
    sent_twice(payment, som(30_000), then=payment.amount)
    entries = payment.ledger_entries.filter(source="refund:bank:BANK-1")
    booked = dict(entries.values_list("account", "amount_minor"))
    assert booked == {"bank": -10_000_000, "owed": 3_000_000, "gifts": 7_000_000}


def test_owed_and_gift_that_go_back_together_end_the_gift(payment):
    sent_twice(payment, som(30_000), then=payment.amount)
    payment.donation.refresh_from_db()
    assert payment.donation.state == DonationState.REFUNDED
    assert ledger.gift_of(payment) == ledger.net_of(payment) == this_year().kept == som(0)


def test_less_than_is_owed_takes_nothing_from_the_gift(payment):
    sent_twice(payment, som(30_000), then=som(10_000))
    assert ledger.gift_of(payment) == som(70_000)
    assert Refund.objects.get(provider_reference="BANK-1").gift == som(0)


def test_what_was_never_credited_is_given_back_from_what_is_owed():
    second = paid_twice()
    give_back(second, second.amount)
    assert Refund.objects.get().gift == som(0)
    assert ledger.net_of(second) == som(0)
    assert Donation.objects.get().state == DonationState.PAID


def test_what_did_not_arrive_may_go_the_same_way_once_more(payment):
    give_back(payment, payment.amount)
    fail(payment, payment.amount)
    give_back(payment, payment.amount, "re_2")
    assert ledger.net_of(payment) == som(0)


def test_no_refund_takes_more_from_the_gift_than_it_gave_back(payment):
    give_back(payment, som(30_000))
    for minor in (-1, 3_000_001):
        with pytest.raises(IntegrityError), transaction.atomic():
            Refund.objects.update(gift_minor=minor)


def test_refunds_of_the_past_learn_from_the_books_what_was_a_gift(payment):
    sent_twice(payment, som(30_000), then=som(40_000))
    Refund.objects.update(gift_minor=0)
    import_module("donations.migrations.0026_what_was_a_gift").read_gifts_from_the_books(apps, None)
    gifts = dict(Refund.objects.values_list("provider_reference", "gift_minor"))
    assert gifts == {"re_1": 3_000_000, "BANK-1": 1_000_000}
