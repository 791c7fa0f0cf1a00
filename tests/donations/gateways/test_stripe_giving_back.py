"""Orders to give back that Stripe carries out: once each, booked by its word, and what becomes of those that fail."""

import pytest

from core.models import OutboxMessage
from core.money import Money
from donations.models import (
    DonationState,
    EventState,
    LedgerEntry,
    Payment,
    ProviderEvent,
    Refund,
    RefundOrder,
    RefundOrderState,
)
from donations.services import giving_back
from tests.factories.accounts import UserFactory
from tests.factories.stripe import books, intent, paid_once, sponsoring, told

pytestmark = pytest.mark.django_db
State = RefundOrderState


@pytest.fixture
def two():
    return UserFactory(), UserFactory()


@pytest.fixture
def payment(stripe) -> Payment:
    return paid_once(stripe).payments.get()


def ordered(payment: Payment, two, minor: int = 2500) -> RefundOrder:
    """Asked for by the one, approved by the other."""
    order = giving_back.ask(payment, Money(minor, "USD"), "paid by mistake", two[0])
    giving_back.approve(order, two[1])
    order.refresh_from_db()
    return order


def refunds(stripe) -> list[dict]:
    return stripe.all("refund")


def again(order: RefundOrder) -> RefundOrder:
    giving_back.carry_on()
    order.refresh_from_db()
    return order


def test_approved_it_goes_back_at_stripe_and_is_booked_once(stripe, payment, two):
    order = ordered(payment, two)
    (refund,) = refunds(stripe)
    assert (order.state, order.note) == (State.DONE, refund["id"])
    assert refund["metadata"] == {"order": order.reference, "payment": payment.reference}
    told(stripe)
    payment.donation.refresh_from_db()
    assert payment.donation.state == DonationState.REFUNDED
    assert Refund.objects.count() == 1
    assert books() == {}


