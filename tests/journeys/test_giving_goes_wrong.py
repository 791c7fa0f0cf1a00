"""Gifts that do not go straight: slips of the finger, cards that are declined, pages left, languages changed."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import money


def test_a_declined_payment_can_be_tried_again_without_typing(visit):
    donor = visit("ru", 360)
    donor.opens("/donate/").gives("100000", "Олим Юсупов", "olim@mail.example", "Have the card declined")
    donor.reads_heading("The payment did not go through")
    donor.reads("Nothing was charged.")
    donor.presses("Try again")
    donor.pays()
    donor.reads_heading("Thank you, %(name)s", name="Олим Юсупов")


def test_a_payment_left_open_is_in_progress_and_can_be_gone_back_to(visit):
    donor = visit("en")
    donor.opens("/donate/").chooses_gift("100000")
    donor.signs("Grace Miller", "grace.left@mail.example")
    donor.follows("Back without deciding")
    donor.reads_heading("Your payment is in progress")
    donor.presses("Go to the payment page")
    donor.pays()
    donor.reads_heading("Thank you, %(name)s", name="Grace Miller")


def test_a_slow_payment_is_in_progress_until_it_is_there(visit):
    donor = visit("uz", 360)
    donor.opens("/donate/").gives("100000", "Zilola Umarova", "zilola@mail.example", "Pay slowly")
    donor.reads_heading("Your payment is in progress")
    # The bank takes eight seconds, and the page looks again by itself.
    donor.reads_heading("Thank you, %(name)s", patience=40, name="Zilola Umarova")


def test_a_cancelled_payment_is_called_so(visit):
    donor = visit("uz-cyrl")
    donor.opens("/donate/").gives("100000", "Зилола", "zilola.c@mail.example", "Cancel")
    donor.reads_heading("You have cancelled the payment")
    assert donor.mailbox.to("zilola.c@mail.example") == []


def test_a_wrong_amount_is_told_beside_its_field_and_kept(visit):
    donor = visit("ru", 360)
    donor.opens("/donate/")
    donor.fills(amount_other="4 999")
    donor.presses("Continue")
    beside = donor.page.locator("#id_amount_other_error")
    expect(beside).to_contain_text(donor.say("The smallest gift is %(amount)s.", amount=money("ru", "5000")))
    expect(donor.control("amount_other")).to_have_value(re.compile(r"4\s?999"))


def test_bad_input_is_kept_with_the_error_beside_its_field(visit):
    donor = visit("uz", 360)
    donor.opens("/donate/").chooses_gift("250000")
    donor.fills(name="Dilnoza Karimova", email="dilnoza at mail")
    donor.page.locator("main form button.btn--give").click()
    expect(donor.page.locator("#errors")).to_be_focused()
    donor.page.locator("#errors a").click()
    expect(donor.control("email")).to_be_focused()
    described = donor.control("email").get_attribute("aria-describedby")
    expect(donor.page.locator(f"#{described.split()[-1]}")).to_contain_text("name@mail.uz")
    expect(donor.control("name")).to_have_value("Dilnoza Karimova")
    expect(donor.control("email")).to_have_value("dilnoza at mail")
    expect(donor.page.locator(".summary")).to_contain_text(money("uz", "250000"))


@pytest.mark.parametrize("is_sent", [False, True], ids=["before sending", "after a slip"])
def test_the_gift_survives_a_change_of_language_on_its_second_screen(visit, is_sent):
    donor = visit("ru")
    donor.opens("/donate/?designation=khorezm&frequency=month").chooses_gift("500000")
    if is_sent:
        donor.fills(email="no address")
        donor.page.locator("main form button.btn--give").click()
    donor.switches_to("uz")
    donor.reads_heading("Who may we thank?")
    expect(donor.page.locator(".summary")).to_contain_text("Xorazm")
    expect(donor.page.locator(".summary")).to_contain_text(money("uz", "500000"))
    donor.reads("Every month, until you stop it. You can do so at any time.")


def test_what_an_address_presets_survives_a_change_of_language(visit):
    donor = visit("en")
    donor.opens("/donate/?designation=tashkent&frequency=year&currency=USD&amount=50")
    donor.switches_to("uz-cyrl")
    expect(donor.control("frequency", "year")).to_be_checked()
    expect(donor.control("amount", "50")).to_be_checked()
    expect(donor.control("designation")).to_have_value("tashkent")


def test_going_back_after_paying_takes_no_second_payment(visit):
    donor = visit("en")
    donor.opens("/donate/").gives("100000", "Grace Back", "grace.back@mail.example")
    donor.reads_heading("Thank you, %(name)s", name="Grace Back")
    donor.page.go_back()
    donor.page.reload()
    donor.reads("You have decided already. Nothing happens a second time.")
