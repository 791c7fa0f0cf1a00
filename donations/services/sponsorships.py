"""What payments do to a sponsorship. Called with donation and payment locked; the sponsorship comes after them."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from core.page_cache import invalidate
from donations import notifications
from donations.models import DonationState, Payment, Sponsorship, SponsorshipState
from donations.periods import next_after
from donations.services.transitions import move


def lock(pk: int) -> Sponsorship:
    """The row, locked. Needs a transaction."""
    return Sponsorship.objects.select_for_update(of=("self",)).get(pk=pk)


def _lock_of(payment: Payment) -> Sponsorship:
    return Sponsorship.objects.select_for_update(of=("self",)).get(donations=payment.donation_id)


def paid(payment: Payment, charge_token: str) -> bool:
    """A period was paid: start, or carry on after failures. Returns whether it was the first."""
    sponsorship = _lock_of(payment)
    token: dict[str, Any] = {"charge_token": charge_token} if charge_token else {}
    today = timezone.localdate()
    if sponsorship.state == SponsorshipState.INCOMPLETE:
        first_of_the_next = next_after(today, sponsorship.frequency, today)
        move(
            sponsorship, SponsorshipState.ACTIVE, started_on=today, next_charge_on=first_of_the_next, **token
        )
        return True
    if sponsorship.state == SponsorshipState.PAST_DUE:
        # Periods that have passed meanwhile are let go: nobody is charged twice in a day.
        following = next_after(sponsorship.started_on or today, sponsorship.frequency, today)
        move(
            sponsorship,
            SponsorshipState.ACTIVE,
            failures=0,
            retry_at=None,
            next_charge_on=following,
            **token,
        )
    return False


def charge_failed(payment: Payment) -> None:
    """A charge without the donor failed: try again on the days of the settings, then end; tell the donor each time."""
    sponsorship = _lock_of(payment)
    if not sponsorship.is_running or payment.donation.state == DonationState.PAID:
        return
    days = settings.SPONSORSHIP_RETRY_DAYS
    failures = sponsorship.failures + 1
    last = failures > len(days)
    retry_at = None if last else timezone.now() + timedelta(days=days[failures - 1])
    if sponsorship.state == SponsorshipState.ACTIVE:
        move(sponsorship, SponsorshipState.PAST_DUE, failures=failures, retry_at=retry_at)
    else:
        Sponsorship.objects.filter(pk=sponsorship.pk).update(failures=failures, retry_at=retry_at)
    if last:
        move(sponsorship, SponsorshipState.UNPAID)
        invalidate(sponsorship.designation)
    notifications.charge_failed(payment, sponsorship, retry_at)
