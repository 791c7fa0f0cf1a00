"""A child reports a concern from a phone without JavaScript, and comes back with nothing but the code."""

import re

from playwright.sync_api import expect

from safeguarding.models import Concern
from tests.journeys.mailbox import html, words
from tests.journeys.test_publishing import picture

WORDS = "Har kuni bizga baqirishadi."
MORE = "Bugun yana shunday boʻldi."
ANSWER = "Rahmat, ertaga kelamiz."
ROLES = ("editor", "publisher", "admin")


def test_a_report_without_a_name_is_answered_and_only_focal_points_read_it(staff, visit, mailbox, product):
    child = visit("uz", 360, java_script_enabled=False)
    child.opens("/concern/").follows("Tell us now")
    assert "wikipedia.org" in child.page.locator(".exit a").get_attribute("href")
    child.fills(text=WORDS)
    photograph = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    child.page.set_input_files("[name=files]", photograph)
    child.takes_a_moment()
    child.presses("Send the report")
    code = child.page.locator(".receipt__code").inner_text()
    child.page.get_by_role("button", name="Русский").click()
    expect(child.page.locator(".receipt__code")).to_have_text(code)
    assert Concern.objects.using(product.alias).count() == 1

    letter = mailbox.wait_until("safeguarding@demo.example", lambda mail: "concerns" in words(mail))
    assert not any(word in words(letter) + html(letter) for word in (WORDS, code, "photo"))
    concern = Concern.objects.using(product.alias).get()
    for role in ROLES:
        person = staff(role)
        assert WORDS not in person.page.request.get(f"/admin/concerns/inspect/{concern.pk}/").text()
        expect(person.page.locator("a[href='/admin/concerns/']")).to_have_count(0)
    focal_point = staff("safeguarding")
    focal_point.follows("Concerns")
    focal_point.page.locator("main table tbody a").first.click()
    expect(focal_point.page.locator("main")).to_contain_text(WORDS)
    expect(focal_point.page.locator("main a[href*='/files/'], main a[href*='/file/']")).to_have_count(1)
    focal_point.page.locator("form[action$='/answer/'] textarea").fill(ANSWER)
    focal_point.page.locator("form[action$='/answer/'] [type=submit]").click()
    focal_point.page.locator(".messages .success").wait_for()

    again = visit("uz", 360, java_script_enabled=False)
    again.opens("/concern/").follows("I have a code already")
    again.fills(code=code.lower())
    again.presses("Open")
    expect(again.page.locator("main")).to_contain_text(ANSWER)
    again.page.get_by_role("link", name="Ўзбекча").click()
    expect(again.page.locator("main")).to_contain_text(ANSWER)
    again.language = "uz-cyrl"
    again.fills(text=MORE)
    again.takes_a_moment()
    again.presses("Send")
    expect(again.page.locator(".talk")).to_contain_text(re.compile("Bugun yana"))
    focal_point.page.reload()
    expect(focal_point.page.locator("main")).to_contain_text(MORE)


def test_a_file_that_is_too_large_is_refused_as_soon_as_it_is_chosen(visit, tmp_path):
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.truncate(11 * 1024 * 1024)
    child = visit("uz", 360)
    child.opens("/concern/report/")
    chooser = child.page.locator("[name=files]")
    chooser.set_input_files(film)
    assert chooser.evaluate("one => one.validationMessage") == child.say(
        "A file is larger than 10 MB. Please send a smaller one."
    )
    assert chooser.evaluate("one => one.files.length") == 0


def test_leaving_quickly_leads_to_a_page_that_nobody_would_ask_about(visit):
    child = visit("ru", 360, java_script_enabled=False)
    child.page.route(
        "https://ru.wikipedia.org/**", lambda route: route.fulfill(body="", content_type="text/html")
    )
    child.opens("/concern/report/")
    child.follows("Leave this page quickly")
    expect(child.page).to_have_url("https://ru.wikipedia.org/")


def test_an_answer_that_was_begun_is_not_lost_to_another_button(staff, product):
    concern = Concern(text=WORDS, language="uz", submission="begun", code_hash="begun")
    concern.save(using=product.alias)
    focal_point, asked = staff("safeguarding"), []
    focal_point.opens(f"/admin/concerns/{concern.pk}/")
    focal_point.takes_a_moment()  # what stands there after two seconds is not taken for typed
    focal_point.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    answer = focal_point.page.locator("form[action$='/answer/'] textarea")
    answer.press_sequentially(ANSWER, delay=50)
    focal_point.page.wait_for_timeout(1000)
    focal_point.page.locator("button[name=state]").first.click()
    expect(answer).to_have_value(ANSWER)
    assert asked == ["beforeunload"]