def test_the_message_before_the_answer_books_it_once(stripe, payment, two, monkeypatch):
    """Our process died between Stripe's answer and our books; the message came first."""
    order = giving_back.ask(payment, payment.amount, "mistake", two[0])
    with monkeypatch.context() as patch:
        patch.setattr(giving_back.payments, "apply", lambda notice: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            giving_back.approve(order, two[1])
    told(stripe)
    order.refresh_from_db()
    assert order.state == State.DONE
    assert giving_back.carry_on() == 0
    assert (len(refunds(stripe)), Refund.objects.count()) == (1, 1)


def test_a_refund_of_what_was_not_paid_by_card_is_booked(stripe, payment):
    stripe.refund(intent(stripe, payment), prefix="pyr")
    told(stripe)
    assert Refund.objects.get().provider_reference.startswith("pyr_")
    assert books() == {}


def test_two_parts_of_one_payment_of_the_same_amount_both_go(stripe, payment, two):
    first, second = ordered(payment, two, 1000), ordered(payment, two, 1000)
    told(stripe)
    assert {first.state, second.state} == {State.DONE}
    assert {row["metadata"]["order"] for row in refunds(stripe)} == {first.reference, second.reference}
    assert first.note != second.note
    assert books() == {("gateway", "USD"): 500, ("gifts", "USD"): -500}


@pytest.mark.parametrize("later", [False, True])
def test_an_order_asked_twice_goes_once_also_when_the_key_is_forgotten(stripe, payment, two, later):
    order = giving_back.ask(payment, Money(1000, "USD"), "mistake", two[0])
    stripe.losing = 5  # carried out there, the answer lost, the SDK's own tries too
    giving_back.approve(order, two[1])
    order.refresh_from_db()
    assert (order.state, len(refunds(stripe))) == (State.APPROVED, 0)  # the question for the intent was lost
    stripe.losing = 0
    if later:
        stripe.forget_keys()
    assert again(order).state == State.DONE
    assert len(refunds(stripe)) == 1


@pytest.mark.parametrize("later", [False, True])
def test_a_lost_answer_of_the_refund_itself_gives_back_once(stripe, payment, two, later, monkeypatch):
    order = giving_back.ask(payment, Money(1000, "USD"), "mistake", two[0])
    asked = stripe._request

    def losing_refunds(method, url, headers, post_data):
        if method == "post" and url.endswith("/refunds"):
            stripe.losing = 1
        return asked(method, url, headers, post_data)

    with monkeypatch.context() as patch:
        patch.setattr(stripe, "_request", losing_refunds)
        giving_back.approve(order, two[1])
    order.refresh_from_db()
    assert (order.state, len(refunds(stripe))) == (State.APPROVED, 1)
    if later:
        stripe.forget_keys()
    assert again(order).state == State.DONE
    told(stripe)
    assert (len(refunds(stripe)), Refund.objects.count()) == (1, 1)


def test_silence_is_asked_again(stripe, payment, two):
    stripe.down = True
    order = ordered(payment, two)
    assert order.state == State.APPROVED
    stripe.down = False
    assert again(order).state == State.DONE


def test_what_is_on_its_way_is_booked_when_it_is_there(stripe, payment, two):
    stripe.refunds_are = "pending"
    order = ordered(payment, two, 1000)
    told(stripe)
    assert (order.state, Refund.objects.count()) == (State.SENT, 0)
    assert giving_back.left_of(payment) == Money(1500, "USD")
    assert again(order).state == State.SENT
    stripe.change_refund(order.note, "succeeded")
    told(stripe)
    order.refresh_from_db()
    assert (order.state, Refund.objects.count()) == (State.DONE, 1)
    assert len(refunds(stripe)) == 1


def test_a_message_may_be_the_first_to_say_that_money_is_on_its_way(stripe, payment, two):
    """We died between Stripe's answer and writing it down."""
    stripe.refunds_are = "pending"
    order = ordered(payment, two, 1000)
    RefundOrder.objects.update(state=State.APPROVED, note="")
    told(stripe)
    order.refresh_from_db()
    assert order.state == State.SENT
    message = ProviderEvent.objects.get(kind="refundpending")
    assert (message.state, message.payment) == (EventState.APPLIED, payment)


def test_what_is_on_its_way_is_asked_about_when_no_message_comes(stripe, payment, two):
    stripe.refunds_are = "pending"
    order = ordered(payment, two, 1000)
    stripe.change_refund(order.note, "succeeded")
    assert again(order).state == State.DONE


def test_a_period_that_stripe_charged_by_itself_goes_back(stripe, two):
    sponsorship = sponsoring(stripe)
    stripe.renew(sponsorship.charge_token)
    told(stripe)
    latest = sponsorship.donations.latest("period").payments.get()
    assert ordered(latest, two).state == State.DONE
    assert stripe.all("refund")[0]["payment_intent"] == intent(stripe, latest)


def refused(stripe, payment, two, words: str) -> RefundOrder:
    order = ordered(payment, two, 1000)
    assert order.state == State.FAILED
    assert words in order.note
    return order


def test_a_disputed_payment_is_not_given_back_and_the_order_says_why(stripe, payment, two):
    stripe.dispute(intent(stripe, payment), 1500)
    order = refused(stripe, payment, two, "(charge_disputed)")
    assert not refunds(stripe)
    assert not payment.refunds.filter(provider_reference=order.note).exists()


def test_what_a_bank_has_taken_since_it_was_asked_for_is_refused_by_stripe_and_over(stripe, payment, two):
    """Not by us, or the order would wait for ever for somebody who can approve it."""
    order = giving_back.ask(payment, payment.amount, "mistake", two[0])
    stripe.dispute(intent(stripe, payment))
    told(stripe)
    giving_back.approve(order, two[1])
    order.refresh_from_db()
    assert order.state == State.FAILED
    assert "(charge_disputed)" in order.note


def test_what_was_given_back_in_the_dashboard_is_not_given_back_again(stripe, payment, two):
    stripe.refund(intent(stripe, payment))
    refused(stripe, payment, two, "(charge_already_refunded)")
    told(stripe)
    assert Refund.objects.count() == 1


def test_another_part_that_was_given_back_in_the_dashboard_is_not_the_one_that_was_ordered(
    stripe, payment, two
):
    stripe.down = True
    order = ordered(payment, two, 1000)
    stripe.down = False
    stripe.refund(intent(stripe, payment), 1500)
    told(stripe)
    order.refresh_from_db()
    assert order.state == State.APPROVED
    assert again(order).state == State.DONE
    assert Refund.objects.count() == 2


@pytest.mark.parametrize("code", ["insufficient_funds", "charge_not_refundable", "something_new"])
def test_whatever_stripe_refuses_is_said_with_its_code(stripe, payment, two, code):
    stripe.refuses_refunds = code
    refused(stripe, payment, two, f"({code})")
    assert giving_back.left_of(payment) == payment.amount
    stripe.refuses_refunds = ""
    assert ordered(payment, two, 1000).state == State.DONE


def test_a_payment_that_stripe_does_not_know_is_refused(stripe, payment, two):
    del stripe.rows[payment.provider_reference]
    refused(stripe, payment, two, "(resource_missing)")


def test_more_than_stripe_has_left_is_refused_in_its_words(stripe, payment, two):
    """Somebody gave back a part there; its message is still on its way."""
    stripe.refund(intent(stripe, payment), 2000)
    refused(stripe, payment, two, "greater than unrefunded")


@pytest.fixture
def alerts(settings):
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    return OutboxMessage.objects.filter(key__startswith="refund-failed")


def mails() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(key__startswith="not-given-back"))


