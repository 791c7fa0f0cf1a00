"""What Stripe sends to our bank, gift by gift."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.models import AuditEntry, OutboxMessage
from core.money import Money
from donations.gateways.registry import offer
from donations.models import (
    BalanceLine,
    EventState,
    LedgerEntry,
    LineKind,
    Payment,
    Payout,
    PayoutState,
    ProviderEvent,
)
from donations.services import account_lines, ledger
from tests.factories.stripe import (
    at_checkout,
    books,
    intent,
    paid_once,
    sponsoring,
    told,
    with_its_fee,
    work,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alerts(settings):
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    return OutboxMessage.objects.filter(to="money@sos.example")


def net_in(payment: Payment, payout: str) -> int:
    """What of a gift went out with a payout."""
    entries = LedgerEntry.objects.filter(payment=payment, account="bank")
    prefixes = (f"payout:stripe:{payout}:", f"payout-failed:stripe:{payout}:")
    return sum(entry.amount_minor for entry in entries if entry.source.startswith(prefixes))


def test_a_payout_is_booked_gift_by_gift(stripe):
    first, second = with_its_fee(stripe), with_its_fee(stripe, amount="100", email="b@donors.example")
    number = stripe.pay_out()["id"]
    told(stripe)
    payout = Payout.objects.get()
    assert (payout.provider_reference, payout.state, payout.amount) == (
        number,
        PayoutState.PAID,
        Money(2398 + 9680, "USD"),
    )
    assert (net_in(first, number), net_in(second, number)) == (2398, 9680)
    assert books() == {("bank", "USD"): 12078, ("fees", "USD"): 422, ("gifts", "USD"): -12500}
    assert set(BalanceLine.objects.values_list("payout", flat=True)) == {payout.pk}
    assert {entry.booked_on for entry in LedgerEntry.objects.filter(account="bank")} == {payout.arrived_on}


def test_a_payout_told_three_times_is_booked_once(stripe):
    with_its_fee(stripe)
    stripe.pay_out()
    told(stripe)
    entries = LedgerEntry.objects.count()
    stripe.tell("payout.paid", stripe.all("payout")[0])
    stripe.deliver(*stripe.events("payout.reconciliation_completed", "payout.paid"))
    told(stripe)
    account_lines.ask_about_payouts()
    assert LedgerEntry.objects.count() == entries


def test_a_payout_that_arrives_later_than_was_said_is_booked_on_the_day_that_it_arrived(stripe):
    with_its_fee(stripe)
    payout = stripe.pay_out(reconciled=False)
    payout["status"] = "in_transit"
    account_lines.ask_about_payouts()
    said = Payout.objects.get().arrived_on
    payout["status"], payout["reconciliation_status"] = "paid", "completed"
    payout["arrival_date"] += 3 * 86_400
    account_lines.ask_about_payouts()
    arrived = Payout.objects.get().arrived_on
    assert arrived == said + timedelta(days=3)
    assert set(LedgerEntry.objects.filter(account="bank").values_list("booked_on", flat=True)) == {arrived}


def test_before_stripe_has_reconciled_it_nothing_is_booked(stripe):
    with_its_fee(stripe)
    number = stripe.pay_out(reconciled=False)["id"]
    told(stripe)
    assert Payout.objects.get().state == PayoutState.PENDING
    assert ("bank", "USD") not in books()
    assert ProviderEvent.objects.waiting().count() == 0
    stripe.reconcile(number)
    told(stripe)
    assert Payout.objects.get().state == PayoutState.PAID
    assert ("gateway", "USD") not in books()


def test_a_payout_told_before_its_gifts_is_booked_after_them(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    number = stripe.pay_out()["id"]
    stripe.deliver(*stripe.events("payout.reconciliation_completed"))
    work()
    assert Payout.objects.get().state == PayoutState.PAID
    assert net_in(payment, number) == 2398
    assert books() == {("bank", "USD"): 2398, ("fees", "USD"): 102, ("gifts", "USD"): -2500}
    told(stripe)
    account_lines.ask_about_costs()
    assert books()[("fees", "USD")] == 102


def test_refunds_disputes_and_renewals_in_a_payout_belong_to_their_gifts(stripe):
    back, lost = paid_once(stripe), paid_once(stripe, email="b@donors.example")
    sponsorship = sponsoring(stripe, email="c@donors.example")
    stripe.renew(sponsorship.charge_token)
    stripe.refund(intent(stripe, back.payments.get()), 1000)
    stripe.decide(stripe.dispute(intent(stripe, lost.payments.get()))["id"], won=False)
    number = stripe.pay_out()["id"]
    stripe.deliver(*stripe.events("payout.reconciliation_completed"))
    work()  # the others are still to be told
    assert Payout.objects.get().state == PayoutState.PAID
    assert net_in(back.payments.get(), number) == 2398 - 1000
    assert net_in(lost.payments.get(), number) == 2398 - 4000
    assert [net_in(payment, number) for payment in Payment.objects.filter(off_session=True)] == [2398]
    assert LedgerEntry.objects.filter(account="bank", payment=None).count() == 0
    before = books()
    told(stripe)
    account_lines.ask_about_costs()
    assert books() == before
    assert ("gateway", "USD") not in before


def test_a_monthly_fee_names_no_gift(stripe):
    with_its_fee(stripe)
    stripe.take_monthly_fee(700)
    number = stripe.pay_out()["id"]
    told(stripe)
    line = BalanceLine.objects.get(kind=LineKind.FEE)
    assert (line.payment, line.net) == (None, Money(-700, "USD"))
    entry = LedgerEntry.objects.get(source=f"payout:stripe:{number}:{line}", account="bank")
    assert (entry.payment, entry.donation, entry.designation, entry.amount_minor) == (None, None, None, -700)
    assert books() == {("bank", "USD"): 1698, ("fees", "USD"): 802, ("gifts", "USD"): -2500}


def test_a_payout_of_less_than_nothing_is_taken_from_our_bank(stripe):
    payment = with_its_fee(stripe)
    stripe.pay_out()
    stripe.refund(intent(stripe, payment))
    stripe.pay_out()
    told(stripe)
    assert sorted(Payout.objects.values_list("amount_minor", flat=True)) == [-2500, 2398]
    assert books() == {("bank", "USD"): -102, ("fees", "USD"): 102}


def test_money_of_somebody_else_on_the_account_names_no_gift(stripe):
    with_its_fee(stripe)
    stripe._intent(700, "usd", False, {})
    stripe.pay_out()
    told(stripe)
    assert Payout.objects.get().state == PayoutState.PAID
    line = BalanceLine.objects.get(payment=None)
    assert line.net == Money(650, "USD")
    assert books()[("gateway", "USD")] == -650  # what our books cannot explain is seen there


def test_a_gift_that_was_held_when_it_was_paid_out_finds_its_line_later(stripe):
    payment = at_checkout()
    session = stripe.pay(payment.provider_reference)
    session["amount_total"] = 100
    stripe.pay_out()
    told(stripe)
    assert BalanceLine.objects.get().payment is None
    session["amount_total"] = 2500
    stripe.tell("checkout.session.completed", session)
    told(stripe)
    account_lines.ask_about_costs()
    assert BalanceLine.objects.get().payment == payment
    assert ("gateway", "USD") not in books()


def test_lines_that_do_not_come_to_the_amount_are_held_for_a_person(stripe, alerts):
    with_its_fee(stripe)
    stripe.pay_out()
    stripe.all("payout")[0]["amount"] = 2400
    told(stripe)
    payout = Payout.objects.get()
    assert (payout.state, payout.reason) == (PayoutState.HELD, "its lines come to $23.98, not to $24")
    assert ("bank", "USD") not in books()
    assert ProviderEvent.objects.filter(state=EventState.QUARANTINED).exists()
    assert alerts.exists()
    account_lines.ask_about_payouts()
    assert Payout.objects.get().state == PayoutState.HELD
    stripe.all("payout")[0]["amount"] = 2398
    account_lines.ask_about_payouts()
    payout = Payout.objects.get()
    assert (payout.state, payout.reason) == (PayoutState.HELD, "$23.98 instead of $24")
    stripe.bounce_payout(payout.provider_reference)
    told(stripe)
    payout = Payout.objects.get()
    assert (payout.state, payout.reason) == (PayoutState.FAILED, "")


def test_each_gift_says_with_which_payout_it_went(stripe):
    gifts, sent = [], []
    for _ in range(2):
        gifts.append(with_its_fee(stripe))
        sent.append(stripe.pay_out()["id"])
        told(stripe)
    assert [gift.balance_lines.get().payout.provider_reference for gift in gifts] == sent
    assert [[net_in(gift, number) for number in sent] for gift in gifts] == [[2398, 0], [0, 2398]]


def test_a_line_in_another_currency_than_the_payouts_is_held_for_a_person(stripe):
    with_its_fee(stripe)
    stripe.take_monthly_fee(100)
    stripe.pay_out()
    (fee,) = (row for row in stripe.all("balance_transaction") if row["type"] == "stripe_fee")
    fee["currency"] = "eur"
    told(stripe)
    payout = Payout.objects.get()
    assert (payout.state, payout.reason) == (
        PayoutState.HELD,
        "lines in another currency than the payout's",
    )
    assert ("bank", "USD") not in books()


def test_a_held_payout_is_booked_once_its_lines_are_all_there(stripe):
    payment = with_its_fee(stripe)
    stripe.pay_out()
    (line,) = (one for one in stripe.paid_out if stripe.rows[one]["type"] == "charge")
    del stripe.paid_out[line]
    told(stripe)
    assert Payout.objects.get().reason == "its lines come to $0, not to $23.98"
    stripe.paid_out[line] = Payout.objects.get().provider_reference
    account_lines.ask_about_payouts()
    payout = Payout.objects.get()
    assert (payout.state, payout.reason) == (PayoutState.PAID, "")
    assert net_in(payment, payout.provider_reference) == 2398


def test_a_line_of_a_gift_that_stripe_does_not_explain_is_held(stripe):
    payment = with_its_fee(stripe)
    charge = stripe.all("charge")[0]
    odd = stripe.book("payment_reversal", charge, -100)
    stripe.pay_out()
    told(stripe)
    payout = Payout.objects.get()
    assert (payout.state, payout.reason) == (
        PayoutState.HELD,
        f"its line {odd['id']} of a gift is not booked",
    )
    assert payment.balance_lines.count() == 1


def test_a_payout_that_fails_afterwards_is_booked_against(stripe, alerts):
    payment = with_its_fee(stripe)
    number = stripe.pay_out()["id"]
    told(stripe)
    stripe.bounce_payout(number)
    told(stripe)
    assert Payout.objects.get().state == PayoutState.FAILED
    assert net_in(payment, number) == 0
    assert books() == {("gateway", "USD"): 2398, ("fees", "USD"): 102, ("gifts", "USD"): -2500}
    assert alerts.filter(key=f"payout-failed:stripe:{number}:0").exists()
    stripe.tell("payout.failed", stripe.rows[number])
    told(stripe)
    assert books()[("gateway", "USD")] == 2398


def test_of_a_payout_that_fails_every_line_is_booked_against_however_many(stripe, monkeypatch):
    monkeypatch.setattr(ledger, "AT_ONCE", 1)
    with_its_fee(stripe), with_its_fee(stripe, email="b@donors.example")
    number = stripe.pay_out()["id"]
    told(stripe)
    assert books()[("bank", "USD")] == 2 * 2398
    stripe.bounce_payout(number)
    told(stripe)
    assert ("bank", "USD") not in books()


def test_a_payout_that_failed_before_it_was_booked_moves_nothing(stripe):
    with_its_fee(stripe)
    number = stripe.pay_out()["id"]
    stripe.bounce_payout(number)
    told(stripe)
    assert Payout.objects.get().state == PayoutState.FAILED
    assert not LedgerEntry.objects.filter(account="bank").exists()


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("is_told", [True, False])
def test_what_failed_goes_out_gift_by_gift_with_the_next_one(stripe, times, is_told):
    payment = with_its_fee(stripe)
    stripe.take_monthly_fee(98)
    for _ in range(times):
        number = stripe.pay_out()["id"]
        if is_told:
            told(stripe)
        stripe.bounce_payout(number)
        told(stripe)
    number = stripe.pay_out()["id"]
    told(stripe)
    assert Payout.objects.filter(state=PayoutState.FAILED).count() == times
    assert Payout.objects.get(state=PayoutState.PAID).provider_reference == number
    assert net_in(payment, number) == 2398
    assert payment.balance_lines.get().payout.provider_reference == number
    assert books() == {("bank", "USD"): 2300, ("fees", "USD"): 200, ("gifts", "USD"): -2500}


def test_late_news_of_a_payout_that_failed_takes_nothing_from_the_next_one(stripe):
    payment = with_its_fee(stripe)
    first = stripe.pay_out()["id"]
    stripe.bounce_payout(first)
    told(stripe)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        second = stripe.pay_out()["id"]
    told(stripe)
    stripe.tell("payout.failed", stripe.rows[first])
    told(stripe)
    assert payment.balance_lines.get().payout.provider_reference == second
    stripe.bounce_payout(second)
    told(stripe)
    assert net_in(payment, second) == 0
    assert ("bank", "USD") not in books()
    stripe.tell("payout.failed", stripe.rows[first])
    told(stripe)
    assert payment.balance_lines.get().payout.provider_reference == second


def test_a_fee_in_a_payout_that_failed_before_it_was_booked_is_booked(stripe):
    stripe.take_monthly_fee(700)
    number = stripe.pay_out()["id"]
    stripe.bounce_payout(number)
    told(stripe)
    assert books() == {("gateway", "USD"): -700, ("fees", "USD"): 700}


def test_a_payout_that_somebody_asked_for_is_one_line_of_no_gift(stripe):
    with_its_fee(stripe)
    payout = stripe.pay_out(automatic=False)
    stripe.rows[payout["balance_transaction"]] |= {"fee": 24, "net": -2398 - 24}
    payout["arrival_date"] += 3 * 86_400
    told(stripe)
    assert Payout.objects.get().state == PayoutState.PAID
    sending = LedgerEntry.objects.filter(source=f"fee:stripe:{payout['id']}")
    assert set(sending.values_list("booked_on", flat=True)) == {Payout.objects.get().arrived_on}
    assert BalanceLine.objects.get(payment=None).net == Money(2398, "USD")
    assert books() == {
        ("bank", "USD"): 2398,
        ("gateway", "USD"): -24,
        ("fees", "USD"): 102 + 24,
        ("gifts", "USD"): -2500,
    }


def test_payouts_in_two_currencies_are_two(stripe):
    with_its_fee(stripe), with_its_fee(stripe, currency="EUR", email="b@donors.example")
    stripe.pay_out("usd"), stripe.pay_out("eur")
    told(stripe)
    assert {(row.currency, row.state) for row in Payout.objects.all()} == {("USD", "paid"), ("EUR", "paid")}
    assert {account for account, _currency in books()} == {"bank", "fees", "gifts"}


def test_what_no_message_told_of_is_asked_for(stripe):
    with_its_fee(stripe)
    stripe.pay_out()
    assert account_lines.ask_about_payouts() == 1
    assert Payout.objects.get().state == PayoutState.PAID
    stripe.calls.clear()
    assert account_lines.ask_about_payouts() == 0
    assert stripe.calls == [("get", "/v1/payouts")]


def test_old_payouts_are_not_asked_for_again(stripe):
    with_its_fee(stripe)
    old = stripe.pay_out()
    old["created"] -= 400 * 86_400
    paid_once(stripe, email="b@donors.example")
    told(stripe)
    stripe.pay_out()
    told(stripe)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert account_lines.ask_about_payouts() == 0


def test_a_failure_that_no_message_told_of_is_found_out(stripe):
    with_its_fee(stripe)
    number = stripe.pay_out()["id"]
    told(stripe)
    stripe.bounce_payout(number)
    assert account_lines.ask_about_payouts() == 1
    assert Payout.objects.get().state == PayoutState.FAILED


def test_before_the_first_gift_nothing_is_asked_for(stripe):
    assert account_lines.ask_about_payouts() == 0
    assert stripe.calls == []


def test_a_silent_stripe_leaves_the_message_waiting(stripe):
    with_its_fee(stripe)
    stripe.pay_out()
    stripe.deliver()
    stripe.down = True
    work()
    assert account_lines.ask_about_payouts() == 0
    assert ProviderEvent.objects.waiting().count() == 2
    stripe.down = False
    work()
    assert Payout.objects.get().state == PayoutState.PAID


def test_a_payout_of_more_gifts_than_a_page_holds_is_read_whole(stripe):
    for number in range(120):
        paid_once(stripe, email=f"d{number}@donors.example")
    account_lines.ask_about_costs()
    stripe.pay_out()
    stripe.calls.clear()
    told(stripe)
    assert Payout.objects.get().lines.count() == 120
    assert stripe.calls.count(("get", "/v1/balance_transactions")) == 2 * 2  # pages, messages
    assert not [path for _method, path in stripe.calls if path.startswith("/v1/charges/")]


def test_each_step_is_on_the_record(stripe):
    with_its_fee(stripe)
    number = stripe.pay_out()["id"]
    told(stripe)
    stripe.bounce_payout(number)
    told(stripe)
    actions = AuditEntry.objects.filter(object_label="donations.payout").values_list("action", flat=True)
    assert set(actions) == {"payout.paid", "payout.failed"}


def test_staff_find_it_in_stripes_dashboard(stripe):
    gateway = offer("stripe").gateway
    assert gateway.page_of("po_1") == "https://dashboard.stripe.com/test/payouts/po_1"
    assert gateway.page_of("du_1") == "https://dashboard.stripe.com/test/disputes/du_1"
