"""Money goes back with four eyes, once, and the books say so only when it went."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from core.money import Money
from donations.gateways.requests import GatewayUnavailable, RefundRefused
from donations.gateways.sandbox.delivery import deliver_due
from donations.gateways.sandbox.gateway import SandboxGateway
from donations.gateways.sandbox.models import Choice, SandboxPayment
from donations.gateways.sandbox.provider import decide
from donations.models import (
    DonationState,
    LedgerEntry,
    Payment,
    Refund,
    RefundOrder,
    RefundOrderState,
)
from donations.services import giving_back, ledger, payments
from donations.services.decisions import Refused
from tests.donations.test_bank_statements import bring, line, transfer
from tests.factories.accounts import signed_in, staff
from tests.factories.cash import deposit, given_cash
from tests.factories.donations import begun

pytestmark = pytest.mark.django_db
State = RefundOrderState


@pytest.fixture
def payment() -> Payment:
    made = begun()
    decide(SandboxPayment.objects.get(order=made.reference).public_id, Choice.SUCCESS)
    deliver_due()
    return Payment.objects.get(pk=made.pk)


@pytest.fixture
def by_bank() -> Payment:
    """What was transferred: nobody gives that back when asked."""
    made = transfer()
    bring(line(made.reference))
    return Payment.objects.get(pk=made.pk)


@pytest.fixture
def two():
    return staff("finance"), staff("finance")


def balance() -> int:
    return sum(LedgerEntry.objects.values_list("amount_minor", flat=True))


def test_asked_for_and_approved_it_goes_back_and_is_booked_once(payment, two):
    order = giving_back.ask(payment, payment.amount, "paid by mistake", two[0])
    assert not Refund.objects.exists()
    giving_back.approve(order, two[1])
    deliver_due()
    order.refresh_from_db()
    payment.donation.refresh_from_db()
    assert (order.state, payment.donation.state) == (State.DONE, DonationState.REFUNDED)
    assert Refund.objects.count() == 1
    assert ledger.net_of(payment).minor == balance() == 0


def test_nobody_approves_what_they_asked_for(payment, two):
    order = giving_back.ask(payment, payment.amount, "mistake", two[0])
    with pytest.raises(Refused):
        giving_back.approve(order, two[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        RefundOrder.objects.filter(pk=order.pk).update(state=State.APPROVED, decided_by=two[0])
    assert not Refund.objects.exists()


def test_what_was_refused_stays_and_can_be_asked_for_again(payment, two):
    order = giving_back.ask(payment, payment.amount, "mistake", two[0])
    giving_back.refuse(order, two[1])
    with pytest.raises(Refused):
        giving_back.approve(RefundOrder.objects.get(pk=order.pk), two[1])
    assert not Refund.objects.exists()
    assert giving_back.ask(payment, payment.amount, "mistake", two[0]).state == State.REQUESTED


@pytest.mark.parametrize(
    "amount", [Money(10_000_001, "UZS"), Money(0, "UZS"), Money(-1, "UZS"), Money(100, "USD")]
)
def test_not_more_than_there_is(payment, two, amount):
    with pytest.raises(Refused):
        giving_back.ask(payment, amount, "mistake", two[0])


def test_two_orders_share_what_is_left(payment, two):
    giving_back.ask(payment, Money(6_000_000, "UZS"), "part", two[0])
    with pytest.raises(Refused):
        giving_back.ask(payment, Money(4_000_001, "UZS"), "part", two[0])
    giving_back.ask(payment, Money(4_000_000, "UZS"), "the rest", two[0])


def test_without_a_reason_or_without_money_there_is_no_order(payment, two):
    with pytest.raises(Refused):
        giving_back.ask(payment, payment.amount, "  ", two[0])
    unpaid = transfer(email="other@mail.example")
    with pytest.raises(Refused):
        giving_back.ask(unpaid, unpaid.amount, "mistake", two[0])


def test_what_the_provider_refuses_is_said_and_books_nothing(payment, two):
    order = giving_back.ask(payment, Money(5_000_000, "UZS"), "part", two[0])
    with override("en"):
        giving_back.approve(order, two[1])
    order.refresh_from_db()
    assert (order.state, order.note) == (
        State.FAILED,
        "The provider gives back a payment only as a whole.",
    )
    assert not Refund.objects.exists()
    assert giving_back.left_of(payment) == payment.amount


def test_a_silent_provider_is_asked_again(payment, two, monkeypatch):
    def silent(*_args):
        raise GatewayUnavailable

    order = giving_back.ask(payment, payment.amount, "mistake", two[0])
    with monkeypatch.context() as patch:
        patch.setattr(SandboxGateway, "give_back", silent)
        giving_back.approve(order, two[1])
    order.refresh_from_db()
    assert order.state == State.APPROVED
    assert giving_back.carry_on() == 1
    order.refresh_from_db()
    assert order.state == State.DONE
    assert giving_back.carry_on() == 0
    assert Refund.objects.count() == 1


def test_an_order_that_breaks_keeps_no_other_from_its_turn(payment, two, monkeypatch):
    other = begun(email="other@donors.example")
    decide(SandboxPayment.objects.get(order=other.reference).public_id, Choice.SUCCESS)
    deliver_due()
    give_back, breaks = SandboxGateway.give_back, [payment.reference, other.reference]

    def breaking(gateway, request):
        if request.reference in breaks:
            raise ZeroDivisionError
        return give_back(gateway, request)

    monkeypatch.setattr(SandboxGateway, "give_back", breaking)
    for one in (payment, Payment.objects.get(pk=other.pk)):
        with pytest.raises(ZeroDivisionError):
            giving_back.approve(giving_back.ask(one, one.amount, "mistake", two[0]), two[1])
    breaks.remove(other.reference)
    giving_back.carry_on()
    assert list(RefundOrder.objects.values_list("state", flat=True)) == [State.APPROVED, State.DONE]


def test_a_death_before_our_books_are_written_gives_back_once(payment, two, monkeypatch):
    order = giving_back.ask(payment, payment.amount, "mistake", two[0])
    with monkeypatch.context() as patch:
        patch.setattr(giving_back.payments, "apply", lambda notice: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            giving_back.approve(order, two[1])
    giving_back.carry_on()
    deliver_due()
    order.refresh_from_db()
    assert order.state == State.DONE
    assert Refund.objects.count() == 1
    assert balance() == 0


def test_a_refusal_of_what_the_clock_has_had_given_back_meanwhile_changes_nothing(payment, two, monkeypatch):
    give_back = SandboxGateway.give_back

    def too_late(gateway, request):
        payments.apply(give_back(gateway, request))
        raise RefundRefused("Given back before.")

    monkeypatch.setattr(SandboxGateway, "give_back", too_late)
    order = giving_back.ask(payment, payment.amount, "mistake", two[0])
    giving_back.approve(order, two[1])
    assert order.state == State.DONE


def test_a_transfer_goes_back_by_hand_and_is_recorded(by_bank, two):
    order = giving_back.ask(by_bank, Money(4_000_000, "UZS"), "part", two[0])
    with pytest.raises(Refused):
        giving_back.record(order, "B-1", two[1])
    giving_back.approve(order, two[1])
    order.refresh_from_db()
    assert order.state == State.APPROVED
    with pytest.raises(Refused):
        giving_back.record(order, " ", two[1])
    giving_back.record(order, "B-1", two[1])
    order.refresh_from_db()
    assert (order.state, order.note) == (State.DONE, "B-1")
    assert ledger.net_of(by_bank) == Money(6_000_000, "UZS")
    with pytest.raises(Refused):
        giving_back.record(order, "B-2", two[1])
    again = giving_back.ask(by_bank, Money(1_000_000, "UZS"), "part", two[0])
    giving_back.approve(again, two[1])
    again.refresh_from_db()
    with pytest.raises(Refused):
        giving_back.record(again, "B-1", two[1])


def test_a_form_that_is_sent_twice_asks_once(payment):
    care, form = signed_in(staff("donor_care")), f"payment-{payment.pk}"
    data = {f"{form}-amount": "40 000", f"{form}-reason": "mistake"}
    for _time in range(2):
        page = care.post(f"/admin/giving/payments/{payment.pk}/give-back/", data, follow=True)
    assert "asked for already" in page.content.decode()
    assert payment.refund_orders.count() == 1


def test_two_who_read_the_same_letter_ask_once(payment, two):
    giving_back.ask(payment, Money(4_000_000, "UZS"), "mistake", two[0])
    with pytest.raises(Refused):
        giving_back.ask(payment, Money(4_000_000, "UZS"), "mistake", two[1])
    assert giving_back.ask(payment, Money(3_000_000, "UZS"), "mistake", two[1]).state == State.REQUESTED


def test_the_same_part_may_be_asked_for_again_once_that_is_decided(by_bank, two):
    for _time in range(2):
        giving_back.approve(giving_back.ask(by_bank, Money(4_000_000, "UZS"), "part", two[0]), two[1])
    assert by_bank.refund_orders.filter(state=State.APPROVED).count() == 2


def test_the_screen_takes_two_persons_through_it(payment):
    first, second = signed_in(staff("donor_care")), signed_in(staff("finance"))
    page = f"/admin/giving/donations/{payment.donation_id}/"
    asked = first.post(
        f"/admin/giving/payments/{payment.pk}/give-back/",
        {f"payment-{payment.pk}-amount": "100 000", f"payment-{payment.pk}-reason": "mistake"},
        follow=True,
    )
    assert asked.redirect_chain[-1][0] == page
    order = RefundOrder.objects.get()
    assert "mistake" in second.get(page).content.decode()
    first.post(f"/admin/giving/refunds/{order.pk}/approve/")
    assert RefundOrder.objects.get().state == State.REQUESTED
    done = second.post(f"/admin/giving/refunds/{order.pk}/approve/", follow=True).content.decode()
    assert "Given back" in done
    assert Refund.objects.count() == 1


def test_the_page_of_a_gift_says_who_did_what_about_its_refund(payment, two):
    order = giving_back.ask(payment, payment.amount, "mistake", two[0])
    giving_back.approve(order, two[1])
    page = signed_in(two[1]).get(f"/admin/giving/donations/{payment.donation_id}/")
    actions = [(entry.action, entry.actor) for entry in page.context["history"]]
    assert ("refundorder.requested", two[0]) in actions
    assert ("refundorder.approved", two[1]) in actions


@pytest.mark.parametrize("amount", ["", "lots", "999999999"])
def test_what_is_refused_is_said_beside_its_field_and_kept_as_typed(payment, amount):
    client = signed_in(staff("finance"))
    name = f"payment-{payment.pk}"
    page = client.post(
        f"/admin/giving/payments/{payment.pk}/give-back/",
        {f"{name}-amount": amount, f"{name}-reason": "a double gift"},
    )
    [form] = page.context["ask_forms"]
    assert (page.status_code, list(form.errors)) == (422, ["amount"])
    assert 'value="a double gift"' in page.content.decode()
    assert page.content.decode().count("autofocus") == 1
    assert not RefundOrder.objects.exists()


def test_a_reason_that_is_missing_is_asked_for_beside_it(payment):
    name = f"payment-{payment.pk}"
    address = f"/admin/giving/payments/{payment.pk}/give-back/"
    page = signed_in(staff("finance")).post(address, {f"{name}-amount": "1000", f"{name}-reason": " "})
    [form] = page.context["ask_forms"]
    assert list(form.errors) == ["reason"]


def test_a_number_that_is_taken_is_kept_beside_what_is_wrong_with_it(by_bank, two):
    for number in ("B-1", "B-1"):
        order = giving_back.ask(by_bank, Money(1_000_000, "UZS"), "part", two[0])
        giving_back.approve(order, two[1])
        page = signed_in(two[1]).post(
            f"/admin/giving/refunds/{order.pk}/record/", {f"order-{order.pk}-number": number}
        )
    form = next(form for row, form, _cabinet in page.context["refund_orders"] if row == order)
    assert (page.status_code, form["number"].value(), list(form.errors)) == (422, "B-1", ["number"])


@pytest.mark.parametrize("role", ["editor", "publisher", "safeguarding", "volunteer_coordinator"])
def test_nobody_else_gives_money_back(payment, role):
    client = signed_in(staff(role))
    client.post(
        f"/admin/giving/payments/{payment.pk}/give-back/",
        {f"payment-{payment.pk}-amount": "100000", f"payment-{payment.pk}-reason": "mine"},
        follow=True,
    )
    assert not RefundOrder.objects.exists()


def test_looking_gives_nothing_back(payment, two):
    order = giving_back.ask(payment, payment.amount, "mistake", two[0])
    client = signed_in(two[1])
    for address in (
        f"/admin/giving/refunds/{order.pk}/approve/",
        f"/admin/giving/payments/{payment.pk}/give-back/",
    ):
        assert client.get(address).status_code == 405


# --- Carried out by a person -------------------------------------------------------------------------


def approved(payment: Payment, two, **how) -> RefundOrder:
    order = giving_back.ask(payment, payment.amount, "a mistake", two[0], **how)
    giving_back.approve(order, two[1])
    order.refresh_from_db()
    return order


def test_what_a_person_has_not_carried_out_can_be_called_off(by_bank, two):
    order = approved(by_bank, two)
    page = signed_in(two[1]).post(f"/admin/giving/refunds/{order.pk}/refuse/", follow=True)
    order.refresh_from_db()
    assert (page.status_code, order.state) == (200, State.REFUSED)
    assert giving_back.left_of(by_bank) == by_bank.amount


def test_what_the_provider_carries_out_cannot_be_called_off(payment, two, monkeypatch):
    monkeypatch.setattr(giving_back, "carry_out", lambda order: None)
    order = approved(payment, two)
    with pytest.raises(Refused, match="quicker"), override("en"):
        giving_back.refuse(order, two[1])


def test_cash_that_is_in_the_bank_already_does_not_leave_the_safe(two):
    given = given_cash()
    deposit("100000", two[0])
    order = approved(given, two)
    with pytest.raises(Refused, match="in the safe"), override("en"):
        giving_back.record(order, "slip 1", two[1])
    giving_back.refuse(order, two[1])
    giving_back.record(approved(given, two, by_transfer=True), "PP-9", two[1])
    assert Refund.objects.get().gateway == ledger.BY_TRANSFER
    assert ledger.in_safe() == []


def test_cash_that_lies_in_the_safe_is_given_back_from_it(two):
    given = given_cash()
    giving_back.record(approved(given, two), "slip 1", two[1])
    assert ledger.in_safe() == []
    assert ledger.net_of(given) == Money(0, "UZS")


def test_an_order_stands_by_itself_with_what_can_be_done_about_it(payment, two):
    """A row of seven columns hid its buttons beyond the edge of a telephone."""
    order = giving_back.ask(payment, payment.amount, "mistake", two[0])
    with override("en"):
        page = signed_in(two[1]).get(f"/admin/giving/donations/{payment.donation_id}/").content.decode()
    one = page.split(f'aria-labelledby="order-{order.pk}"')[1].split("</section>")[0]
    assert all(
        part in one for part in (order.reference, "mistake", f"/admin/giving/refunds/{order.pk}/approve/")
    )
    assert "<table" not in one


def test_who_recorded_what_went_back_stands_on_the_gifts_page(by_bank, two):
    order = giving_back.ask(by_bank, by_bank.amount, "paid by mistake", two[0])
    giving_back.approve(order, two[1])
    clerk = staff("finance")
    giving_back.record(order, "77", clerk)
    page = signed_in(staff("finance")).get(f"/admin/giving/donations/{by_bank.donation_id}/").content.decode()
    assert f"Recorded by hand, {clerk}" in page


def test_what_is_pressed_twice_is_done_once_and_said_to_be_done(by_bank, two):
    order = giving_back.ask(by_bank, by_bank.amount, "paid by mistake", two[0])
    client, address = signed_in(two[1]), f"/admin/giving/refunds/{order.pk}/"
    for step, data, said in (
        ("approve", {}, "To be given back."),
        ("record", {f"order-{order.pk}-number": "77"}, "Given back. 77"),
    ):
        for _press in range(2):
            answer = client.post(f"{address}{step}/", data, follow=True)
            assert [str(one).strip() for one in answer.context["messages"]] == [said]
    assert Refund.objects.count() == 1
    late = signed_in(staff("finance")).post(f"{address}approve/", follow=True)
    assert [str(one).strip() for one in late.context["messages"]] == ["Somebody was quicker."]


def test_another_number_for_what_went_back_is_refused(by_bank, two):
    order = giving_back.ask(by_bank, by_bank.amount, "paid by mistake", two[0])
    giving_back.approve(order, two[1])
    giving_back.record(order, "77", two[1])
    order.refresh_from_db()
    with pytest.raises(Refused):
        giving_back.record(order, "78", two[1])
