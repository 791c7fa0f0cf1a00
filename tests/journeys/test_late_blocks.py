"""Blocks far below are built when somebody comes near them, and nothing is lost or changed by that."""

import re
from urllib.parse import parse_qsl

from playwright.sync_api import Page, expect

from home.models import StandardPage
from tests.journeys.staff import acts

# What the form would send, in order.
SENT = "() => new URLSearchParams(new FormData(document.querySelector('#page-edit-form'))).toString()"
TO_THE_END = """async () => {
  for (let late; (late = document.querySelector('.late-block')); ) {
    late.scrollIntoView();
    await new Promise(requestAnimationFrame);
  }
}"""
PAUSE = 4000  # milliseconds: longer than Wagtail takes to notice a change


def rows(tab: Page):
    """The blocks of the body, from above."""
    return tab.locator("[data-streamfield-stream-container] > [data-streamfield-child]:not([aria-hidden])")


def far_below(tab: Page, text: str):
    waiting = tab.locator(".late-block").filter(has_text=text)
    expect(waiting).to_have_count(1)
    return waiting


def saves(editor):
    acts(editor, ".action-save")
    editor.page.locator(".messages .success").wait_for()


def test_a_block_far_below_waits_and_can_be_written_all_the_same(editor, story):
    last = len(story.body) - 2  # before the call to act
    far_below(editor.page, "Yana uch qoida").focus()
    text = editor.page.locator(f"[data-streamfield-child]:has([name='body-{last}-type']) [role=textbox]")
    expect(text).to_be_focused()
    text.press("Control+End")
    text.press_sequentially(" Yana.")
    expect(editor.page.locator(f"[name=body-{last}-value]")).to_have_value(re.compile(r" Yana\."))
    saves(editor)
    editor.page.reload()
    far_below(editor.page, "Yana uch qoida").focus()
    expect(editor.page.locator(f"[name=body-{last}-value]")).to_have_value(re.compile(r" Yana\."))


def test_reading_to_the_end_changes_nothing(editor):
    tab = editor.page
    asked = []
    before = tab.evaluate(SENT)
    assert "body-0-kept" in before
    tab.wait_for_timeout(PAUSE)
    tab.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    assert tab.locator(".late-block").count() > 1
    tab.evaluate(TO_THE_END)
    expect(tab.locator(".late-block")).to_have_count(0)
    assert parse_qsl(tab.evaluate(SENT)) == parse_qsl(before)
    tab.wait_for_timeout(PAUSE)
    assert not [url for url in asked if "/edit/" in url]


def test_what_is_moved_copied_and_deleted_unseen_is_saved_so(editor, story):
    tab = editor.page
    types = [block.block_type for block in story.get_latest_revision_as_object().body]
    last = rows(tab).nth(len(types) - 1)
    last.locator("[data-streamfield-action=MOVE_UP]").dispatch_event("click")
    expect(tab.locator(f"[name=body-{len(types) - 1}-order]")).to_have_value(str(len(types) - 2))
    rows(tab).nth(len(types) - 1).locator("[data-streamfield-action=DUPLICATE]").first.dispatch_event("click")
    expect(rows(tab)).to_have_count(len(types) + 1)
    rows(tab).nth(2).locator("[data-streamfield-action=DELETE]").first.dispatch_event("click")
    expect(rows(tab)).to_have_count(len(types))
    saves(editor)
    moved = [*types[:-2], types[-1], types[-2], types[-2]]
    del moved[2]
    saved = StandardPage.objects.using("product").get(pk=story.pk).get_latest_revision_as_object()
    assert [block.block_type for block in saved.body] == moved


def test_an_error_far_below_is_seen_beside_its_field(editor, story):
    tab = editor.page
    saved = story.get_latest_revision_as_object().body
    last = [block.block_type for block in saved].index("call_to_action")
    address = f"body-{last}-value-url"
    rows(tab).nth(last).locator(".late-block").focus()
    tab.locator(f"[name={address}]").fill("boshqa joy")
    tab.evaluate("() => { document.querySelector('#page-edit-form').noValidate = true }")
    acts(editor, ".action-save")
    tab.locator(".messages .error").wait_for()
    expect(tab.locator(f"[name={address}]")).to_have_value("boshqa joy")
    expect(tab.locator(f"[name={address}]")).to_have_attribute("aria-invalid", "true")


def test_what_is_written_at_once_is_kept_by_itself(editor):
    """Wagtail notes two seconds after opening what it takes for untouched."""
    editor.page.reload(wait_until="domcontentloaded")
    with editor.page.expect_response(
        lambda answer: answer.request.method == "POST" and answer.url.endswith("/edit/")
    ) as kept:
        editor.page.locator("#id_summary").press_sequentially("A")
    assert kept.value.ok
