"""What payments do to a sponsorship. Called with donation and payment locked; the sponsorship comes after them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from core.page_cache import invalidate
from donations import notifications
from donations.models import Donation, DonationState, Payment, Sponsorship, SponsorshipState
from donations.periods import next_after
from donations.services import leave
from donations.services.transitions import move


def lock(pk: int) -> Sponsorship:
    """The row, locked. Needs a transaction."""
    return Sponsorship.objects.select_for_update(of=("self",)).get(pk=pk)


def _lock_of(payment: Payment) -> Sponsorship:
    return Sponsorship.objects.select_for_update(of=("self",)).get(donations=payment.donation_id)


def lock_unpaid(pk: int) -> list[Donation]:
    """The periods of a sponsorship that are not paid, locked, earliest first. Before the sponsorship itself is."""
    unpaid = Donation.objects.select_for_update(of=("self",)).filter(
        sponsorship=pk, state__in=(DonationState.OPEN, DonationState.LAPSED)
    )
    return list(unpaid.order_by("period"))


def donation_of(sponsorship: Sponsorship, period: date) -> Donation:
    """Write the donation of a period. Raises IntegrityError when the period has one.

    Who agreed to our terms did so with the first; an imported sponsorship has none, its consent is on paper.
    """
    first = sponsorship.donations.order_by("period").first()
    return Donation.objects.create(
        donor_id=sponsorship.donor_id,
        donor_name=sponsorship.donor_name,
        designation_id=sponsorship.designation_id,
        amount_minor=sponsorship.amount_minor,
        currency=sponsorship.currency,
        language=sponsorship.language,
        is_anonymous=sponsorship.is_anonymous,
        given_from=sponsorship.given_from,
        sponsorship=sponsorship,
        period=period,
        consented_at=first.consented_at if first else None,
    )


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
    if sponsorship.is_pledge:
        _pledge_paid(sponsorship, payment)
    elif sponsorship.state == SponsorshipState.PAST_DUE:
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
    elif sponsorship.failures:  # paused, or ending, after a failure: that is made good
        Sponsorship.objects.filter(pk=sponsorship.pk).update(failures=0, retry_at=None)
    if charge_token and charge_token != sponsorship.charge_token and not sponsorship.is_running:
        leave.give_back.enqueue(payment.gateway, charge_token)  # it was ended while this was being booked
    return False


def _pledge_paid(pledge: Sponsorship, payment: Payment) -> None:
    """Whichever period it was for, the unpaid ones are counted anew; the way that worked is asked for next time.

    The calendar stays: a period that was paid late does not take the place of the next.
    """
    if not pledge.is_running:
        return
    latest = pledge.donations.order_by("period").last()
    fields: dict[str, Any] = {"failures": 0, "gateway": payment.gateway}
    if latest is not None and latest.state == DonationState.PAID:
        fields["remind_on"] = None
    if pledge.state == SponsorshipState.PAST_DUE:
        move(pledge, SponsorshipState.ACTIVE, **fields)
    else:
        Sponsorship.objects.filter(pk=pledge.pk).update(**fields)


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


def renewed(pk: int, next_on: date) -> None:
    """A provider that charges by itself said when it does so next. Late news does not turn the calendar back."""
    Sponsorship.objects.filter(pk=pk, next_charge_on__lt=next_on).update(next_charge_on=next_on)


def charge_failed_there(payment: Payment, retry_at: datetime | None, attempt: int) -> None:
    """A charge that the provider made by itself failed; it tries again by itself. Tell the donor of each try."""
    sponsorship = _lock_of(payment)
    if not sponsorship.is_running or payment.donation.state == DonationState.PAID:
        return
    if sponsorship.state == SponsorshipState.PAUSED:  # nothing is charged now, so nobody need act
        return
    if _is_past(payment, sponsorship):
        return
    if attempt <= sponsorship.failures:  # told before
        if retry_at is None:  # and given up since, by hand
            Sponsorship.objects.filter(pk=sponsorship.pk, failures=attempt).update(retry_at=None)
        return
    if sponsorship.state == SponsorshipState.ACTIVE:
        move(sponsorship, SponsorshipState.PAST_DUE, failures=attempt, retry_at=retry_at)
    else:
        Sponsorship.objects.filter(pk=sponsorship.pk).update(failures=attempt, retry_at=retry_at)
    if retry_at is not None:  # the end has a mail of its own
        notifications.charge_failed(payment, sponsorship, retry_at, attempt)


def _is_past(payment: Payment, sponsorship: Sponsorship) -> bool:
    """Whether a later period has been charged since: the failure of this one says nothing of today's card."""
    return sponsorship.donations.filter(period__gt=payment.donation.period).exists()


def ended_there(sponsorship: Sponsorship, *, unpaid: bool) -> bool:
    """The provider charges no more; False when it had ended here before. Needs the row locked."""
    if not sponsorship.is_running:
        return False
    if not unpaid or sponsorship.state == SponsorshipState.CANCEL_SCHEDULED:
        move(sponsorship, SponsorshipState.CANCELLED, retry_at=None)
        notifications.cancelled(sponsorship)
    else:
        if sponsorship.state != SponsorshipState.PAST_DUE:
            move(sponsorship, SponsorshipState.PAST_DUE)
        move(sponsorship, SponsorshipState.UNPAID, retry_at=None)
        _tell_of_the_end(sponsorship)
    invalidate(sponsorship.designation)
    return True


def _tell_of_the_end(sponsorship: Sponsorship) -> None:
    """By the payment that failed last, as the mail names its amount."""
    last = Payment.objects.filter(donation__sponsorship=sponsorship).select_related("donation").last()
    if last is not None:
        notifications.charge_failed(last, sponsorship, None)
