"""Staff in the back office: two steps in, then what they do is there for visitors."""

import re

from playwright.sync_api import expect

from home.demo.accounts import PASSWORD
from home.models import StandardPage
from programmes.models import KeyFigure, VillagePage
from tests.journeys.visitor import money


def test_what_staff_publish_is_there_for_the_next_visitor(visit, staff, product):
    page = VillagePage.objects.using("product").get(locale__language_code="uz", village__code="samarkand")
    visitor = visit("uz", 360)
    for _ in range(3):
        visitor.opens(page.url_path)  # by now it is kept by every process
    editor = staff("publisher")
    editor.opens(f"/admin/pages/{page.pk}/edit/")
    editor.page.locator("#id_summary").fill("Bugun hovlida yangi anor daraxti ekildi.")
    editor.presses("More actions")
    editor.presses("Publish")
    editor.page.locator(".messages .success").wait_for()
    for _ in range(6):
        visitor.opens(page.url_path)
        assert "Bugun hovlida yangi anor daraxti ekildi." in visitor.page.content()


def test_a_key_figure_in_running_text_follows_the_register(visit, staff, product):
    page = StandardPage.objects.using("product").get(slug="biz-kimmiz", locale__language_code="uz")
    figure = KeyFigure.objects.using("product").get(key="houses-tashkent")
    visitor, editor = visit("uz", 360), staff("admin")
    visitor.opens(page.url_path)
    editor.opens(f"/admin/pages/{page.pk}/edit/")
    text = editor.page.locator("[role=textbox].public-DraftEditor-content").first
    text.press("Control+End")
    text.press_sequentially(" Toshkentda 14")
    for _digit in "14":
        text.press("Shift+ArrowLeft")
    editor.page.locator("button[name=KEY_FIGURE]").click()
    editor.page.locator(f"a[data-chooser-modal-choice][href*='/chosen/{figure.pk}/']").click()
    expect(text.locator(".key-figure").last).to_have_text("14")
    expect(text).to_be_focused()
    editor.page.keyboard.type(" ta uy bor.")
    # The editor hands its text to the form a moment after the last key; nobody presses faster than that.
    expect(editor.page.locator("[name=body-0-value]")).to_have_value(re.compile("14 ta uy bor"))
    editor.presses("More actions")
    editor.presses("Publish")
    editor.page.locator(".messages .success").wait_for()
    visitor.opens(page.url_path)
    expect(visitor.page.locator("main")).to_contain_text("Toshkentda 14 ta uy bor.")
    editor.opens(f"/admin/snippets/programmes/keyfigure/edit/{figure.pk}/")
    editor.page.locator("#id_value").fill("15")
    editor.presses("Save")
    editor.page.locator(".messages .success").wait_for()
    for _ in range(3):
        visitor.opens(page.url_path)
        expect(visitor.page.locator("main")).to_contain_text("Toshkentda 15 ta uy bor.")


def test_staff_find_a_gift_by_its_givers_name(visit, staff):
    donor = visit("en")
    donor.opens("/donate/").gives("500000", "Wilhelmina Overstreet", "wilhelmina@mail.example")
    donor.reads_heading("Thank you, %(name)s", name="Wilhelmina Overstreet")
    person = staff("finance")
    person.presses("Giving")
    person.follows("Gifts")
    person.page.get_by_role("searchbox").or_(person.page.locator("main input[name=q]")).first.fill(
        "Overstreet"
    )
    rows = person.page.locator("main table tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Wilhelmina Overstreet")
    expect(rows).to_contain_text(re.compile(money("ru", "500000").replace("\xa0", r"\s")))


def test_on_a_telephone_all_that_may_be_done_with_rows_is_in_sight(staff):
    """Wagtail leaves the library's search, and most of what may be done with chosen rows, beside the screen."""
    person = staff("publisher", 360)
    person.opens("/admin/images/")
    for control in ("input[name=q]", "select[name=ordering]", ".w-layout-switch-control"):
        expect(person.page.locator(f"form.w-slim-header__search-form {control}")).to_be_in_viewport(ratio=1)
    person.opens("/admin/pages/")
    person.page.locator("[data-bulk-action-checkbox]").first.check()
    actions = person.page.locator("[data-bulk-action-button]")
    expect(actions.first).to_be_visible()
    assert actions.count() > 2
    for action in actions.all():
        expect(action).to_be_in_viewport(ratio=1)


def test_the_password_alone_opens_no_back_office(visit):
    person = visit("en")
    person.opens("/admin/")
    person.fills(login="admin@demo.example", password=PASSWORD)
    person.presses("Sign in")
    person.reads_heading("Second step")
    person.opens("/admin/")
    assert "/accounts/" in person.page.url
