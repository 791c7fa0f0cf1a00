"""A subscription that is to end with its period, or is paused: what we know, show, and do about it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.services import attach_proven
from core.models import OutboxMessage
from core.money import Money
from donations import support
from donations.gateways.registry import offer
from donations.links import cancel_url, sponsorship_token
from donations.models import Donation, LedgerEntry, Payment, ProviderEvent, Sponsorship, SponsorshipState
from donations.services import cancellation, choices, following, payments
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.donations import sponsoring as sponsoring_in_the_sandbox
from tests.factories.stripe import monthly, sponsoring, told, work

pytestmark = pytest.mark.django_db
State = SponsorshipState


@pytest.fixture
def sponsorship(stripe) -> Sponsorship:
    return sponsoring(stripe)


def fresh(sponsorship: Sponsorship) -> Sponsorship:
    return Sponsorship.objects.select_related("designation").get(pk=sponsorship.pk)


def mails() -> list[str]:
    return [key.split(":")[0] for key in OutboxMessage.objects.order_by("pk").values_list("key", flat=True)]


def period_end(stripe, sponsorship):
    at = stripe.rows[sponsorship.charge_token]["items"]["data"][0]["current_period_end"]
    return timezone.localdate(datetime.fromtimestamp(at, UTC))


def page(sponsorship: Sponsorship) -> str:
    return re.sub(r"^https?://[^/]+", "", cancel_url(sponsorship))


def press(client, sponsorship: Sponsorship, action: str, **data):
    return client.post(f"/en/sponsorship/{action}/{sponsorship_token(sponsorship)}/", data)


def ending(stripe, sponsorship: Sponsorship) -> Sponsorship:
    stripe.cancel_at_period_end(sponsorship.charge_token)
    told(stripe)
    return fresh(sponsorship)


# --- To end with the period ---


def test_an_end_in_the_portal_is_scheduled_here_and_confirmed(stripe, sponsorship):
    row = ending(stripe, sponsorship)
    assert (row.state, row.ends_on) == (State.CANCEL_SCHEDULED, period_end(stripe, row))
    assert mails() == ["receipt", "ends"]
    stripe.tell("customer.subscription.updated", stripe.rows[row.charge_token])
    told(stripe)
    assert mails() == ["receipt", "ends"]


def test_it_ends_when_the_period_does(stripe, sponsorship):
    row = ending(stripe, sponsorship)
    stripe.cancel(row.charge_token)
    told(stripe)
    assert fresh(row).state == State.CANCELLED
    assert mails() == ["receipt", "ends", "cancelled"]


def test_its_giver_takes_it_back_in_the_portal(stripe, sponsorship):
    row = ending(stripe, sponsorship)
    stripe.cancel_at_period_end(row.charge_token, False)
    told(stripe)
    row = fresh(row)
    assert (row.state, row.ends_on) == (State.ACTIVE, None)
    stripe.renew(row.charge_token)
    told(stripe)
    assert Donation.objects.count() == 2


def test_or_with_our_button(stripe, sponsorship, client):
    row = ending(stripe, sponsorship)
    assert press(client, row, "keep").status_code == 302
    assert fresh(row).state == State.ACTIVE
    assert stripe.rows[row.charge_token]["cancel_at_period_end"] is False
    told(stripe)
    assert fresh(row).state == State.ACTIVE


def test_a_day_that_was_set_in_the_dashboard_counts_as_well_and_is_taken_back(stripe, sponsorship, client):
    subscription = stripe.rows[sponsorship.charge_token]
    subscription["cancel_at"] = int((timezone.now() + timedelta(days=100)).timestamp())
    stripe.tell("customer.subscription.updated", subscription)
    told(stripe)
    assert fresh(sponsorship).ends_on == timezone.localdate() + timedelta(days=100)
    press(client, sponsorship, "keep")
    assert (fresh(sponsorship).state, subscription["cancel_at"]) == (State.ACTIVE, None)


def test_the_last_period_is_charged_as_ever(stripe, sponsorship):
    """Its message comes after that of the scheduled end, and even of the end itself."""
    stripe.renew(sponsorship.charge_token)
    stripe.cancel_at_period_end(sponsorship.charge_token)
    stripe.deliver(*stripe.events("customer.subscription.updated"))
    work()
    assert fresh(sponsorship).state == State.CANCEL_SCHEDULED
    assert LedgerEntry.objects.given_to(sponsorship.designation) == [Money(5000, "USD")]
    stripe.cancel(sponsorship.charge_token)
    told(stripe)
    assert not Payment.objects.exclude(refund_due="").exists()
    assert not ProviderEvent.objects.quarantined().exists()


def test_told_before_the_first_payment_it_is_known_all_the_same(stripe):
    payment = monthly()
    stripe.pay(payment.provider_reference)
    stripe.cancel_at_period_end(stripe.all("subscription")[0]["id"])
    stripe.deliver(*stripe.events("customer.subscription.updated"))
    work()
    told(stripe)
    assert Sponsorship.objects.get().state == State.CANCEL_SCHEDULED


def test_an_unpaid_period_of_one_that_ends_is_no_failure_of_its_giver(stripe, sponsorship):
    stripe.renew(sponsorship.charge_token, "failed")
    told(stripe)
    row = ending(stripe, sponsorship)
    assert row.state == State.CANCEL_SCHEDULED
    stripe.refuse(stripe.all("invoice")[0]["id"], last=True)
    told(stripe)
    assert fresh(row).state == State.CANCELLED


def test_taken_back_after_a_failure_it_is_past_due_until_that_is_paid(stripe, sponsorship):
    invoice = stripe.renew(sponsorship.charge_token, "failed")
    told(stripe)
    row = ending(stripe, sponsorship)
    stripe.cancel_at_period_end(row.charge_token, False)
    told(stripe)
    assert fresh(row).state == State.PAST_DUE
    stripe.cancel_at_period_end(row.charge_token)
    told(stripe)
    stripe.settle(invoice["id"])
    told(stripe)
    stripe.cancel_at_period_end(row.charge_token, False)
    told(stripe)
    assert (fresh(row).state, fresh(row).failures) == (State.ACTIVE, 0)


def test_a_payment_made_good_before_the_end_is_thanked_for_without_a_next_one(stripe, sponsorship):
    invoice = stripe.renew(sponsorship.charge_token, "failed")
    told(stripe)
    ending(stripe, sponsorship)
    stripe.settle(invoice["id"])
    told(stripe)
    letter = OutboxMessage.objects.filter(key__startswith="receipt:").latest("pk")
    for words in (letter.text, letter.html):
        assert "has arrived. Thank you." in words
        assert "next one" not in words
        assert "/sponsorship/cancel/" in words  # it can still be ended at once, or kept on


def test_late_news_of_it_changes_nothing_any_more(stripe, sponsorship):
    gateway = offer("stripe").gateway
    stripe.cancel_at_period_end(sponsorship.charge_token)
    late = gateway.course(sponsorship.charge_token)
    stripe.cancel_at_period_end(sponsorship.charge_token, False)
    payments.apply(gateway.course(sponsorship.charge_token))
    payments.apply(late)
    assert fresh(sponsorship).state == State.ACTIVE


def test_a_pause_that_is_heard_of_after_the_end_here_changes_nothing(stripe, sponsorship):
    """Cancelled here while Stripe was silent: it has the subscription still, and somebody pauses it there."""
    stripe.down = True
    cancellation.cancel(sponsorship)
    stripe.down = False
    stripe.pause(sponsorship.charge_token)
    told(stripe)
    assert fresh(sponsorship).state == State.CANCELLED
    assert not ProviderEvent.objects.waiting().exists()
    assert "paused" not in mails()


def test_what_no_message_told_is_asked_for_once_a_day(stripe, sponsorship):
    stripe.cancel_at_period_end(sponsorship.charge_token)
    assert following.ask_about_sponsorships() == 1
    assert fresh(sponsorship).state == State.CANCEL_SCHEDULED
    assert following.ask_about_sponsorships() == 0


def test_cancelling_at_once_still_works(stripe, sponsorship):
    row = ending(stripe, sponsorship)
    assert cancellation.cancel(row)
    assert stripe.rows[row.charge_token]["status"] == "canceled"
    told(stripe)
    assert fresh(row).state == State.CANCELLED


def test_a_subscription_left_behind_changes_nothing_of_the_other(stripe, sponsorship):
    other = monthly(email="b@donors.example")
    stripe.pay(other.provider_reference)
    left = stripe.all("subscription")[0]
    left["metadata"] = {"sponsorship": sponsorship.reference}
    stripe.cancel_at_period_end(left["id"])
    told(stripe)
    assert fresh(sponsorship).state == State.ACTIVE
    assert not ProviderEvent.objects.quarantined().exists()


def test_the_village_counts_it_until_it_ends_and_not_while_it_is_paused(stripe, sponsorship):
    village = sponsorship.designation.village
    village.currency = sponsorship.currency  # others are not counted

    def givers() -> int:
        return support.of_village(village, sponsorship.designation).givers

    assert givers() == 1
    ending(stripe, sponsorship)
    assert givers() == 1
    stripe.cancel_at_period_end(sponsorship.charge_token, False)
    stripe.pause(sponsorship.charge_token)
    told(stripe)
    assert givers() == 0
    stripe.go_on(sponsorship.charge_token)
    told(stripe)
    assert givers() == 1


def my(sponsorship: Sponsorship) -> str:
    user = UserFactory(email=sponsorship.donor.email)
    attach_proven(user)
    return signed_in(user).get("/en/my/").content.decode()


def test_the_donor_sees_on_which_day_it_ends(stripe, sponsorship, client):
    row = ending(stripe, sponsorship)
    html = client.get(page(row)).content.decode()
    assert "The regular gift ends on" in html
    assert "Keep the regular gift" in html
    assert "Ends on" in my(row)


# --- Paused ---


def test_a_pause_is_asked_of_stripe_and_known_at_once(stripe, sponsorship, client):
    with time_machine.travel(datetime(2026, 1, 31, 9, tzinfo=UTC), tick=False):
        assert press(client, sponsorship, "pause", months="1").status_code == 302
    pause = stripe.rows[sponsorship.charge_token]["pause_collection"]
    assert pause["behavior"] == "void"
    assert datetime.fromtimestamp(pause["resumes_at"], UTC) == datetime(2026, 2, 28, 9, tzinfo=UTC)
    row = fresh(sponsorship)
    assert (row.state, row.paused_until.isoformat()) == (State.PAUSED, "2026-02-28")
    assert mails() == ["receipt", "paused"]
    told(stripe)
    assert mails() == ["receipt", "paused"]


@pytest.mark.parametrize(
    ("started", "pressed", "months", "until"),
    [
        ("2026-01-31", "2026-04-30", "1", "2026-05-31"),  # just charged: the next is on the 31st
        ("2026-01-31", "2026-02-28", "2", "2026-04-30"),
        ("2026-01-30", "2026-02-28", "1", "2026-03-30"),
        ("2026-01-28", "2026-02-28", "1", "2026-03-28"),
        ("2026-01-31", "2026-04-29", "1", "2026-05-29"),
    ],
)
def test_a_pause_holds_as_many_payments_as_it_has_months(
    stripe, sponsorship, client, started, pressed, months, until
):
    Sponsorship.objects.filter(pk=sponsorship.pk).update(started_on=started)
    with time_machine.travel(datetime.fromisoformat(f"{pressed}T09:00:00+00:00"), tick=False):
        press(client, sponsorship, "pause", months=months)
    assert fresh(sponsorship).paused_until.isoformat() == until


def test_during_the_pause_nothing_is_charged_and_nobody_hears_of_it(stripe, sponsorship, client):
    press(client, sponsorship, "pause", months="2")
    stripe.renew(sponsorship.charge_token)
    stripe.renew(sponsorship.charge_token)
    told(stripe)
    following.ask_about_sponsorships()
    assert (Donation.objects.count(), Payment.objects.count()) == (1, 1)
    assert mails() == ["receipt", "paused"]
    assert fresh(sponsorship).state == State.PAUSED
    stripe.go_on(sponsorship.charge_token)
    told(stripe)
    row = fresh(sponsorship)
    assert (row.state, row.paused_until) == (State.ACTIVE, None)
    assert row.next_charge_on == period_end(stripe, row)
    stripe.renew(sponsorship.charge_token)
    told(stripe)
    assert Donation.objects.count() == 2


def test_a_failure_from_before_the_pause_that_is_heard_of_late_is_not_told(stripe, sponsorship):
    stripe.renew(sponsorship.charge_token, "failed")
    stripe.pause(sponsorship.charge_token)
    stripe.deliver(*stripe.events("customer.subscription.updated"))
    work()
    before = mails()
    told(stripe)
    stripe.refuse(stripe.all("invoice")[0]["id"])
    told(stripe)
    assert mails() == before
    assert fresh(sponsorship).state == State.PAUSED


def test_the_donor_goes_on_sooner(stripe, sponsorship, client):
    press(client, sponsorship, "pause", months="3")
    assert "Paused until" in my(sponsorship)
    assert "The regular gift is paused until" in client.get(page(sponsorship)).content.decode()
    assert press(client, sponsorship, "resume").status_code == 302
    assert fresh(sponsorship).state == State.ACTIVE
    assert stripe.rows[sponsorship.charge_token]["pause_collection"] is None


def test_a_pause_that_we_die_over_is_told_by_stripe(stripe, sponsorship, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(choices.payments, "apply", lambda notice: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            choices.pause(sponsorship, 1)
    assert fresh(sponsorship).state == State.ACTIVE
    told(stripe)
    assert fresh(sponsorship).state == State.PAUSED


@pytest.mark.parametrize(("action", "months"), [("pause", "1"), ("resume", ""), ("keep", "")])
def test_a_silent_stripe_changes_nothing_and_is_said(stripe, sponsorship, client, action, months):
    if action == "resume":
        press(client, sponsorship, "pause", months="1")
    if action == "keep":
        ending(stripe, sponsorship)
    before = fresh(sponsorship).state
    stripe.down = True
    answer = press(client, sponsorship, action, months=months)
    assert answer.status_code == 503
    assert "does not answer just now" in answer.content.decode()
    assert fresh(sponsorship).state == before


@pytest.mark.parametrize("months", ["0", "4", "-1", "1.0", "x", "", "٣", "99999999999"])
def test_other_lengths_are_not_to_be_had(stripe, sponsorship, client, months):
    assert press(client, sponsorship, "pause", months=months).status_code == 409
    assert stripe.rows[sponsorship.charge_token]["pause_collection"] is None


def test_a_yearly_gift_is_not_paused(stripe, client):
    row = sponsoring(stripe, frequency="year")
    assert "Pause for" not in client.get(page(row)).content.decode()
    assert press(client, row, "pause", months="1").status_code == 409


@pytest.mark.parametrize("action", ["pause", "resume", "keep"])
def test_what_does_not_fit_its_state_is_refused(stripe, sponsorship, client, action):
    cancellation.cancel(sponsorship)
    assert press(client, sponsorship, action, months="1").status_code == 409
    other = sponsoring_in_the_sandbox(email="b@donors.example")
    assert press(client, other, action, months="1").status_code == 409


@pytest.mark.parametrize("action", ["pause", "resume", "keep"])
def test_looking_changes_nothing_and_leads_to_where_the_button_stands(stripe, sponsorship, client, action):
    token, calls = sponsorship_token(sponsorship), list(stripe.calls)
    answer = client.get(f"/ru/sponsorship/{action}/{token}/")
    assert (answer.status_code, answer.url) == (302, f"/ru/sponsorship/cancel/{token}/")
    sponsorship.refresh_from_db()
    assert (sponsorship.state, stripe.calls) == ("active", calls)


@pytest.mark.parametrize("kind", ["customer.subscription.paused", "customer.subscription.resumed"])
def test_a_subscription_without_a_card_is_paused_too(stripe, sponsorship, kind):
    subscription = stripe.rows[sponsorship.charge_token]
    subscription["status"] = "paused" if kind.endswith("paused") else "active"
    stripe.tell(kind, subscription)
    told(stripe)
    assert fresh(sponsorship).state == (State.PAUSED if kind.endswith("paused") else State.ACTIVE)


def test_paused_and_then_ended(stripe, sponsorship):
    stripe.pause(sponsorship.charge_token)
    told(stripe)
    stripe.cancel_at_period_end(sponsorship.charge_token)
    told(stripe)
    assert fresh(sponsorship).state == State.CANCEL_SCHEDULED
    stripe.cancel_at_period_end(sponsorship.charge_token, False)
    told(stripe)
    assert fresh(sponsorship).state == State.PAUSED
    stripe.cancel(sponsorship.charge_token, "payment_failed")
    told(stripe)
    assert fresh(sponsorship).state == State.UNPAID


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
@pytest.mark.parametrize("cause", ["ends", "paused"])
def test_the_mails_are_in_the_donors_language_with_the_link(stripe, language, cause):
    row = sponsoring(stripe, language=language)
    if cause == "ends":
        stripe.cancel_at_period_end(row.charge_token)
    else:
        stripe.pause(row.charge_token)
    told(stripe)
    mail = OutboxMessage.objects.get(key__startswith=cause)
    assert mail.language == language
    assert cancel_url(row) in mail.text
    assert cancel_url(row) in mail.html
