"""What every gateway must do, whichever it is. A new gateway adds its driver to DRIVERS and passes the same tests.

A driver speaks as the provider: it makes the HTTP requests that the provider would make about a payment. There are
two families. Those that tell afterwards (the sandbox) know a payment from `begin` on and take an HTTP status for an
answer; where their messages are triggers (Stripe), `news` follows them, as the service does. Those that ask first
(`asks_first`) have no number of theirs before the payer acts, and get HTTP 200 with a code of their dialect for
everything.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from donations import gateways
from donations.gateways.instructions import (
    Booked,
    Charged,
    Check,
    Ending,
    Ignore,
    Instruction,
    PayoutStep,
    Refund,
    Release,
    Reserve,
    Settle,
    Told,
    Unreadable,
)
from donations.gateways.outcomes import Outcome, Verdict
from donations.gateways.protocols import (
    AlwaysAnswers,
    CallsBack,
    ChangesCourse,
    ChargesAgain,
    ChargesByItself,
    ClosesPages,
    Follows,
    GivesBack,
    HasDonorPages,
    KeepsRecords,
    ReportsMoney,
    ReportsStatus,
)
from donations.gateways.registry import offers
from donations.gateways.requests import ChargeRequest, PaymentRequest, Redirect, RefundRefused, RefundRequest
from donations.gateways.sandbox.models import Choice, SandboxPayment
from donations.gateways.sandbox.provider import decide
from donations.gateways.sandbox.signing import HEADER, sign
from tests.donations.gateways.click_driver import ClickDriver
from tests.donations.gateways.local import REQUEST
from tests.donations.gateways.merchant_server import MerchantServer
from tests.donations.gateways.payme_driver import PaymeDriver
from tests.donations.gateways.stripe_driver import StripeDriver

pytestmark = pytest.mark.django_db


@dataclass
class SandboxDriver:
    """Speaks as the sandbox provider."""

    code: str = "sandbox"
    asks_first: bool = False
    charges_again: bool = True
    charges_by_itself: bool = False
    reports_money: bool = False
    gives_back: bool = True
    closes_pages: bool = False
    payment: PaymentRequest = REQUEST
    paid: str = "payment.succeeded"
    check: str = "payment.check"
    kinds: ClassVar[dict[str, type[Instruction]]] = {
        "payment.check": Check,
        "payment.processing": Reserve,
        "payment.succeeded": Settle,
        "payment.refunded": Refund,
        "payment.failed": Release,
        "account.updated": Ignore,
    }
    endings: ClassVar[dict[Ending, str]] = {ending: f"payment.{ending.value}" for ending in Ending}
    exactly: ClassVar[dict[str, object]] = {
        "reference": REQUEST.reference,
        "amount": REQUEST.amount,
        "event_id": "evt_1",
        "provider_reference": "sbx_1",
    }
    told_by_status: type[Instruction] = Settle

    def yes(self) -> Outcome:
        return Outcome(Verdict.ALLOWED)

    def no(self, verdict: Verdict) -> Outcome:
        return Outcome(verdict)

    def is_yes(self, response: HttpResponse) -> bool:
        return json.loads(response.content) == {"allow": True}

    def body(self, kind: str, **changes: object) -> bytes:
        data = {
            "payment": "sbx_1",
            "order": REQUEST.reference,
            "amount": 10_000_000,
            "currency": "UZS",
            "token": "tok_1" if kind == "payment.succeeded" else "",
        }
        content = {
            "id": "evt_1",
            "type": kind,
            "created": int(time.time()),
            "livemode": False,
            "data": data | changes,
        }
        return json.dumps(content).encode()

    def request(self, body: bytes, header: str | None = None) -> HttpRequest:
        signature = sign(body) if header is None else header
        return RequestFactory().post(
            "/payments/sandbox/", body, "application/json", headers={HEADER: signature}
        )

    def genuine(self, kind: str, **changes: object) -> HttpRequest:
        return self.request(self.body(kind, **changes))

    def forged(self) -> list[HttpRequest]:
        body = self.body("payment.succeeded")
        now = int(time.time())
        return [
            self.request(body, ""),
            self.request(body, "t=1,v1=00"),
            self.request(body, "nonsense"),
            self.request(body, f"t={now},v1={'0' * 64}"),
            self.request(body.replace(b"10000000", b"20000000"), sign(body)),
            self.request(body, sign(body, now - 301)),
            self.request(body, sign(body, now + 3600)),
            self.request(body, sign(body).replace("v1=", "v1=é")),
        ]

    def unreadable(self) -> list[HttpRequest]:
        wrong = [
            {"amount": 1.5},
            {"amount": "10000000"},
            {"amount": True},
            {"currency": "XXX"},
            {"currency": None},
            {"order": 7},
            {"order": "x" * 101},
        ]
        bodies = [b"", b"null", b"[]", b"{", b"\xff\xfe", b'{"data": 1}', b'{"data": {}}', b"1" * 5000]
        return [self.request(body) for body in bodies] + [
            self.genuine("payment.succeeded", **w) for w in wrong
        ]

    def settled_in_fact(self, _server: MerchantServer | None = None) -> None:
        decide(SandboxPayment.objects.get(order=REQUEST.reference).public_id, Choice.SUCCESS)

    def paid_for_good(self, _server: MerchantServer | None = None) -> None:
        self.settled_in_fact()

    def token(self) -> str:
        return SandboxPayment.objects.get(order=REQUEST.reference).token.token


DRIVERS: dict[str, type] = {
    "sandbox": SandboxDriver,
    "payme": PaymeDriver,
    "click": ClickDriver,
    "stripe": StripeDriver,
}


def of_each(table: str) -> pytest.MarkDecorator:
    """A case for each driver and each key of its `table`."""
    cases = [(code, key) for code, driver in DRIVERS.items() for key in getattr(driver, table)]
    return pytest.mark.parametrize(("code", "key"), cases, indirect=["code"])


def only(ability: str) -> pytest.MarkDecorator:
    """For what not every provider does."""
    able = [code for code, driver in DRIVERS.items() if getattr(driver, ability)]
    return pytest.mark.parametrize("code", able, indirect=True)


@pytest.fixture(params=DRIVERS)
def code(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def driver(request: pytest.FixtureRequest, code: str) -> Any:
    made = DRIVERS[code]
    return made(request.getfixturevalue("stripe_account")) if made is StripeDriver else made()


@pytest.fixture
def gateway(driver):
    return offers()[driver.code].gateway


def news(driver: Any, gateway: Any, kind: str) -> Instruction:
    """What a message comes to in the end."""
    return driver.news(gateway, kind) if isinstance(gateway, Follows) else gateway.read(driver.genuine(kind))


def test_every_gateway_is_under_contract(stripe_account):
    """A way to pay that nobody calls us about (a bank transfer) has nothing to contract."""
    written = {path.parent.name for path in Path(gateways.__file__).parent.glob("*/gateway.py")}
    calling = {code for code, one in offers().items() if isinstance(one.gateway, CallsBack)}
    assert calling == set(DRIVERS) == written - {"bank", "cash"}


def test_what_a_gateway_can_do_is_tested(driver, gateway):
    assert isinstance(gateway, KeepsRecords) is driver.asks_first
    assert isinstance(gateway, AlwaysAnswers) is driver.asks_first
    assert isinstance(gateway, ChargesAgain) is driver.charges_again
    assert isinstance(gateway, ChargesByItself) is driver.charges_by_itself
    assert isinstance(gateway, ReportsMoney) is driver.reports_money
    assert isinstance(gateway, GivesBack) is driver.gives_back
    assert isinstance(gateway, ClosesPages) is driver.closes_pages
    for ability in (ChangesCourse, HasDonorPages):
        assert isinstance(gateway, ability) is driver.charges_by_itself


def test_beginning_gives_an_address_and_the_providers_reference_where_it_has_one_by_then(driver, gateway):
    step = gateway.begin(driver.payment)
    assert step.url.startswith("http")
    assert bool(step.provider_reference) is not driver.asks_first


def test_beginning_again_finds_the_same_payment(driver, gateway):
    assert gateway.begin(driver.payment) == gateway.begin(driver.payment)


def test_settle_is_read_exactly(driver, gateway):
    instruction = news(driver, gateway, driver.paid)
    assert isinstance(instruction, driver.kinds[driver.paid])
    assert {name: getattr(instruction, name) for name in driver.exactly} == driver.exactly
    assert (instruction.gateway, instruction.livemode) == (gateway.code, gateway.livemode)


@of_each("kinds")
def test_each_kind_of_message_becomes_its_instruction(driver, gateway, key):
    assert type(news(driver, gateway, key)) is driver.kinds[key]


@of_each("endings")
def test_each_ending_is_told_apart(driver, gateway, key):
    assert news(driver, gateway, driver.endings[key]).ending is key


@of_each("kinds")
def test_reading_needs_no_database(driver, gateway, key, django_assert_num_queries):
    request = driver.genuine(key)
    with django_assert_num_queries(0):
        told = gateway.read(request)
        if isinstance(told, Told):
            gateway.follow(told)


def test_forged_messages_are_refused(driver, gateway):
    for request in driver.forged():
        with pytest.raises(Unreadable) as refused:
            gateway.read(request)
        if driver.asks_first:
            assert driver.code_of(gateway.refuse(refused.value)) == driver.code_of_forged
        else:
            assert refused.value.status in (400, 401)


def test_signed_nonsense_is_refused(driver, gateway):
    for request in driver.unreadable():
        with pytest.raises(Unreadable) as refused:
            gateway.read(request)
        if driver.asks_first:
            assert driver.code_of(gateway.refuse(refused.value)) in driver.codes_of_nonsense
        else:
            assert refused.value.status == 400


@pytest.mark.parametrize("verdict", list(Verdict))
def test_whatever_was_verified_is_answered_with_200(driver, gateway, verdict):
    instruction = gateway.read(driver.genuine(driver.paid))
    assert gateway.reply(instruction, Outcome(verdict)).status_code == 200


@only("check")
@pytest.mark.parametrize("verdict", [Verdict.REFUSED, Verdict.UNKNOWN])
def test_a_check_is_answered_with_yes_or_no(driver, gateway, verdict):
    """Click has no call that only asks: its Prepare asks and reserves."""
    instruction = gateway.read(driver.genuine(driver.check))
    assert driver.is_yes(gateway.reply(instruction, driver.yes()))
    assert not driver.is_yes(gateway.reply(instruction, driver.no(verdict)))
    assert not driver.is_yes(gateway.reply(instruction, Outcome(verdict)))


def test_status_of_an_unheard_of_payment_is_none(gateway, server):
    assert isinstance(gateway, ReportsStatus)
    assert gateway.status("P-0000-0000-0000") is None


def test_status_tells_what_the_callback_tells(driver, gateway, server):
    gateway.begin(driver.payment)
    driver.settled_in_fact(server)
    instruction = gateway.status(driver.payment.reference)
    assert isinstance(instruction, driver.told_by_status)
    if driver.charges_again or driver.charges_by_itself:
        assert instruction.charge_token == driver.token()


def again(driver: Any, order: str = "P-AAAA-BBBB-CCCC") -> ChargeRequest:
    return ChargeRequest(
        reference=order, amount=driver.payment.amount, description="", charge_token=driver.token()
    )


@pytest.fixture
def charge(driver, gateway) -> Callable[..., str]:
    """A gateway that has a payer's leave to charge again."""
    assert isinstance(gateway, ChargesAgain)
    gateway.begin(driver.payment)
    driver.settled_in_fact()
    return gateway.charge


