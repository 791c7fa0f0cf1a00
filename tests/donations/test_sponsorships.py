"""A sponsorship's year: due days, failures, second tries, the end; time is moved, nobody waits."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from core.models import OutboxMessage
from donations.gateways.requests import GatewayUnavailable
from donations.gateways.sandbox import delivery
from donations.gateways.sandbox.gateway import SandboxGateway
from donations.gateways.sandbox.models import Choice, SandboxPayment, SandboxToken
from donations.links import thanks_url
from donations.models import (
    Donation,
    DonationState,
    Donor,
    LedgerEntry,
    Payment,
    PaymentState,
    RefundDue,
    Sponsorship,
    SponsorshipState,
)
from donations.services import cancellation, checkout, leave, payments, renewals, settlement, sponsorships
from tests.factories.donations import begun, paid, release, settle, som, sponsoring
from tests.factories.stripe import queued

pytestmark = pytest.mark.django_db
START = "2027-01-31T09:00:00+05:00"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def at(clock, text: str) -> int:
    """Go to a day (Tashkent), charge what is due, let the provider report; returns how many were charged."""
    clock.move_to(datetime.fromisoformat(f"{text}T10:00:00+05:00"))
    charged = renewals.charge_due()
    delivery.deliver_due()
    return charged


def fresh(sponsorship: Sponsorship) -> Sponsorship:
    return Sponsorship.objects.get(pk=sponsorship.pk)


def subjects() -> list[str]:
    return [key.split(":")[0] for key in OutboxMessage.objects.order_by("pk").values_list("key", flat=True)]


def test_the_first_payment_starts_it():
    sponsorship = sponsoring()
    assert (sponsorship.state, sponsorship.started_on) == (SponsorshipState.ACTIVE, date(2027, 1, 31))
    assert sponsorship.next_charge_on == date(2027, 2, 28)


def test_nothing_starts_before_the_first_payment():
    begun(designation="tashkent", frequency="month")
    assert Sponsorship.objects.get().state == SponsorshipState.INCOMPLETE


def test_nothing_is_charged_before_its_day(clock):
    sponsoring()
    assert at(clock, "2027-02-27") == 0


def test_the_days_of_a_year_stay_the_last_of_the_month(clock):
    sponsorship = sponsoring()
    days = ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30"]
    assert [at(clock, day) for day in days] == [1] * 5
    periods = sponsorship.donations.filter(state=DonationState.PAID).order_by("period")
    assert [str(p) for p in periods.values_list("period", flat=True)] == ["2027-01-31", *days]


def test_running_the_job_again_charges_nothing_twice(clock):
    sponsoring()
    assert [at(clock, "2027-02-28") for _ in range(3)] == [1, 0, 0]
    assert LedgerEntry.objects.given_to(Donation.objects.first().designation) == [som(200_000)]


def test_each_charge_is_thanked_for_once(clock):
    sponsoring()
    at(clock, "2027-02-28")
    assert subjects() == ["receipt", "receipt"]


def test_a_job_that_slept_charges_the_latest_period_only(clock):
    sponsorship = sponsoring()
    assert at(clock, "2027-05-10") == 1
    assert fresh(sponsorship).next_charge_on == date(2027, 5, 31)
    assert sponsorship.donations.latest("period").period == date(2027, 4, 30)


def test_a_yearly_gift_comes_in_a_year(clock):
    sponsorship = sponsoring(frequency="year")
    assert sponsorship.next_charge_on == date(2028, 1, 31)
    assert at(clock, "2027-12-31") == 0
    assert at(clock, "2028-01-31") == 1


def test_a_failed_charge_is_told_and_tried_again(clock):
    sponsorship = sponsoring(Choice.DECLINES_LATER)
    at(clock, "2027-02-28")
    row = fresh(sponsorship)
    assert (row.state, row.failures) == (SponsorshipState.PAST_DUE, 1)
    assert timezone.localdate(row.retry_at) == date(2027, 3, 1)
    assert subjects() == ["receipt", "charge-failed"]


def test_it_ends_after_the_last_try(clock):
    sponsorship = sponsoring(Choice.DECLINES_LATER)
    for day in ("2027-02-28", "2027-03-01", "2027-03-04", "2027-03-11"):
        assert at(clock, day) == 1
    assert fresh(sponsorship).state == SponsorshipState.UNPAID
    assert at(clock, "2027-04-30") == 0
    assert subjects() == ["receipt", *["charge-failed"] * 4]


def test_tries_belong_to_one_donation(clock):
    sponsoring(Choice.DECLINES_LATER)
    for day in ("2027-02-28", "2027-03-01"):
        at(clock, day)
    assert Donation.objects.latest("period").payments.count() == 2


def test_a_try_that_succeeds_heals_it(clock):
    sponsorship = sponsoring(Choice.DECLINES_LATER)
    at(clock, "2027-02-28")
    SandboxToken.objects.update(declines=False)
    at(clock, "2027-03-01")
    row = fresh(sponsorship)
    assert (row.state, row.failures, row.retry_at) == (SponsorshipState.ACTIVE, 0, None)
    assert row.next_charge_on == date(2027, 3, 31)


def test_paying_a_failed_period_by_hand_heals_it_with_the_new_card(clock):
    sponsorship = sponsoring(Choice.DECLINES_LATER)
    at(clock, "2027-02-28")
    donation = Donation.objects.latest("period")
    checkout.carry_on(donation)
    payments.apply(settle(donation.payments.last(), charge_token="tok_new"))
    row = fresh(sponsorship)
    assert (row.state, row.charge_token) == (SponsorshipState.ACTIVE, "tok_new")


def test_no_try_is_made_while_the_donor_pays_by_hand(clock):
    sponsoring(Choice.DECLINES_LATER)
    at(clock, "2027-02-28")
    checkout.carry_on(Donation.objects.latest("period"))
    assert at(clock, "2027-03-01") == 0


def test_a_card_that_is_declined_by_hand_is_no_try_of_ours(clock):
    sponsorship = sponsoring(Choice.DECLINES_LATER)
    at(clock, "2027-02-28")
    before = fresh(sponsorship)
    donation = Donation.objects.latest("period")
    checkout.carry_on(donation)
    payments.apply(release(donation.payments.last()))
    now = fresh(sponsorship)
    assert (now.failures, now.retry_at) == (before.failures, before.retry_at)


def test_a_try_that_fails_after_an_earlier_one_came_through_all_the_same_is_no_failure(clock):
    sponsorship = sponsoring(Choice.DECLINES_LATER)
    at(clock, "2027-02-28")
    clock.move_to(datetime.fromisoformat("2027-03-01T10:00:00+05:00"))
    renewals.charge_due()
    earlier, again = Payment.objects.filter(off_session=True).order_by("pk")
    payments.apply(settle(earlier))
    payments.apply(release(again))
    assert (fresh(sponsorship).state, fresh(sponsorship).failures) == (SponsorshipState.ACTIVE, 0)


def test_the_mail_of_a_failure_leads_to_paying_by_hand(clock, client):
    sponsoring(Choice.DECLINES_LATER)
    at(clock, "2027-02-28")
    mail = OutboxMessage.objects.get(key__startswith="charge-failed")
    path = thanks_url(Donation.objects.latest("period"))
    assert path in mail.text
    assert b"Try again" in client.get(path).content


def test_a_failed_first_payment_sends_no_dunning():
    payment = begun(designation="tashkent", frequency="month")
    payments.apply(release(payment))
    assert Sponsorship.objects.get().state == SponsorshipState.INCOMPLETE
    assert subjects() == []


def test_a_second_first_payment_starts_it_once():
    payment = begun(designation="tashkent", frequency="month")
    payments.apply(release(payment))
    checkout.carry_on(payment.donation)
    payments.apply(settle(Payment.objects.latest("pk"), charge_token="tok_1"))
    assert Sponsorship.objects.get().state == SponsorshipState.ACTIVE


def test_what_was_not_paid_before_it_was_cancelled_cannot_be_paid_any_more():
    """Its money would have to go back."""
    payment = begun(designation="tashkent", frequency="month")
    payments.apply(release(payment))
    cancellation.cancel(Sponsorship.objects.get())
    assert checkout.carry_on(Donation.objects.get()) == thanks_url(payment.donation)
    assert Payment.objects.get() == payment


def test_a_provider_that_does_not_answer_is_asked_again_under_the_same_number(clock, monkeypatch):
    sponsoring()

    def silent(self, request):
        raise GatewayUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(SandboxGateway, "charge", silent)
        assert at(clock, "2027-02-28") == 0
    clock.shift(timedelta(minutes=5))
    assert renewals.charge_due() == 1
    delivery.deliver_due()
    assert Payment.objects.filter(off_session=True).count() == 1
    assert Donation.objects.latest("period").state == DonationState.PAID


def test_one_that_fails_badly_does_not_keep_the_others_from_their_turn(clock, monkeypatch):
    sponsoring()
    sponsoring(email="botir@donors.example")
    real, seen = SandboxGateway.charge, []

    def first_one_breaks(self, request):
        seen.append(request.reference)
        if len(seen) == 1:
            raise RuntimeError
        return real(self, request)

    monkeypatch.setattr(SandboxGateway, "charge", first_one_breaks)
    assert at(clock, "2027-02-28") == 1


def test_a_sponsorship_made_with_play_money_is_not_charged_for_real(clock, settings):
    sponsoring()
    settings.PAYMENTS_LIVE = True
    assert at(clock, "2027-02-28") == 0


# --- Cancelling ---------------------------------------------------------------------------------


def test_a_cancelled_one_is_never_charged(clock):
    sponsorship = sponsoring()
    assert cancellation.cancel(sponsorship)
    assert at(clock, "2027-02-28") == 0
    assert subjects() == ["receipt", "cancelled"]


def test_cancelling_twice_says_so_once():
    sponsorship = sponsoring()
    assert [cancellation.cancel(sponsorship) for _ in range(2)] == [True, False]
    assert subjects().count("cancelled") == 1


def test_cancelling_lets_the_provider_forget_the_card():
    cancellation.cancel(sponsoring())
    assert SandboxToken.objects.get().revoked_at is not None


def test_a_card_that_could_not_be_forgotten_at_once_is_forgotten_later(monkeypatch):
    def silent(self, token):
        raise GatewayUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(SandboxGateway, "revoke", silent)
        cancellation.cancel(sponsoring())
    assert cancellation.revoke_cards() == 1
    assert SandboxToken.objects.get().revoked_at is not None
    assert cancellation.revoke_cards() == 0


def test_a_card_whose_forgetting_breaks_keeps_no_other_from_it(monkeypatch):
    forget, broken = SandboxGateway.revoke, sponsoring()
    others = [sponsoring(email=f"{letter}@donors.example") for letter in "ab"]

    def breaking(self, token):
        if token == broken.charge_token:
            raise ValueError("unheard of")
        forget(self, token)

    monkeypatch.setattr(SandboxGateway, "revoke", lambda self, token: 1 / 0)
    assert all(cancellation.cancel(one) for one in (others[0], broken, others[1]))
    monkeypatch.setattr(SandboxGateway, "revoke", breaking)
    cancellation.revoke_cards()
    left = Sponsorship.objects.filter(token_revoked_at=None)
    assert [one.pk for one in left] == [broken.pk]


def test_cancelling_between_making_out_and_sending_charges_nothing(clock, monkeypatch):
    sponsorship = sponsoring()
    claim = renewals._claim

    def cancelled_meanwhile(reference):
        cancellation.cancel(sponsorship)
        return claim(reference)

    monkeypatch.setattr(renewals, "_claim", cancelled_meanwhile)
    assert at(clock, "2027-02-28") == 0
    assert Payment.objects.get(off_session=True).state == PaymentState.CANCELLED
    assert SandboxPayment.objects.count() == 1


def test_cancelling_between_the_last_look_and_the_charge_moves_no_money(clock, monkeypatch):
    sponsorship = sponsoring()
    real = SandboxGateway.charge

    def cancelled_meanwhile(self, request):
        cancellation.cancel(sponsorship)
        return real(self, request)

    monkeypatch.setattr(SandboxGateway, "charge", cancelled_meanwhile)
    at(clock, "2027-02-28")
    assert Payment.objects.get(off_session=True).state == PaymentState.FAILED
    assert subjects() == ["receipt", "cancelled"]


def test_money_that_comes_after_cancelling_is_recorded_owed_and_not_thanked_for(clock):
    sponsorship = sponsoring()
    clock.move_to(datetime.fromisoformat("2027-02-28T10:00:00+05:00"))
    renewals.charge_due()
    cancellation.cancel(sponsorship)
    delivery.deliver_due()
    charged = Payment.objects.get(off_session=True)
    assert (charged.state, charged.refund_due) == (PaymentState.SUCCEEDED, RefundDue.AFTER_CANCEL)
    assert LedgerEntry.objects.given_to(sponsorship.designation) == [som(100_000)]
    assert subjects() == ["receipt", "cancelled"]


def test_a_first_payment_that_comes_after_cancelling_is_given_back_and_its_page_says_so(client):
    payment = begun(designation="tashkent", frequency="month")
    cancellation.cancel(payment.donation.sponsorship)
    payments.apply(settle(payment))
    assert Donation.objects.get().state == DonationState.LAPSED
    assert b"We will give this payment back" in client.get(thanks_url(payment.donation)).content


def test_of_money_that_has_to_go_back_nothing_is_noted_of_the_donor():
    payment = begun(designation="tashkent", frequency="month", country="KZ")
    cancellation.cancel(payment.donation.sponsorship)
    payments.apply(settle(payment))
    assert Donor.objects.get().country == ""


def test_cancelled_while_the_first_payment_is_being_booked_nobody_keeps_the_leave_to_charge(monkeypatch):
    payment = begun(designation="tashkent", frequency="month")
    book, given_back = settlement.ledger.book_capture, []

    def book_meanwhile(*args: object, **how: object) -> None:
        cancellation.cancel(payment.donation.sponsorship)
        book(*args, **how)

    monkeypatch.setattr(settlement.ledger, "book_capture", book_meanwhile)
    monkeypatch.setattr(SandboxGateway, "revoke", lambda _gateway, token: given_back.append(token))
    payments.apply(replace(settle(payment), charge_token="tok_1"))
    assert Sponsorship.objects.get().state == SponsorshipState.CANCELLED
    (task,) = queued("give_back")
    leave.give_back.func(*task.args_kwargs["args"])
    assert given_back == ["tok_1"]


def test_what_comes_twice_by_the_leave_that_is_in_use_takes_that_from_nobody():
    first = begun(designation="tashkent", frequency="month")
    payments.apply(release(first))
    checkout.carry_on(first.donation)
    for payment in Payment.objects.order_by("pk"):
        payments.apply(settle(payment, charge_token="tok_1"))
    assert Payment.objects.latest("pk").refund_due == RefundDue.DUPLICATE
    assert queued("give_back") == []


def test_late_news_of_a_period_does_not_turn_the_calendar_back():
    sponsorship = sponsoring()
    for day in (date(2027, 4, 30), date(2027, 3, 31)):
        sponsorships.renewed(sponsorship.pk, day)
    assert fresh(sponsorship).next_charge_on == date(2027, 4, 30)


def test_an_incomplete_one_can_be_cancelled_without_a_mail():
    payment = begun(designation="tashkent", frequency="month")
    assert cancellation.cancel(payment.donation.sponsorship)
    assert subjects() == []


def test_a_single_gift_is_no_sponsorship():
    assert paid().sponsorship is None


def test_a_stayed_unnamed_sponsor_stays_unnamed_each_month(clock):
    sponsoring(is_anonymous=True)
    at(clock, "2027-02-28")
    assert set(Donation.objects.values_list("is_anonymous", flat=True)) == {True}
