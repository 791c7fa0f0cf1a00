"""Banks that take a gift back, and give it back to us or not."""

import itertools
import random

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override

from core.models import AuditEntry, OutboxMessage
from core.money import Money
from donations.gateways.instructions import Disputed, DisputeStep
from donations.gateways.outcomes import Verdict
from donations.models import (
    Dispute,
    DisputeState,
    Donation,
    DonationState,
    EventState,
    LedgerEntry,
    Payment,
    ProviderEvent,
    Receipt,
    ReceiptKind,
    ReceiptState,
    Refund,
    RefundDue,
    SponsorshipState,
)
from donations.services import account_lines, cancellation, disputes, giving_back, ledger, payments, receipts
from tests.donations.test_invariants import undone
from tests.factories.accounts import UserFactory
from tests.factories.donations import purpose
from tests.factories.stripe import at_checkout, books, intent, paid_once, sponsoring, told, with_its_fee
from tests.thorough import TIMES

pytestmark = pytest.mark.django_db


@pytest.fixture
def alerts(settings):
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    return OutboxMessage.objects.filter(to="money@sos.example")


def disputed(stripe, payment: Payment | None = None, **how) -> tuple[Payment, str]:
    payment = payment or with_its_fee(stripe)
    dispute = stripe.dispute(intent(stripe, payment), **how)
    told(stripe)
    return payment, dispute["id"]


def quarantined() -> set[str]:
    return set(ProviderEvent.objects.quarantined().values_list("reason", flat=True))


def given() -> list[Money]:
    return LedgerEntry.objects.given_to(purpose())


def test_what_a_dispute_takes_is_held_back_with_its_fee(stripe):
    payment, number = disputed(stripe)
    dispute = Dispute.objects.get()
    assert (dispute.provider_reference, dispute.state, dispute.payment) == (
        number,
        DisputeState.OPEN,
        payment,
    )
    assert dispute.amount == Money(2500, "USD")
    assert books() == {
        ("gateway", "USD"): -102 - 1500,
        ("fees", "USD"): 102 + 1500,
        ("disputed", "USD"): 2500,
        ("gifts", "USD"): -2500,
    }
    assert Donation.objects.get().state == DonationState.PAID
    assert ledger.net_of(payment) == Money(0, "USD")


def test_what_a_dispute_holds_cannot_be_given_back(stripe, django_user_model):
    payment, _number = disputed(stripe, amount=2000)
    assert giving_back.left_of(payment) == Money(500, "USD")
    with pytest.raises(giving_back.Refused, match=r"At most \$5"), override("en"):
        giving_back.ask(payment, Money(501, "USD"), "wrong", django_user_model(pk=1))


def test_an_inquiry_takes_nothing(stripe):
    payment, number = disputed(stripe, inquiry=True)
    assert Dispute.objects.get().state == DisputeState.OPEN
    assert ledger.net_of(payment) == Money(2500, "USD")
    stripe.answer(number)
    stripe.decide(number, won=True)
    told(stripe)
    assert Dispute.objects.get().state == DisputeState.WON
    assert books()[("gifts", "USD")] == -2500
    assert ("disputed", "USD") not in books()


def test_a_dispute_that_is_won_gives_everything_back(stripe):
    payment, number = disputed(stripe)
    stripe.answer(number)
    told(stripe)
    assert Dispute.objects.get().state == DisputeState.UNDER_REVIEW
    stripe.decide(number, won=True)
    told(stripe)
    assert Dispute.objects.get().state == DisputeState.WON
    assert books() == {("gateway", "USD"): 2398, ("fees", "USD"): 102, ("gifts", "USD"): -2500}
    assert ledger.net_of(payment) == Money(2500, "USD")
    assert Refund.objects.count() == 0