@only("charges_again")
def test_charging_again_moves_money(driver, gateway, charge):
    reference = charge(again(driver))
    instruction = gateway.status("P-AAAA-BBBB-CCCC")
    assert isinstance(instruction, Settle)
    assert instruction.provider_reference == reference


@only("charges_again")
def test_the_same_charge_twice_moves_money_once(driver, charge):
    assert charge(again(driver)) == charge(again(driver))


@only("charges_again")
def test_a_revoked_card_is_not_charged(driver, gateway, charge):
    gateway.revoke(driver.token())
    charge(again(driver))
    assert isinstance(gateway.status("P-AAAA-BBBB-CCCC"), Release)


@only("charges_by_itself")
def test_a_period_that_was_charged_is_told_exactly(driver, gateway):
    gateway.begin(driver.payment)
    driver.settled_in_fact()
    number = driver.next_period()
    *_before, charged = gateway.charges(driver.token())
    assert isinstance(charged, Charged)
    assert (charged.provider_reference, charged.amount) == (number, driver.payment.amount)
    assert (charged.sponsorship, charged.charge_token) == (driver.payment.sponsorship, driver.token())
    assert charged.period < charged.next_on


@only("charges_by_itself")
def test_nothing_is_charged_after_the_leave_was_given_back_twice(driver, gateway):
    gateway.begin(driver.payment)
    driver.settled_in_fact()
    gateway.revoke(driver.token())
    gateway.revoke(driver.token())
    assert not driver.charges_go_on()


