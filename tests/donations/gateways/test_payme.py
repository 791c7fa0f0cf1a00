"""Payme's own sandbox, call by call: each one twice with the same answer, and every error to the code."""

import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.translation import override

from core.money import Money
from donations.gateways.payme.faults import Fault, as_error
from donations.gateways.registry import offer
from donations.gateways.requests import PaymentRequest
from donations.models import (
    Donation,
    DonationState,
    EventState,
    LedgerEntry,
    PaymentState,
    PaymeTransaction,
    ProviderEvent,
    Refund,
)
from donations.services import checkout, giving_back, payments, reconciliation
from donations.services.decisions import Refused
from tests.donations.gateways.local import (
    basic,
    cancel,
    code,
    create,
    order,
    payme,
    payme_id,
    payme_raw,
    perform,
    rpc,
    show,
)
from tests.factories.accounts import signed_in, staff

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 5, 12, tzinfo=UTC)
NOON_MS = 1_793_880_000_000


@pytest.fixture
def payment():
    return order("payme")


def check(payment, **changes):
    params = {"amount": payment.amount_minor, "account": {"order_id": payment.reference}}
    return payme("CheckPerformTransaction", **params | changes)


def after(**span: float):
    return time_machine.travel(NOON + timedelta(**span), tick=False)


def test_noon_is_noon():
    assert NOON.timestamp() * 1000 == NOON_MS


# --- The pay link ---


def test_the_pay_link_carries_cash_desk_order_amount_language_and_way_back(payment, settings):
    request = PaymentRequest(
        reference=payment.reference,
        amount=payment.amount,
        description="Tashkent",
        language="ru",
        return_url="https://sos.example/ru/thanks/x;y/",
        recurring=False,
    )
    url = offer("payme").gateway.begin(request).url
    assert url.startswith("https://checkout.paycom.uz/")
    assert b64decode(url.rsplit("/", 1)[1]).decode() == (
        f"m={settings.PAYME_MERCHANT_ID};ac.order_id={payment.reference};a=500000;l=ru;"
        "c=https://sos.example/ru/thanks/x%3By/"
    )


# --- CheckPerformTransaction ---


def test_a_donation_that_waits_may_be_paid(payment):
    assert check(payment)["result"] == {"allow": True}
    assert check(payment)["result"] == {"allow": True}


@pytest.mark.parametrize("amount", [1, 499_999, 500_001, 0, -500_000, 10**15, 10**400])
def test_another_amount_is_wrong(payment, amount):
    assert code(check(payment, amount=amount)) == -31001


@pytest.mark.parametrize("amount", [500_000.0, "500000", None, True, [500_000]])
def test_an_amount_that_is_no_whole_number_is_a_mistake_of_the_request(payment, amount):
    assert code(check(payment, amount=amount)) == -32600


@pytest.mark.parametrize(
    "account", [{"order_id": "P-0000-0000-0000"}, {"order_id": "1"}, {"order_id": 7}, {}, {"other": "x"}]
)
def test_an_unknown_account_is_told_with_its_field_in_three_languages(payment, account):
    error = check(payment, account=account)["error"]
    assert (error["code"], error["data"]) == (-31050, "order_id")
    assert set(error["message"]) == {"ru", "uz", "en"}


def test_an_order_of_another_gateway_is_unknown():
    other = order("click")
    assert code(check(other)) == -31050


def test_a_paid_order_is_closed(payment):
    number = payme_id()
    create(payment, number), perform(number)
    assert code(check(payment)) == -31051


def test_an_order_under_way_is_busy(payment):
    create(payment, payme_id())
    assert code(check(payment)) == -31052


def test_the_item_of_the_receipt_is_told_where_the_settings_have_its_codes(payment, settings):
    settings.PAYME_FISCAL_CODE, settings.PAYME_FISCAL_PACKAGE_CODE = "10305008003000000", "1495085"
    (item,) = check(payment)["result"]["detail"]["items"]
    assert item == {
        "title": "Xayriya",
        "price": 500_000,
        "count": 1,
        "code": "10305008003000000",
        "package_code": "1495085",
        "vat_percent": 0,
    }


# --- CreateTransaction ---


