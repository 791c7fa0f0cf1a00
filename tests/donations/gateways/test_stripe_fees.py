"""What Stripe keeps of a gift, and what it makes of another currency."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from core.models import OutboxMessage
from core.money import Money
from donations.gateways.instructions import LineKind as TheirKind
from donations.gateways.reports import Movements
from donations.gateways.stripe.gateway import StripeGateway
from donations.models import BalanceLine, LedgerEntry, LineKind, Payment, PaymentState
from donations.services import account_lines, ledger
from tests.factories.donations import paid
from tests.factories.stripe import (
    at_checkout,
    books,
    intent,
    monthly,
    paid_once,
    sponsoring,
    told,
    with_its_fee,
)

pytestmark = pytest.mark.django_db


def later(hours: int):
    return time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False)


def due() -> int:
    return Payment.objects.filter(costs_due_at__isnull=False).count()


def as_stripe_has_it(stripe) -> bool:
    held = {currency: total for (account, currency), total in books().items() if account == "gateway"}
    return held == {currency: total for currency, total in stripe.balance().items() if total}


def test_the_fee_of_a_gift_is_booked_once(stripe):
    payment = with_its_fee(stripe)
    (line,) = BalanceLine.objects.all()
    assert (line.payment, line.kind, line.gross, line.fee, line.net) == (
        payment,
        LineKind.CAPTURE,
        Money(2500, "USD"),
        Money(102, "USD"),
        Money(2398, "USD"),
    )
    assert books() == {("gateway", "USD"): 2398, ("fees", "USD"): 102, ("gifts", "USD"): -2500}
    Payment.objects.update(costs_due_at=timezone.now())
    account_lines.ask_about_costs()
    assert books()[("fees", "USD")] == 102
    assert LedgerEntry.objects.filter(source=f"fee:stripe:{line}").count() == 2


def test_a_fee_takes_nothing_from_what_the_donor_gave(stripe):
    payment = with_its_fee(stripe)
    assert ledger.net_of(payment) == ledger.gift_of(payment) == Money(2500, "USD")
    assert LedgerEntry.objects.given_to(payment.donation.designation) == [Money(2500, "USD")]


def test_what_is_known_is_not_asked_for_again(stripe):
    with_its_fee(stripe)
    assert due() == 0
    stripe.calls.clear()
    assert account_lines.ask_about_costs() == 0
    assert stripe.calls == []


def test_a_charge_that_stripe_has_not_booked_yet_is_asked_for_again(stripe):
    stripe.books_late = True
    payment = with_its_fee(stripe)
    assert (due(), BalanceLine.objects.count()) == (1, 0)
    stripe.book_what_is_late()
    assert account_lines.ask_about_costs() == 0  # its hour has not passed
    with later(hours=2):
        assert account_lines.ask_about_costs() == 1
    assert (due(), payment.balance_lines.count()) == (0, 1)


def test_somebody_is_told_when_stripe_does_not_say_for_days(stripe, settings):
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    stripe.books_late = True
    with_its_fee(stripe)
    assert not OutboxMessage.objects.filter(key__startswith="costs:").exists()
    for hours in (80, 90):
        with later(hours=hours):
            account_lines.ask_about_costs()
    assert OutboxMessage.objects.filter(key__startswith="costs:").count() == 1


def test_a_silent_stripe_is_asked_again_an_hour_later(stripe):
    paid_once(stripe)
    stripe.down = True
    assert account_lines.ask_about_costs() == 0
    stripe.down = False
    with later(hours=2):
        assert account_lines.ask_about_costs() == 1


@pytest.mark.parametrize("renewed", [False, True])
def test_each_period_of_a_sponsorship_has_its_fee(stripe, renewed):
    sponsorship = sponsoring(stripe)
    if renewed:
        stripe.renew(sponsorship.charge_token)
        told(stripe)
    account_lines.ask_about_costs()
    paid_ones = Payment.objects.filter(state=PaymentState.SUCCEEDED)
    assert [payment.balance_lines.get().fee_minor for payment in paid_ones] == [102] * (1 + renewed)
    assert as_stripe_has_it(stripe)


def test_of_a_period_that_was_not_paid_through_stripe_nothing_is_known_there(stripe):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token)
    told(stripe)
    (paid_with,) = [one for one in stripe.all("invoice_payment") if one["invoice"] == invoice["id"]]
    paid_with["payment"] = {"type": "payment_record", "payment_record": "pr_1"}
    assert StripeGateway().movements(invoice["id"]) == Movements((), False)


def test_a_gift_in_euro_that_stripe_keeps_in_dollars_goes_through_the_exchange(stripe):
    stripe.settles_in["eur"] = ("usd", 108, 100)
    payment = with_its_fee(stripe, currency="EUR")
    assert books() == {
        ("gateway", "USD"): 2700 - 102,
        ("fees", "USD"): 102,
        ("exchange", "USD"): -2700,
        ("exchange", "EUR"): 2500,
        ("gifts", "EUR"): -2500,
    }
    sources = set(LedgerEntry.objects.values_list("source", flat=True))
    number = payment.balance_lines.get().provider_reference
    assert sources == {
        f"capture:{payment.reference}",
        f"fee:stripe:{number}",
        f"exchange:stripe:{number}:EUR",
        f"exchange:stripe:{number}:USD",
    }
    for source in sources:
        assert not any(LedgerEntry.objects.filter(source=source).balances().values())


def test_a_refund_has_a_line_of_its_own_and_gives_no_fee_back(stripe):
    stripe.settles_in["eur"] = ("usd", 108, 100)
    payment = with_its_fee(stripe, currency="EUR")
    stripe.settles_in["eur"] = ("usd", 110, 100)  # the rate has moved
    stripe.refund(intent(stripe, payment))
    told(stripe)
    account_lines.ask_about_costs()
    assert [line.kind for line in payment.balance_lines.all()] == [LineKind.CAPTURE, LineKind.REFUND]
    assert books() == {
        ("gateway", "USD"): 2700 - 102 - 2750,
        ("fees", "USD"): 102,
        ("exchange", "USD"): 50,  # what the change of the rate has cost
    }
    assert as_stripe_has_it(stripe)
    assert due() == 0


def test_a_refund_that_failed_has_both_its_lines(stripe):
    payment = with_its_fee(stripe)
    refund = stripe.refund(intent(stripe, payment))
    stripe.change_refund(refund["id"], "failed")
    told(stripe)
    Payment.objects.update(costs_due_at=timezone.now())
    account_lines.ask_about_costs()
    kinds = list(payment.balance_lines.values_list("kind", flat=True))
    assert kinds == [LineKind.CAPTURE, LineKind.REFUND, LineKind.REFUND_FAILED]
    assert as_stripe_has_it(stripe)


def test_what_a_refund_cost_is_asked_again_when_it_fails_later(stripe):
    payment = with_its_fee(stripe)
    refund = stripe.refund(intent(stripe, payment))
    told(stripe)
    account_lines.ask_about_costs()
    assert due() == 0
    stripe.change_refund(refund["id"], "failed")
    told(stripe)
    assert due() == 1
    account_lines.ask_about_costs()
    assert payment.balance_lines.filter(kind=LineKind.REFUND_FAILED).exists()
    assert as_stripe_has_it(stripe)


def test_asking_brings_the_refund_that_no_message_told_of(stripe):
    payment = with_its_fee(stripe)
    stripe.refund(intent(stripe, payment), 1000)
    Payment.objects.update(costs_due_at=timezone.now())
    account_lines.ask_about_costs()
    assert payment.refunds.get().amount == Money(1000, "USD")
    assert due() == 1  # money has moved once more
    account_lines.ask_about_costs()
    assert due() == 0


def test_a_charge_of_another_amount_than_the_payments_is_for_a_person(stripe, settings):
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    paid_once(stripe)
    charge = stripe.all("charge")[0]
    charge["amount_captured"] = 2400
    account_lines.ask_about_costs()
    assert BalanceLine.objects.count() == 0
    alert = OutboxMessage.objects.get(key__startswith="quarantine:")
    assert "$24 charged instead of $25" in alert.text or "$25 on the account instead of $24" in alert.text


def test_a_payment_that_stripe_has_forgotten_is_not_asked_for_again(stripe):
    payment = paid_once(stripe).payments.get()
    del stripe.rows[payment.provider_reference]
    account_lines.ask_about_costs()
    assert due() == 0


def test_one_that_cannot_be_read_does_not_keep_the_others_waiting(stripe):
    broken, fine = paid_once(stripe), paid_once(stripe, email="b@donors.example")
    number = broken.payments.get().provider_reference
    charge = stripe.rows[stripe.rows[stripe.rows[number]["payment_intent"]]["latest_charge"]]
    stripe.rows[charge["balance_transaction"]]["currency"] = "xxx"
    assert account_lines.ask_about_costs() == 1
    assert fine.payments.get().balance_lines.exists()


def test_other_ways_to_pay_are_not_asked(stripe):
    assert paid().payments.get().costs_due_at is None


def test_an_unpaid_gift_is_not_asked_for(stripe):
    at_checkout(), monthly()
    assert due() == 0


def test_the_command_asks_for_fees_and_payouts(stripe, capsys):
    paid_once(stripe)
    call_command("reconcile")
    assert BalanceLine.objects.count() == 1
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["stripe", "costs", "1", "1", "0", "0", "done"] in lines
    assert [line[1] for line in lines if line[0] == "stripe"].count("payouts") == 1


def test_the_kinds_of_lines_have_one_name_in_rows_and_in_instructions():
    assert set(LineKind.values) == {kind.value for kind in TheirKind}