def test_a_dispute_that_is_lost_takes_the_gift_back_as_a_refund_does(stripe, monkeypatch):
    (payment, number), dropped = disputed(stripe), []
    monkeypatch.setattr("donations.services.disputes.invalidate", lambda *pages_of: dropped.extend(pages_of))
    receipts.catch_up(payment.pk)
    stripe.decide(number, won=False)
    told(stripe)
    assert Dispute.objects.get().state == DisputeState.LOST
    assert dropped == [payment.donation.designation]
    assert books() == {("gateway", "USD"): -1602, ("fees", "USD"): 1602}
    assert Donation.objects.get().state == DonationState.REFUNDED
    assert (Refund.objects.get().provider_reference, Refund.objects.get().amount_minor) == (number, 2500)
    receipts.catch_up(payment.pk)
    assert Receipt.objects.get().state == ReceiptState.VOIDED
    assert given() == []


@pytest.mark.parametrize("fails_first", [True, False])
def test_a_refund_that_fails_after_the_bank_took_all_makes_good_what_was_lost_and_is_not_owed(
    stripe, fails_first
):
    payment = with_its_fee(stripe)
    refund = stripe.refund(intent(stripe, payment), 1000)["id"]
    told(stripe)
    _payment, number = disputed(stripe, payment)
    steps = [lambda: stripe.change_refund(refund, "failed"), lambda: stripe.decide(number, won=False)]
    for step in steps if fails_first else reversed(steps):
        step()
        told(stripe)
    assert books() == {("gateway", "USD"): -1602, ("fees", "USD"): 1602}
    assert ledger.net_of(payment) == Money(0, "USD")


@pytest.mark.parametrize("lost_first", [True, False])
def test_a_refund_that_was_on_its_way_when_the_bank_took_all_is_booked_and_our_loss(stripe, lost_first):
    payment = with_its_fee(stripe)
    refund = stripe.refund(intent(stripe, payment), 1000, "pending")["id"]
    told(stripe)
    _payment, number = disputed(stripe, payment)
    steps = [lambda: stripe.change_refund(refund, "succeeded"), lambda: stripe.decide(number, won=False)]
    for step in reversed(steps) if lost_first else steps:
        step()
        told(stripe)
    assert books() == {("gateway", "USD"): -1602 - 1000, ("fees", "USD"): 1602 + 1000}
    assert stripe.balance() == {"USD": -1602 - 1000}
    assert not ProviderEvent.objects.quarantined().exists()
    assert giving_back.left_of(payment) == Money(0, "USD")


def test_the_same_refund_leaves_its_rest_when_the_dispute_is_won(stripe):
    payment = with_its_fee(stripe)
    refund = stripe.refund(intent(stripe, payment), 1000, "pending")["id"]
    told(stripe)
    _payment, number = disputed(stripe, payment)
    stripe.change_refund(refund, "succeeded")
    told(stripe)
    assert giving_back.left_of(payment) == Money(0, "USD")
    stripe.decide(number, won=True)
    told(stripe)
    assert (given(), giving_back.left_of(payment)) == ([Money(1500, "USD")], Money(1500, "USD"))


def test_no_more_is_taken_for_given_back_than_was_captured(stripe):
    payment, _number = disputed(stripe)
    stripe.refund(intent(stripe, payment), 2501)
    told(stripe)
    assert ProviderEvent.objects.quarantined().get().reason == "refund of more than was captured"
    assert not Refund.objects.exists()


def test_a_lost_part_is_corrected_on_the_receipt(stripe):
    payment, number = disputed(stripe, amount=1000)
    receipts.catch_up(payment.pk)
    stripe.decide(number, won=False)
    told(stripe)
    receipts.catch_up(payment.pk)
    correction = Receipt.objects.get(kind=ReceiptKind.CORRECTION)
    assert correction.amount == Money(1500, "USD")
    assert Donation.objects.get().state == DonationState.PAID
    assert given() == [Money(1500, "USD")]
    assert ledger.net_of(payment) == Money(1500, "USD")


def test_a_refund_of_the_rest_leaves_the_gift_while_the_dispute_is_open(stripe):
    payment, number = disputed(stripe, amount=1000)
    stripe.refund(intent(stripe, payment), 1500)
    told(stripe)
    assert Donation.objects.get().state == DonationState.PAID
    stripe.decide(number, won=True)
    told(stripe)
    assert given() == [Money(1000, "USD")]


