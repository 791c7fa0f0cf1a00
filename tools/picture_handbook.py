"""Photograph the screens for docs/editors.md, in a demo that runs: nothing is drawn, and all names are the demo's.

    make run                                               # in another window; best with a fresh var/
    python tools/picture_handbook.py http://127.0.0.1:8000   # needs Chromium; writes docs/img/editors

On the way it writes a story and a consent, which stay in that demo.
"""

import os
import re
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import django  # noqa: E402

django.setup()

from django.utils import timezone  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Locator, sync_playwright  # noqa: E402

from home.demo.accounts import PASSWORD  # noqa: E402
from tests.journeys.conftest import find_browser  # noqa: E402
from tests.journeys.mailbox import Mailbox  # noqa: E402
from tests.journeys.staff import account, acts, adds_block, signs_in  # noqa: E402
from tests.journeys.visitor import Visitor  # noqa: E402

FOLDER = ROOT / "docs" / "img" / "editors"
WIDTH, HEIGHT, KEPT = 1180, 760, 900
TITLE = "Hovlidagi anor"


def enter(browser: Browser, address: str, role: str, sign_in: bool = True) -> Visitor:
    """Somebody of the demo, in their own language."""
    person = account(role)
    viewport = {"width": WIDTH, "height": HEIGHT}
    page = browser.new_context(base_url=address, viewport=viewport, locale=person.language).new_page()
    visitor = Visitor(page, person.language, Mailbox(FOLDER))
    if sign_in:
        signs_in(visitor, person.email)
    return visitor


def shoot(person: Visitor, name: str, part: Locator | None = None) -> None:
    """What they see, or a part of it, as a WebP of a few dozen kilobytes."""
    person.page.wait_for_timeout(700)
    image = Image.open(BytesIO((part or person.page).screenshot())).convert("RGB")
    if image.width > KEPT:
        image = image.resize((KEPT, round(image.height * KEPT / image.width)), Image.Resampling.LANCZOS)
    image.save(FOLDER / f"{name}.webp", quality=72, method=6)


def unfold(person: Visitor) -> None:
    """The menu behind the large button."""
    person.page.locator("footer .w-dropdown__toggle").click()


def doors(browser: Browser, address: str) -> None:
    """Signing in, in two steps."""
    person = enter(browser, address, "editor", sign_in=False)
    person.opens("/admin/")
    person.fills(login=account("editor").email, password=PASSWORD)
    shoot(person, "sign-in")
    person.presses("Sign in")
    person.reads_heading("Second step")
    shoot(person, "second-step")


def story(editor: Visitor) -> str:
    """Writing it; returns the address at which it is edited."""
    page = editor.page
    shoot(editor, "first-page")
    editor.follows("Write a story")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_summary").fill("Bahorda ekkan koʻchatimiz mevaga kirdi.")
    shoot(editor, "story")
    page.locator(".c-sf-add-button").last.click()
    shoot(editor, "blocks")
    page.keyboard.press("Escape")
    text = adds_block(editor, "Text").get_by_role("textbox")
    text.fill("Bugun hovlida anor terdik va mol boqdik. Oilaviy uylar soni: ")
    text.evaluate("one => one.scrollIntoView({block: 'center'})")
    page.keyboard.type("/")
    shoot(editor, "key-figure")
    page.keyboard.press("Backspace")
    picture(editor)
    page.locator("[role=tab]").nth(1).click()
    page.locator("[name=child_identity][value=changed]").check()
    shoot(editor, "children")
    unfold(editor)
    shoot(editor, "hand-in")
    page.keyboard.press("Escape")
    acts(editor, "[name=action-submit]")
    page.locator(".messages .success").wait_for()
    page.get_by_role("link", name=TITLE, exact=True).first.click()
    return page.url


def picture(editor: Visitor) -> None:
    """Choosing one, and saying what is seen on it."""
    page = editor.page
    block = adds_block(editor, "Picture")
    block.get_by_role("button", name=editor.say("Choose an image")).click()
    page.locator(".modal #tab-label-upload").click()
    page.wait_for_timeout(1000)
    page.set_input_files(".modal input[type=file]", ROOT / "home/content/images/hero.webp")
    page.locator(".modal [name$=shows]").select_option("nobody")
    shoot(editor, "upload")
    page.locator(".modal #tab-label-search").click()
    page.locator(".modal a[data-chooser-modal-choice][title^=Hovli]").first.click()
    page.locator(".modal").wait_for(state="detached")
    page.locator("[name$='-picture-alt_text']").fill("Hovli, anor daraxti va skameyka")
    page.locator("[name$='-picture-alt_text']").scroll_into_view_if_needed()
    shoot(editor, "alt-text")


