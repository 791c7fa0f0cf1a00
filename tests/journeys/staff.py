"""What staff do in the back office, beside what everybody does."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Locator, expect

from home.demo.accounts import DEMO_ACCOUNTS, PASSWORD, TOTP_SECRET, DemoAccount
from tests.journeys.visitor import Visitor

PERIOD = 30  # seconds that a code is good for
SHORTLY = 6


def account(role: str) -> DemoAccount:
    """The demo's person called `role@demo.example`."""
    return next(one for one in DEMO_ACCOUNTS if one.email == f"{role}@demo.example")


def signs_in(person: Visitor, email: str) -> None:
    """Both steps, from the back office's door."""
    person.opens("/admin/")
    person.fills(login=email, password=PASSWORD)
    person.presses("Sign in")
    person.reads_heading("Second step")
    person.fills(code=code_of_the_moment())
    person.presses("Sign in")
    expect(person.page).to_have_url(re.compile(r"/admin/$"))


def code_of_the_moment() -> str:
    """What the authenticator app shows; shortly before that changes, what it shows next."""
    left = PERIOD - time.time() % PERIOD
    if left < SHORTLY:
        time.sleep(left + 0.1)
    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // PERIOD))


def adds_block(person: Visitor, label: str) -> Locator:
    """Put a block at the end of the body, by its name; returns it."""
    person.page.locator(".c-sf-add-button").last.click()
    person.page.get_by_role("option", name=person.say(label), exact=True).click()
    return person.page.locator("[data-streamfield-child]").last


def acts(person: Visitor, button: str) -> None:
    """Press a button of the editor's foot, which unfolds where it is not the large one."""
    target = person.page.locator(f"footer {button}").first
    if not target.is_visible():
        person.page.locator("footer .w-dropdown__toggle").click()
    target.click()


def approves(person: Visitor, title: str) -> None:
    """From the first page, where it waits, past the page itself."""
    person.page.get_by_role("link", name=title, exact=True).click()
    acts(person, "[data-workflow-action-name=approve]")
    person.page.locator(".messages .success").wait_for()


def translates(person: Visitor, texts: list[str]) -> None:
    """Side by side: one text after the other, in the order of the page."""
    button = person.page.get_by_role("button", name=person.say("Translate"), exact=True)
    button.first.wait_for()
    segments = person.page.locator(".js-translation-editor section > ul > li > ul > li")
    waiting = [segment for segment in segments.all() if segment.locator(button).count()]
    for segment, text in zip(waiting, texts, strict=True):
        segment.get_by_role("button").click()
        segment.get_by_role("textbox").fill(text)
        segment.get_by_role("button").last.click()
        expect(segment.locator(".icon-check")).to_be_visible()