def test_the_same_refund_ends_it_when_the_dispute_is_lost(stripe):
    payment, number = disputed(stripe, amount=1000)
    stripe.refund(intent(stripe, payment), 1500)
    stripe.decide(number, won=False)
    told(stripe)
    assert Donation.objects.get().state == DonationState.REFUNDED
    assert given() == []


def test_a_bank_that_takes_what_was_given_back_already_is_our_loss(stripe, alerts):
    payment = with_its_fee(stripe)
    stripe.refund(intent(stripe, payment), 1000)
    told(stripe)
    account_lines.ask_about_costs()
    _payment, number = disputed(stripe, payment)
    assert ledger.net_of(payment) == Money(-1000, "USD")
    stripe.decide(number, won=False)
    told(stripe)
    assert books() == {("gateway", "USD"): -102 - 1500 - 1000, ("fees", "USD"): 102 + 1500 + 1000}
    assert Refund.objects.get(provider_reference=number).amount == Money(1500, "USD")
    assert ledger.net_of(payment) == Money(0, "USD")


def test_what_came_twice_and_is_lost_is_owed_no_more(stripe):
    payment = paid_once(stripe).payments.get()
    Payment.objects.filter(pk=payment.pk).update(refund_due=RefundDue.DUPLICATE)  # as the second of two
    second = Payment.objects.get(pk=payment.pk)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            source="test:owed",
            account=account,
            amount_minor=amount,
            currency="USD",
            gateway="stripe",
            payment=second,
            donation=second.donation,
            designation=second.donation.designation,
        )
        for account, amount in (("gifts", 2500), ("owed", -2500))
    )
    _payment, number = disputed(stripe, second)
    stripe.decide(number, won=False)
    told(stripe)
    assert ("owed", "USD") not in books()
    assert Refund.objects.count() == 0


def test_what_comes_back_after_a_loss_is_owed_and_for_a_person(stripe, alerts):
    payment, number = disputed(stripe)
    stripe.decide(number, won=False)
    told(stripe)
    stripe.rows[number]["status"] = "won"  # on appeal
    stripe.reinstate(number)
    told(stripe)
    assert Dispute.objects.get().state == DisputeState.LOST
    assert books()[("owed", "USD")] == -2500
    assert Donation.objects.get().state == DonationState.REFUNDED
    assert alerts.filter(key__contains=":back").count() == 1
    assert ProviderEvent.objects.quarantined().get().reason == "a dispute that is lost is said to be won"
    assert ledger.net_of(payment) == Money(2500, "USD")


def test_what_comes_back_makes_good_what_the_bank_took_besides_a_refund(stripe):
    payment = with_its_fee(stripe)
    stripe.refund(intent(stripe, payment), 1000)
    told(stripe)
    _payment, number = disputed(stripe, payment)
    stripe.decide(number, won=False)
    told(stripe)
    stripe.reinstate(number)
    told(stripe)
    assert giving_back.left_of(payment) == Money(1500, "USD")
    assert books()[("owed", "USD")] == -1500
    assert books()[("gateway", "USD")] == stripe.balance()["USD"]


def test_what_came_back_after_a_loss_and_is_taken_again_is_owed_no_more(stripe):
    payment, number = disputed(stripe)
    stripe.decide(number, won=False)
    stripe.reinstate(number)
    told(stripe)
    stripe.withdraw(number)
    told(stripe)
    assert not {account for account, _currency in books()} & {"owed", "disputed", "gifts"}
    assert books()[("gateway", "USD")] == stripe.balance()["USD"]


def test_what_is_taken_after_the_loss_of_a_part_is_no_gift_any_more(stripe, alerts):
    payment, number = disputed(stripe, amount=1000)
    receipts.catch_up(payment.pk)
    stripe.decide(number, won=False)
    told(stripe)
    stripe.withdraw(number)
    told(stripe)
    assert (ledger.gift_of(payment), given()) == (Money(500, "USD"), [Money(500, "USD")])
    assert Donation.objects.get().state == DonationState.PAID
    assert receipts.catch_up(payment.pk)[-1].amount == Money(500, "USD")
    assert not alerts.filter(key__contains=":back").exists()


