"""A press or a worker dies at any commit of a pause, an end or its taking back: what Stripe did is known in the end."""

import pytest

from core.models import OutboxMessage
from donations.models import Sponsorship, SponsorshipState
from donations.services import cancellation, choices, payments
from tests.donations.killing import Killed, killed_at
from tests.donations.test_killing import in_every_way
from tests.factories.stripe import follow_left, sponsoring, told, work

pytestmark = pytest.mark.django_db(transaction=True)
State = SponsorshipState


def fresh(sponsorship: Sponsorship) -> Sponsorship:
    return Sponsorship.objects.get(pk=sponsorship.pk)


def mails(sponsorship: Sponsorship, kind: str) -> int:
    found = OutboxMessage.objects.filter(to=sponsorship.donor.email, key__startswith=f"{kind}:")
    return found.count()


def ending(stripe, at: int) -> Sponsorship:
    sponsorship = sponsoring(stripe, email=f"e{at}@donors.example")
    stripe.cancel_at_period_end(sponsorship.charge_token)
    told(stripe)
    return fresh(sponsorship)


@pytest.mark.parametrize("presses_again", [False, True])
def test_a_pause_survives_the_presses_death_at_every_commit(stripe, presses_again):
    def journey(at: int) -> bool:
        sponsorship = sponsoring(stripe, email=f"d{at}@donors.example")
        died = killed_at(at, lambda: choices.pause(sponsorship, 1))
        if presses_again and fresh(sponsorship).state == State.ACTIVE:
            choices.pause(fresh(sponsorship), 1)
        told(stripe)
        row = fresh(sponsorship)
        assert row.state == State.PAUSED
        assert row.paused_until is not None
        assert stripe.rows[row.charge_token]["pause_collection"] is not None
        assert mails(row, "paused") == 1
        return died

    assert in_every_way(journey) >= 1


def test_a_pause_that_we_died_over_before_we_wrote_it_down_is_told(stripe, monkeypatch):
    sponsorship = sponsoring(stripe)

    def dies(_instruction: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(payments, "apply", dies)
        with pytest.raises(Killed):
            choices.pause(sponsorship, 1)
    assert fresh(sponsorship).state == State.ACTIVE
    told(stripe)
    assert fresh(sponsorship).state == State.PAUSED
    assert mails(sponsorship, "paused") == 1


def test_going_on_survives_the_presses_death_at_every_commit(stripe):
    def journey(at: int) -> bool:
        sponsorship = sponsoring(stripe, email=f"d{at}@donors.example")
        choices.pause(sponsorship, 1)
        told(stripe)
        died = killed_at(at, lambda: choices.resume(fresh(sponsorship)))
        told(stripe)
        row = fresh(sponsorship)
        assert (row.state, row.paused_until) == (State.ACTIVE, None)
        return died

    assert in_every_way(journey) >= 1


def test_keeping_survives_the_presses_death_at_every_commit(stripe):
    def journey(at: int) -> bool:
        sponsorship = ending(stripe, at)
        died = killed_at(at, lambda: choices.keep(sponsorship))
        told(stripe)
        row = fresh(sponsorship)
        assert (row.state, row.ends_on) == (State.ACTIVE, None)
        assert stripe.rows[row.charge_token]["cancel_at_period_end"] is False
        return died

    assert in_every_way(journey) >= 1


def test_a_scheduled_end_survives_the_workers_death_at_every_commit(stripe):
    def journey(at: int) -> bool:
        sponsorship = sponsoring(stripe, email=f"d{at}@donors.example")
        stripe.cancel_at_period_end(sponsorship.charge_token)
        stripe.deliver()
        died = killed_at(at, work)
        follow_left()
        work()
        assert fresh(sponsorship).state == State.CANCEL_SCHEDULED
        assert mails(sponsorship, "ends") == 1
        return died

    assert in_every_way(journey) >= 1


def test_an_end_at_once_of_one_that_is_paused_survives_the_presses_death_at_every_commit(stripe):
    def journey(at: int) -> bool:
        sponsorship = sponsoring(stripe, email=f"d{at}@donors.example")
        choices.pause(sponsorship, 1)
        told(stripe)
        died = killed_at(at, lambda: cancellation.cancel(fresh(sponsorship)))
        if fresh(sponsorship).state != State.CANCELLED:
            cancellation.cancel(fresh(sponsorship))
        cancellation.revoke_cards()
        told(stripe)
        row = fresh(sponsorship)
        assert row.state == State.CANCELLED
        assert stripe.rows[row.charge_token]["status"] == "canceled"
        assert mails(row, "cancelled") == 1
        return died

    assert in_every_way(journey) >= 1
