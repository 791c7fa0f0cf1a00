"""Transfers that nobody announced, or that came with another amount: staff have said whose gift it is."""

from django.db import transaction

from core.money import Money
from donations.gateways.bank.gateway import BankTransferGateway
from donations.models import Donation, Payment, UnannouncedGift
from donations.services import donors, payments


@transaction.atomic
def write(said: UnannouncedGift, amount: Money) -> Payment:
    """The gift as somebody has said it, with a payment that waits to be booked. In the transaction that books it."""
    donor = donors.donor_on_paper(said.email, name=said.name, language=said.language, country=said.country)
    donation = Donation.objects.create(
        donor=donor,
        donor_name=said.name,
        designation=said.designation,
        amount_minor=amount.minor,
        currency=amount.currency,
        language=said.language,
        is_anonymous=said.is_anonymous,
    )
    gateway = BankTransferGateway()
    return Payment.objects.create(
        donation=donation,
        amount_minor=amount.minor,
        currency=amount.currency,
        gateway=gateway.code,
        livemode=gateway.livemode,
    )


def give_up_promise(paid: Payment, references: list[str]) -> None:
    """What the same donor had announced under one of these references came with another amount: nobody waits for it.

    Expired, not cancelled: should it come after all, it is booked. The period of a regular gift goes on being due.
    """
    promised = Payment.objects.open().filter(
        reference__in=references,
        gateway=paid.gateway,
        livemode=paid.livemode,
        donation__donor=paid.donation.donor_id,
        donation__sponsorship=None,
    )
    for payment in promised:
        payments.give_up(payment, "came-otherwise", "came with another amount")
