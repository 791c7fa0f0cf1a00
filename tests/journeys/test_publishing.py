"""A story, from an editor who has never seen the back office to readers of four languages."""

import re
from email.message import EmailMessage
from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from news.models import StoryPage
from tests.journeys.mailbox import subject
from tests.journeys.staff import acts, adds_block, approves, translates
from tests.journeys.visitor import Visitor, say

TITLE = "Hovlidagi anor"
SUMMARY = "Bahorda birga koʻchat ekdik."
TEXT = "Bugun koʻchat ekdik va mol boqdik."
SEEN = "Oftobda turgan anor koʻchati"
RUSSIAN = ["Гранат во дворе", "Весной мы посадили саженец.", "Саженец посадили вместе.", "Саженец граната"]
ENGLISH = ["A pomegranate", "In spring we planted a tree.", "We planted it together.", "A small tree"]
PUBLIC = "/{}/yangiliklar/hikoyalar/hovlidagi-anor/"


def picture() -> bytes:
    """A photograph without anybody on it."""
    out = BytesIO()
    Image.new("RGB", (640, 480), "#2f7d4f").save(out, "JPEG")
    return out.getvalue()


def about_it(mail: EmailMessage) -> bool:
    """Whether a mail tells of the story."""
    return TITLE in subject(mail)


def writes(editor: Visitor) -> None:
    """The story, but not yet the words for those who do not see its picture."""
    page = editor.page
    editor.follows("Write a story")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_summary").fill(SUMMARY)
    adds_block(editor, "Text").get_by_role("textbox").fill(TEXT)
    adds_block(editor, "Picture").get_by_role("button", name=say("uz", "Choose an image")).click()
    page.locator(".modal #tab-label-upload").click()
    page.set_input_files(
        ".modal input[type=file]", {"name": "IMG_2034.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    expect(page.locator(".modal [name$=upload-title]")).to_have_value("IMG_2034")
    page.locator(".modal [name$=shows]").select_option("nobody")
    page.locator(".modal form[enctype] [type=submit]").click()
    page.locator(".modal").wait_for(state="detached")


def hands_on(person: Visitor, button: str) -> None:
    """One step of a translation's way to publication, in the head of its page."""
    person.page.locator("header").get_by_role("button", name=person.say(button), exact=True).click()
    person.page.locator(".messages .success").wait_for()


def opens_side_panel(person: Visitor) -> None:
    """What is told of a page; it stays open from page to page."""
    panel = person.page.locator("[data-form-side]").first
    if "form-side--open" not in panel.get_attribute("class"):
        person.page.locator("[data-side-panel-toggle=status], [aria-controls=form-side]").first.click()


def answers(editor: Visitor, answer: str) -> None:
    """Whether a child could be recognised."""
    editor.page.get_by_role("tab", name=editor.say("Children")).click()
    editor.page.locator(f"[name=child_identity][value={answer}]").check()


def test_a_story_goes_from_an_editor_to_readers_of_four_languages(staff, visit, mailbox, product):
    editor = staff("editor")
    writes(editor)
    answers(editor, "changed")
    acts(editor, "[name=action-submit]")
    alt = editor.page.locator("[name$='-picture-alt_text']")
    expect(alt).to_have_value("")
    expect(editor.page.locator(".messages .error")).to_be_visible()
    assert not any(map(about_it, mailbox.to("safeguarding@demo.example")))
    editor.page.get_by_role("tab").first.click()
    expect(editor.page.locator("#id_title")).to_have_value(TITLE)
    alt.fill(SEEN)
    acts(editor, "[name=action-submit]")
    editor.page.locator(".messages .success").wait_for()

    assert "yuborildi" in subject(mailbox.wait_until("safeguarding@demo.example", about_it))
    approves(staff("safeguarding"), TITLE)
    assert "отправлена" in subject(mailbox.wait_until("publisher@demo.example", about_it))
    publisher = staff("publisher")
    approves(publisher, TITLE)
    reader = visit("uz", 360)
    reader.opens(PUBLIC.format("uz"))
    reader.reads_heading(TITLE)
    expect(reader.page.get_by_alt_text(SEEN)).to_be_visible()

    story = StoryPage.objects.using(product.alias).get(title=TITLE)
    for language in ("ru", "en", "uz-cyrl"):
        editor.opens(f"/admin/pages/{story.pk}/edit/")
        editor.page.locator("header").get_by_role("button", name=say("uz", "Actions"), exact=True).click()
        where = "script/" if language == "uz-cyrl" else f"{language}/"
        editor.page.locator(f"button[data-w-action-url-value$='/{where}']:visible").click()
        editor.page.wait_for_url(lambda url, old=story.pk: f"/{old}/" not in url)
        expect(editor.page.locator("footer a[href$='/delete/']")).to_be_hidden()
        if language != "uz-cyrl":
            opens_side_panel(editor)
            translates(editor, RUSSIAN if language == "ru" else ENGLISH)
        else:
            expect(editor.page.locator(".messages")).to_contain_text("mol")
        assert reader.page.request.get(PUBLIC.format(language)).status == 404
        if language == "ru":
            hands_on(editor, "Hand in for checking")
            hands_on(staff("safeguarding").opens(editor.page.url), "Approve")
            assert reader.page.request.get(PUBLIC.format(language)).status == 404
            hands_on(publisher.opens(editor.page.url), "Approve")
            continue
        publisher.opens(editor.page.url)
        acts(publisher, "button[name=action][value=publish]")
        publisher.page.locator(".messages .success").wait_for()

    reader.opens(PUBLIC.format("uz"))
    found = reader.page.locator("link[rel=alternate][hreflang]").evaluate_all(
        "all => all.map(one => one.hreflang)"
    )
    assert {"uz", "uz-Cyrl", "ru", "en"} <= set(found)
    for language, title in (("ru", RUSSIAN[0]), ("en", ENGLISH[0]), ("uz-cyrl", "Ҳовлидаги анор")):
        reader.switches_to(language)
        expect(reader.page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_recognisable_child_without_consent_stays_unpublished_and_nothing_typed_is_lost(staff):
    publisher = staff("publisher")
    publisher.follows("Write a story")
    publisher.page.locator("#id_title").fill("Карим рассказывает")
    publisher.page.locator("#id_summary").fill("Он живёт с нами.")
    answers(publisher, "recognisable")
    acts(publisher, "[name=action-publish]")
    publisher.reads("A child could be recognised by this page, and no consent is named.")
    expect(publisher.page.locator("#id_title")).to_have_value("Карим рассказывает")
    expect(publisher.page.locator("#id_summary")).to_have_value(re.compile("Он живёт"))
