"""Presses, messages and the clock at once: what Stripe decided stands here too, and is said once."""

from collections.abc import Callable

import pytest

from core.models import AuditEntry, OutboxMessage
from donations.gateways.requests import GatewayUnavailable
from donations.models import ProviderEvent, Sponsorship, SponsorshipState
from donations.services import cancellation, choices, following
from tests.donations.test_race import at_once
from tests.factories.stripe import sponsoring, told

pytestmark = pytest.mark.django_db(transaction=True)
State = SponsorshipState


@pytest.fixture
def sponsorship(stripe) -> Sponsorship:
    return sponsoring(stripe)


def fresh(sponsorship: Sponsorship) -> Sponsorship:
    return Sponsorship.objects.get(pk=sponsorship.pk)


def mails(kind: str) -> int:
    return OutboxMessage.objects.filter(key__startswith=f"{kind}:").count()


def waiting(stripe) -> list[int]:
    stripe.deliver()
    return list(ProviderEvent.objects.waiting().order_by("pk").values_list("pk", flat=True))


def press(act: Callable[[Sponsorship], None], sponsorship: Sponsorship) -> str:
    """What somebody sees: done, too late, or that the provider does not answer."""
    try:
        act(fresh(sponsorship))
    except choices.NotNow:
        return "not now"
    except GatewayUnavailable:
        return "unavailable"
    return "done"


def pause(sponsorship: Sponsorship) -> None:
    choices.pause(sponsorship, 1)


def test_eight_presses_of_pause_are_one_pause(stripe, sponsorship):
    at_once(8, lambda _index: press(pause, sponsorship))
    told(stripe)
    assert fresh(sponsorship).state == State.PAUSED
    assert mails("paused") == 1
    assert AuditEntry.objects.filter(action="sponsorship.paused").count() == 1


def test_a_press_and_eight_workers_that_are_told_of_it_say_it_once(stripe, sponsorship):
    stripe.pause(sponsorship.charge_token)
    pks = waiting(stripe) * 7
    at_once(
        8, lambda index: press(pause, sponsorship) if index == 0 else following.follow(pks[index % len(pks)])
    )
    told(stripe)
    assert fresh(sponsorship).state == State.PAUSED
    assert mails("paused") <= 2  # a press and a pause of Stripe's dashboard may be two, to two days
    assert AuditEntry.objects.filter(action="sponsorship.paused").count() == 1


def test_pause_and_go_on_at_once_end_where_stripe_ended(stripe, sponsorship):
    pause(sponsorship)
    acts = [choices.resume, pause] * 4
    at_once(8, lambda index: press(acts[index], sponsorship))
    told(stripe)
    is_paused = stripe.rows[sponsorship.charge_token]["pause_collection"] is not None
    assert fresh(sponsorship).state == (State.PAUSED if is_paused else State.ACTIVE)


def test_whatever_is_pressed_at_once_with_the_end_it_ends(stripe, sponsorship):
    acts = [pause, cancellation.cancel, choices.resume, pause]
    at_once(4, lambda index: press(acts[index], sponsorship))
    cancellation.revoke_cards()
    told(stripe)
    assert fresh(sponsorship).state == State.CANCELLED
    assert stripe.rows[sponsorship.charge_token]["status"] == "canceled"
    assert mails("cancelled") == 1
    assert not ProviderEvent.objects.quarantined().exists()


def test_kept_by_a_press_while_workers_are_told_of_the_end(stripe, sponsorship):
    stripe.cancel_at_period_end(sponsorship.charge_token)
    told(stripe)
    stripe.tell("customer.subscription.updated", stripe.rows[sponsorship.charge_token])
    pks = waiting(stripe)
    at_once(6, lambda index: press(choices.keep, sponsorship) if index % 2 else following.follow(pks[0]))
    told(stripe)
    assert fresh(sponsorship).state == State.ACTIVE
    assert stripe.rows[sponsorship.charge_token]["cancel_at_period_end"] is False
    assert mails("ends") == 1


def test_eight_workers_are_told_of_one_scheduled_end(stripe, sponsorship):
    stripe.cancel_at_period_end(sponsorship.charge_token)
    pks = waiting(stripe)
    at_once(8, lambda _index: following.follow(pks[0]))
    assert fresh(sponsorship).state == State.CANCEL_SCHEDULED
    assert mails("ends") == 1
