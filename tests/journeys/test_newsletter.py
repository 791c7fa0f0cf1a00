"""The newsletter: asked for twice, tried on its sender, ended at one press."""

import re
import secrets

from playwright.sync_api import expect

from newsletter.models import Subscriber
from tests.journeys.mailbox import html, link, subject, words
from tests.journeys.visitor import Visitor

EMAIL = f"nodir.{secrets.token_hex(4)}@mail.example"  # what an address may ask for in a day outlives a run in Redis
SUBJECT = "Anor guladi"
# What the worker does each minute; nobody waits for the clock.
NEXT_MINUTE = "from newsletter.tasks import send_issues; send_issues()"


def subscribes(reader: Visitor, email: str) -> str:
    """Fill in the form; returns what the page after it says."""
    reader.opens("/newsletter/")
    for purpose in reader.page.locator("main [name=purposes]").all():
        purpose.check()
    reader.fills(email=email)
    reader.control("consent").check()
    reader.takes_a_moment()
    reader.presses("Subscribe")
    reader.reads_heading("Please look into your mailbox")
    return reader.page.locator("main").inner_text()


def writes_an_issue(publisher: Visitor) -> None:
    """In Uzbek alone, of one paragraph."""
    publisher.opens("/admin/newsletter/issues/new/")
    page = publisher.page
    page.locator("#id_title").fill("Kuz")
    page.locator("[name$=-language]").first.select_option("uz")
    page.locator("[name$=-subject]").first.fill(SUBJECT)
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name=publisher.say("Text"), exact=True).click()
    page.locator("[role=textbox].public-DraftEditor-content").fill("Bu yil hovlimizda anor koʻp.")
    # The editor hands its text to the form a moment after the last key.
    expect(page.locator("[name$=-body-0-value]")).to_have_value(re.compile("anor koʻp"))
    page.locator("footer [type=submit]").first.click()
    page.locator(".messages .success").wait_for()


def test_a_reader_subscribes_reads_an_issue_and_ends_it_in_both_ways(staff, visit, mailbox, product):
    reader = visit("uz", 360)
    first = subscribes(reader, EMAIL)
    letter = reader.mail(EMAIL)
    people = Subscriber.objects.using(product.alias)
    assert not people.filter(state=Subscriber.State.CONFIRMED).exists()
    reader.opens(link(letter, "/newsletter/confirm/"))
    reader.presses("Yes, send me the mails")
    reader.reads_heading("Thank you, you have subscribed")
    assert subscribes(visit("uz", 360), EMAIL) == first

    publisher = staff("publisher")
    writes_an_issue(publisher)
    publisher.page.get_by_role("link", name="Kuz").first.click()
    publisher.presses("Mail a test to me")
    tried = mailbox.wait_until("publisher@demo.example", lambda mail: SUBJECT in subject(mail))
    assert "anor koʻp" in words(tried)
    assert tried["List-Unsubscribe"] is None
    publisher.page.locator("[name=sure]").check()
    publisher.presses("Send it now")
    publisher.page.locator(".messages .success").wait_for()
    product.manage("shell", "--command", NEXT_MINUTE)
    issue = mailbox.wait_until(EMAIL, lambda mail: SUBJECT in subject(mail))
    assert "anor koʻp" in html(issue)

    reader.opens(link(issue, "/newsletter/unsubscribe/"))
    reader.presses("Yes, end them")
    reader.reads_heading("You get no more mails")
    reader.follows("That was a mistake")
    reader.page.locator("main [name=purposes]").first.check()
    reader.presses("Keep this choice")
    reader.reads("Your choice is kept.")
    one_click = re.search(r"<(http\S+)>", issue["List-Unsubscribe"])[1]
    assert issue["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stranger = visit("en").page.request
    answer = stranger.post(one_click, form={"List-Unsubscribe": "One-Click"}, max_redirects=0)
    assert answer.status == 200
    assert people.get(email=EMAIL).state != Subscriber.State.CONFIRMED
