"""A person at a browser: what they do, in their own language.

Words are given as the product's message ids, in English, and looked for as its catalogues say them.
"""

import re
from email.message import EmailMessage

from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page, expect

from core.money import parse_money
from home.demo.content import in_language, pages
from tests.journeys.mailbox import Mailbox, link

LOOK_SECONDS = 15
HUMAN_SECONDS = 3.1  # what nobody fills in faster is taken for a machine's work (core.interests.spam)
MOST_TABS = 60
# The element with the focus has an outline, or its label or frame has.
SHOWS_FOCUS = """node => [node, node.closest("label"), node.parentElement].some(
    one => one && getComputedStyle(one).outlineStyle !== "none")"""


def say(language: str, words: str, **values: object) -> str:
    """The product's words in a language; `values` fill its %(name)s."""
    with override(language):
        return gettext(words) % values if values else gettext(words)


def money(language: str, amount: str, currency: str = "UZS") -> str:
    """A sum as the product writes it."""
    with override(language):
        return parse_money(amount, currency).format()


def title(language: str, key: str) -> str:
    """What a page of the demo is called."""
    return next(in_language(copy["title"], language) for copy in pages() if copy["key"] == key)


class Visitor:
    """One person with one browser window."""

    def __init__(self, page: Page, language: str, mailbox: Mailbox) -> None:
        self.page = page
        self.language = language
        self.mailbox = mailbox
        page.set_default_timeout(LOOK_SECONDS * 1000)

    # Looking

    def say(self, words: str, **values: object) -> str:
        """Words in the language that the visitor reads."""
        return say(self.language, words, **values)

    def reads(self, words: str, **values: object) -> None:
        """See these words somewhere on the page, waited for."""
        expect(self.page.locator("body")).to_contain_text(
            self.say(words, **values), timeout=LOOK_SECONDS * 1000
        )

    def reads_heading(self, words: str, patience: float = LOOK_SECONDS, **values: object) -> None:
        """See a page of this heading, waited for `patience` seconds."""
        heading = self.page.get_by_role("heading", level=1)
        expect(heading).to_have_text(self.say(words, **values), timeout=patience * 1000)

    def button(self, words: str, **values: object) -> Locator:
        """The button with these words."""
        return self.page.get_by_role("button", name=self.say(words, **values), exact=True)

    def control(self, name: str, value: str = "") -> Locator:
        """An input by its name, which is the same in every language; of several, the one with this value."""
        return self.page.locator(
            f"main [name={name}][value='{value}']" if value else f"main [name={name}]:visible"
        )

    def mail(self, address: str, number: int = 1) -> EmailMessage:
        """The n-th mail to an address, waited for."""
        return self.mailbox.wait_for(address, number)

    # Doing

    def opens(self, address: str) -> "Visitor":
        """Go to an address below the visitor's language, or to a whole one."""
        is_ours = address.startswith("/") and not re.match(r"/(admin|payments|uz|uz-cyrl|ru|en)/", address)
        self.page.goto(f"/{self.language}{address}" if is_ours else address)
        return self

    def finds(self, *keys: str) -> "Visitor":
        """Go to a page from the home page through the menu, which unfolds on a phone."""
        self.opens("/")
        narrow = self.page.get_by_text(self.say("Menu"), exact=True)
        opener = (
            narrow
            if narrow.is_visible()
            else self.page.get_by_text(title(self.language, keys[0]), exact=True)
        )
        opener.first.click()
        self.follows(title(self.language, keys[-1]))
        return self

    def follows(self, words: str, **values: object) -> None:
        """Click the first link with these words that can be seen."""
        name = self.say(words, **values)
        self.page.get_by_role("link", name=name, exact=True).locator("visible=true").first.click()

    def presses(self, words: str, **values: object) -> None:
        """Click the button with these words."""
        self.button(words, **values).click()

    def fills(self, **fields: str) -> None:
        """Type into inputs."""
        for name, text in fields.items():
            self.control(name).fill(text)

    def chooses(self, name: str, value: str) -> None:
        """Mark one of several, by clicking the words beside it, as people do."""
        choice = self.control(name, value)
        choice.locator("xpath=ancestor::label").click()
        expect(choice).to_be_checked()

    def takes_a_moment(self) -> None:
        """Read before sending."""
        self.page.wait_for_timeout(HUMAN_SECONDS * 1000)

    def switches_to(self, language: str) -> None:
        """Choose another language at the foot of the page."""
        self.page.locator(
            f"footer .langs a[hreflang='{'uz-Cyrl' if language == 'uz-cyrl' else language}']"
        ).click()
        self.language = language

    def tabs_to(self, target: Locator) -> None:
        """Press Tab until something has the focus, which must show. Raises AssertionError when it is never reached."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if target.evaluate("node => node === document.activeElement"):
                assert target.evaluate(SHOWS_FOCUS), f"the focus does not show on {target}"
                return
        raise AssertionError(f"the keyboard does not reach {target}")

    # What several journeys have in common

    def chooses_gift(self, amount: str) -> None:
        """The first screen of the form."""
        self.chooses("amount", amount)
        self.presses("Continue")

    def signs(self, name: str, email: str) -> None:
        """The second screen of the form, to the pay page."""
        self._signs(name, email)
        self.reads("No real money. No card is asked for.")

    def will_transfer(self, name: str, email: str) -> None:
        """The second screen of the form, to the details of the account."""
        self.page.check("[name=gateway][value=bank]")
        self._signs(name, email)
        self.reads_heading("Transfer your gift")

    def _signs(self, name: str, email: str) -> None:
        self.fills(name=name, email=email)
        self.page.locator("main form button.btn--give").click()

    def pays(self, how: str = "Pay") -> None:
        """Decide on the test bank's page."""
        self.page.get_by_role("radio", name=re.compile(rf"^{re.escape(self.say(how))}")).first.check()
        self.presses("Go on")

    def registers(self, name: str, email: str, **fields: str) -> None:
        """Fill in a form of interest and send it."""
        self.fills(name=name, email=email, **fields)
        self.control("consent").check()
        self.takes_a_moment()
        self.presses("Register")
        self.reads_heading("Thank you. Please look into your mailbox")

    def confirms(self, letter: EmailMessage) -> None:
        """Open the link in a mail about a registration, and press the button behind it."""
        self.opens(link(letter, "/confirm/"))
        self.presses("Yes, this is my address")
        self.reads_heading("Thank you, your address is confirmed")

    def gives(self, amount: str, name: str, email: str, how: str = "Pay") -> None:
        """All three steps, from the form's first screen."""
        self.chooses_gift(amount)
        self.signs(name, email)
        self.pays(how)
