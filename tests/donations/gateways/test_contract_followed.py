"""The contract (test_contract.py) for gateways whose messages are triggers, beside the sandbox, whose are not.

A driver speaks as the provider: it makes the HTTP requests that the provider would make about a payment. Where its
messages are triggers, `news` follows them, as the service does.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from core.money import Money
from donations.gateways.base import (
    Charged,
    ChargeRequest,
    ChargesAgain,
    ChargesByItself,
    Check,
    Ending,
    Follows,
    Gateway,
    Ignore,
    Instruction,
    Outcome,
    PaymentRequest,
    Refund,
    Release,
    ReportsStatus,
    Reserve,
    Settle,
    Unreadable,
    Verdict,
)
from donations.gateways.registry import offers
from donations.gateways.sandbox.models import Choice, SandboxPayment
from donations.gateways.sandbox.provider import decide
from donations.gateways.sandbox.signing import HEADER, sign
from tests.donations.gateways.stripe_driver import StripeDriver

pytestmark = pytest.mark.django_db
REQUEST = PaymentRequest(
    reference="P-7K3M-Q9XT-2BC4",
    amount=Money(10_000_000, "UZS"),
    description="Tashkent",
    language="uz",
    return_url="http://testserver/uz/donate/thanks/x/",
    recurring=True,
)


@dataclass
class SandboxDriver:
    """Speaks as the sandbox provider."""

    payment: PaymentRequest = REQUEST
    asks_first = True

    def news(self, gateway: Gateway, kind: str) -> Instruction:
        return gateway.read(self.genuine(kind))

    def numbers(self) -> tuple[str, str]:
        return "evt_1", "sbx_1"

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

    def settled_in_fact(self) -> None:
        decide(SandboxPayment.objects.get(order=REQUEST.reference).public_id, Choice.SUCCESS)

    def token(self) -> str:
        return SandboxPayment.objects.get(order=REQUEST.reference).token.token


DRIVERS: dict[str, Callable[[pytest.FixtureRequest], Any]] = {
    "sandbox": lambda request: SandboxDriver(),
    "stripe": lambda request: StripeDriver(request.getfixturevalue("stripe_account")),
}
ASK_FIRST = ["sandbox"]
CHARGE_WHEN_ASKED = ["sandbox"]
CHARGE_BY_THEMSELVES = ["stripe"]


@pytest.fixture(params=DRIVERS)
def code(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def driver(request: pytest.FixtureRequest, code: str) -> Any:
    return DRIVERS[code](request)


@pytest.fixture
def gateway(code, driver):
    return offers()[code].gateway


def only(codes: list[str]) -> pytest.MarkDecorator:
    """For what not every provider does."""
    return pytest.mark.parametrize("code", codes, indirect=True)


def test_every_gateway_that_follows_is_under_contract():
    following = {code for code, one in offers().items() if isinstance(one.gateway, Follows)}
    assert following <= DRIVERS.keys()


def test_what_a_gateway_can_do_is_tested(code, driver, gateway):
    assert driver.asks_first == (code in ASK_FIRST)
    assert isinstance(gateway, ChargesAgain) == (code in CHARGE_WHEN_ASKED)
    assert isinstance(gateway, ChargesByItself) == (code in CHARGE_BY_THEMSELVES)


def test_beginning_gives_an_address_and_the_providers_reference(driver, gateway):
    step = gateway.begin(driver.payment)
    assert step.url.startswith("http")
    assert step.provider_reference


def test_beginning_again_finds_the_same_payment(driver, gateway):
    assert gateway.begin(driver.payment) == gateway.begin(driver.payment)


def test_settle_is_read_exactly(driver, gateway):
    instruction = driver.news(gateway, "payment.succeeded")
    assert isinstance(instruction, Settle)
    assert (instruction.reference, instruction.amount) == (driver.payment.reference, driver.payment.amount)
    assert (instruction.event_id, instruction.provider_reference) == driver.numbers()
    assert (instruction.gateway, instruction.livemode) == (gateway.code, gateway.livemode)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("payment.processing", Reserve),
        ("payment.refunded", Refund),
        ("payment.failed", Release),
        ("account.updated", Ignore),
    ],
)
def test_each_kind_of_message_becomes_its_instruction(driver, gateway, kind, expected):
    assert isinstance(driver.news(gateway, kind), expected)


@only(ASK_FIRST)
def test_a_question_is_read_as_one(driver, gateway):
    assert isinstance(gateway.read(driver.genuine("payment.check")), Check)


@pytest.mark.parametrize("ending", list(Ending))
def test_each_ending_is_told_apart(driver, gateway, ending):
    assert driver.news(gateway, f"payment.{ending.value}").ending is ending


def test_forged_messages_are_refused(driver, gateway):
    for request in driver.forged():
        with pytest.raises(Unreadable) as refused:
            gateway.read(request)
        assert refused.value.status in (400, 401)


def test_signed_nonsense_is_refused(driver, gateway):
    for request in driver.unreadable():
        with pytest.raises(Unreadable) as refused:
            gateway.read(request)
        assert refused.value.status == 400


@pytest.mark.parametrize("verdict", list(Verdict))
def test_whatever_was_verified_is_answered_with_200(driver, gateway, verdict):
    instruction = gateway.read(driver.genuine("payment.succeeded"))
    assert gateway.reply(instruction, Outcome(verdict)).status_code == 200


@only(ASK_FIRST)
@pytest.mark.parametrize(
    ("verdict", "allowed"), [(Verdict.ALLOWED, True), (Verdict.REFUSED, False), (Verdict.UNKNOWN, False)]
)
def test_a_check_is_answered_with_yes_or_no(driver, gateway, verdict, allowed):
    instruction = gateway.read(driver.genuine("payment.check"))
    assert json.loads(gateway.reply(instruction, Outcome(verdict)).content) == {"allow": allowed}


def test_status_of_an_unheard_of_payment_is_none(gateway):
    assert isinstance(gateway, ReportsStatus)
    assert gateway.status("P-0000-0000-0000") is None


def test_status_tells_what_the_callback_tells(driver, gateway):
    gateway.begin(driver.payment)
    driver.settled_in_fact()
    instruction = gateway.status(driver.payment.reference)
    assert isinstance(instruction, Settle)
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


@only(CHARGE_WHEN_ASKED)
def test_charging_again_moves_money(driver, gateway, charge):
    reference = charge(again(driver))
    instruction = gateway.status("P-AAAA-BBBB-CCCC")
    assert isinstance(instruction, Settle)
    assert instruction.provider_reference == reference


@only(CHARGE_WHEN_ASKED)
def test_the_same_charge_twice_moves_money_once(driver, charge):
    assert charge(again(driver)) == charge(again(driver))


@only(CHARGE_WHEN_ASKED)
def test_a_revoked_card_is_not_charged(driver, gateway, charge):
    gateway.revoke(driver.token())
    charge(again(driver))
    assert isinstance(gateway.status("P-AAAA-BBBB-CCCC"), Release)


@only(CHARGE_BY_THEMSELVES)
def test_a_period_that_was_charged_is_told_exactly(driver, gateway):
    gateway.begin(driver.payment)
    driver.settled_in_fact()
    number = driver.next_period()
    *_before, charged = gateway.charges(driver.token())
    assert isinstance(charged, Charged)
    assert (charged.provider_reference, charged.amount) == (number, driver.payment.amount)
    assert (charged.sponsorship, charged.charge_token) == (driver.payment.sponsorship, driver.token())
    assert charged.period < charged.next_on


@only(CHARGE_BY_THEMSELVES)
def test_nothing_is_charged_after_the_leave_was_given_back_twice(driver, gateway):
    gateway.begin(driver.payment)
    driver.settled_in_fact()
    gateway.revoke(driver.token())
    gateway.revoke(driver.token())
    assert not driver.charges_go_on()


@only(CHARGE_BY_THEMSELVES)
def test_a_leave_that_the_provider_does_not_know_is_none(gateway):
    gateway.revoke("sub_unknown")
