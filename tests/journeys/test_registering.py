"""Volunteers and organisations register interest, without an account."""

import pytest
from playwright.sync_api import expect

from tests.journeys.mailbox import subject, words
from tests.journeys.visitor import say


def test_a_volunteer_finds_the_page_registers_and_confirms_by_mail(visit):
    person = visit("uz-cyrl", 360)
    person.finds("take-part", "volunteer").follows("Register as a volunteer")
    person.registers(
        "Бобур Саидов", "bobur@mail.example", phone="90 123 45 67", message="Рус тили, шанба кунлари."
    )
    letter = person.mail("bobur@mail.example")
    assert subject(letter) == say("uz-cyrl", "Please confirm: you would like to volunteer")
    assert "Бобур" not in words(letter)  # it may be a stranger's mailbox
    person.confirms(letter)


def test_a_company_finds_the_page_registers_and_confirms_by_mail(visit):
    person = visit("en")
    person.finds("take-part", "partner").follows("Register an organisation")
    person.control("engagements", "funding").check()
    person.registers("Sarah Lind", "sarah@firm.example", organisation="Lind Textiles", website="lind.example")
    letter = person.mail("sarah@firm.example")
    assert subject(letter) == "Please confirm: your organisation would like to work with us"
    person.confirms(letter)


def test_staff_hear_of_a_volunteer_once_the_address_is_confirmed(visit, mailbox):
    person = visit("ru")
    before = len(mailbox.to("volunteers@demo.example"))
    person.opens("/volunteer/register/").registers("Олег Пак", "oleg@mail.example")
    letter = person.mail("oleg@mail.example")
    assert len(mailbox.to("volunteers@demo.example")) == before
    person.confirms(letter)
    told = mailbox.wait_for("volunteers@demo.example", before + 1)
    assert "Олег" not in words(told)


@pytest.mark.parametrize(
    ("path", "wrong"), [("/volunteer/register/", "phone"), ("/partner/register/", "phone")]
)
def test_a_slip_is_told_beside_its_field_and_everything_typed_is_kept(visit, path, wrong):
    person = visit("ru", 360)
    person.opens(path)
    person.fills(name="Анна Ким", email="anna.slip@mail.example", phone="123", message="По субботам.")
    person.presses("Register")
    expect(person.page.locator("#errors")).to_be_focused()
    expect(person.page.locator(f"#id_{wrong}_error")).to_contain_text("90 123 45 67")
    expect(person.control("name")).to_have_value("Анна Ким")
    expect(person.control("message")).to_have_value("По субботам.")


def test_a_volunteer_registers_without_javascript(visit):
    person = visit("uz", 360, java_script_enabled=False)
    person.opens("/volunteer/register/").registers("Nigora Rashidova", "nigora@mail.example")
    person.confirms(person.mail("nigora@mail.example"))
