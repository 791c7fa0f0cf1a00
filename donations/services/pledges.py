"""Pledges: regular gifts that nobody charges. Each period is made out as a donation and asked for by mail.

The donor pays it by the link in the mail, in whichever way fits, or by transfer. A period has one donation, so that
what comes late is booked on the period it is for. An unpaid one is counted when the next is due.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.page_cache import invalidate
from donations import notifications, transfers
from donations.gateways.bank.gateway import BankTransferGateway
from donations.gateways.protocols import NeedsAccount
from donations.gateways.registry import by_hand, offer
from donations.models import Donation, DonationState, Payment, PaymentState, Sponsorship, SponsorshipState
from donations.periods import latest_until, next_after
from donations.services import settlement, sponsorships
from donations.services.transitions import move

logger = logging.getLogger(__name__)
MOST_UNPAID = 3  # periods in a row; then nobody is asked any more
ENDED = (SponsorshipState.CANCELLED, SponsorshipState.UNPAID)


def ask_for_what_is_due(now: datetime | None = None) -> int:
    """Make out each period that is due at `now` and mail its donor how to pay it; returns how many.

    Several workers may run it at once: the lock and the constraint of one donation per period decide.
    """
    today = timezone.localdate(now)
    due = Sponsorship.objects.running().pledges().filter(next_charge_on__lte=today)
    return _each(_ask, due.values_list("pk", flat=True), today)


def remind(now: datetime | None = None) -> int:
    """Mail those whose period is unpaid on one of `settings.PLEDGE_REMINDER_DAYS`; returns how many."""
    today = timezone.localdate(now)
    due = Sponsorship.objects.running().pledges().filter(remind_on__lte=today)
    return _each(_remind, due.values_list("pk", flat=True), today)


def let_go_of_ended(now: datetime | None = None) -> int:
    """Nothing waits for a period of a pledge that has ended; returns how many did."""
    of_ended = Donation.objects.filter(
        state=DonationState.OPEN, sponsorship__is_pledge=True, sponsorship__state__in=ENDED
    )
    waiting = of_ended.exclude(Exists(Payment.objects.open().filter(donation=OuterRef("pk"))))
    return _each(_let_go, waiting.values_list("pk", flat=True), timezone.localdate(now))


def _each(step: Callable[[int, date], bool], keys: Iterable[int], today: date) -> int:
    """How many did something; one donor's trouble does not keep the others from their turn."""
    done = 0
    for pk in list(keys):
        try:
            done += step(pk, today)
        except Exception:
            logger.exception("pledge step %s failed for %s", step.__name__, pk)
    return done


@transaction.atomic
def _ask(pk: int, today: date) -> bool:
    """The latest period that is due; those missed before it are let go, as with cards."""
    unpaid = sponsorships.lock_unpaid(pk)
    pledge = sponsorships.lock(pk)
    started, due = pledge.started_on, pledge.next_charge_on
    if not pledge.is_running or not started or not due or due > today:
        return False
    way = _way(pledge)
    if not way:
        logger.error("pledges in %s wait: there is no way to pay them", pledge.currency)
        return False
    period = latest_until(started, pledge.frequency, today)
    for donation in unpaid:
        settlement.lapse(donation)
    if _is_over(pledge, period):
        return False
    following = next_after(started, pledge.frequency, today)
    Sponsorship.objects.filter(pk=pk).update(
        next_charge_on=following, remind_on=_reminder(asked_on=today, after=today)
    )
    try:
        with transaction.atomic():
            donation = sponsorships.donation_of(pledge, period)
    except IntegrityError:  # the period has its donation
        return False
    _tell(donation, way)
    return True


def _is_over(pledge: Sponsorship, period: date) -> bool:
    """Count the last period, if it was not paid. After several in a row the pledge ends, and its donor is told."""
    latest = pledge.donations.order_by("period").last()
    if latest is None or latest.period is None or latest.period >= period or _is_paid(latest):
        return False
    failures = pledge.failures + 1
    if pledge.state == SponsorshipState.ACTIVE:
        move(pledge, SponsorshipState.PAST_DUE, failures=failures)
    else:
        Sponsorship.objects.filter(pk=pledge.pk).update(failures=failures)
    if failures < MOST_UNPAID:
        return False
    move(pledge, SponsorshipState.UNPAID, remind_on=None)
    invalidate(pledge.designation)
    notifications.pledge_ended(pledge)
    return True


def _way(pledge: Sponsorship) -> str:
    """Its own, where that is still there, else the first that fits; "" where none does."""
    codes = [one.code for one in by_hand(pledge.amount, pledge.given_from)]
    # Who has our account may go on using it when we offer it no more.
    if pledge.gateway == BankTransferGateway.code and transfers.account_in(pledge.currency):
        return pledge.gateway
    return pledge.gateway if pledge.gateway in codes else next(iter(codes), "")


def _tell(donation: Donation, way: str) -> None:
    """By transfer the payment is made at once: its reference is what the donor writes. Else the donor begins it."""
    gateway = offer(way).gateway
    if not isinstance(gateway, NeedsAccount):
        notifications.pledge_due(donation)
        return
    payment = Payment.objects.create(
        donation=donation,
        amount_minor=donation.amount_minor,
        currency=donation.currency,
        gateway=way,
        livemode=gateway.livemode,
    )
    move(payment, PaymentState.REDIRECTED)
    notifications.how_to_transfer(payment)


@transaction.atomic
def _remind(pk: int, today: date) -> bool:
    """The donation first: whoever pays it just now is waited for."""
    unpaid = sponsorships.lock_unpaid(pk)
    pledge = sponsorships.lock(pk)
    if not pledge.is_running or pledge.remind_on is None or pledge.remind_on > today:
        return False
    latest = pledge.donations.order_by("period").last()
    if latest is None or latest not in unpaid:
        Sponsorship.objects.filter(pk=pk).update(remind_on=None)
        return False
    asked_on = timezone.localdate(latest.created_at)
    Sponsorship.objects.filter(pk=pk).update(remind_on=_reminder(asked_on, after=today))
    if latest.payments.filter(state=PaymentState.PROCESSING).exists():
        return False
    notifications.pledge_due(latest, reminder=pledge.remind_on)
    return True


def _reminder(asked_on: date, after: date) -> date | None:
    """The first day of a reminder later than `after`."""
    days = (asked_on + timedelta(days=number) for number in settings.PLEDGE_REMINDER_DAYS)
    return min((day for day in days if day > after), default=None)


@transaction.atomic
def _let_go(pk: int, _today: date) -> bool:
    return settlement.lapse(Donation.objects.select_for_update(of=("self",)).get(pk=pk))


def _is_paid(donation: Donation) -> bool:
    return donation.state in (DonationState.PAID, DonationState.REFUNDED)
