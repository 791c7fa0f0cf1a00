"""Regular gifts that are paid by transfer: nobody charges them, so each period is asked for by mail.

They come from imports, of donors who gave by transfer or standing order before the portal. The period's donation waits
as any transfer does: the bank's statement brings it, or it is not waited for any longer.
"""

import logging
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.page_cache import invalidate
from donations import notifications
from donations.gateways.bank.gateway import BankTransferGateway
from donations.models import BankAccount, DonationState, Payment, PaymentState, Sponsorship, SponsorshipState
from donations.periods import latest_until, next_after
from donations.services import sponsorships
from donations.services.transitions import move

logger = logging.getLogger(__name__)
MOST_UNPAID = 3  # periods in a row; then nobody is asked any more


def ask_for_what_is_due(now: datetime | None = None) -> int:
    """Make out each period that is due at `now` and mail its donor how to transfer it; returns how many.

    Several workers may run it at once: the lock and the constraint of one donation per period decide.
    """
    today = timezone.localdate(now)
    ours = Sponsorship.objects.running().charged_by([BankTransferGateway.code])
    due = ours.filter(next_charge_on__lte=today).values_list("pk", flat=True)
    return sum(_one(pk, today) for pk in list(due))


def _one(pk: int, today: date) -> bool:
    try:
        return _ask(pk, today)
    except Exception:  # one donor's trouble does not keep the others from their turn
        logger.exception("regular transfer of sponsorship %s not asked for", pk)
        return False


@transaction.atomic
def _ask(pk: int, today: date) -> bool:
    """The latest period that is due; those missed before it are let go, as with cards."""
    sponsorship = sponsorships.lock(pk)
    started, due = sponsorship.started_on, sponsorship.next_charge_on
    if not sponsorship.is_running or not started or not due or due > today:
        return False
    if not BankAccount.objects.filter(currency=sponsorship.currency).exists():
        logger.error("regular transfers in %s wait: there is no account to pay into", sponsorship.currency)
        return False
    try:
        with transaction.atomic():
            payment = _make_out(sponsorship, latest_until(started, sponsorship.frequency, today))
    except IntegrityError:  # the period has its donation
        payment = None
    following = next_after(started, sponsorship.frequency, today)
    Sponsorship.objects.filter(pk=pk).update(next_charge_on=following)
    if payment is not None:
        move(payment, PaymentState.REDIRECTED)
        notifications.how_to_transfer(payment)
    return payment is not None


def _make_out(sponsorship: Sponsorship, period: date) -> Payment:
    donation = sponsorships.donation_of(sponsorship, period)
    return Payment.objects.create(
        donation=donation,
        amount_minor=donation.amount_minor,
        currency=donation.currency,
        gateway=sponsorship.gateway,
        livemode=sponsorship.livemode,
    )


def not_transferred(payment: Payment) -> None:
    """No transfer came for a period, with donation and payment locked. After several the sponsorship ends, and its
    donor is told; the next transfer that comes begins the count anew.
    """
    if payment.donation.sponsorship_id is None:
        return
    sponsorship = sponsorships.lock(payment.donation.sponsorship_id)
    later = sponsorship.donations.filter(period__gt=payment.donation.period, state=DonationState.PAID)
    if sponsorship.gateway != BankTransferGateway.code or not sponsorship.is_running or later.exists():
        return
    failures = sponsorship.failures + 1
    if sponsorship.state == SponsorshipState.ACTIVE:
        move(sponsorship, SponsorshipState.PAST_DUE, failures=failures)
    else:
        Sponsorship.objects.filter(pk=sponsorship.pk).update(failures=failures)
    if failures >= MOST_UNPAID:
        move(sponsorship, SponsorshipState.UNPAID)
        invalidate(sponsorship.designation)
        notifications.transfers_ended(sponsorship)