def test_creating_twice_is_answered_alike_whenever(payment):
    number = payme_id()
    with after(hours=0):
        first = create(payment, number)
    with after(hours=3):
        assert create(payment, number) == first
    row = PaymeTransaction.objects.get()
    assert first["result"] == {"create_time": NOON_MS, "transaction": str(row.pk), "state": 1}
    payment.refresh_from_db()
    assert (payment.state, payment.provider_reference) == (PaymentState.PROCESSING, number)


def test_a_second_transaction_while_one_is_pending_is_refused(payment):
    first = payme_id()
    create(payment, first)
    assert code(create(payment, payme_id())) == -31008
    assert show(first)["state"] == 1


def test_creating_with_a_wrong_amount_or_account_leaves_nothing(payment):
    assert code(create(payment, payme_id(), amount=1)) == -31001
    payment.reference = "P-0000-0000-0000"
    assert code(create(payment, payme_id())) == -31050
    assert not PaymeTransaction.objects.exists()
    assert not ProviderEvent.objects.exists()


def test_a_number_that_comes_again_for_another_order_is_refused(payment):
    number = payme_id()
    create(payment, number)
    assert code(create(order("payme"), number)) == -31008
    assert code(create(payment, number, amount=1)) == -31008


def test_a_cancelled_order_takes_no_new_transaction(payment):
    number = payme_id()
    create(payment, number), cancel(number)
    assert code(create(payment, number)) == -31008
    assert code(create(payment, payme_id())) == -31051


# --- PerformTransaction ---


def test_performing_pays_once_and_is_answered_alike(payment):
    number = payme_id()
    with after(hours=0):
        create(payment, number)
    with after(hours=1):
        first = perform(number)
    with after(hours=30):
        assert perform(number) == first
        assert create(payment, number)["error"]["code"] == -31008
    transaction = str(PaymeTransaction.objects.get().pk)
    assert first["result"] == {"transaction": transaction, "perform_time": NOON_MS + 3_600_000, "state": 2}
    assert Donation.objects.get(payments=payment).state == DonationState.PAID
    assert LedgerEntry.objects.count() == 2
    assert ProviderEvent.objects.filter(state=EventState.APPLIED).count() == 2


def test_what_nobody_asked_for_is_not_kept(payment):
    number = payme_id()
    create(payment, number)
    answer = payme("PerformTransaction", id=number, amount=1e300, reason="\x00", time=10**30)
    assert answer["result"]["state"] == 2
    payload = ProviderEvent.objects.get(event_id=f"perform:{number}").payload
    assert payload == {"id": 7, "method": "PerformTransaction"}


@pytest.mark.parametrize("method", ["PerformTransaction", "CheckTransaction"])
def test_an_unknown_transaction_is_told(method):
    assert code(payme(method, id=payme_id())) == -31003


def test_an_unknown_transaction_cannot_be_cancelled():
    assert code(cancel(payme_id())) == -31003


def test_performing_after_cancelling_never_pays(payment):
    number = payme_id()
    create(payment, number), cancel(number)
    assert code(perform(number)) == -31008
    assert code(perform(number)) == -31008
    assert Donation.objects.get(payments=payment).state == DonationState.LAPSED
    assert not LedgerEntry.objects.exists()


def test_a_donation_paid_another_way_meanwhile_is_not_paid_again(payment):
    number = payme_id()
    create(payment, number)
    payment.refresh_from_db()
    Donation.objects.filter(payments=payment).update(state=DonationState.PAID, paid_at=NOON)
    assert code(perform(number)) == -31008
    assert show(number)["state"] == 1


# --- Twelve hours ---


def test_after_twelve_hours_it_is_over(payment):
    number = payme_id()
    with after(hours=0):
        create(payment, number)
    with after(hours=12):
        assert code(perform(number)) == -31008
        assert code(create(payment, number)) == -31008
    told = show(number)
    assert (told["state"], told["reason"], told["cancel_time"]) == (-1, 4, NOON_MS + 43_200_000)
    payment.refresh_from_db()
    assert payment.state == PaymentState.EXPIRED


def test_a_moment_before_it_can_be_performed(payment):
    number = payme_id()
    with after(hours=0):
        create(payment, number)
    with after(milliseconds=43_199_999):
        assert perform(number)["result"]["state"] == 2


@pytest.mark.parametrize("looks", ["show", "create", "reconcile"])
def test_whoever_looks_first_ends_it(payment, looks):
    number = payme_id()
    with after(hours=0):
        create(payment, number)
    with after(hours=13):
        if looks == "show":
            show(number)
        elif looks == "create":
            create(payment, number)
        else:
            reconciliation.reconcile()
        assert PaymeTransaction.objects.get().reason == 4
        donation = Donation.objects.get(payments=payment)
        assert checkout.carry_on(donation).startswith("https://checkout.paycom.uz/")


