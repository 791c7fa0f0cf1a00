"""A story written and handed in with the keyboard alone, as quickly as somebody types who knows the way."""

import pytest
from playwright.sync_api import expect
from wagtail.models import WorkflowState

from news.models import StoryPage

MOST_STOPS = 90
FOCUSED = "() => document.activeElement.{}"


@pytest.fixture
def editor(staff):
    return staff("editor")


def tabs_to(person, selector, back=False):
    """From stop to stop, without waiting."""
    for _ in range(MOST_STOPS):
        person.page.keyboard.press("Shift+Tab" if back else "Tab")
        if person.page.evaluate("what => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"{selector} was not reached")


def test_a_story_is_written_and_handed_in_by_keyboard(editor, product):
    page, press = editor.page, editor.page.keyboard.press
    tabs_to(editor, "a[href*='/pages/add/news/storypage/']")
    press("Enter")
    page.wait_for_url("**/pages/add/news/storypage/**")
    page.wait_for_load_state()
    tabs_to(editor, "#id_title")
    page.keyboard.type("Klaviaturadan")
    tabs_to(editor, "#id_summary")
    page.keyboard.type("Bir kun haqida.")
    tabs_to(editor, ".c-sf-add-button")
    # Past the date in an instant: its calendar has no business over the button any more.
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    press("Enter")
    page.locator(".w-combobox").wait_for()
    press("Tab")
    page.keyboard.type(editor.say("Quote"))
    press("ArrowDown")
    press("Enter")
    page.locator("[name=body-0-value-text]").wait_for()
    page.keyboard.type("Bugun hovlida anor terdik.")
    tabs_to(editor, "[role=tab]", back=True)
    press("ArrowRight")
    tabs_to(editor, "[name=child_identity]")
    press("ArrowDown")
    tabs_to(editor, "[name=action-submit]")
    press("Enter")
    page.locator(".messages .success").wait_for()
    story = StoryPage.objects.using(product.alias).get(title="Klaviaturadan")
    assert story.get_latest_revision_as_object().body[0].value["text"] == "Bugun hovlida anor terdik."
    handed_in = WorkflowState.objects.using(product.alias).get(object_id=str(story.pk))
    assert handed_in.status == WorkflowState.STATUS_IN_PROGRESS
