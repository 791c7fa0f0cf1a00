"""A draft saved by its button: the editor stays as it stands, and each such draft is a version in the history."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.models import WorkflowState

from home.models import StandardPage
from news.models import StoryPage
from tests.journeys.staff import acts

AGAIN = "() => (window.stays = true)"
BY_ITSELF = 15_000  # milliseconds: longer than the editor waits before it saves by itself


@pytest.fixture
def editor(editor):
    """Who would notice if the page were loaded anew."""
    editor.page.evaluate(AGAIN)
    return editor


def versions(story):
    return list(story.revisions.order_by("pk").values_list("content__summary", flat=True))


def writes(editor, text):
    field = editor.page.locator("#id_summary")
    field.fill(text)
    return field


def stays(editor):
    return editor.page.evaluate("() => window.stays === true")


def saved(editor):
    """Press the button and wait for its answer; returns it."""
    with editor.page.expect_response(is_save) as answer:
        acts(editor, ".action-save")
    expect(editor.page.locator(".messages .success")).to_be_visible()
    return answer.value.json()


def is_save(answer):
    return answer.request.method == "POST" and answer.url.endswith("/edit/")


def saved_by_itself(editor, text):
    with editor.page.expect_response(is_save, timeout=BY_ITSELF) as answer:
        writes(editor, text)
    assert answer.value.json()["success"]
    expect(editor.page.locator(".w-autosave-indicator__state--saved")).to_be_visible()


def somebody_else_saves(story):
    newer = story.revisions.latest("pk")
    newer.pk, newer.created_at = None, timezone.now()
    newer.save(using="product", force_insert=True)
    StandardPage.objects.using("product").filter(pk=story.pk).update(latest_revision=newer)


def test_the_editor_stays_and_says_what_is_kept(editor, story):
    before = len(versions(story))
    writes(editor, "Birinchi")
    assert saved(editor)["success"]
    assert stays(editor)
    expect(editor.page.locator("footer .action-save")).to_be_hidden()  # folded away, as before
    writes(editor, "Ikkinchi")
    assert saved(editor)["success"]
    assert versions(story)[before:] == ["Birinchi", "Ikkinchi"]


def test_what_is_saved_by_itself_never_writes_over_what_was_saved_by_the_button(editor, story):
    before = len(versions(story))
    saved_by_itself(editor, "Oʻzi bir")
    saved_by_itself(editor, "Oʻzi ikki")
    writes(editor, "Tugma")
    saved(editor)
    saved_by_itself(editor, "Oʻzi uch")
    assert stays(editor)
    assert versions(story)[before:] == ["Oʻzi ikki", "Tugma", "Oʻzi uch"]


def test_what_could_lead_to_a_child_is_said_after_saving(editor):
    writes(editor, "Akmal Karimov 7 yosh, 12-maktab oʻquvchisi")
    editor.page.mouse.wheel(0, 3_000)
    saved(editor)
    expect(editor.page.locator(".messages .warning")).to_be_in_viewport()


def test_nothing_is_sent_again_by_itself_after_the_button(editor, story):
    writes(editor, "Shoshib")
    editor.page.wait_for_timeout(1_000)  # it now waits to be saved by itself
    saved(editor)
    asked = []
    editor.page.on("request", lambda asking: asked.append(asking.url) if asking.method == "POST" else None)
    editor.page.wait_for_timeout(7_000)
    assert not [url for url in asked if url.endswith("/edit/")]


def test_what_is_written_while_it_is_sent_is_saved_next(editor, story):
    tab = editor.page
    tab.wait_for_timeout(3_000)  # until the editor watches
    tab.route("**/edit/", lambda route: (tab.wait_for_timeout(800), route.continue_()))
    writes(editor, "Oldin")
    acts(editor, ".action-save")
    with tab.expect_response(
        lambda answer: is_save(answer) and "Keyin" in answer.request.post_data, timeout=BY_ITSELF
    ):
        writes(editor, "Oldin Keyin")
    assert versions(story)[-2:] == ["Oldin", "Oldin Keyin"]


def test_an_error_is_shown_beside_its_field_and_nothing_is_lost(editor, story):
    before = versions(story)
    editor.page.locator("#id_title").fill("")
    writes(editor, "Sarlavhasiz")
    acts(editor, ".action-save")
    editor.page.locator(".messages .error").wait_for()
    expect(editor.page.locator("#id_title")).to_have_attribute("aria-invalid", "true")
    expect(editor.page.locator("#id_summary")).to_have_value("Sarlavhasiz")
    assert versions(story) == before


def test_a_newer_version_of_somebody_else_is_not_written_over(editor, story, staff):
    writes(editor, "Meniki")
    somebody_else_saves(story)
    before = versions(story)
    acts(editor, ".action-save")
    expect(editor.page.locator(".footer__save-warning")).to_contain_text("yangiroq versiya")
    expect(editor.page.locator("#id_summary")).to_have_value("Meniki")
    assert versions(story) == before


def test_without_a_connection_what_is_written_stays(editor, story):
    before = len(versions(story))
    writes(editor, "Yoʻlda")
    editor.page.route("**/edit/", lambda route: route.abort())
    acts(editor, ".action-save")
    expect(editor.page.locator(".footer__save-warning")).not_to_be_empty()
    editor.page.unroute("**/edit/")
    expect(editor.page.locator(".w-autosave-indicator__state--saved")).to_be_visible(timeout=BY_ITSELF)
    assert stays(editor)
    assert versions(story)[before:] == ["Yoʻlda"]


@pytest.mark.parametrize("button", ["[name=action-submit]", ".action-save"])
def test_a_button_waits_for_a_new_page_that_is_just_saving_itself(staff, product, button):
    """Sent beside that, it would make the page a second time, and be told that its address is taken."""
    person, title = staff("editor"), f"Yoʻldagi hikoya {button.strip('[].')}"
    person.follows("Write a story")
    tab, answers = person.page, []
    tab.route("**/admin/pages/add/**", lambda route: holds(route, answers))
    tab.locator("#id_title").fill(title)
    tab.locator("#id_summary").fill("Bir jumla.")
    tab.get_by_role("tab", name=person.say("Children")).click()
    tab.locator("[name=child_identity][value=changed]").check()
    while not answers:
        tab.wait_for_timeout(100)
    acts(person, button)
    tab.wait_for_timeout(1_000)
    route, answer = answers.pop()
    route.fulfill(response=answer)
    tab.locator(".messages .success").wait_for()
    page = StoryPage.objects.using("product").get(draft_title=title)
    handed_in = WorkflowState.objects.using("product").filter(object_id=page.pk).exists()
    assert handed_in == (button != ".action-save")


def test_nothing_saves_itself_beside_a_button_whose_answer_is_awaited(staff):
    person, asked = staff("editor"), []
    person.follows("Write a story")
    person.page.route("**/admin/pages/add/**", lambda route: asked.append(route.request.headers["accept"]))
    person.page.locator("#id_title").fill("Sekin")
    person.page.wait_for_timeout(2_000)
    person.page.evaluate("() => document.querySelector('footer [name=action-submit]').click()")
    person.page.wait_for_timeout(7_000)
    assert [accepted.split(",")[0] for accepted in asked] == ["text/html"]


def holds(route, answers):
    """The server has made the page; the browser does not know it yet."""
    if "json" in route.request.headers["accept"]:
        answers.append((route, route.fetch()))
    else:
        route.continue_()
