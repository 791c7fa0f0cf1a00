"""A monthly gift in dollars by card: paid at Stripe's page, then paused, gone on with, kept, and ended by its giver."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from donations.models import Sponsorship
from tests.donations.gateways.stripe_memory import MemoryStripe
from tests.donations.gateways.stripe_memory.server import serving
from tests.donations.gateways.stripe_memory.webhooks import ADDRESS
from tests.journeys.mailbox import Mailbox, link, words
from tests.journeys.product import Product, wait_until
from tests.journeys.stand_in import sends_on
from tests.journeys.visitor import Visitor, money

PATIENCE = 20  # seconds for the worker to follow what was told


@dataclass
class Abroad:
    """A product that takes cards, and the Stripe that it speaks to."""

    product: Product
    account: MemoryStripe

    def tells(self) -> None:
        """What happened at Stripe reaches the product."""
        for event in self.account.events():
            if event["pending_webhooks"]:
                body, signature = self.account.signed(event)
                request = Request(self.product.url + ADDRESS, body, {"Stripe-Signature": signature})
                with urlopen(request) as answer:
                    assert answer.status == 200
                event["pending_webhooks"] = 0

    def stands_in(self, page: Page) -> None:
        """Stripe's pages: the first takes the money at once, the one for the card is closed at once."""

        def pay(address: str) -> str:
            session = address.rpartition("/")[2]
            self.account.pay(session)
            self.tells()
            return self.account.rows[session]["success_url"]

        def portal(address: str) -> str:
            return self.account.rows[address.rpartition("/")[2]]["return_url"]

        sends_on(page, "checkout.stripe.com", pay)
        sends_on(page, "billing.stripe.com", portal)

    def sponsorship(self, address: str) -> Sponsorship:
        """As the product has it."""
        return Sponsorship.objects.using(self.product.alias).get(donor__email=address)

    def state(self, address: str) -> str:
        """Of the same."""
        return self.sponsorship(address).state


@pytest.fixture(scope="module")
def abroad(run_product: Callable[..., Product]) -> Iterator[Abroad]:
    account = MemoryStripe()
    with serving(account) as server:
        product = run_product(
            "abroad",
            STRIPE_SECRET_KEY=account.key,
            STRIPE_WEBHOOK_SECRET=account.secret,
            STRIPE_API_BASE=server.address,
            SANDBOX_GATEWAY_ENABLED="false",
        )
        yield Abroad(product, account)
    assert account.problems == []


@pytest.fixture
def arrives(visit, abroad) -> Callable[[str, int], Visitor]:
    """`arrives("en", 360)`: somebody who will pay at Stripe."""

    def arrive(language: str, width: int) -> Visitor:
        donor = visit(language, width)
        donor.mailbox = Mailbox(abroad.product.folder / "mail")
        abroad.stands_in(donor.page)
        return donor

    return arrive


def sponsors(donor: Visitor, abroad: Abroad, address: str) -> str:
    """Give 25 dollars a month; the address behind the link in the mail."""
    url = f"{abroad.product.url}/{donor.language}/donate/?designation=tashkent&frequency=month&currency=USD"
    donor.opens(url).chooses_gift("25")
    donor.fills(name="Ann Weaver", email=address)
    donor.page.locator("main form button.btn--give").click()
    donor.reads_heading("Thank you, %(name)s", name="Ann Weaver")
    letter = donor.mail(address)
    assert money(donor.language, "25", "USD") in words(letter)
    return link(letter, "/cancel/")


def pause_button(donor: Visitor, months: int):
    return donor.page.locator(f"button[name=months][value='{months}']")


def heading(donor: Visitor):
    return donor.page.get_by_role("heading", level=1)


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ru", 1280), ("uz", 360), ("uz-cyrl", 1280)])
def test_a_monthly_card_is_paused_gone_on_with_kept_and_ended(arrives, abroad, language, width):
    address = f"abroad-{language}@mail.example"
    donor = arrives(language, width)
    page = sponsors(donor, abroad, address)

    donor.opens(page)
    pause_button(donor, 2).click()
    expect(donor.button("Go on with the regular gift")).to_be_visible()
    assert abroad.state(address) == "paused"
    assert link(donor.mail(address, 2), "/cancel/") == page

    donor.presses("Go on with the regular gift")
    donor.reads_heading("Cancel the regular gift?")
    assert abroad.state(address) == "active"

    donor.presses("Change the card and see invoices")
    donor.reads_heading("Cancel the regular gift?")

    abroad.account.cancel_at_period_end(abroad.sponsorship(address).charge_token)
    abroad.tells()
    wait_until(lambda: abroad.state(address) == "cancel_scheduled", PATIENCE)
    donor.opens(page)
    donor.presses("Keep the regular gift")
    donor.reads_heading("Cancel the regular gift?")
    assert abroad.state(address) == "active"

    donor.presses("Yes, cancel")
    donor.reads_heading("The regular gift is cancelled")
    token = abroad.sponsorship(address).charge_token
    wait_until(lambda: abroad.account.rows[token]["status"] == "canceled", PATIENCE)


def test_while_stripe_is_silent_each_press_says_so_beside_its_button(arrives, abroad):
    address = "silent@mail.example"
    donor = arrives("uz", 360)
    page = sponsors(donor, abroad, address)
    donor.opens(page)
    abroad.account.down = True
    try:
        pause_button(donor, 1).click()
        donor.reads("The payment service does not answer just now. Please try again in a few minutes.")
        expect(pause_button(donor, 1)).to_have_attribute("aria-describedby", "failed")
        donor.presses("Change the card and see invoices")
        donor.reads("The payment service does not answer just now. Please try again in a few minutes.")
    finally:
        abroad.account.down = False
    pause_button(donor, 1).click()
    expect(donor.button("Go on with the regular gift")).to_be_visible()


def test_a_page_that_stood_open_too_long_says_what_has_become_of_the_gift(arrives, abroad):
    address = "late@mail.example"
    donor = arrives("ru", 1280)
    page = sponsors(donor, abroad, address)
    donor.opens(page)
    abroad.account.cancel(abroad.sponsorship(address).charge_token)
    abroad.tells()
    wait_until(lambda: abroad.state(address) == "cancelled", PATIENCE)
    pause_button(donor, 1).click()
    donor.reads_heading("The regular gift is cancelled")
    donor.reads("This cannot be done with this regular gift now.")
