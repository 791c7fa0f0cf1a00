"""Asking providers what stands on the account that they keep for us: fees of gifts, and what went to our bank.

Answers go through the one door, so asking twice does no harm. What is asked for is marked (`Payment.costs_due_at`)
or of the last days (payouts): history is never gone through again.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.gateways.instructions import Instruction, Line, PaidOut, PayoutStep
from donations.gateways.protocols import ReportsMoney
from donations.gateways.registry import GatewayOffer, UnknownGateway, offer
from donations.gateways.reports import Movements
from donations.gateways.requests import GatewayUnavailable
from donations.models import Payment, PaymentState, Payout, PayoutState, RunKind
from donations.services import inbox, payments, payouts
from donations.services.runs import Round, Tally

logger = logging.getLogger(__name__)
# What the provider has not booked yet, it books within minutes; silence and faults may take longer.
AGAIN_AFTER = timedelta(hours=1)
ALARM_AFTER = timedelta(days=3)
# The provider's list is asked from this long before the latest payout that we know: some fail days later.
BEFORE_THE_LATEST = timedelta(days=14)
AT_ONCE = 500
# Where the books already say what the provider says, its lines need not be read again.
BOOKED = {PayoutState.PAID: PayoutStep.PAID, PayoutState.FAILED: PayoutStep.FAILED}


def ask_about_costs() -> int:
    """What gifts have cost that nobody has told yet: scheduled. Returns how many are known now."""
    return sum(run.changed for run in COSTS.all())


def ask_about_payouts() -> int:
    """What was sent to our bank, for what no message told: scheduled. Returns how many were looked at."""
    return sum(run.changed for run in PAYOUTS.all())


def unknown(gateway: object, found: Iterable[Instruction]) -> Iterator[Instruction]:
    """Of payouts among `found`: what must be known of gifts in them first. Raises GatewayUnavailable."""
    for notice in found:
        if isinstance(notice, PaidOut) and isinstance(gateway, ReportsMoney):
            for charge in _charges(notice):
                yield from gateway.whose(charge)


def _costs(offer: GatewayOffer, tally: Tally) -> None:
    due = Payment.objects.filter(gateway=offer.code, costs_due_at__lte=timezone.now())
    for payment in list(due.order_by("costs_due_at")[:AT_ONCE]):
        _ask(payment, tally)


def _ask(payment: Payment, tally: Tally) -> None:
    """Whoever moves the mark asks; it is taken away when all is known and no money has moved meanwhile."""
    marked = Payment.objects.filter(pk=payment.pk)
    again_at = timezone.now() + AGAIN_AFTER
    if not marked.filter(costs_due_at=payment.costs_due_at).update(costs_due_at=again_at):
        return
    try:
        found = _movements(payment)
        for instruction in found.instructions:
            payments.apply(instruction)
    except GatewayUnavailable as error:
        logger.warning("costs of %s not known yet: %s", payment.reference, type(error).__name__)
        tally.silent()
    except Exception:
        logger.exception("costs of %s cannot be read", payment.reference)
        tally.broke()
    else:
        if not found.is_complete:
            _alarm(payment)
        known = found.is_complete and marked.filter(costs_due_at=again_at).update(costs_due_at=None)
        tally.answered(changed=bool(known))


def _movements(payment: Payment) -> Movements:
    """Raises GatewayUnavailable, also while the provider is switched off."""
    try:
        gateway = offer(payment.gateway).gateway
    except UnknownGateway as error:
        raise GatewayUnavailable("switched off") from error
    if not isinstance(gateway, ReportsMoney) or gateway.livemode != payment.livemode:
        return Movements((), True)
    return gateway.movements(payment.provider_reference)


def _alarm(payment: Payment) -> None:
    if timezone.now() - payment.changed_at >= ALARM_AFTER:
        inbox.alert(
            f"costs:{payment.reference}", _("The provider does not say what it kept of a gift."), payment
        )


def _charges(notice: PaidOut) -> list[str]:
    """Of lines that belong to a charge and are not in our books, or not as a gift's."""
    lines: list[Line] = [line for line in notice.lines or () if line.charge]
    known = payouts.payments_of(notice, lines)
    return list(dict.fromkeys(line.charge for line in lines if known.get(line.number) is None))


def _payouts(offer: GatewayOffer, tally: Tally) -> None:
    """Raises GatewayUnavailable."""
    gateway = offer.gateway
    if not isinstance(gateway, ReportsMoney):
        raise TypeError(type(gateway).__name__)
    for number in _to_ask_for(offer.code, gateway):
        _take_in(gateway, number, tally)


def _take_in(gateway: ReportsMoney, number: str, tally: Tally) -> None:
    try:
        notice = gateway.payout(number)
        for instruction in (*unknown(gateway, [notice]), notice):
            payments.apply(instruction)
    except GatewayUnavailable as error:
        logger.warning("payout %s not known yet: %s", number, type(error).__name__)
        tally.silent()
    except Exception:
        logger.exception("payout %s cannot be read", number)
        tally.broke()
    else:
        tally.answered(changed=True)


def _to_ask_for(code: str, gateway: ReportsMoney) -> list[str]:
    """Those that the books do not have as the provider has them, oldest first."""
    ours = Payout.objects.filter(gateway=code, livemode=gateway.livemode)
    waiting = ours.filter(state__in=[PayoutState.PENDING, PayoutState.HELD])
    numbers = list(waiting.order_by("sent_at").values_list("provider_reference", flat=True))
    since = _since(code, gateway)
    if since is None:
        return numbers
    told = dict(gateway.payouts(since))
    known = ours.filter(sent_at__gte=since).values_list("provider_reference", "state")
    booked = {number: BOOKED.get(PayoutState(state)) for number, state in known}
    news = [number for number, step in told.items() if booked.get(number) is not step]
    return list(dict.fromkeys([*numbers, *reversed(news)]))


def _since(code: str, gateway: ReportsMoney) -> datetime | None:
    """From when on payouts may be unknown to us; None before the first gift."""
    latest = Payout.objects.filter(gateway=code, livemode=gateway.livemode).order_by("-sent_at").first()
    if latest is not None:
        return latest.sent_at - BEFORE_THE_LATEST
    first = (
        Payment.objects.filter(gateway=code, livemode=gateway.livemode, state=PaymentState.SUCCEEDED)
        .order_by("created_at")
        .first()
    )
    return first.created_at if first else None


def _reports_money(gateway: object) -> bool:
    return isinstance(gateway, ReportsMoney)


COSTS = Round(RunKind.COSTS, _reports_money, _costs)
PAYOUTS = Round(RunKind.PAYOUTS, _reports_money, _payouts)
