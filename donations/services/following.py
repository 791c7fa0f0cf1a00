"""Looking up what a provider's message was about, and acting on what is found through the one door.

A message waits in the inbox from the moment it is acknowledged until it was acted on. A task follows it at once;
whatever that task meets (the provider is silent, the process dies), the sweep finds the message still waiting.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from django.utils import timezone
from django_tasks import task

from donations.gateways.base import (
    Attend,
    ChargesByItself,
    Follows,
    GatewayUnavailable,
    Ignore,
    Instruction,
    Query,
    TellsAgain,
    Told,
)
from donations.gateways.registry import UnknownGateway, offer, offers
from donations.models import ProviderEvent, Sponsorship
from donations.services import account_lines, inbox, payments

logger = logging.getLogger(__name__)
# The task of a message has had its turn by then.
LEFT_AFTER = timedelta(minutes=1)
# By then somebody should know.
ALARM_AFTER = timedelta(hours=2)
AT_ONCE = 500


@task()
def follow_waiting(pk: int) -> None:
    """Put into the queue with the message."""
    follow(pk)


def enqueue(event: ProviderEvent, **_signal: object) -> None:
    """In the transaction that keeps the message: there is no message without its task."""
    follow_waiting.enqueue(event.pk)


def follow(pk: int) -> bool:
    """Look one message up and act on it; whether that was possible. One that was acted on is left alone."""
    event = ProviderEvent.objects.waiting().filter(pk=pk).first()
    if event is None:
        return False
    try:
        gateway = offer(event.gateway).gateway
        if not isinstance(gateway, Follows):
            raise UnknownGateway(event.gateway)
        told = _told(event)
        found = gateway.follow(told)
        found = [*account_lines.unknown(gateway, found), *found]
    except (GatewayUnavailable, UnknownGateway) as error:
        logger.warning("message %s not looked up yet: %s", event.event_id, type(error).__name__)
        return False
    _act(told, found)
    return True


def follow_left() -> int:
    """Every message whose task did not finish: scheduled. Returns how many are done now."""
    now = timezone.now()
    left = ProviderEvent.objects.waiting().filter(received_at__lte=now - LEFT_AFTER).order_by("received_at")
    done = 0
    for event in list(left[:AT_ONCE]):
        try:
            done += follow(event.pk)
        except Exception:
            logger.exception("message %s cannot be followed", event.event_id)
        if event.received_at <= now - ALARM_AFTER:
            _alarm(event)
    return done


def ask_for_missed() -> int:
    """Take in what providers could not deliver: scheduled. Returns how many messages they named."""
    named = 0
    for one in offers().values():
        if isinstance(one.gateway, TellsAgain):
            named += _each(one.code, one.gateway.missed)
    return named


def ask_about_sponsorships() -> int:
    """Ask providers that charge by themselves how the latest periods stand: scheduled. Returns how many they told."""
    told = 0
    for one in offers().values():
        if not isinstance(one.gateway, ChargesByItself):
            continue
        running = Sponsorship.objects.running().filter(gateway=one.code).exclude(charge_token="")
        for token in list(running.values_list("charge_token", flat=True)):
            told += _each(one.code, partial(one.gateway.charges, token))
    return told


def _each(code: str, ask: Callable[[], Iterable[Instruction]]) -> int:
    count = 0
    try:
        for instruction in ask():
            payments.apply(instruction)
            count += 1
    except GatewayUnavailable:
        logger.warning("%s does not answer", code)
    except Exception:
        logger.exception("asking %s failed", code)
    return count


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


def _act(told: Told, found: Iterable[Instruction]) -> None:
    """The last instruction carries the message's number and becomes its row; the others are only made sure of."""
    *before, last = list(found) or [_nothing(told)]
    for instruction in before:
        payments.apply(instruction)
    if isinstance(last, Query):  # nothing has been decided there: a message to come will tell
        last = _nothing(told)
    if last.livemode != told.livemode:
        last = _of_the_other_mode(told, last)
    payments.apply(replace(last, event_id=told.event_id, occurred_at=told.occurred_at))


def _nothing(told: Told) -> Ignore:
    return Ignore(gateway=told.gateway, livemode=told.livemode, reason="nothing to do")


def _of_the_other_mode(told: Told, found: Instruction) -> Attend:
    """Of a test object in a real message or the reverse nothing is acted on, and the message waits no longer."""
    return Attend(
        gateway=told.gateway,
        livemode=told.livemode,
        reference=found.reference,
        reason="it is about an object of the other mode",
    )


def _alarm(event: ProviderEvent) -> None:
    if ProviderEvent.objects.waiting().filter(pk=event.pk).exists():
        inbox.alert(f"unfollowed:{event.gateway}:{event.event_id}", "message cannot be looked up")
