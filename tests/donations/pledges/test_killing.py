"""Killing the worker or the server at any commit of a pledge and starting it again loses and doubles nothing."""

import pytest

from core.models import OutboxMessage
from donations.links import thanks_url
from donations.models import Donation, DonationState, LedgerEntry, Sponsorship, SponsorshipState
from donations.services import cancellation, pledges, reconciliation
from tests.donations.killing import killed_at
from tests.donations.pledges.pledging import begins, latest, on, pays, pledged, worker
from tests.donations.test_killing import in_every_way

pytestmark = pytest.mark.django_db(transaction=True)


def work() -> None:
    pledges.ask_for_what_is_due()
    pledges.remind()
    pledges.let_go_of_ended()


def pledge_of(at: int, **changes: str) -> Sponsorship:
    return pledged(email=f"aziza{at}@donors.example", **changes)


def mails(start: str) -> int:
    return OutboxMessage.objects.filter(key__startswith=start).count()


@pytest.mark.parametrize(("gateway", "key"), [("payme", "pledge:{}"), ("bank", "transfer:")])
def test_asking_survives_the_workers_death_at_every_commit(gateway, key):
    def journey(at: int) -> bool:
        pledge = pledge_of(at, gateway=gateway)
        before = mails(key.format(""))
        with on("2027-02-28"):
            died = killed_at(at, work)
            work()
        assert pledge.donations.count() == 2
        assert mails(key.format("")) == before + 1
        return died

    assert in_every_way(journey) >= 1


def test_reminding_survives_death_at_every_commit():
    def journey(at: int) -> bool:
        pledge = pledge_of(at)
        worker("2027-02-28")
        with on("2027-03-03"):
            died = killed_at(at, work)
            work()
        assert mails(f"pledge:{latest(pledge).reference}:") == 1
        return died

    assert in_every_way(journey) >= 1


def test_ending_survives_death_at_every_commit():
    def journey(at: int) -> bool:
        pledge = pledge_of(at)
        for day in ("2027-02-28", "2027-03-31", "2027-04-30"):
            worker(day)
        with on("2027-05-31"):
            died = killed_at(at, work)
            work()
        pledge.refresh_from_db()
        assert (pledge.state, pledge.failures) == (SponsorshipState.UNPAID, 3)
        assert mails(f"pledge-ended:{pledge.reference}") == 1
        assert not pledge.donations.filter(state=DonationState.OPEN).exists()
        return died

    assert in_every_way(journey) >= 1


def test_choosing_another_way_and_paying_survive_death_at_every_commit(client):
    def journey(at: int) -> bool:
        pledge = pledge_of(at)
        worker("2027-02-28")
        donation = latest(pledge)

        def give() -> None:
            client.post(thanks_url(donation), {"gateway": "click"})
            payment = donation.payments.get(gateway="click", state="redirected")
            pays(payment)

        with on("2027-03-01"):
            begins(donation, "payme")
            died = killed_at(at, give)
            if not donation.payments.filter(state="succeeded").exists():
                reconciliation.reconcile()
                client.post(thanks_url(donation), {"gateway": "click"})
                left = donation.payments.last()
                if left.state == "redirected":
                    pays(left)
        donation.refresh_from_db()
        paid = donation.payments.filter(state="succeeded").count()
        assert donation.payments.open().count() + paid == 1
        assert LedgerEntry.objects.filter(donation=donation).count() == 2 * paid
        assert mails("receipt:") == Donation.objects.filter(state=DonationState.PAID).count()
        return died

    assert in_every_way(journey) >= 3


def test_cancelling_survives_death_at_every_commit():
    def journey(at: int) -> bool:
        pledge = pledge_of(at)
        worker("2027-02-28")
        with on("2027-03-01"):
            died = killed_at(at, lambda: (cancellation.cancel(pledge), work()))
            cancellation.cancel(pledge)
            work()
        pledge.refresh_from_db()
        assert pledge.state == SponsorshipState.CANCELLED
        assert latest(pledge).state == DonationState.LAPSED
        assert mails(f"cancelled:{pledge.reference}") == 1
        return died

    assert in_every_way(journey) >= 2
