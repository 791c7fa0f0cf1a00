"""Looking up what a provider's message was about, and acting on what is found through the one door.

A message waits in the inbox from the moment it is acknowledged until it was acted on: the inbox is the queue. A
worker takes the one that has waited longest, and whatever it meets (the provider is silent, the process dies), the
message comes up again.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from donations.gateways.instructions import Attend, Ignore, Instruction, Query, Settle, Told
from donations.gateways.outcomes import Outcome, Verdict
from donations.gateways.protocols import (
    ChangesCourse,
    ChargesByItself,
    Follows,
    ReportsStatus,
    TellsAgain,
    TellsStanding,
)
from donations.gateways.registry import GatewayOffer, UnknownGateway, offer
from donations.gateways.requests import GatewayUnavailable
from donations.models import EventState, Payment, PaymentState, ProviderEvent, RunKind, Sponsorship
from donations.services import account_lines, inbox, payments
from donations.services.reconciliation import status_of
from donations.services.runs import Round, Tally
from donations.services.transitions import move

logger = logging.getLogger(__name__)
# A message that a worker has taken comes up again then, unless it was acted on.
AGAIN_AFTER = timedelta(minutes=2)
# By then somebody should know.
ALARM_AFTER = timedelta(hours=2)


def follow_next() -> bool:
    """Take the message that has been due longest and follow it; False when none is due. Any number may do so."""
    now = timezone.now()
    event = ProviderEvent.objects.due(now).first()
    if event is None:
        return False
    if ProviderEvent.objects.due(now).filter(pk=event.pk).update(due_at=now + AGAIN_AFTER):
        _follow_guarded(event)
    return True


def _follow_guarded(event: ProviderEvent) -> None:
    """One message that cannot be followed does not keep the others from their turn."""
    try:
        follow(event.pk)
    except Exception:
        logger.exception("message %s cannot be followed", event.event_id)
    if event.received_at <= timezone.now() - ALARM_AFTER:
        _alarm(event)


def follow(pk: int) -> bool:
    """Look one message up and act on it; whether that was possible. One that was acted on is left alone."""
    event = ProviderEvent.objects.waiting().select_related("payment").filter(pk=pk).first()
    if event is None:
        return False
    try:
        found = _look_up(event)
    except (GatewayUnavailable, UnknownGateway) as error:
        logger.warning("message %s not looked up yet: %s", event.event_id, type(error).__name__)
        return False
    _act(event, found)
    return True


def can_look_up(event: ProviderEvent) -> bool:
    """Whether the provider can be asked, of its own records, what a message was about."""
    try:
        gateway = offer(event.gateway).gateway
    except UnknownGateway:
        return False
    if isinstance(gateway, Follows):
        return "subject" in event.payload
    return isinstance(gateway, ReportsStatus) and isinstance(gateway, TellsStanding) and bool(meant(event))


def meant(event: ProviderEvent) -> Payment | None:
    """The payment that a message is about, as far as it is known by now."""
    if event.payment is not None:
        return event.payment
    of_gateway = Payment.objects.filter(gateway=event.gateway, livemode=event.livemode)
    by_ours = of_gateway.filter(reference=event.named).first() if event.named else None
    if by_ours is not None or not event.provider_reference:
        return by_ours
    return of_gateway.filter(provider_reference=event.provider_reference).first()


def ask_for_missed() -> int:
    """Take in what providers could not deliver: scheduled. Returns how many messages they named."""
    return sum(run.asked - run.failed for run in MISSED.all())


def ask_about_sponsorships() -> int:
    """Ask providers that charge by themselves how the latest periods stand: scheduled. Returns how many they told."""
    return sum(run.changed for run in SPONSORSHIPS.all())


def _missed(offer: GatewayOffer, tally: Tally) -> None:
    if not isinstance(offer.gateway, TellsAgain):
        raise TypeError(type(offer.gateway).__name__)
    for instruction in offer.gateway.missed():
        outcome = payments.apply(instruction)
        tally.answered(changed=outcome.verdict is Verdict.APPLIED)


def _sponsorships(offer: GatewayOffer, tally: Tally) -> None:
    if not isinstance(offer.gateway, ChargesByItself):
        raise TypeError(type(offer.gateway).__name__)
    running = Sponsorship.objects.running().filter(gateway=offer.code).exclude(charge_token="")
    for token in list(running.values_list("charge_token", flat=True)):
        _charges_of(token, offer.gateway, tally)


def _charges_of(token: str, gateway: ChargesByItself, tally: Tally) -> None:
    try:
        told = [payments.apply(instruction) for instruction in _all_of(token, gateway)]
    except GatewayUnavailable:
        tally.silent()
    except Exception:
        logger.exception("a sponsorship cannot be asked about")
        tally.broke()
    else:
        tally.answered(changed=any(one.verdict is Verdict.APPLIED for one in told))


def _all_of(token: str, gateway: ChargesByItself) -> list[Instruction]:
    """Raises GatewayUnavailable."""
    course = [gateway.course(token)] if isinstance(gateway, ChangesCourse) else []
    return [*gateway.charges(token), *course]


def _look_up(event: ProviderEvent) -> list[Instruction]:
    """Raises GatewayUnavailable, UnknownGateway."""
    gateway = offer(event.gateway).gateway
    if isinstance(gateway, Follows):
        found = gateway.follow(_told(event))
        return [*account_lines.unknown(gateway, found), *found]
    payment = meant(event)
    if payment is None or not isinstance(gateway, ReportsStatus):
        raise UnknownGateway(event.gateway)
    status = status_of(gateway, payment)
    return [] if status is None else [status]


def _told(event: ProviderEvent) -> Told:
    return Told(
        gateway=event.gateway,
        livemode=event.livemode,
        event_id=event.event_id,
        occurred_at=event.occurred_at,
        payload=event.payload,
        kind=event.payload["kind"],
        subject=event.payload["subject"],
    )


def _act(event: ProviderEvent, found: Iterable[Instruction]) -> None:
    """The last instruction carries the message's number and becomes its row; the others are only made sure of."""
    *before, last = list(found) or [_nothing(event)]
    for instruction in before:
        payments.apply(instruction)
    if isinstance(last, Query):  # nothing has been decided there: a message to come will tell
        last = _nothing(event)
    if last.livemode != event.livemode:
        last = _of_the_other_mode(event, last)
    outcome = payments.apply(replace(last, event_id=event.event_id, occurred_at=event.occurred_at))
    _leave_none_waiting(event, last, outcome)