def approval(focal_point: Visitor, publisher: Visitor, address: str) -> None:
    """Both steps."""
    focal_point.opens("/admin/")
    shoot(focal_point, "waiting")
    focal_point.opens(address)
    unfold(focal_point)
    shoot(focal_point, "approve")
    acts(focal_point, "[data-workflow-action-name=approve]")
    focal_point.page.locator(".messages .success").wait_for()
    publisher.follows("Write a story")
    publisher.page.locator("#id_title").fill("Карим рассказывает")
    publisher.page.get_by_role("tab").nth(1).click()
    publisher.page.locator("[name=child_identity][value=recognisable]").check()
    acts(publisher, "[name=action-publish]")
    publisher.page.locator(".messages .error").wait_for()
    publisher.page.get_by_role("tab").nth(1).click()
    shoot(publisher, "refused")
    publisher.opens(address)
    acts(publisher, "[data-workflow-action-name=approve]")
    publisher.page.locator(".messages .success").wait_for()


def languages(editor: Visitor, address: str) -> None:
    """Cyrillic at a click, Russian side by side, the report; schedule, comments, history."""
    page = editor.page
    editor.opens(address)
    header = page.locator("header").get_by_role("button", name=editor.say("Actions"), exact=True)
    header.click()
    shoot(editor, "languages")
    page.locator("button[data-w-action-url-value$='/script/']:visible").click()
    page.locator(".js-translation-editor").wait_for()
    shoot(editor, "cyrillic")
    editor.opens(address)
    header.click()
    page.locator("button[data-w-action-url-value$='/ru/']:visible").click()
    button = page.get_by_role("button", name=editor.say("Translate"), exact=True).first
    button.click()
    page.locator(".js-translation-editor textarea").first.fill("Гранат во дворе")
    shoot(editor, "side-by-side")
    editor.opens("/admin/translations/")
    shoot(editor, "translations")
    editor.opens(address.replace("edit/", "history/"))
    shoot(editor, "history")


def consent(focal_point: Visitor, publisher: Visitor, address: str) -> None:
    """Writing one down, and what withdrawing it would take down."""
    focal_point.opens("/admin/safeguarding/consents/new/")
    shoot(focal_point, "consent")
    page, today = focal_point.page, timezone.localdate()
    for name in ("child_agreed_on", "guardian_agreed_on"):
        page.locator(f"#id_{name}").fill(f"{today}")
    focal_point.fills(subject="12-ish", guardian_role="onasi", expires_on=f"{today + timedelta(days=365)}")
    for box in page.locator("[name=scopes], [name=languages]").all():
        box.check()
    page.locator("footer [type=submit]").click()
    page.locator(".messages .success").wait_for()
    focal_point.opens(address)
    page.get_by_role("tab").nth(1).click()
    page.locator("#id_child_consents-ADD").click()
    page.locator("[data-chooser-action-choose]:visible").last.click()
    page.locator("a[data-chooser-modal-choice]").first.click()
    acts(focal_point, "[name=action-submit]")
    page.locator(".messages .success").wait_for()
    for person in (focal_point, publisher):
        person.opens(address)
        acts(person, "[data-workflow-action-name=approve]")
        person.page.locator(".messages .success").wait_for()
    focal_point.opens("/admin/safeguarding/consents/")
    page.get_by_role("link", name=re.compile("^C-")).first.click()
    focal_point.follows("Withdraw this consent")
    shoot(focal_point, "withdraw")


def others(editor: Visitor, publisher: Visitor, address: str) -> None:
    """Schedule, figures, newsletter, announcements."""
    publisher.opens(address)
    publisher.page.locator("[data-side-panel-toggle=status], [aria-controls=form-side]").first.click()
    shoot(publisher, "schedule")
    for person, name, where in (
        (editor, "key-figures", "/admin/snippets/programmes/keyfigure/"),
        (publisher, "newsletter", "/admin/newsletter/issues/new/"),
        (publisher, "announcement", "/admin/snippets/home/announcement/add/"),
    ):
        person.opens(where)
        shoot(person, name)


def main(address: str) -> None:
    """All pictures, in the order of a story's way."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        doors(browser, address)
        people = {role: enter(browser, address, role) for role in ("editor", "safeguarding", "publisher")}
        where = story(people["editor"])
        approval(people["safeguarding"], people["publisher"], where)
        languages(people["editor"], where)
        consent(people["safeguarding"], people["publisher"], where)
        others(people["editor"], people["publisher"], where)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
