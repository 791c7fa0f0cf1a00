"""From the old list to the books: uploaded, named, tried, imported; on a telephone, too."""

import re

import pytest
from playwright.sync_api import expect

from donations.models import DataImport, Donation, LedgerEntry, Sponsorship
from tests.journeys.product import wait_until

HEADINGS = "Дата;Ф.И.О.;E-mail;Сумма, сум;Назначение;№"
ROWS = 240
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def listed(prefix: str) -> bytes:
    """As 1C writes it: cp1251, semicolons, spaces in amounts; one row is wrong, one is there twice."""
    rows = [
        f"{number % 28 + 1:02d}.03.2024;Донор;{prefix}{number % 50}@list.example;{number + 100} 000,50;Самарканд;"
        for number in range(ROWS)
    ]
    bad = f"31.02.2024;Донор;{prefix}@list.example;-5;Самарканд;"
    return "\r\n".join([HEADINGS, *rows, bad, rows[0]]).encode("cp1251")


def upload(person, name: str, content: bytes) -> None:
    person.page.set_input_files("[name=file]", {"name": name, "mimeType": "text/csv", "buffer": content})
    person.presses("Upload it")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_list_becomes_gifts_after_a_dry_run(staff, product, width):
    person, page = (one := staff("finance", width)), one.page
    person.opens("/admin/giving/import/new/")
    person.chooses("kind", "gifts")
    upload(person, f"{width}.csv", listed(f"w{width}-"))
    expect(page.locator("[name=day] option:checked")).to_have_text("Дата")
    expect(page.locator("[name=amount] option:checked")).to_have_text("Сумма, сум")
    assert page.evaluate(SIDEWAYS) <= 0
    person.presses("Check the file")
    expect(page.locator("form[action$='/begin/']")).to_be_visible(timeout=60_000)
    counts = page.locator(".import-counts dd")
    expect(counts).to_have_text([str(ROWS), "0", "1", "1", re.compile(r"52.680.120")])
    expect(page.locator("main table")).to_contain_text("31.02.2024")
    assert page.evaluate(SIDEWAYS) <= 0
    assert not Donation.objects.using(product.alias).filter(donor__email__startswith=f"w{width}-").exists()

    page.locator("form[action$='/begin/'] button").click()
    expect(page.locator(".import-counts")).to_be_visible(timeout=60_000)
    expect(counts).to_have_text([str(ROWS), "0", "1", "1", re.compile(r"52.680.120")])
    assert page.evaluate(SIDEWAYS) <= 0
    entries = LedgerEntry.objects.using(product.alias).filter(donation__donor__email__startswith=f"w{width}-")
    assert entries.count() == 2 * ROWS

    person.opens("/admin/giving/import/")
    expect(page.locator("main table")).to_contain_text(f"{width}.csv")


def test_without_scripts_the_page_looks_again_by_itself(staff, product, new_context, sessions):
    staff("finance")  # signs in, so that the session is known
    context = new_context(java_script_enabled=False, storage_state=sessions["finance"])
    page = context.new_page()
    page.goto("/admin/giving/import/new/")
    page.locator("[name=kind][value=donors]").check()
    content = b"Email;Name\na@noscript.example;Anvar\n"
    page.set_input_files("[name=file]", {"name": "noscript.csv", "mimeType": "text/csv", "buffer": content})
    page.locator("main form button[type=submit]").first.click()
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("form[action$='/begin/']")).to_be_visible(timeout=60_000)
    page.locator("form[action$='/begin/'] button").click()
    expect(page.locator(".import-counts dd").first).to_have_text("1", timeout=60_000)


def test_donor_care_brings_regular_gifts_and_no_past_ones(staff, product):
    person, page = (one := staff("donorcare")), one.page
    person.opens("/admin/giving/import/new/")
    expect(page.locator("[name=kind][value=gifts]")).to_have_count(0)
    person.chooses("kind", "sponsorships")
    content = "Email;Name;Amount;Start;Frequency;Purpose\ns@list.example;Anvar;100 000;05.03.2024;Har oy;Samarqand\n"
    upload(person, "regular.csv", content.encode())
    person.presses("Check the file")
    page.locator("form[action$='/begin/'] button").click(timeout=60_000)
    expect(page.locator(".import-counts")).to_be_visible(timeout=60_000)
    found = Sponsorship.objects.using(product.alias).filter(donor__email="s@list.example")
    wait_until(found.exists, 10)
    assert found.get().gateway == "bank"
    assert re.fullmatch(r"imports/\w+", DataImport.objects.using(product.alias).latest("pk").file.name)
