"""A gift by bank transfer: from the donor's promise over the bank's statement to the receipt."""

import re

from playwright.sync_api import expect

from donations.models import Payment
from tests.journeys.mailbox import subject, words
from tests.journeys.visitor import say

STATEMENT = "Дата;Плательщик;Приход;Назначение платежа\n20.11.2026;ООО АНОР;100 000,00;Пожертвование {}\n"


def test_a_transfer_is_promised_booked_and_thanked(visit, staff, product):
    donor = visit("uz", 360)
    donor.opens("/donate/").chooses_gift("100000")
    donor.will_transfer("Dilnoza Karimova", "transfer@mail.example")
    expect(donor.page.get_by_role("img", name=say("uz", "QR code"))).to_be_visible()
    letter = donor.mail("transfer@mail.example")
    reference = Payment.objects.using(product.alias).latest("pk").reference
    assert reference in words(letter)
    assert reference in donor.page.locator("dl").inner_text()

    person = staff("finance")
    person.opens("/admin/giving/statements/import/")
    content = STATEMENT.format(reference).encode("cp1251")
    person.page.set_input_files(
        "[name=file]", {"name": "noyabr.csv", "mimeType": "text/csv", "buffer": content}
    )
    person.presses("Look at it")
    expect(person.page.locator("main table")).to_contain_text(reference)
    person.presses("Import it")
    expect(person.page.locator(".messages .success")).to_contain_text("1")

    donor.page.reload()
    donor.reads_heading("Thank you, %(name)s", name="Dilnoza Karimova")
    receipt = donor.mail("transfer@mail.example", 2)
    assert subject(receipt) == say("uz", "Thank you for your gift of %(amount)s", amount="100 000 soʻm")
    assert re.search(r"G-[\w-]+", words(receipt))
