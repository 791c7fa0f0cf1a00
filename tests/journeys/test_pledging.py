"""A monthly gift in soʻm through Payme, which cannot charge: paid each month by the link in a mail."""

import itertools
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import timedelta
from urllib.request import Request, urlopen

import pytest
from django.utils import timezone

from donations.models import Donation, Payment, Sponsorship
from tests.journeys.mailbox import Mailbox, link, subject, words
from tests.journeys.product import Product
from tests.journeys.stand_in import sends_on
from tests.journeys.visitor import Visitor, money, say

KEY = "desk-key"
DUE = "from donations.services import pledges; pledges.ask_for_what_is_due()"
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def local(run_product: Callable[..., Product]) -> Product:
    """As in Uzbekistan: Payme's test desk and a bank account, no card that can be charged."""
    return run_product(
        "local",
        PAYME_MERCHANT_ID="5e730e8e0b852a417aa49ceb",
        PAYME_KEY=KEY,
        PAYME_TEST="true",
        SANDBOX_GATEWAY_ENABLED="false",
    )


def payme(product: Product, method: str, **params: object) -> dict:
    """What Payme's server would call."""
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    basic = b64encode(f"Paycom:{KEY}".encode()).decode()
    headers = {"Content-Type": "application/json", "Authorization": f"Basic {basic}"}
    with urlopen(Request(f"{product.url}/payments/payme/", body, headers)) as answer:
        return json.load(answer)["result"]


def stands_in_for_payme(visitor: Visitor, product: Product) -> None:
    """Its pay page takes the money at once and sends the payer back, as the pay link says."""

    def pay(address: str) -> str:
        link = b64decode(address.rpartition("/")[2]).decode()
        fields = dict(field.split("=", 1) for field in link.split(";"))
        number, amount = f"{next(_numbers):024x}", int(fields["a"])
        account = {"order_id": fields["ac.order_id"]}
        payme(product, "CheckPerformTransaction", amount=amount, account=account)
        payme(product, "CreateTransaction", id=number, time=1_700_000_000_000, amount=amount, account=account)
        payme(product, "PerformTransaction", id=number)
        return fields["c"].replace("%3B", ";")

    sends_on(visitor.page, "test.paycom.uz", pay)


def a_month_passes(product: Product, address: str) -> None:
    """The pledge of an address was begun a month ago."""
    today = timezone.localdate()
    pledges = Sponsorship.objects.using(product.alias).filter(donor__email=address)
    pledges.update(next_charge_on=today, started_on=today.replace(year=2020))
    periods = Donation.objects.using(product.alias).filter(donor__email=address)
    periods.update(period=today - timedelta(days=31))


@pytest.mark.parametrize(("language", "width"), [("uz", 360), ("en", 1280)])
def test_a_monthly_gift_is_pledged_asked_for_paid_and_cancelled_by_mail(visit, local, language, width):
    address = f"pledge-{language}@mail.example"
    donor = visit(language, width)
    donor.mailbox = Mailbox(local.folder / "mail")
    stands_in_for_payme(donor, local)

    form = f"{local.url}/{language}/donate/?designation=tashkent&frequency=month"
    donor.opens(form).chooses_gift("100000")
    donor.reads("We remind you by mail every month with a link to pay; nothing is taken by itself.")
    donor.chooses("gateway", "payme")
    donor.fills(name="Dilnoza Karimova", email=address)
    donor.page.locator("main form button.btn--give").click()
    donor.reads_heading("Thank you, %(name)s", name="Dilnoza Karimova")
    donor.reads("Next payment")
    donor.mail(address)

    a_month_passes(local, address)
    local.manage("shell", "--command", DUE)
    asked = donor.mail(address, 2)
    assert money(language, "100000") in words(asked)
    assert say(language, "Nothing is taken by itself.") in words(asked)
    donor.opens(link(asked, "/thanks/"))
    donor.reads_heading("Your monthly gift")
    donor.chooses("gateway", "payme")
    donor.presses("Pay now")
    donor.reads_heading("Thank you, %(name)s", name="Dilnoza Karimova")
    payments = Payment.objects.using(local.alias).filter(donation__donor__email=address)
    assert list(payments.values_list("state", flat=True)) == ["succeeded", "succeeded"]

    thanks = donor.mail(address, 3)
    donor.opens(link(thanks, "/cancel/"))
    donor.presses("Yes, cancel")
    donor.reads_heading("The regular gift is cancelled")
    assert say(language, "Your regular gift for %(purpose)s is cancelled").split("%")[0] in subject(
        donor.mail(address, 4)
    )
    donor.opens(link(asked, "/thanks/"))
    donor.reads_heading("Thank you, %(name)s", name="Dilnoza Karimova")
