"""What every gateway must do, whichever it is. A new gateway adds its driver to DRIVERS and passes the same tests.

A driver speaks as the provider: it makes the HTTP requests that the provider would make about a payment. There are
two families. Those that tell afterwards (the sandbox) know a payment from `begin` on and take an HTTP status for an
answer. Those that ask first (`asks_first`, drivers in files of their own) have no number of theirs before the payer
acts, and get HTTP 200 with a code of their dialect for everything.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from donations.gateways.base import (
    AlwaysAnswers,
    CallsBack,
    ChargeRequest,
    ChargesAgain,
    Check,
    Ending,
    Follows,
    Ignore,
    Instruction,
    KeepsRecords,
    Outcome,
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
from tests.donations.gateways.click_driver import ClickDriver
from tests.donations.gateways.local import REQUEST
from tests.donations.gateways.merchant_server import MerchantServer
from tests.donations.gateways.payme_driver import PaymeDriver

pytestmark = pytest.mark.django_db


@dataclass
class SandboxDriver:
    """Speaks as the sandbox provider."""

    code: str = "sandbox"
    asks_first: bool = False
    charges_again: bool = True
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

    def token(self) -> str:
        return SandboxPayment.objects.get(order=REQUEST.reference).token.token


DRIVERS = [SandboxDriver(), PaymeDriver(), ClickDriver()]
Driver = SandboxDriver | PaymeDriver | ClickDriver


def of_each(*names: str) -> list[object]:
    """A case for each driver and each key of its tables `names`."""
    return [
        pytest.param(driver, key, id=f"{driver.code}-{key}")
        for driver in DRIVERS
        for name in names
        for key in getattr(driver, name)
    ]


@pytest.fixture(params=DRIVERS, ids=lambda driver: driver.code)
def driver(request: pytest.FixtureRequest) -> Driver:
    return request.param


@pytest.fixture
def gateway(driver):
    return offers()[driver.code].gateway


def test_every_gateway_that_is_switched_on_is_under_contract():
    """A way to pay that nobody calls us about (a bank transfer) has nothing to contract; what follows its messages
    has its drivers in test_contract_followed.py."""
    gateways = [one.gateway for one in offers().values()]
    calling = {one.code for one in gateways if isinstance(one, CallsBack) and not isinstance(one, Follows)}
    assert calling == {driver.code for driver in DRIVERS}


def test_beginning_gives_an_address_and_the_providers_reference_where_it_has_one_by_then(driver, gateway):
    step = gateway.begin(REQUEST)
    assert step.url.startswith("http")
    assert bool(step.provider_reference) is not driver.asks_first


def test_beginning_again_finds_the_same_payment(gateway):
    assert gateway.begin(REQUEST) == gateway.begin(REQUEST)


def test_who_asks_first_has_records_and_an_answer_to_everything(driver, gateway):
    assert isinstance(gateway, KeepsRecords) is driver.asks_first
    assert isinstance(gateway, AlwaysAnswers) is driver.asks_first


def test_settle_is_read_exactly(driver, gateway):
    instruction = gateway.read(driver.genuine(driver.paid))
    assert isinstance(instruction, driver.kinds[driver.paid])
    assert {name: getattr(instruction, name) for name in driver.exactly} == driver.exactly
    assert (instruction.gateway, instruction.livemode) == (gateway.code, gateway.livemode)


@pytest.mark.parametrize(("driver", "kind"), of_each("kinds"))
def test_each_kind_of_message_becomes_its_instruction(driver, gateway, kind):
    assert type(gateway.read(driver.genuine(kind))) is driver.kinds[kind]


@pytest.mark.parametrize(("driver", "ending"), of_each("endings"))
def test_each_ending_is_told_apart(driver, gateway, ending):
    assert gateway.read(driver.genuine(driver.endings[ending])).ending is ending


@pytest.mark.parametrize(("driver", "kind"), of_each("kinds"))
def test_reading_needs_no_database(driver, gateway, kind, django_assert_num_queries):
    request = driver.genuine(kind)
    with django_assert_num_queries(0):
        gateway.read(request)


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
    gateway.begin(REQUEST)
    driver.settled_in_fact(server)
    instruction = gateway.status(REQUEST.reference)
    assert isinstance(instruction, driver.told_by_status)
    if driver.charges_again:
        assert instruction.charge_token == driver.token()


CHARGING = [driver for driver in DRIVERS if driver.charges_again]
again_and_again = pytest.mark.parametrize("driver", CHARGING, ids=lambda driver: driver.code)


def test_only_those_charge_again_that_say_so(driver, gateway):
    assert isinstance(gateway, ChargesAgain) is driver.charges_again


def again(driver: SandboxDriver, order: str = "P-AAAA-BBBB-CCCC") -> ChargeRequest:
    return ChargeRequest(reference=order, amount=REQUEST.amount, description="", charge_token=driver.token())


@pytest.fixture
def charge(driver, gateway) -> Callable[..., str]:
    """A gateway that has a payer's leave to charge again."""
    assert isinstance(gateway, ChargesAgain)
    gateway.begin(REQUEST)
    driver.settled_in_fact()
    return gateway.charge


@again_and_again
def test_charging_again_moves_money(driver, gateway, charge):
    reference = charge(again(driver))
    instruction = gateway.status("P-AAAA-BBBB-CCCC")
    assert isinstance(instruction, Settle)
    assert instruction.provider_reference == reference


@again_and_again
def test_the_same_charge_twice_moves_money_once(driver, charge):
    assert charge(again(driver)) == charge(again(driver))


@again_and_again
def test_a_revoked_card_is_not_charged(driver, gateway, charge):
    gateway.revoke(driver.token())
    charge(again(driver))
    assert isinstance(gateway.status("P-AAAA-BBBB-CCCC"), Release)
