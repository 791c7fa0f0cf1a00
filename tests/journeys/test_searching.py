"""Searching: with the keyboard alone, by touch, and without a script."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, expect

from tests.journeys.places import LANGUAGES
from tests.journeys.visitor import Visitor, title

VILLAGE = "samarkand"
# As nobody writes it in that language.
TYPED = {"uz": "самар", "uz-cyrl": "samar", "ru": "samar", "en": "самар"}


def types(person: Visitor, text: str) -> Locator:
    """Open the search, type letter by letter and see suggestions."""
    field = person.opens("/search/").control("q")
    field.press_sequentially(text, delay=30)
    expect(field).to_have_attribute("aria-expanded", "true")
    return field


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_found_with_the_keyboard_alone(visit, language):
    person = visit(language)
    person.opens("/search/")
    field = person.control("q")
    person.tabs_to(field)
    person.page.keyboard.type(TYPED[language], delay=30)
    name = title(language, VILLAGE)
    option = person.page.get_by_role("option", name=name, exact=True)
    expect(option).to_be_visible()
    for _ in range(7):
        if option.get_attribute("aria-selected") == "true":
            break
        person.page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert field.evaluate("node => node === document.activeElement")
    person.page.keyboard.press("Enter")
    expect(person.page.get_by_role("heading", level=1)).to_have_text(name)


def test_escape_closes_the_list_and_keeps_what_was_typed(visit):
    field = types(visit("en"), "samar")
    field.press("ArrowDown")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.get_attribute("aria-activedescendant") is None
    expect(field).to_have_value("samar")
    field.press("Enter")
    field.page.wait_for_url("**/en/search/?q=samar")


def test_enter_without_a_choice_searches(visit):
    person = visit("en")
    types(person, "samar").press("Enter")
    person.page.wait_for_url("**/en/search/?q=samar*")
    assert person.page.locator("ol.found mark").count()


def test_a_suggestion_is_tapped_on_a_phone(visit):
    person = visit("ru", 360)
    types(person, "самар")
    option = person.page.get_by_role("option").first
    assert option.bounding_box()["height"] >= 44
    name = option.inner_text()
    option.tap()
    expect(person.page.get_by_role("heading", level=1)).to_have_text(name)


def test_an_open_list_is_accessible_and_within_a_narrow_screen(visit):
    person = visit("ru", 320)
    types(person, "дет").press("ArrowDown")
    person.page.evaluate(AXE_SCRIPT)
    found = person.page.evaluate("axe.run('main')")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_works_without_a_script(visit):
    person = visit("uz", java_script_enabled=False)
    person.opens("/search/").fills(q="samar")
    person.presses("Find")
    expect(person.page.locator("ol.found li").first).to_be_visible()