def test_a_dispute_of_a_gift_that_is_not_in_the_books_is_for_a_person(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    stripe.rows[payment.provider_reference]["amount_total"] = 2400
    told(stripe)
    disputed(stripe, payment)
    assert "a dispute of a payment that is redirected" in quarantined()
    assert (Dispute.objects.count(), books()) == (0, {})


def test_a_dispute_in_another_currency_than_the_gifts_is_for_a_person(stripe):
    payment = with_its_fee(stripe)
    before = books()
    number = stripe.dispute(intent(stripe, payment))["id"]
    stripe.rows[number]["currency"] = "eur"
    told(stripe)
    assert "a dispute in another currency than the payment's" in quarantined()
    assert (Dispute.objects.count(), books()) == (0, before)


def test_a_dispute_of_a_gift_in_another_currency_goes_through_the_exchange(stripe):
    stripe.settles_in["eur"] = ("usd", 108, 100)
    payment = with_its_fee(stripe, currency="EUR")
    _payment, number = disputed(stripe, payment)
    assert ledger.net_of(payment) == Money(0, "EUR")
    stripe.decide(number, won=False)
    told(stripe)
    assert books() == {("gateway", "USD"): -1602, ("fees", "USD"): 1602}
    assert Donation.objects.get().state == DonationState.REFUNDED


@pytest.mark.parametrize("won", [True, False])
def test_in_any_order_twice_and_late_it_ends_the_same(stripe, won):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    dispute = stripe.dispute(intent(stripe, payment))["id"]
    stripe.answer(dispute)
    stripe.decide(dispute, won=won)
    events = stripe.events()
    ends = []
    orders = list(itertools.permutations(events))
    for order in random.Random(1).sample(orders, min(len(orders), 8 * TIMES)):  # of the 720 or 5040
        with undone():
            for event in (*order, *order):
                stripe.deliver(event)
                told(stripe)
            account_lines.ask_about_costs()
            ends.append((books(), Dispute.objects.get().state, Donation.objects.get().state))
            assert not ProviderEvent.objects.filter(state__in=[EventState.QUARANTINED, EventState.RECEIVED])
    assert len(ends) == min(len(orders), 8 * TIMES)
    assert all(end == ends[0] for end in ends)


def test_a_dispute_that_is_told_before_its_payment_is_booked_after_it(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    stripe.dispute(intent(stripe, payment))
    stripe.deliver(*stripe.events("charge.dispute.created"))
    told(stripe)
    assert Donation.objects.get().state == DonationState.PAID
    assert Dispute.objects.get().state == DisputeState.OPEN


def test_a_late_word_of_a_refund_that_came_before_a_dispute_is_booked(stripe):
    payment = with_its_fee(stripe)
    stripe.refund(intent(stripe, payment))
    stripe.dispute(intent(stripe, payment))
    stripe.deliver(*stripe.events("charge.dispute.created"))
    told(stripe)
    assert ProviderEvent.objects.quarantined().count() == 0
    assert Refund.objects.get().amount == Money(2500, "USD")


def test_a_refund_after_a_dispute_that_was_won_is_booked_before_its_end_is_told(stripe):
    payment, number = disputed(stripe)
    stripe.decide(number, won=True)
    stripe.refund(intent(stripe, payment))
    stripe.deliver(*stripe.events("refund.created"))
    told(stripe)
    assert ProviderEvent.objects.quarantined().count() == 0
    assert Donation.objects.get().state == DonationState.REFUNDED


def test_staff_are_told_once_by_when_to_answer_and_the_donor_nothing(stripe, alerts):
    _payment, number = disputed(stripe)
    stripe.tell("charge.dispute.updated", stripe.rows[number])
    told(stripe)
    due = Dispute.objects.get().due_at
    (alert,) = alerts.filter(key__startswith="dispute:")
    assert f"{localdate(due).isoformat()}" in alert.text
    assert not OutboxMessage.objects.exclude(to="money@sos.example").exclude(key__startswith="receipt:")


def test_a_new_day_to_answer_by_is_told_again(stripe, alerts):
    _payment, number = disputed(stripe, inquiry=True)
    stripe.answer(number)
    stripe.escalate(number)
    told(stripe)
    assert alerts.filter(key__startswith="dispute:").count() == 2
    dispute = Dispute.objects.get()
    assert dispute.state == DisputeState.OPEN
    assert dispute.due_at.timestamp() == stripe.rows[number]["evidence_details"]["due_by"]
    assert books()[("disputed", "USD")] == 2500


def test_a_dispute_that_takes_no_answer_says_so(stripe, alerts):
    UserFactory(email="money@sos.example", language="en")
    payment = with_its_fee(stripe)
    dispute = stripe.dispute(intent(stripe, payment))
    dispute["evidence_details"]["due_by"] = 0
    told(stripe)
    assert Dispute.objects.get().due_at is None
    alert = alerts.get(key__startswith="dispute:")
    with override(alert.language):
        assert str(disputes.OPENED_WITHOUT_ANSWER).format(dispute=dispute["id"]) in alert.text


def test_staff_are_told_of_a_loss(stripe, alerts):
    _payment, number = disputed(stripe)
    stripe.decide(number, won=False)
    told(stripe)
    assert alerts.filter(key__startswith=f"dispute:stripe:{number}:lost").count() == 1


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        ("fraudulent", SponsorshipState.CANCELLED),
        ("subscription_canceled", SponsorshipState.CANCELLED),
        ("product_not_received", SponsorshipState.ACTIVE),
    ],
)
def test_who_says_that_nobody_had_leave_to_charge_is_charged_no_more(stripe, reason, state):
    sponsorship = sponsoring(stripe)
    payment = Payment.objects.get()
    _payment, number = disputed(stripe, payment, reason=reason)
    sponsorship.refresh_from_db()
    assert sponsorship.state == SponsorshipState.ACTIVE
    stripe.decide(number, won=False)
    told(stripe)
    cancellation.revoke_cards()
    sponsorship.refresh_from_db()
    assert sponsorship.state == state
    running = stripe.rows[sponsorship.charge_token]["status"] != "canceled"
    assert running is (state == SponsorshipState.ACTIVE)


