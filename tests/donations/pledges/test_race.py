"""Many at once: one donation a period, one mail, one live order, one credit."""

import pytest

from core.models import OutboxMessage
from donations.models import Donation, LedgerEntry, Payment, Sponsorship
from donations.services import cancellation, pledges
from tests.donations.gateways.local import create, payme_id, perform
from tests.donations.pledges.pledging import begins, latest, on, pledged, worker
from tests.donations.test_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_workers_ask_once():
    pledge = pledged()
    with on("2027-02-28"):
        assert sum(at_once(8, lambda _index: pledges.ask_for_what_is_due())) == 1
    assert pledge.donations.count() == 2
    assert OutboxMessage.objects.filter(key__startswith="pledge:").count() == 1


def test_eight_workers_remind_once():
    pledged()
    worker("2027-02-28")
    with on("2027-03-03"):
        assert sum(at_once(8, lambda _index: pledges.remind())) == 1


def test_eight_workers_count_an_unpaid_period_once():
    pledge = pledged()
    worker("2027-02-28")
    with on("2027-03-31"):
        at_once(8, lambda _index: pledges.ask_for_what_is_due())
    assert Sponsorship.objects.get(pk=pledge.pk).failures == 1


def test_eight_choices_at_once_leave_one_order_that_can_be_paid():
    pledge = pledged()
    worker("2027-02-28")
    donation = latest(pledge)
    with on("2027-03-01"):
        at_once(8, lambda index: begins(donation, ("payme", "click")[index % 2]))
    assert donation.payments.open().count() == 1


def test_paying_at_payme_and_choosing_click_at_once_is_one_gift():
    pledge = pledged()
    worker("2027-02-28")
    donation = latest(pledge)
    with on("2027-03-01"):
        first = begins(donation, "payme")
        number = payme_id()

        def step(index: int) -> object:
            if index % 2:
                return begins(donation, "click")
            answer = create(first, number)
            return perform(number) if "result" in answer else answer

        at_once(6, step)
    credited = Payment.objects.filter(donation=donation).credited().count()
    assert credited + donation.payments.open().count() == 1
    assert LedgerEntry.objects.filter(donation=donation).count() == 2 * credited


def test_paying_while_the_next_is_made_out_and_while_it_is_cancelled_deadlocks_nobody():
    pledge = pledged()
    worker("2027-02-28")
    donation = latest(pledge)
    with on("2027-03-31"):
        first, number = begins(donation, "payme"), payme_id()
        create(first, number)
        answers = at_once(
            4,
            lambda index: (
                lambda: perform(number),
                pledges.ask_for_what_is_due,
                pledges.ask_for_what_is_due,
                lambda: cancellation.cancel(pledge),
            )[index](),
        )
    donation.refresh_from_db()
    taken = "result" in answers[0]
    # It may come when the pledge has just been cancelled.
    owed = donation.payments.exclude(refund_due="").exists()
    assert (donation.state == "paid") == (taken and not owed)
    assert LedgerEntry.objects.filter(donation=donation).count() == 2 * taken
    assert Donation.objects.filter(sponsorship=pledge).count() in (2, 3)
