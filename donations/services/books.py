"""Asking a provider what it has, to be laid beside the books: what it lists, then one by one what it did not."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db.models import Q

from donations.gateways.protocols import ListsStandings, TellsRefunds, TellsStanding
from donations.gateways.registry import GatewayOffer
from donations.gateways.reports import Seen, Standing
from donations.gateways.requests import GatewayUnavailable
from donations.models import About, Payment, PaymentState, Refund, RunKind
from donations.services.comparing import GRACE, Comparison
from donations.services.differences import nowhere, open_of, write
from donations.services.runs import Round, Tally

logger = logging.getLogger(__name__)
ENDED = (PaymentState.FAILED, PaymentState.EXPIRED, PaymentState.CANCELLED)


def _about_books(offer: GatewayOffer, tally: Tally) -> None:
    comparison = Comparison(offer.code, offer.gateway.livemode)
    try:
        _compare(offer.gateway, comparison, tally)
    finally:  # what was compared before the provider fell silent is true all the same
        tally.run.differences = len(comparison.found)
        tally.run.changed = write(comparison, tally.run)


def _compare(gateway: object, comparison: Comparison, tally: Tally) -> None:
    """Raises GatewayUnavailable, GivenUp."""
    since = comparison.now - timedelta(days=settings.RECONCILE_DAYS)
    if isinstance(gateway, ListsStandings):
        for number in comparison.take(gateway.standings(since)):
            tally.answered(asked=number)
    if isinstance(gateway, TellsStanding):
        for one in _payments(gateway, comparison, since, tally):
            list(comparison.take([one]))
    if isinstance(gateway, TellsRefunds):
        for one in _refunds(gateway, comparison, since, tally):
            list(comparison.take([one]))


def _payments(
    gateway: TellsStanding, comparison: Comparison, since: datetime, tally: Tally
) -> Iterator[Standing]:
    """What was paid here lately, or ended here after the provider had begun, and what differed before."""
    lately = Q(state=PaymentState.SUCCEEDED, changed_at__gte=since, changed_at__lte=comparison.now - GRACE)
    ended = Q(state__in=ENDED, changed_at__gte=since) & ~Q(provider_reference="")
    wanted = lately if isinstance(gateway, ListsStandings) else lately | ended
    before = [row for row in open_of(comparison) if row.about == About.PAYMENT]
    known = Q(pk__in=[row.payment_id for row in before if row.payment_id])
    for payment in list(comparison.payments().filter(wanted | known).order_by("pk")):
        if not comparison.has_looked_at(payment):
            yield from _ask(partial(_of_payment, gateway, payment), tally)
    for row in before:  # what only the provider knows
        if row.ours == Seen.UNKNOWN and (About.PAYMENT, row.number) not in comparison.looked_at:
            yield from _ask(partial(_of_stranger, gateway, row.number), tally)


def _of_payment(gateway: TellsStanding, payment: Payment) -> Standing:
    return gateway.standing(payment.reference, payment.provider_reference) or nowhere(payment)


def _of_stranger(gateway: TellsStanding, number: str) -> Standing:
    return gateway.standing("", number) or Standing(number=number, seen=Seen.UNKNOWN)


def _refunds(
    gateway: TellsRefunds, comparison: Comparison, since: datetime, tally: Tally
) -> Iterator[Standing]:
    """What was booked here lately, and what differed before."""
    lately = Refund.objects.filter(
        gateway=comparison.gateway, livemode=comparison.livemode, dispute=None, created_at__gte=since
    )
    numbers = dict.fromkeys(lately.order_by("pk").values_list("provider_reference", flat=True))
    numbers |= dict.fromkeys(row.number for row in open_of(comparison) if row.about == About.REFUND)
    for number in numbers:
        if (About.REFUND, number) not in comparison.looked_at:
            yield from _ask(partial(_of_refund, gateway, number), tally)


def _of_refund(gateway: TellsRefunds, number: str) -> Standing:
    return gateway.refund_standing(number) or Standing(number=number, seen=Seen.UNKNOWN, is_refund=True)


def _ask(question: Callable[[], Standing], tally: Tally) -> Iterator[Standing]:
    """The answer, if there is one. Raises GivenUp."""
    try:
        one = question()
    except GatewayUnavailable:
        tally.silent()
    except Exception:
        logger.exception("a payment cannot be compared")
        tally.broke()
    else:
        tally.answered()
        yield one


def _can_be_compared(gateway: object) -> bool:
    return isinstance(gateway, ListsStandings | TellsStanding)


BOOKS = Round(RunKind.BOOKS, _can_be_compared, _about_books)
