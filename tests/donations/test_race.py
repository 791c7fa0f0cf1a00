"""Many at once: one credit, one mail. On PostgreSQL with real row locks, on SQLite with its one writer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from core.models import OutboxMessage
from donations.links import thanks_url
from donations.models import Donation, DonationState, Donor, LedgerEntry, Payment, ProviderEvent
from donations.services import checkout, payments, renewals
from tests.factories.donations import begun, gift, message, post, release, settle, sponsoring

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(number: int, work: Callable[[int], object]) -> list[object]:
    """Run `work(0)`, `work(1)`, … in threads of their own that start together; returns what each gave."""
    barrier = Barrier(number)

    def one(index: int) -> object:
        try:
            barrier.wait(30)
            return work(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


@pytest.mark.postgres
def test_fifty_copies_of_one_callback_give_one_credit_and_one_mail():
    payment = begun()
    content = message(payment)
    answers = at_once(50, lambda _index: post(content).status_code)
    assert answers == [200] * 50
    assert_paid_once(payment)
    assert ProviderEvent.objects.count() == 1


@pytest.mark.postgres
def test_fifty_different_reports_of_one_success_give_one_credit_and_one_mail():
    payment = begun()
    contents = [message(payment) for _ in range(50)]
    assert at_once(50, lambda index: post(contents[index]).status_code) == [200] * 50
    assert_paid_once(payment)


def test_eight_copies_give_one_credit_on_any_database():
    payment = begun()
    content = message(payment)
    assert at_once(8, lambda _index: post(content).status_code) == [200] * 8
    assert_paid_once(payment)


def test_success_and_failure_at_once_end_in_success():
    payment = begun()
    words = [settle(payment), release(payment)] * 4
    at_once(8, lambda index: payments.apply(words[index]))
    assert_paid_once(payment)


@pytest.mark.postgres
def test_money_finds_its_gift_that_is_moved_to_another_row_of_its_giver_meanwhile():
    payment = begun()
    there = Donor.objects.create(email="now@donors.example", name="Aziza Karimova")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Donation.objects.update(donor=there)
            paying = pool.submit(lambda: at_once(1, lambda _index: payments.apply(settle(payment))))
            with pytest.raises(TimeoutError):  # it waits for the gift
                paying.result(1)
        paying.result(20)
    assert_paid_once(payment)


def test_the_same_form_sent_eight_times_at_once_is_one_gift():
    same = gift()
    addresses = at_once(8, lambda _index: checkout.start(same))
    assert len(set(addresses)) == 1
    assert (Donation.objects.count(), Payment.objects.count()) == (1, 1)


def test_eight_presses_of_try_again_are_one_payment():
    payment = begun()
    payments.apply(release(payment))
    addresses = at_once(8, lambda _index: checkout.carry_on(payment.donation))
    assert len(set(addresses)) == 1
    assert Payment.objects.count() == 2


def test_eight_choices_of_another_way_are_one_payment_that_is_open():
    payment = begun()
    payments.apply(release(payment))
    address = thanks_url(payment.donation)
    ways = ("sandbox", "bank") * 4
    answers = at_once(8, lambda index: Client().post(address, {"gateway": ways[index]}).status_code)
    assert answers == [302] * 8
    assert Payment.objects.open().count() == 1
    assert Payment.objects.filter(donation=payment.donation, state="succeeded").count() == 0


def test_of_eight_transfers_to_one_mailbox_at_once_five_are_mailed():
    most, _window = settings.DONATION_RATE_LIMITS["mails"]
    at_once(8, lambda _index: checkout.start(gift(gateway="bank")))
    assert OutboxMessage.objects.filter(key__startswith="transfer:").count() == most
    assert Payment.objects.open().count() == 8


def test_eight_workers_charge_a_period_once():
    sponsorship = sponsoring()
    type(sponsorship).objects.update(next_charge_on=sponsorship.started_on, started_on="2020-01-01")
    at_once(8, lambda _index: renewals.charge_due())
    assert Payment.objects.filter(off_session=True).count() == 1


def assert_paid_once(payment: Payment) -> None:
    assert Donation.objects.get(pk=payment.donation_id).state == DonationState.PAID
    assert LedgerEntry.objects.count() == 2
    assert OutboxMessage.objects.filter(key=f"receipt:{payment.reference}").count() == 1
    assert OutboxMessage.objects.count() == 1
