"""Pledges as donors make and keep them: through the services, paid by Payme's and Click's own calls."""

from datetime import UTC, datetime
from typing import Any

import time_machine

from donations.gateways.instructions import Settle
from donations.models import Donation, Payment, Sponsorship
from donations.services import checkout, payments, pledges
from tests.donations.gateways.local import click_id, complete, create, payme_id, perform, prepare
from tests.factories.donations import begun

START = "2027-01-31"


def on(day: str) -> time_machine.travel:
    """Noon in Tashkent of a day."""
    return time_machine.travel(datetime.fromisoformat(f"{day}T07:00:00").replace(tzinfo=UTC), tick=False)


def pays(payment: Payment) -> None:
    """Through the provider that the payment is at, to the end."""
    if payment.gateway == "payme":
        number = payme_id()
        assert "result" in create(payment, number)
        assert "result" in perform(number)
    elif payment.gateway == "click":
        number = click_id()
        prepared = prepare(payment, number)["merchant_prepare_id"]
        assert complete(payment, number, prepared)["error"] == 0
    else:
        payments.apply(transferred(payment))


def transferred(payment: Payment) -> Settle:
    """What a line of the bank's statement says."""
    return Settle(
        gateway=payment.gateway,
        livemode=payment.livemode,
        event_id=f"line:{payment.pk}",
        reference=payment.reference,
        provider_reference=f"line {payment.pk}",
        amount=payment.amount,
    )


def pledged(day: str = START, **changes: Any) -> Sponsorship:
    """A running pledge of Tashkent, 100 000 soʻm a month, whose first payment came on a day."""
    with on(day):
        payment = begun(**{"designation": "tashkent", "frequency": "month", "gateway": "payme", **changes})
        pays(payment)
    return Sponsorship.objects.get(pk=payment.donation.sponsorship_id)


def worker(day: str) -> int:
    """What the worker does of pledges on a day; returns how many mails it wrote for them."""
    with on(day):
        return pledges.ask_for_what_is_due() + pledges.remind() + pledges.let_go_of_ended()


def latest(pledge: Sponsorship) -> Donation:
    return pledge.donations.order_by("period").last()


def begins(donation: Donation, gateway: str = "") -> Payment:
    """The donor chooses a way and is sent there."""
    checkout.carry_on(Donation.objects.get(pk=donation.pk), gateway)
    return Payment.objects.filter(donation=donation).latest("pk")


def pays_on(day: str, donation: Donation, gateway: str = "") -> Payment:
    with on(day):
        payment = begins(donation, gateway)
        pays(payment)
    payment.refresh_from_db()
    return payment
