"""Staff and cash: given by hand, counted out of a box by two, taken to the bank; months closed; things given."""

import re
from datetime import date, timedelta

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from playwright.sync_api import Page, expect

from donations.models import BoxCount, CashBox, Designation, Donation, GiftInKind, MonthClose
from tests.journeys.mailbox import words
from tests.journeys.visitor import Visitor, money

CASH = "/admin/giving/cash/"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What Wagtail draws around our screens is Wagtail's.
OURS = {"include": [["main"]], "exclude": [["header"]]}
SCREENS = (
    CASH,
    f"{CASH}gift/",
    f"{CASH}count/",
    f"{CASH}deposit/",
    f"{CASH}counts/",
    "/admin/giving/boxes/",
    "/admin/giving/in-kind/",
    "/admin/giving/in-kind/new/",
    "/admin/giving/periods/",
    "/admin/giving/countries/",
    "/admin/giving/ledger/",
)
LAST_MONTH = timezone.localdate().replace(day=1) - timedelta(days=1)


@pytest.fixture
def box(product) -> CashBox:
    purpose = Designation.objects.using("product").get(code="general")
    known = {"place": "Chorsu", "keeper": "Malika", "designation": purpose}
    return CashBox.objects.using("product").get_or_create(number="J-1", defaults=known)[0]


def send(person: Visitor) -> None:
    """The form's own button, by its place: the last one of the form."""
    person.page.locator("main form button[type=submit]").last.click()
    person.page.locator(".messages .success").first.wait_for()


def enters_gift(person: Visitor, name: str, email: str, amount: str, day: date) -> None:
    person.opens(f"{CASH}gift/")
    person.fills(name=name, email=email, amount=amount, given_on=day.isoformat())
    person.control("agreed").check()
    send(person)


