"""What follows when money comes, or when it is certain that none will. Called with donation and payment locked."""

from datetime import date, datetime, time

from django.utils import timezone

from core.page_cache import invalidate
from donations import notifications
from donations.models import (
    Donation,
    DonationState,
    Payment,
    PaymentState,
    RefundDue,
    Sponsorship,
    SponsorshipState,
)
from donations.services import (
    costs,
    declines,
    donors,
    inbox,
    leave,
    ledger,
    receipts,
    sponsorships,
)
from donations.services.transitions import move


def settled(
    payment: Payment, provider_reference: str, charge_token: str, moved_on: date | None = None
) -> None:
    """Book the money; credit the donation with it unless that would be wrong; thank the donor.

    `moved_on` is the day that it came, if not today.
    """
    refund_due = reason_to_return(payment)
    reference = payment.provider_reference or provider_reference
    if not refund_due:  # not before: anybody can type anybody's address, and countries are reported by law
        donors.note_said(payment.donation.donor, payment.donation.given_from)
        donors.note_name(payment.donation)
    move(
        payment,
        PaymentState.SUCCEEDED,
        provider_reference=reference,
        refund_due=refund_due,
        detail="",
        costs_due_at=costs.due_at(payment),
    )
    # Not of "now": midnight may have come since the step, and books and papers say the same day. A provider's clock
    # may be ahead of ours: its tomorrow is our today.
    today = timezone.localdate(payment.changed_at)
    came_on = min(moved_on or today, today)
    ledger.book_capture(payment, on=came_on)
    declines.note(payment)
    if refund_due:
        inbox.alert(f"refund-due:{payment.reference}", RefundDue(refund_due).label, payment)
        end_unpaid(payment)
        give_back_leave(payment, charge_token)
        return
    donation = payment.donation
    move(donation, DonationState.PAID, paid_at=_moment(payment, came_on))
    first = sponsorships.paid(payment, charge_token) if donation.sponsorship_id else False
    notifications.thank(payment, first=first)
    receipts.expect(payment)
    invalidate(donation.designation)


def _moment(payment: Payment, came_on: date) -> datetime:
    """Noon in Tashkent of the day that the money came, as nobody knows the hour; now, where that is today."""
    if came_on == timezone.localdate(payment.changed_at):
        return payment.changed_at
    return timezone.make_aware(datetime.combine(came_on, time(12)))


def ended(payment: Payment) -> None:
    """No money from this attempt: the donation waits for another, a failed charge is tried again later."""
    end_unpaid(payment)
    declines.note(payment)
    if payment.donation.sponsorship_id and payment.off_session:
        sponsorships.charge_failed(payment)


def reason_to_return(payment: Payment) -> RefundDue:
    """Why money for this payment would have to go back: already paid, or cancelled before it was charged."""
    if payment.donation.state in (DonationState.PAID, DonationState.REFUNDED):
        return RefundDue.DUPLICATE
    sponsorship: Sponsorship | None = payment.donation.sponsorship
    if sponsorship is not None and sponsorship.state == SponsorshipState.CANCELLED:
        return RefundDue.AFTER_CANCEL
    return RefundDue.NONE


def end_unpaid(payment: Payment) -> None:
    """A donation that waits for nothing any more."""
    lapse(payment.donation)


def lapse(donation: Donation) -> bool:
    """End the wait for a locked donation, unless an attempt to pay it is open; returns whether it did."""
    if donation.state != DonationState.OPEN or donation.payments.open().exists():
        return False
    return move(donation, DonationState.LAPSED)


def give_back_leave(payment: Payment, charge_token: str) -> None:
    """Nobody may charge again by what came with an attempt that counts for nothing."""
    sponsorship: Sponsorship | None = payment.donation.sponsorship
    if charge_token and sponsorship is not None and sponsorship.charge_token != charge_token:
        leave.give_back.enqueue(payment.gateway, charge_token)
