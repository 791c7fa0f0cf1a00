"""Gifts, from the page that moves somebody to give to the receipt in their mailbox."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.mailbox import html, subject, words
from tests.journeys.visitor import money, say, title

LANGUAGES = ("uz", "uz-cyrl", "ru", "en")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_gift_arrives_in_every_language(visit, language, width):
    donor = visit(language, width)
    email = f"gift-{language}-{width}@mail.example"
    donor.opens("/donate/").gives("100000", "Dilnoza Karimova", email)
    donor.reads_heading("Thank you, %(name)s", name="Dilnoza Karimova")
    receipt = donor.mail(email)
    assert receipt["Content-Language"] == language
    assert money(language, "100000") in words(receipt)


def test_a_guest_gives_once_from_a_village_page_on_a_phone(visit):
    donor = visit("uz", 360)
    donor.finds("where-we-work", "samarkand").follows("Give once")
    donor.gives("250000", "Dilnoza Karimova", "dilnoza@mail.example")
    donor.reads_heading("Thank you, %(name)s", name="Dilnoza Karimova")
    donor.reads("Your gift of %(sum)s has arrived.", sum=money("uz", "250000"))
    expect(donor.page.locator("dl")).to_contain_text("Samarqand")


def test_the_receipt_is_in_the_donors_language_and_says_what_was_given(visit):
    donor = visit("uz", 360)
    donor.opens("/donate/?designation=khorezm").gives("50000", "Jasur Aliyev", "jasur@mail.example")
    reference = donor.page.get_by_text(re.compile(r"^G-[\w-]+$")).inner_text()
    receipt = donor.mail("jasur@mail.example")
    assert subject(receipt) == say("uz", "Thank you for your gift of %(amount)s", amount="50 000 soʻm")
    for text in (words(receipt), html(receipt)):
        assert all(fact in text for fact in ("Jasur Aliyev", money("uz", "50000"), "Xorazm", reference))


def test_a_gift_in_another_currency_with_an_amount_of_ones_own(visit):
    donor = visit("en")
    donor.opens("/donate/")
    donor.presses("USD")
    donor.fills(amount_other="12.50")
    donor.presses("Continue")
    donor.signs("Grace Miller", "grace@mail.example")
    donor.pays()
    donor.reads("Your gift of %(sum)s has arrived.", sum=money("en", "12.50", "USD"))


def test_a_gift_from_a_campaign_page(visit):
    donor = visit("ru")
    donor.finds("take-part", "winter-warmth-2026").follows("Give to this campaign")
    donor.gives("500000", "Анна Ким", "anna.kim@mail.example")
    donor.reads_heading("Thank you, %(name)s", name="Анна Ким")
    expect(donor.page.locator("dl")).to_contain_text(title("ru", "winter-warmth-2026"))


def test_a_gift_without_javascript(visit):
    donor = visit("uz", 360, java_script_enabled=False)
    donor.opens("/").follows("Give")
    donor.gives("100000", "Nodir Rahimov", "nodir@mail.example")
    donor.reads_heading("Thank you, %(name)s", name="Nodir Rahimov")


def test_a_gift_with_the_keyboard_alone(visit):
    donor = visit("ru")
    donor.opens("/")
    press = donor.page.keyboard.press
    donor.tabs_to(donor.page.locator("a.skip"))
    donor.tabs_to(donor.page.locator("header .btn--give"))
    press("Enter")
    donor.reads_heading("What would you like to give?")
    donor.tabs_to(donor.control("frequency", "once"))
    donor.tabs_to(donor.control("amount", "100000"))
    donor.tabs_to(donor.button("Continue"))
    press("Enter")
    donor.tabs_to(donor.control("name"))
    donor.page.keyboard.type("Тимур Ли")
    donor.tabs_to(donor.control("email"))
    donor.page.keyboard.type("timur.li@mail.example")
    donor.tabs_to(donor.control("anonymous"))
    press("Space")
    donor.tabs_to(donor.page.locator("main form button.btn--give"))
    press("Space")
    donor.tabs_to(donor.control("choice", "success"))
    donor.tabs_to(donor.button("Go on"))
    press("Enter")
    donor.reads_heading("Thank you, %(name)s", name="Тимур Ли")