def _nothing(event: ProviderEvent) -> Attend | Ignore:
    """What a person has held against the books stays with people until the provider says something."""
    if event.decided_by_id:
        return Attend(
            gateway=event.gateway,
            livemode=event.livemode,
            reference=event.payment.reference if event.payment else event.named,
            reason="the provider tells nothing new",
        )
    return Ignore(gateway=event.gateway, livemode=event.livemode, reason="nothing to do")


def _of_the_other_mode(event: ProviderEvent, found: Instruction) -> Attend:
    """Of a test object in a real message or the reverse nothing is acted on, and the message waits no longer."""
    return Attend(
        gateway=event.gateway,
        livemode=event.livemode,
        reference=found.reference,
        reason="it is about an object of the other mode",
    )


def _leave_none_waiting(event: ProviderEvent, last: Instruction, outcome: Outcome) -> None:
    """A gateway that keeps records may refuse without a word to the inbox: what it has refused is held again.

    That it was paid, where the books say so, too, is no refusal: nothing differs any more.
    """
    row = ProviderEvent.objects.waiting().filter(pk=event.pk).first()
    if row is None:
        return
    if isinstance(last, Settle) and outcome.state == PaymentState.SUCCEEDED:
        move(row, EventState.REPEATED, reason="payment is succeeded")
    else:
        move(row, EventState.QUARANTINED, reason=f"refused: the payment is {outcome.state or 'unknown'}")


def _alarm(event: ProviderEvent) -> None:
    if ProviderEvent.objects.waiting().filter(pk=event.pk).exists():
        words = format_lazy(_("A message of {gateway} cannot be looked up."), gateway=event.gateway)
        inbox.alert(f"unfollowed:{event.gateway}:{event.event_id}", words)


def _tells_again(gateway: object) -> bool:
    return isinstance(gateway, TellsAgain)


def _charges_by_itself(gateway: object) -> bool:
    return isinstance(gateway, ChargesByItself)


MISSED = Round(RunKind.MISSED, _tells_again, _missed)
SPONSORSHIPS = Round(RunKind.SPONSORSHIPS, _charges_by_itself, _sponsorships)