def test_an_order_that_nobody_began_to_pay_is_given_up(payment):
    with time_machine.travel(payment.changed_at + timedelta(hours=2), tick=False):
        reconciliation.reconcile()
    payment.refresh_from_db()
    assert payment.state == PaymentState.EXPIRED
    assert code(create(payment, payme_id())) == -31051


# --- CancelTransaction ---


@pytest.mark.parametrize("reason", [1, 2, 3, 4, 5, 10])
def test_cancelling_what_is_pending_is_answered_alike(payment, reason):
    number = payme_id()
    with after(hours=0):
        create(payment, number)
    with after(hours=1):
        first = cancel(number, reason)
    with after(hours=2):
        assert cancel(number, 5) == first
    transaction = str(PaymeTransaction.objects.get().pk)
    assert first["result"] == {"transaction": transaction, "cancel_time": NOON_MS + 3_600_000, "state": -1}
    assert show(number)["reason"] == reason


def test_cancelling_what_was_paid_gives_the_money_back(payment):
    number = payme_id()
    with after(hours=0):
        create(payment, number), perform(number)
        first = cancel(number, 5)
    with after(hours=1):
        assert cancel(number, 5) == first
    assert first["result"]["state"] == -2
    assert Refund.objects.get().amount == payment.amount
    assert not any(LedgerEntry.objects.balances().values())
    assert Donation.objects.get(payments=payment).state == DonationState.REFUNDED
    assert show(number) == {
        "create_time": NOON_MS,
        "perform_time": NOON_MS,
        "cancel_time": NOON_MS,
        "transaction": first["result"]["transaction"],
        "state": -2,
        "reason": 5,
    }
    assert code(perform(number)) == -31008


def test_what_was_given_back_another_way_cannot_be_cancelled(payment):
    from donations.gateways.instructions import Refund as RefundNotice

    number = payme_id()
    create(payment, number), perform(number)
    payments.apply(
        RefundNotice(
            gateway="payme",
            livemode=True,
            event_id="by-hand",
            reference=payment.reference,
            amount=payment.amount,
            refund_reference="by-hand",
        )
    )
    assert code(cancel(number, 5)) == -31007
    assert code(cancel(number, 5)) == -31007
    assert show(number)["state"] == 2
    assert Refund.objects.count() == 1


def approved(payment, amount=None, **how):
    first, second = staff("finance"), staff("finance")
    order = giving_back.ask(payment, amount or payment.amount, "a mistake", first, **how)
    giving_back.approve(order, second)
    order.refresh_from_db()
    return order, second


def test_an_order_is_carried_out_in_paymes_cabinet_and_booked_by_its_message(payment):
    number = payme_id()
    create(payment, number), perform(number)
    payment.refresh_from_db()
    refund, second = approved(payment)
    page = signed_in(second).get(f"/admin/giving/donations/{payment.donation_id}/").content.decode()
    assert "https://merchant.payme.uz" in page
    with pytest.raises(Refused):  # else Payme would be told that nothing is left
        giving_back.record(refund, "PP-1", second)
    assert cancel(number, 5)["result"]["state"] == -2
    refund.refresh_from_db()
    assert refund.state == "done"


def test_a_part_of_what_came_by_payme_goes_by_transfer(payment):
    number = payme_id()
    create(payment, number), perform(number)
    payment.refresh_from_db()
    part = Money(100_000, "UZS")
    with pytest.raises(Refused, match="whole"), override("en"):
        approved(payment, part)
    refund, second = approved(payment, part, by_transfer=True)
    giving_back.record(refund, "PP-1", second)
    assert Refund.objects.get().gateway == "bank"


def test_what_a_transfer_gave_back_in_part_cannot_be_cancelled_as_a_whole(payment):
    """Payme asks before it moves money: the donor would be given more than they gave."""
    number = payme_id()
    create(payment, number), perform(number)
    payment.refresh_from_db()
    refund, second = approved(payment, Money(100_000, "UZS"), by_transfer=True)
    giving_back.record(refund, "PP-1", second)
    assert code(cancel(number, 5)) == -31007
    assert show(number)["state"] == 2
    assert Refund.objects.get().gateway == "bank"


