"""Killing the server or the worker at any point of a gift and starting it again loses nothing and doubles nothing."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.models import OutboxMessage
from donations.gateways.sandbox import delivery
from donations.gateways.sandbox.models import Choice
from donations.gateways.sandbox.provider import decide
from donations.models import Donation, DonationState, LedgerEntry, Sponsorship, SponsorshipState
from donations.services import cancellation, reconciliation, renewals
from tests.donations.killing import killed_at
from tests.factories.donations import begun, sponsoring

pytestmark = pytest.mark.django_db(transaction=True)
MOST_COMMITS = 40


def in_every_way(journey: Callable[[int], bool]) -> int:
    """Run `journey(n)`, which dies after n commits, until it does not die any more; returns how often it did."""
    for at in range(1, MOST_COMMITS):
        if not journey(at):
            return at - 1
    raise AssertionError("more commits than expected")


def worker() -> None:
    """What the worker does by the clock, an hour's worth."""
    for minutes in (0, 5, 90):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
            renewals.charge_due()
            reconciliation.reconcile()
            cancellation.revoke_cards()
            delivery.deliver_due()


def assert_paid_once(donation: Donation) -> None:
    assert donation.state == DonationState.PAID
    assert LedgerEntry.objects.filter(donation=donation).count() == 2
    receipts = [f"receipt:{reference}" for reference in donation.payments.values_list("reference", flat=True)]
    assert OutboxMessage.objects.filter(key__in=receipts).count() == 1


def form(at: int) -> dict[str, str]:
    return {
        "amount": "100000",
        "currency": "UZS",
        "frequency": "once",
        "designation": "general",
        "name": "Aziza Karimova",
        "email": f"aziza{at}@donors.example",
        "gateway": "sandbox",
        "token": f"sheet-{at}",
    }


def test_a_gift_survives_the_servers_death_at_every_commit():
    def journey(at: int) -> bool:
        def give() -> None:
            pay_url = Client().post("/en/donate/", form(at)).url
            if "/payments/" in pay_url:
                Client().post(urlsplit(pay_url).path, {"choice": "success"})

        died = killed_at(at, give)
        give()  # the donor, seeing an error, presses the button again
        worker()
        assert_paid_once(Donation.objects.get(donor__email=f"aziza{at}@donors.example"))
        return died

    assert in_every_way(journey) >= 5


def test_a_decided_payment_arrives_though_the_donor_never_comes_back():
    def journey(at: int) -> bool:
        payment = begun(email=f"aziza{at}@donors.example")

        def pay() -> None:
            decide(payment.provider_reference, Choice.SUCCESS)
            delivery.deliver_due()

        died = killed_at(at, pay)
        worker()
        assert_paid_once(Donation.objects.get(pk=payment.donation_id))
        return died

    assert in_every_way(journey) >= 2


def test_a_renewal_survives_the_workers_death_at_every_commit():
    def journey(at: int) -> bool:
        sponsorship = sponsoring(email=f"aziza{at}@donors.example")
        due = sponsorship.next_charge_on
        with time_machine.travel(f"{due.isoformat()}T12:00:00+05:00", tick=False):
            died = killed_at(at, lambda: (renewals.charge_due(), delivery.deliver_due()))
            worker()
        periods = Donation.objects.filter(sponsorship=sponsorship).order_by("period")
        assert [row.period for row in periods][1:] == [due]
        assert_paid_once(periods.last())
        return died

    assert in_every_way(journey) >= 5


def test_cancelling_survives_death_at_every_commit():
    def journey(at: int) -> bool:
        sponsorship = sponsoring(email=f"aziza{at}@donors.example")
        died = killed_at(at, lambda: cancellation.cancel(sponsorship))
        cancellation.cancel(sponsorship)
        worker()
        row = Sponsorship.objects.get(pk=sponsorship.pk)
        assert row.state == SponsorshipState.CANCELLED
        assert row.token_revoked_at is not None
        assert OutboxMessage.objects.filter(key=f"cancelled:{row.reference}").count() == 1
        assert sponsorship.donations.count() == 1
        return died

    assert in_every_way(journey) >= 2
