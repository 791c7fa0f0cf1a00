"""What a donor sees of a pledge's period that is not paid: on its page, and on `/my/`."""

from donations.gateways import registry
from donations.models import Donation, DonationState, Payment, PaymentState

UNPAID = (DonationState.OPEN, DonationState.LAPSED)


def waits_for_donor(donation: Donation, payment: Payment | None) -> bool:
    """Whether it is the donor's turn: a later period, not the first, of a pledge, unpaid and not being paid."""
    pledge = donation.sponsorship
    if pledge is None or not pledge.is_pledge or pledge.started_on is None or donation.state not in UNPAID:
        return False
    return payment is None or not (payment.state == PaymentState.PROCESSING or payment.refund_due)


def ways(donation: Donation) -> list[registry.GatewayOffer]:
    """How it can be paid, the way that the pledge is mostly paid first; none once the pledge has ended."""
    pledge = donation.sponsorship
    if pledge is None or not pledge.is_running:
        return []
    fitting = registry.by_hand(donation.amount, pledge.given_from)
    return sorted(fitting, key=lambda one: one.code != pledge.gateway)