def test_what_a_transfer_is_to_give_back_cannot_be_cancelled_meanwhile(payment):
    number = payme_id()
    create(payment, number), perform(number)
    payment.refresh_from_db()
    refund, second = approved(payment, by_transfer=True)
    assert code(cancel(number, 5)) == -31007
    giving_back.record(refund, "PP-1", second)  # the bank had sent it before
    assert code(cancel(number, 5)) == -31007


def test_what_was_to_go_by_transfer_may_be_cancelled_once_that_is_called_off(payment):
    number = payme_id()
    create(payment, number), perform(number)
    payment.refresh_from_db()
    refund, second = approved(payment, by_transfer=True)
    assert code(cancel(number, 5)) == -31007
    giving_back.refuse(refund, second)
    assert cancel(number, 5)["result"]["state"] == -2


def test_what_was_cancelled_there_meanwhile_is_not_approved_to_go_by_transfer(payment):
    number = payme_id()
    create(payment, number), perform(number)
    payment.refresh_from_db()
    order = giving_back.ask(payment, Money(100_000, "UZS"), "a mistake", staff("finance"), by_transfer=True)
    cancel(number, 5)
    with pytest.raises(Refused):
        giving_back.approve(order, staff("finance"))


@pytest.mark.parametrize("reason", [0, 6, "5", None, True, 5.0])
def test_reasons_are_of_the_list(payment, reason):
    number = payme_id()
    create(payment, number)
    assert code(cancel(number, reason)) == -32600


# --- CheckTransaction, GetStatement, SetFiscalData ---


def test_what_has_not_happened_has_time_zero(payment):
    number = payme_id()
    create(payment, number)
    told = show(number)
    assert show(number) == told
    assert {key: told[key] for key in ("perform_time", "cancel_time", "reason")} == {
        "perform_time": 0,
        "cancel_time": 0,
        "reason": None,
    }


def test_the_statement_goes_by_paymes_time_both_ends_included():
    numbers = [payme_id() for _ in range(4)]
    for number, time in zip(numbers, (3000, 1000, 2000, 4001), strict=True):
        create(order("payme"), number, time)
    found = payme("GetStatement", from_=1000, to=4000)["result"]["transactions"]
    assert [row["id"] for row in found] == [numbers[1], numbers[2], numbers[0]]
    row = PaymeTransaction.objects.get(payme_id=numbers[1])
    assert found[0] == {
        "id": numbers[1],
        "time": 1000,
        "amount": 500_000,
        "account": {"order_id": row.payment.reference},
        "create_time": row.create_time,
        "perform_time": 0,
        "cancel_time": 0,
        "transaction": str(row.pk),
        "state": 1,
        "reason": None,
        "receivers": None,
    }


def test_an_empty_statement_is_a_list():
    assert payme("GetStatement", from_=0, to=1)["result"] == {"transactions": []}


def test_fiscal_papers_are_kept_once_the_money_moved(payment):
    number, papers = payme_id(), {"receipt_id": 121, "fiscal_sign": "800031554082", "qr_code_url": None}
    create(payment, number)
    call = {"id": number, "type": "PERFORM", "fiscal_data": papers}
    assert code(payme("SetFiscalData", **call)) == -32001
    perform(number)
    assert payme("SetFiscalData", **call)["result"] == {"success": True}
    assert PaymeTransaction.objects.get().receipts == {
        "PERFORM": {"receipt_id": 121, "fiscal_sign": "800031554082"}
    }


def test_fiscal_papers_of_an_unknown_transaction_have_no_receipt():
    call = {"id": payme_id(), "type": "PERFORM", "fiscal_data": {"receipt_id": 121}}
    assert code(payme("SetFiscalData", **call)) == -32001


@pytest.mark.parametrize(
    ("kind", "papers"), [("OTHER", {}), ("PERFORM", []), ("PERFORM", {"a": {}}), ("PERFORM", {"A b": 1})]
)
def test_other_papers_are_wrong_parameters(kind, papers):
    assert code(payme("SetFiscalData", id=payme_id(), type=kind, fiscal_data=papers)) == -32602


# --- Who calls, and how ---


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic !!!",
        "Basic é",
        basic("wrong"),
        basic(""),
        basic(login="paycom"),
        basic().replace("Basic", "Bearer"),
    ],
)
@pytest.mark.parametrize("method", ["CheckPerformTransaction", "CreateTransaction", "NoSuchMethod"])
def test_who_has_not_the_key_is_told_so(header, method):
    assert code(payme_raw(rpc(method, {}), header)) == -32504


