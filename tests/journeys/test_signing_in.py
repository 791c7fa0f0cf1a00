"""People with an account find under /my/ what they did as guests."""

from playwright.sync_api import expect

from tests.journeys.mailbox import code, words
from tests.journeys.visitor import Visitor, money

EMAIL = "everything@mail.example"


def does_all_as_a_guest(person: Visitor) -> None:
    """Give, sponsor, register as a volunteer and an organisation, each from the same address."""
    person.opens("/donate/?designation=tashkent").gives("250000", "Карим Усманов", EMAIL)
    person.opens("/donate/?designation=khorezm&frequency=month").gives("100000", "Карим Усманов", EMAIL)
    person.opens("/volunteer/register/").registers("Карим Усманов", EMAIL)
    person.confirms(next_letter(person, "/volunteer/confirm/"))
    person.opens("/partner/register/").control("engagements", "in_kind").check()
    person.registers("Карим Усманов", EMAIL, organisation="Усманов и сыновья")
    person.confirms(next_letter(person, "/partner/confirm/"))


def next_letter(person: Visitor, containing: str):
    """The mail with such a link in it."""
    return person.mailbox.wait_until(EMAIL, lambda letter: containing in words(letter))


def test_one_address_brings_a_guests_gift_sponsorship_and_interests_together(visit):
    guest = visit("ru", 360)
    does_all_as_a_guest(guest)

    person = visit("ru")
    number = len(person.mailbox.to(EMAIL))
    person.opens("/my/").follows("Make one")
    person.fills(full_name="Карим Усманов", email=EMAIL)
    person.presses("Send me a code")
    person.fills(code=code(person.mail(EMAIL, number + 1)))
    person.presses("Go on")
    person.reads_heading("Hello, %(name)s", name="Карим Усманов")
    person.presses("Sign out")

    person.opens("/my/")
    person.reads_heading("Sign in")
    person.fills(email=EMAIL)
    person.presses("Send me a code")
    person.fills(code=code(person.mail(EMAIL, number + 2)))
    person.presses("Go on")
    person.reads_heading("Hello, %(name)s", name="Карим Усманов")
    panels = {
        one.get_attribute("id"): one.inner_text() for one in person.page.locator("main section.panel").all()
    }
    assert money("ru", "250000") in panels["gifts"]
    assert "Хорезм" in panels["sponsorships"]
    assert {"volunteering", "partnership"} <= set(panels)
    assert "Усманов и сыновья" in panels["partnership"]
    assert person.page.locator("#volunteering li").count() == 1


def test_a_stranger_to_us_learns_from_signing_in_only_by_mail_that_there_is_no_account(visit):
    person = visit("uz", 360)
    person.opens("/my/")
    person.fills(email="nobody@mail.example")
    person.presses("Send me a code")
    person.reads_heading("Enter the code")
    expect(person.page.locator("main")).to_contain_text("nobody@mail.example")


def test_my_page_of_somebody_without_anything_leads_on(visit):
    person = visit("uz", 360)
    person.opens("/accounts/login/")
    person.fills(login="donor@demo.example", password="anor-hovli-1997")
    person.presses("Sign in")
    person.reads_heading("Hello, %(name)s", name="Dilshod Karimov")
    person.follows("Give")
    person.reads_heading("What would you like to give?")