def axe(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = page.evaluate("([where, options]) => axe.run(where, options)", [OURS, options])["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def test_a_gift_in_cash_is_entered_and_thanked_for(staff):
    person = staff("donorcare", 360)
    enters_gift(person, "Dilbar Yusupova", "cash@mail.example", "150 000", timezone.localdate())
    expect(person.page.locator("main")).to_contain_text("Dilbar Yusupova")
    assert re.search(r"150[\s\xa0]000", words(person.mail("cash@mail.example")))


def test_the_form_is_filled_with_the_keyboard_alone(staff, product):
    person = staff("donorcare")
    person.opens(f"{CASH}gift/")
    for name, text in (("name", "Kamola Rahimova"), ("email", "keys@mail.example"), ("amount", "70 000")):
        person.tabs_to(person.control(name))
        person.page.keyboard.type(text)
    person.tabs_to(person.control("agreed"))
    person.page.keyboard.press("Space")
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    person.page.locator(".messages .success").wait_for()
    assert Donation.objects.using("product").filter(donor_name="Kamola Rahimova", state="paid").exists()


def test_a_box_is_counted_by_two_and_the_cash_goes_to_the_bank(staff, box, product):
    first = staff("donorcare")
    first.opens(f"{CASH}count/")
    first.page.locator("main [name=box]").select_option(str(box.pk))
    first.fills(opened_by="Malika, Rustam")
    first.page.locator("[data-note-sheet] summary").first.click()
    first.fills(note_UZS_200000="2", note_UZS_5000="3", coins_UZS="1500")
    expect(first.control("amount_UZS")).to_have_value("416500")
    send(first)
    count = BoxCount.objects.using("product").latest("pk")
    expect(first.page.locator(f"form[action$='/{count.pk}/confirm/']")).to_have_count(0)

    second = staff("finance", 360)
    second.opens(CASH)
    second.page.locator(f"main a[href$='/counts/{count.pk}/']").click()
    second.page.locator(f"form[action$='/{count.pk}/confirm/'] button").click()
    second.page.locator(".messages .success").wait_for()

    second.opens(f"{CASH}deposit/")
    second.fills(amount="400 000", slip="J-77")
    send(second)
    second.opens(CASH)
    left = money("ru", "16500").replace("\xa0", r"\s")
    expect(second.page.locator("main")).to_contain_text(re.compile(left.split(r"\s")[-1]))
    expect(second.page.locator("main")).to_contain_text("J-77")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_notes_of_a_sheet_do_not_cover_each_other(staff, box, width):
    person = staff("donorcare", width)
    person.opens(f"{CASH}count/")
    person.page.locator("[data-note-sheet] summary").first.click()
    covered = person.page.evaluate(
        """() => { const fields = [...document.querySelectorAll("[data-note], [data-coins]")]
            .filter(node => node.checkVisibility()).map(node => node.getBoundingClientRect());
        return fields.filter((one, at) => fields.some((other, there) => there > at && one.left < other.right
            && other.left < one.right && one.top < other.bottom && other.top < one.bottom)).length }"""
    )
    assert covered == 0


def test_a_sheet_adds_itself_up_without_a_script(staff, box, new_context, base_url):
    known = staff("donorcare").page.context.storage_state()
    page = new_context(java_script_enabled=False, storage_state=known).new_page()
    page.goto(f"{CASH}count/")
    page.locator("[data-note-sheet] summary").first.click()
    page.locator("[name=note_UZS_200000]").fill("3")
    page.locator("[name=add_up]").first.click()
    expect(page.locator("[name=amount_UZS]")).to_have_value("600000")


def test_two_persons_close_last_month(staff, product):
    enters_gift(staff("donorcare"), "Anvar Sobirov", "month@mail.example", "50 000", LAST_MONTH)
    first, second = staff("finance"), staff("admin", 360)
    first.opens("/admin/giving/periods/")
    first.page.locator("form[action$='/propose/'] button").click()
    first.page.locator(".messages .success").wait_for()
    row = MonthClose.objects.using("product").latest("pk")
    second.opens(f"/admin/giving/periods/{row.pk}/")
    second.page.locator(f"form[action$='/{row.pk}/close/'] button").click()
    second.page.locator(".messages .success").wait_for()
    enters_gift(second, "Late Giver", "late@mail.example", "10 000", row.last_day)
    expect(second.page.locator(".messages .warning")).to_be_visible()
    first.opens("/admin/giving/ledger/")
    expect(first.page.locator("main table")).to_contain_text(f"{row.last_day.year}")


def test_things_are_taken_in_and_handed_over(staff, product):
    person = staff("donorcare", 360)
    person.opens("/admin/giving/in-kind/new/")
    person.fills(
        what="Winter coats", quantity="12", unit="dona", giver="Anor Textile", email="coats@mail.example"
    )
    send(person)
    gift = GiftInKind.objects.using("product").latest("pk")
    person.page.locator("form[action$='/thank/'] button").click()
    person.page.locator(".messages .success").wait_for()
    assert "Winter coats" in words(person.mail("coats@mail.example"))
    person.page.locator("main a[href$='/hand-over/']").click()
    village = person.page.locator("main [name=village] option").nth(1).get_attribute("value")
    person.page.locator("main [name=village]").select_option(village)
    person.fills(handed_by="Olga", taken_by="Malika")
    send(person)
    person.opens(f"/admin/giving/in-kind/{gift.pk}/act/?language=en")
    expect(person.page.get_by_role("heading", level=1)).to_be_visible()
    expect(person.page.locator("main")).to_contain_text("Malika")


@pytest.mark.parametrize("address", SCREENS)
def test_every_screen_is_accessible_and_fits_a_telephone(staff, box, address):
    person = staff("finance", 360)
    person.opens(address)
    assert axe(person.page) == []
    beyond = person.page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter(node => node.checkVisibility()
        && node.getBoundingClientRect().right > innerWidth + 1 && !node.closest("table, svg, header, .w-sr-only"))
        .map(node => node.outerHTML.slice(0, 120))"""
    )
    assert beyond == []
