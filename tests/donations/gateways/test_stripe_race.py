"""Copies of one message at once: one row, one credit, one mail; on PostgreSQL with real row locks."""

import pytest

from core.models import OutboxMessage
from donations.models import Donation, DonationState, LedgerEntry, Payment, ProviderEvent
from donations.services import following, reconciliation, renewals
from tests.donations.test_race import at_once
from tests.factories.stripe import at_checkout, monthly, sponsoring, told

pytestmark = pytest.mark.django_db(transaction=True)


def waiting(kind: str) -> int:
    return ProviderEvent.objects.waiting().get(payload__kind=kind).pk


@pytest.mark.postgres
def test_two_copies_of_one_message_are_one_row(stripe):
    stripe.pay(at_checkout().provider_reference)
    (event,) = stripe.events("checkout.session.completed")
    assert at_once(8, lambda _index: stripe.deliver(event)[0]) == [200] * 8
    assert ProviderEvent.objects.count() == 1


def test_eight_workers_follow_one_message_to_one_credit(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    stripe.deliver()
    pk = waiting("checkout.session.completed")
    at_once(8, lambda _index: following.follow(pk))
    assert Donation.objects.get().state == DonationState.PAID
    assert (LedgerEntry.objects.count(), OutboxMessage.objects.count()) == (2, 1)
    assert not ProviderEvent.objects.waiting().exists()


def test_a_first_invoice_and_its_session_at_once_are_one_gift(stripe):
    stripe.pay(monthly().provider_reference)
    stripe.deliver()
    pks = list(ProviderEvent.objects.waiting().values_list("pk", flat=True)) * 4
    at_once(len(pks), lambda index: following.follow(pks[index]))
    assert (Donation.objects.count(), Payment.objects.count()) == (1, 1)
    assert (LedgerEntry.objects.count(), OutboxMessage.objects.count()) == (2, 1)


def test_one_renewal_told_by_several_messages_at_once_is_one_donation(stripe):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token)
    for _ in range(4):
        stripe.tell("invoice.paid", invoice)
    stripe.deliver()
    pks = list(ProviderEvent.objects.waiting().values_list("pk", flat=True))
    assert len(pks) == 5
    at_once(5, lambda index: following.follow(pks[index]))
    assert sponsorship.donations.count() == 2
    assert Payment.objects.filter(provider_reference=invoice["id"]).count() == 1
    assert LedgerEntry.objects.count() == 4
    told(stripe)
    assert not ProviderEvent.objects.waiting().exists()


def test_the_donors_page_and_the_message_at_once_are_one_gift(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    stripe.deliver()
    pk = waiting("checkout.session.completed")
    at_once(8, lambda index: following.follow(pk) if index % 2 else reconciliation.refresh(payment))
    assert Donation.objects.get().state == DonationState.PAID
    assert (LedgerEntry.objects.count(), OutboxMessage.objects.count()) == (2, 1)


def test_our_scheduler_beside_stripes_message_charges_nothing(stripe):
    sponsorship = sponsoring(stripe)
    type(sponsorship).objects.update(next_charge_on=sponsorship.started_on, started_on="2020-01-01")
    stripe.renew(sponsorship.charge_token)
    stripe.deliver()
    pk = waiting("invoice.paid")
    at_once(4, lambda index: following.follow(pk) if index % 2 else renewals.charge_due())
    assert Payment.objects.filter(off_session=True).count() == 1