@only("charges_by_itself")
def test_a_leave_that_the_provider_does_not_know_is_none(gateway):
    gateway.revoke("sub_unknown")


def back(driver: Any, begun: Redirect, order: str = "R-AAAA-BBBB-CCCC", **changes: Any) -> RefundRequest:
    asked = {
        "order": order,
        "reference": driver.payment.reference,
        "provider_reference": begun.provider_reference,
        "amount": driver.payment.amount,
    }
    return RefundRequest(**asked | changes)


@only("closes_pages")
def test_on_a_page_that_was_closed_nobody_pays_any_more(driver, gateway):
    begun = gateway.begin(driver.payment)
    for _ in range(2):
        told = gateway.close(driver.payment.reference, begun.provider_reference)
        assert (told.ending, told.reference) == (Ending.EXPIRED, driver.payment.reference)
    assert not driver.is_open()


@only("closes_pages")
def test_closing_says_who_was_quicker(driver, gateway):
    begun = gateway.begin(driver.payment)
    driver.settled_in_fact()
    assert isinstance(gateway.close(driver.payment.reference, begun.provider_reference), Settle)


@only("charges_by_itself")
def test_how_it_goes_on_is_told_after_each_change(driver, gateway):
    gateway.begin(driver.payment)
    driver.settled_in_fact()
    until = timezone.now() + timedelta(days=30)
    paused = gateway.pause(driver.token(), until)
    assert (paused.is_paused, paused.paused_until) == (True, timezone.localdate(until))
    went_on = gateway.resume(driver.token())
    assert (went_on.is_paused, went_on.paused_until, went_on.ends_on) == (False, None, None)
    driver.is_to_end()
    ends_on = gateway.course(driver.token()).ends_on
    assert ends_on == went_on.next_on
    kept = gateway.take_end_back(driver.token())
    assert (kept.ends_on, kept.next_on) == (None, ends_on)
    assert (kept.sponsorship, kept.charge_token) == (driver.payment.sponsorship, driver.token())


