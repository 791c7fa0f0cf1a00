"""Transfers that nobody announced, or that came with another amount: two persons have said which gift it is."""

from django.db import transaction

from accounts.models import User
from core import audit
from core.money import Money
from donations.gateways.bank.gateway import BankTransferGateway
from donations.models import Donation, Payment, UnannouncedGift
from donations.services import donors, settlement


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


def take_what_came(payment: Payment, came: Money, by: User) -> None:
    """A transfer came with another amount than was announced: it has that amount, and so has its gift, unless the gift
    waits for nothing any more (`settlement.reason_to_return`). In the transaction that books it; `payment` as locked.
    """
    rows: list[Payment | Donation] = [payment]
    if not settlement.reason_to_return(payment):
        rows.append(payment.donation)
    for row in rows:
        audit.record(
            action=f"{row._meta.model_name}.amount", obj=row, actor=by, old=str(row.amount), new=str(came)
        )
        row.amount_minor, row.currency = came.minor, came.currency
        row.save(update_fields=["amount_minor", "currency"])