@pytest.mark.parametrize("when", ["at once", "on its way", "after it was there"])
def test_a_refund_that_does_not_reach_the_donor_is_said_to_all_and_can_be_ordered_again(
    stripe, payment, two, alerts, when
):
    stripe.refunds_are = {"at once": "failed", "on its way": "pending"}.get(when, "succeeded")
    order = ordered(payment, two, 1000)
    told(stripe)
    if when != "at once":
        stripe.change_refund(refunds(stripe)[0]["id"], "failed")
        told(stripe)
        stripe.tell("refund.updated", refunds(stripe)[0])
        told(stripe)
    order.refresh_from_db()
    assert order.state == State.RETURNED
    assert "lost_or_stolen_card" in order.note
    assert (alerts.count(), len(mails())) == (1, 1)
    assert mails()[0].to == payment.donation.donor.email
    assert giving_back.left_of(payment) == payment.amount
    assert again(order).state == State.RETURNED
    stripe.refunds_are = "succeeded"
    assert ordered(payment, two, 1000).state == State.DONE
    told(stripe)
    assert ("owed", "USD") not in books()
    assert not ProviderEvent.objects.quarantined().exists()


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_the_donor_is_told_in_their_language(stripe, two, language):
    payment = paid_once(stripe, language=language).payments.get()
    stripe.refunds_are = "failed"
    ordered(payment, two, 1000)
    (mail,) = mails()
    assert mail.language == language
    assert Money(1000, "USD").format(language) in mail.text
    assert payment.donation.reference in mail.html


def test_a_refund_of_the_dashboard_that_was_never_booked_is_not_told_to_the_donor(stripe, payment):
    stripe.refund(intent(stripe, payment), status="failed")
    told(stripe)
    assert mails() == []


def test_one_of_the_dashboard_that_was_booked_is(stripe, payment):
    number = stripe.refund(intent(stripe, payment))["id"]
    told(stripe)
    stripe.change_refund(number, "failed")
    told(stripe)
    assert len(mails()) == 1


def test_by_hand_nothing_is_recorded_where_stripe_gives_back(stripe, payment, two):
    stripe.down = True
    order = ordered(payment, two)
    assert not giving_back.is_by_hand(order)
    with pytest.raises(giving_back.Refused):
        giving_back.record(order, "re_1", two[1])
    assert not LedgerEntry.objects.filter(source__startswith="refund").exists()