@only("gives_back")
def test_what_was_paid_is_given_back_and_names_the_order(driver, gateway, server):
    begun = gateway.begin(driver.payment)
    driver.paid_for_good(server)
    told = gateway.give_back(back(driver, begun))
    assert isinstance(told, Refund)
    assert (told.amount, told.order) == (driver.payment.amount, "R-AAAA-BBBB-CCCC")
    assert (told.gateway, told.reference) == (gateway.code, driver.payment.reference)
    assert told.refund_reference


@only("gives_back")
def test_the_same_order_twice_is_one_refund(driver, gateway, server):
    begun = gateway.begin(driver.payment)
    driver.paid_for_good(server)
    first, second = (gateway.give_back(back(driver, begun)) for _ in range(2))
    assert (first.refund_reference, first.amount) == (second.refund_reference, second.amount)


@only("gives_back")
def test_what_was_never_paid_is_not_given_back(driver, gateway, server):
    begun = gateway.begin(driver.payment)
    with pytest.raises(RefundRefused):
        gateway.give_back(back(driver, begun))


@only("gives_back")
def test_more_than_was_paid_is_not_given_back(driver, gateway, server):
    begun = gateway.begin(driver.payment)
    driver.paid_for_good(server)
    with pytest.raises(RefundRefused):
        gateway.give_back(back(driver, begun, amount=driver.payment.amount * 2))


@only("reports_money")
def test_what_a_payment_moved_and_cost_is_told_exactly(driver, gateway, django_assert_num_queries):
    reference = gateway.begin(driver.payment).provider_reference
    driver.settled_in_fact()
    with django_assert_num_queries(0):
        found = gateway.movements(reference)
    (booked,) = (one for one in found.instructions if isinstance(one, Booked))
    assert found.is_complete
    assert booked.provider_reference == reference
    assert booked.line.moved == booked.line.gross == driver.payment.amount
    assert booked.line.fee
    assert booked.line.net + booked.line.fee == booked.line.gross


@only("reports_money")
def test_before_anybody_has_paid_nothing_has_moved(driver, gateway):
    found = gateway.movements(gateway.begin(driver.payment).provider_reference)
    assert (found.instructions, found.is_complete) == ((), False)


@only("reports_money")
def test_a_charge_leads_to_its_payment_and_a_strange_one_to_nothing(driver, gateway):
    gateway.begin(driver.payment)
    driver.settled_in_fact()
    first, *_rest, last = gateway.whose(driver.charge())
    assert isinstance(first, Settle)
    assert isinstance(last, Booked)
    assert first.reference == last.reference == driver.payment.reference
    assert gateway.whose("strange_1") == []


@only("reports_money")
def test_the_lines_of_a_payout_come_to_its_amount(driver, gateway, django_assert_num_queries):
    gateway.begin(driver.payment)
    driver.settled_in_fact()
    number = driver.pays_out()
    with django_assert_num_queries(0):
        told = gateway.payout(number)
    assert sum((line.net for line in told.lines), -told.amount).minor == 0
    assert {line.charge for line in told.lines} == {driver.charge()}
    assert list(gateway.payouts(told.sent_at)) == [(number, PayoutStep.PAID)]
