"""Sponsorships that a provider charges by itself: each period becomes a donation, each charge a payment, once.

Part of the one door (`payments.apply`). Locks: donation, payment, sponsorship, ledger.
"""

from django.db import IntegrityError, transaction

from donations.gateways.instructions import Charged, ChargeFailed, Ended, Ending, GoesOn, OfSponsorship
from donations.gateways.outcomes import Outcome, Verdict
from donations.models import Donation, EventState, Payment, PaymentState, Sponsorship
from donations.services import course, inbox, settlement, sponsorships
from donations.services.transitions import may_move, move


def decide(notice: OfSponsorship) -> Outcome:
    """Act on it once. Another amount, currency, mode, subscription or an unknown one is quarantined."""
    sponsorship = Sponsorship.objects.filter(reference=notice.sponsorship).first()
    if sponsorship is None:
        inbox.quarantine(notice, "no such sponsorship")
        return Outcome(Verdict.UNKNOWN)
    if problem := _mismatch(sponsorship, notice):
        inbox.quarantine(notice, problem)
        return Outcome(Verdict.MISMATCH)
    match notice:
        case Charged():
            return _charged(notice, sponsorship)
        case ChargeFailed():
            return _failed(notice, sponsorship)
        case Ended():
            return _ended(notice, sponsorship)
        case GoesOn():
            return course.take(notice, sponsorship)
        case _:
            raise TypeError(type(notice).__name__)


def _mismatch(sponsorship: Sponsorship, notice: OfSponsorship) -> str:
    if notice.gateway != sponsorship.gateway:
        return "another gateway"
    if notice.livemode != sponsorship.livemode:
        return "test message for a real sponsorship or the reverse"
    if isinstance(
        notice, Ended | GoesOn
    ):  # a subscription that was left behind may end, and does so by steps
        return ""
    if sponsorship.charge_token not in ("", notice.charge_token):
        return "another subscription of this sponsorship"
    if isinstance(notice, Charged | ChargeFailed) and notice.amount != sponsorship.amount:
        return f"{notice.amount.format('en')} instead of {sponsorship.amount.format('en')}"
    return ""


def _charged(notice: Charged, sponsorship: Sponsorship) -> Outcome:
    payment = _payment(notice, sponsorship)
    if payment.state == PaymentState.SUCCEEDED:
        inbox.receive(notice, EventState.REPEATED, payment, "payment is succeeded")
        return _outcome(Verdict.REPEATED, payment)
    settlement.settled(payment, notice.provider_reference, notice.charge_token, notice.moved_on)
    sponsorships.renewed(sponsorship.pk, notice.next_on)
    inbox.receive(notice, EventState.APPLIED, payment)
    return _outcome(Verdict.APPLIED, payment)


def _failed(notice: ChargeFailed, sponsorship: Sponsorship) -> Outcome:
    payment = _payment(notice, sponsorship)
    if payment.state != PaymentState.FAILED and not may_move(payment, PaymentState.FAILED):
        inbox.receive(notice, EventState.REPEATED, payment, f"payment is {payment.state}")
        return _outcome(Verdict.REFUSED, payment)
    if payment.state != PaymentState.FAILED:
        move(payment, PaymentState.FAILED, detail="declined")
        settlement.end_unpaid(payment)
    sponsorships.charge_failed_there(payment, notice.retry_at, notice.attempt)
    inbox.receive(notice, EventState.APPLIED, payment)
    return _outcome(Verdict.APPLIED, payment)


def _ended(notice: Ended, sponsorship: Sponsorship) -> Outcome:
    locked = sponsorships.lock(sponsorship.pk)
    current = locked.charge_token == notice.charge_token
    if not current or not sponsorships.ended_there(locked, unpaid=notice.ending is Ending.FAILED):
        inbox.receive(notice, EventState.REPEATED, reason=f"sponsorship is {locked.state}")
        return Outcome(Verdict.REPEATED, locked.state, locked.changed_at)
    inbox.receive(notice, EventState.APPLIED)
    return Outcome(Verdict.APPLIED, locked.state, locked.changed_at)


def _payment(notice: Charged | ChargeFailed, sponsorship: Sponsorship) -> Payment:
    """The payment of the provider's charge, found or made, locked after its donation."""
    known = Payment.objects.filter(
        gateway=notice.gateway, livemode=notice.livemode, provider_reference=notice.provider_reference
    ).first()
    pk = known.donation_id if known else _period(notice, sponsorship).pk
    # Nothing joined, as in payments.lock.
    donation = Donation.objects.select_for_update(of=("self",)).get(pk=pk)
    payment = (
        donation.payments.select_for_update().filter(provider_reference=notice.provider_reference).first()
    )
    payment = payment or Payment.objects.create(
        donation=donation,
        amount_minor=notice.amount.minor,
        currency=notice.amount.currency,
        gateway=notice.gateway,
        livemode=notice.livemode,
        provider_reference=notice.provider_reference,
        off_session=True,
        state=PaymentState.PROCESSING,
    )
    payment.donation = donation
    return payment


def _period(notice: Charged | ChargeFailed, sponsorship: Sponsorship) -> Donation:
    """The donation of the period; when two make it at once, the constraint decides and both get the same."""
    known = sponsorship.donations.filter(period=notice.period).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return sponsorships.donation_of(sponsorship, notice.period)
    except IntegrityError:
        return sponsorship.donations.get(period=notice.period)


def _outcome(verdict: Verdict, payment: Payment) -> Outcome:
    return Outcome(verdict, payment.state, payment.changed_at)