def test_without_a_key_of_ours_nobody_has_it(settings):
    settings.PAYME_KEY = ""
    assert code(payme_raw(rpc("CheckTransaction", {"id": payme_id()}), basic(""))) == -32504


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("185.234.113.1", -31003),
        ("185.234.113.15", -31003),
        ("185.234.113.16", -32504),
        ("8.8.8.8", -32504),
        ("10.0.0.7", -31003),  # a proxy's: whose call it is nobody knows
        ("::ffff:185.234.113.1", -31003),  # as a server on both kinds of addresses reports it
        ("::ffff:8.8.8.8", -32504),
        ("::ffff:10.0.0.7", -31003),
    ],
)
def test_calls_come_from_paymes_addresses(address, expected):
    body = rpc("CheckTransaction", {"id": payme_id()})
    assert code(payme_raw(body, REMOTE_ADDR=address)) == expected


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "options"])
def test_other_ways_than_posting_are_answered_in_the_dialect(method):
    response = getattr(Client(), method)("/payments/payme/")
    assert (response.status_code, code(json.loads(response.content))) == (200, -32300)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", -32700),
        (b"{", -32700),
        (b"\xff\xfe", -32700),
        (b'{"id": NaN}', -32700),
        (b"1" * 5000, -32700),
        (b"[" * 100_000, -32700),
        (b"null", -32700),
        (b"[]", -32600),
        (b"7", -32600),
        (b"{}", -32600),
        (b'{"method": 5, "params": {}}', -32600),
        (b'{"method": "CheckTransaction", "params": []}', -32600),
        (b'{"method": "CheckTransaction", "params": {"id": "short"}}', -32600),
        (b'{"method": "Drop", "params": {}}', -32601),
        (b'{"method": "GetStatement", "params": {"from": 1e300, "to": 2}}', -32600),
        (b'{"method": "GetStatement", "params": {"from": 1, "to": 99999999999999999999999}}', -32600),
    ],
)
def test_nonsense_is_told_by_its_code(body, expected):
    assert code(payme_raw(body)) == expected


@pytest.mark.parametrize("fault", list(Fault))
def test_every_error_speaks_three_languages_and_names_the_field_where_the_account_is_wrong(fault):
    error = as_error(fault)
    words = error["message"]
    assert set(words) == {"ru", "uz", "en"}
    assert len(set(words.values())) == 3
    assert all(words.values())
    assert error["code"] == fault.value
    assert error["data"] == ("order_id" if -31099 <= fault.value <= -31050 else None)


def test_our_password_is_not_changed_by_a_call():
    """It stands in our settings; the method is not in Payme's protocol any more."""
    assert code(payme("ChangePassword", password="new")) == -32601


def test_an_oversized_body_is_answered_too(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert code(payme_raw(b" " * 2000)) == -32700


@pytest.mark.parametrize("number", [1e999, 10**30, {"a": 1}, "\ud800", "\x00"])
def test_a_number_of_the_request_that_nobody_can_read_is_not_given_back(number):
    body = json.dumps({"id": number, "method": "X", "params": {}}).encode()
    assert payme_raw(body)["id"] is None


def test_what_breaks_here_is_an_internal_error(payment, monkeypatch):
    def breaks(instruction):
        raise RuntimeError

    monkeypatch.setattr(payments, "apply", breaks)
    assert code(create(payment, payme_id())) == -32400


def test_a_record_and_its_decision_commit_together(payment, monkeypatch):
    from donations.gateways.payme import rows

    number = payme_id()
    create(payment, number)

    def breaks(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(rows, "change", breaks)
        assert code(perform(number)) == -32400
    assert not LedgerEntry.objects.exists()
    assert perform(number)["result"]["state"] == 2


def test_a_retry_after_a_cancelled_attempt_is_a_new_order(payment):
    number, again = payme_id(), payme_id()
    create(payment, number), cancel(number)
    donation = Donation.objects.get(payments=payment)
    checkout.carry_on(donation)
    second = donation.payments.last()
    create(second, again), perform(again)
    assert Donation.objects.get(pk=donation.pk).state == DonationState.PAID
    assert code(perform(number)) == -31008
