"""Charging what is due, without the donors: made out, claimed, sent; each step once, whatever dies in between."""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from donations.gateways.protocols import ChargesAgain
from donations.gateways.registry import UnknownGateway, charged_by_us, offer
from donations.gateways.requests import ChargeRequest, GatewayUnavailable
from donations.models import Donation, DonationState, Payment, PaymentState, Sponsorship, SponsorshipState
from donations.periods import latest_until, next_after
from donations.services import cancellation, payments, sponsorships
from donations.services.transitions import move

logger = logging.getLogger(__name__)
Key = TypeVar("Key", int, str)
# A charge that has no provider's reference after this long was interrupted: it is sent again under its reference.
INTERRUPTED_AFTER = timedelta(minutes=2)


def charge_due(now: datetime | None = None) -> int:
    """Charge every period that is due at `now` and every failed one that is to be tried again; returns how many.

    Several workers may run it at once: the lock and the constraint of one donation per period decide.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    ours = Sponsorship.objects.charged_by(charged_by_us())
    due = ours.due(today).values_list("pk", flat=True)
    failed = ours.to_retry(now).values_list("pk", flat=True)
    made = [*_each(lambda pk: _make_out(pk, today), due), *_each(lambda pk: _try_again(pk, now), failed)]
    interrupted = Payment.objects.interrupted(now - INTERRUPTED_AFTER).values_list("reference", flat=True)
    return len(_each(_send, dict.fromkeys([*interrupted, *made])))


def _each(step: Callable[[Key], str], keys: Iterable[Key]) -> list[str]:
    """The references that a step gave; one row that fails does not keep the others from their turn."""
    done = []
    for key in list(keys):
        try:
            done.append(step(key))
        except Exception:
            logger.exception("renewal step failed for %s", key)
    return [reference for reference in done if reference]


def _make_out(pk: int, today: date) -> str:
    """Write the donation and payment of the latest period that is due. "" when there is nothing to do any more.

    Periods missed before it are let go: a donor is never charged for two months on one day.
    """
    with transaction.atomic():
        sponsorship = sponsorships.lock(pk)
        started, due = sponsorship.started_on, sponsorship.next_charge_on
        if sponsorship.state != SponsorshipState.ACTIVE or not started or not due or due > today:
            return ""
        period = latest_until(started, sponsorship.frequency, today)
        following = next_after(started, sponsorship.frequency, today)
        Sponsorship.objects.filter(pk=pk).update(next_charge_on=following)
        try:
            with transaction.atomic():
                return _new_payment(sponsorships.donation_of(sponsorship, period), sponsorship)
        except IntegrityError:  # the period has its donation
            return ""


def _try_again(pk: int, now: datetime) -> str:
    """Make another payment for the period that failed; "" when there is nothing to do any more."""
    with transaction.atomic():
        latest = Donation.objects.select_for_update(of=("self",)).filter(sponsorship=pk).order_by("period")
        donation = latest.last()
        sponsorship = sponsorships.lock(pk)
        due = sponsorship.retry_at is not None and sponsorship.retry_at <= now
        if sponsorship.state != SponsorshipState.PAST_DUE or not due:
            return ""
        if donation is None or donation.state != DonationState.LAPSED:  # the donor is paying it just now
            return ""
        Sponsorship.objects.filter(pk=pk).update(retry_at=None)
        move(donation, DonationState.OPEN)
        return _new_payment(donation, sponsorship)


def _new_payment(donation: Donation, sponsorship: Sponsorship) -> str:
    return Payment.objects.create(
        donation=donation,
        amount_minor=donation.amount_minor,
        currency=donation.currency,
        gateway=sponsorship.gateway,
        livemode=sponsorship.livemode,
        off_session=True,
    ).reference


def _send(reference: str) -> str:
    """Ask the provider for the money; the result comes as a callback. "" when it was not sent."""
    payment = _claim(reference)
    if payment is None or payment.donation.sponsorship is None:
        return ""
    sponsorship = payment.donation.sponsorship
    try:
        gateway = offer(payment.gateway).gateway
        if not isinstance(gateway, ChargesAgain):
            raise UnknownGateway(payment.gateway)
        provider_reference = gateway.charge(
            ChargeRequest(
                reference=payment.reference,
                amount=payment.amount,
                description=str(payment.donation.designation),
                charge_token=sponsorship.charge_token,
            )
        )
    except (GatewayUnavailable, UnknownGateway) as error:
        logger.warning("charge %s not sent: %s", reference, type(error).__name__)
        return ""
    Payment.objects.filter(pk=payment.pk, provider_reference="").update(provider_reference=provider_reference)
    return reference


def _claim(reference: str) -> Payment | None:
    """Mark a payment as being sent; None when its sponsorship was cancelled meanwhile, which ends the payment."""
    with transaction.atomic():
        payment = payments.lock(reference)
        if payment is None or not payment.is_open or payment.donation.sponsorship_id is None:
            return None
        sponsorship = sponsorships.lock(payment.donation.sponsorship_id)
        payment.donation.sponsorship = sponsorship
        if sponsorship.is_running:
            if payment.state == PaymentState.CREATED:
                move(payment, PaymentState.PROCESSING)
            return payment
    if payment.state == PaymentState.CREATED:
        cancellation.release_unsent(sponsorship, reference)
    return None