def test_one_that_is_lost_and_has_taken_nothing_yet_is_told_once_and_ends_nothing(stripe):
    sponsorship = sponsoring(stripe)
    payment = Payment.objects.get()
    notice = Disputed(
        gateway="stripe",
        livemode=payment.livemode,
        reference=payment.reference,
        provider_reference=payment.provider_reference,
        number="du_1",
        step=DisputeStep.LOST,
        amount=payment.amount,
        reason="fraudulent",
        ends_leave=True,
        opened_at=payment.changed_at,
        due_at=None,
        lines=(),
    )
    assert [payments.apply(notice).verdict for _time in range(2)] == [Verdict.APPLIED, Verdict.REPEATED]
    sponsorship.refresh_from_db()
    assert (sponsorship.state, Donation.objects.get().state) == (SponsorshipState.ACTIVE, DonationState.PAID)


def test_a_state_that_we_do_not_know_is_for_a_person(stripe):
    payment = with_its_fee(stripe)
    stripe.dispute(intent(stripe, payment))["status"] = "imagined"
    told(stripe)
    assert "imagined" in ProviderEvent.objects.quarantined().first().reason
    assert Dispute.objects.count() == 0


def test_each_step_is_on_the_record(stripe):
    _payment, number = disputed(stripe)
    stripe.answer(number)
    told(stripe)
    stripe.decide(number, won=False)
    told(stripe)
    actions = AuditEntry.objects.filter(object_label="donations.dispute").values_list("action", flat=True)
    assert set(actions) == {"dispute.under_review", "dispute.lost"}


def test_steps_and_states_have_one_name():
    assert set(DisputeState.values) == {step.value for step in DisputeStep}
