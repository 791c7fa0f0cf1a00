"""What somebody else must decide is found: on the first page of the back office, and in the list of gifts."""

from dataclasses import replace

import pytest
from django.test import Client

from donations.gateways.instructions import RefundFailed
from donations.models import StatementLine
from donations.services import closing, giving_back, payments
from tests.factories.accounts import signed_in, staff
from tests.factories.donations import begun, give_back, paid, paid_twice, settle, som, went_back

pytestmark = pytest.mark.django_db
HOME, GIFTS = "/admin/", "/admin/giving/donations/"


@pytest.fixture
def finance() -> Client:
    return signed_in(staff("finance"))


def text(client: Client, url: str, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def listed(client: Client, **query: str) -> set[str]:
    return {row.reference for row in client.get(GIFTS, query).context["object_list"]}


def asked():
    """Somebody wants a gift given back."""
    donation = paid()
    return giving_back.ask(
        donation.payments.get(), som(40_000), "Typed one nought too many", staff("donor_care")
    )


def test_a_request_to_give_back_is_found_by_whoever_may_approve_it(finance):
    order = asked()
    page = text(finance, HOME)
    assert "1 gift to be given back waits for a second person" in page
    assert f"{GIFTS}?money_back=asked" in page
    assert listed(finance, money_back="asked") == {order.payment.donation.reference}
    paid()
    assert listed(finance, money_back="approved") == set()


def test_what_is_approved_and_has_not_gone_yet_is_found(finance):
    payment = begun(gateway="bank")
    payments.apply(settle(payment))
    order = giving_back.ask(payment, som(40_000), "Typed one nought too many", staff("donor_care"))
    giving_back.approve(order, staff("finance"))
    assert f"{GIFTS}?money_back=approved" in text(finance, HOME)
    assert listed(finance, money_back="approved") == {payment.donation.reference}


def test_what_the_provider_refused_is_found_until_another_way_is_asked_for(finance):
    order = asked()
    giving_back.RefundOrder.objects.filter(pk=order.pk).update(state="failed", decided_by=staff("finance"))
    assert "1 gift could not be given back" in text(finance, HOME)
    assert listed(finance, money_back="refused") == {order.payment.donation.reference}
    giving_back.ask(order.payment, som(40_000), "By transfer", staff("donor_care"))
    assert listed(finance, money_back="refused") == set()


def approved():
    """Two have said yes, and the provider has not answered yet."""
    order = asked()
    giving_back.RefundOrder.objects.filter(pk=order.pk).update(state="approved", decided_by=staff("finance"))
    return order


def did_not_arrive(order) -> None:
    told = {"order": order.reference, "amount": order.amount}
    payments.apply(replace(went_back(order.payment, order.amount, kind=RefundFailed), **told))


def test_what_did_not_reach_the_donor_and_was_never_booked_is_found_until_it_goes_another_way(finance):
    order = approved()
    did_not_arrive(order)
    assert "1 gift could not be given back" in text(finance, HOME)
    assert listed(finance, money_back="refused") == {order.payment.donation.reference}
    give_back(order.payment, order.amount, "in the dashboard")
    assert listed(finance, money_back="refused") == set()


def test_what_did_not_reach_the_donor_after_it_was_booked_is_owed_and_counted_once(finance):
    order = approved()
    give_back(order.payment, order.amount)
    did_not_arrive(order)
    assert listed(finance, money_back="owed") == {order.payment.donation.reference}
    assert listed(finance, money_back="refused") == set()


def test_what_we_owe_a_donor_is_found(finance):
    second = paid_twice()
    paid()
    assert "1 gift of which money is owed to its donor" in text(finance, HOME)
    assert listed(finance, money_back="owed") == {second.donation.reference}


def test_lines_of_bank_statements_that_wait_are_counted(finance):
    from datetime import date

    from donations.models import BankStatement

    statement = BankStatement.objects.create(name="a.csv", digest="d", imported_by=staff("finance"))
    StatementLine.objects.create(
        statement=statement,
        booked_on=date(2026, 1, 2),
        amount_minor=100,
        currency="UZS",
        payer="A",
        text="B",
        fingerprint="f",
    )
    page = text(finance, HOME)
    assert "1 line of a bank statement waits" in page


def test_where_nothing_waits_it_says_so(finance):
    assert "Nothing waits for a decision" in text(finance, HOME)


def test_whoever_may_not_approve_is_not_asked_to():
    asked()
    assert "waits for a second person" not in text(signed_in(staff("donor_care")), HOME)
    assert "waits for a second person" not in text(signed_in(staff("editor")), HOME)


def test_a_proposed_month_is_for_somebody_else_to_close(finance):
    import time_machine

    with time_machine.travel("2026-01-15"):
        paid()
    closing.propose(closing.next_month(), staff("finance"))
    assert "January 2026 waits for a second person to close it" in text(finance, HOME)
