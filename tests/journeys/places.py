"""Every kind of page that a visitor can stand on, and the way there."""

from collections.abc import Callable

from wagtail.models import Page

from donations.models import Receipt
from home.demo.accounts import PASSWORD
from tests.journeys.mailbox import html, link
from tests.journeys.visitor import Visitor, title

Way = Callable[[Visitor], None]
LANGUAGES = ("uz", "uz-cyrl", "ru", "en")

# One page of each type, and where a type is laid out in more than one way, more.
PAGES = (
    "home",
    "who-we-are",
    "what-we-do",
    "family-guardianship",
    "where-we-work",
    "samarkand",
    "take-part",
    "sponsor",
    "winter-warmth-2026",
    "volunteer",
    "partner",
    "news",
    "news-a-day-at-home",
    "stories",
    "story-apple-tree",
    "events",
    "event-open-day",
    "people",
    "documents",
    "vacancies",
    "vacancy-sos-mother",
    "ways-to-give",
    "questions",
    "contact",
    "concern",
    "privacy",
)

WAYS: dict[str, Way] = {}


def way(function: Way) -> Way:
    """Note a way under its name."""
    WAYS[function.__name__.replace("_", " ")] = function
    return function


def address(language: str, key: str) -> str:
    """Where a page of the demo stands."""
    if key == "home":
        return f"/{language}/"
    pages = Page.objects.using("product").live().filter(locale__language_code=language)
    return pages.get(title=title(language, key), depth__gt=2).url_path


def _to(key: str) -> Way:
    return lambda visitor: visitor.opens(address(visitor.language, key)) and None


WAYS.update({f"page {key}": _to(key) for key in PAGES})


@way
def address_without_a_page(visitor: Visitor) -> None:
    visitor.opens("/no-such-page/")


# Finding


@way
def search(visitor: Visitor) -> None:
    visitor.opens("/search/?q=SOS")


@way
def search_that_finds_nothing(visitor: Visitor) -> None:
    visitor.opens("/search/?q=qwertyuiop")


@way
def open_data(visitor: Visitor) -> None:
    visitor.opens("/api/")


# Telling and hearing


@way
def concern_form(visitor: Visitor) -> None:
    visitor.opens("/concern/report/")


@way
def concern_code(visitor: Visitor) -> None:
    visitor.opens("/concern/answer/")


@way
def newsletter(visitor: Visitor) -> None:
    visitor.opens("/newsletter/")


# Giving


@way
def gift(visitor: Visitor) -> None:
    visitor.opens("/donate/?designation=samarkand")


@way
def gift_with_errors(visitor: Visitor) -> None:
    visitor.opens("/donate/?step=you&amount_other=12&designation=gone")


@way
def giver(visitor: Visitor) -> None:
    visitor.opens("/donate/?designation=khorezm&frequency=month").chooses_gift("100000")


@way
def giver_with_errors(visitor: Visitor) -> None:
    giver(visitor)
    visitor.fills(name="www.example.org", email="nowhere")
    visitor.page.locator("main form button.btn--give").click()
    visitor.page.locator("#errors").wait_for()


@way
def pay_page(visitor: Visitor) -> None:
    giver(visitor)
    visitor.signs("Лола Ким", "lola@places.example")


@way
def transfer(visitor: Visitor) -> None:
    visitor.opens("/donate/").chooses_gift("100000")
    visitor.will_transfer("Лола Ким", "lola.transfer@places.example")


@way
def processing(visitor: Visitor) -> None:
    visitor.opens("/donate/").chooses_gift("100000")
    visitor.signs("Лола Ким", "lola@places.example")
    visitor.follows("Back without deciding")
    visitor.reads_heading("Your payment is in progress")


@way
def not_paid(visitor: Visitor) -> None:
    visitor.opens("/donate/").gives("100000", "Лола Ким", "lola.not@places.example", "Have the card declined")
    visitor.reads_heading("The payment did not go through")


@way
def thanks(visitor: Visitor) -> None:
    visitor.opens("/donate/?designation=samarkand&frequency=month")
    visitor.gives("250000", "Лола Ким", "lola.thanks@places.example")
    visitor.reads_heading("Thank you, %(name)s", name="Лола Ким")


@way
def receipt_in_the_mailbox(visitor: Visitor) -> None:
    visitor.opens("/donate/").gives("250000", "Лола Ким", "lola.receipt@places.example")
    letter = html(visitor.mail("lola.receipt@places.example"))
    visitor.page.route("**/letter", lambda route: route.fulfill(body=letter, content_type="text/html"))
    visitor.opens("/letter")


@way
def papers_of_a_gift(visitor: Visitor) -> None:
    visitor.opens("/donate/").gives("250000", "Лола Ким", "lola.paper@places.example")
    visitor.opens(link(visitor.mail("lola.paper@places.example"), "/receipts/"))
    # It looks again by itself until the worker has made the paper.
    visitor.page.locator("a[href$='.pdf']").wait_for(timeout=60_000)


@way
def verifying_a_receipt(visitor: Visitor) -> None:
    papers_of_a_gift(visitor)
    receipts = Receipt.objects.using("product").filter(
        payment__donation__donor__email="lola.paper@places.example"
    )
    visitor.opens(f"/verify/{receipts.latest('pk').code}/")


@way
def verifying_with_a_wrong_code(visitor: Visitor) -> None:
    visitor.opens("/verify/V-0000-0000-0000/")


@way
def cancelling(visitor: Visitor) -> None:
    visitor.opens("/donate/?frequency=month").gives("250000", "Лола Ким", "lola.cancel@places.example")
    visitor.opens(link(visitor.mail("lola.cancel@places.example"), "/cancel/"))


@way
def cancelled(visitor: Visitor) -> None:
    visitor.opens("/donate/?frequency=year").gives("250000", "Лола Ким", "lola.cancelled@places.example")
    visitor.opens(link(visitor.mail("lola.cancelled@places.example"), "/cancel/"))
    visitor.presses("Yes, cancel")
    visitor.reads_heading("The regular gift is cancelled")


# Registering


@way
def volunteer_form(visitor: Visitor) -> None:
    visitor.opens("/volunteer/register/?place=tashkent")


@way
def volunteer_form_with_errors(visitor: Visitor) -> None:
    volunteer_form(visitor)
    visitor.fills(email="nowhere", phone="12")
    visitor.presses("Register")
    visitor.page.locator("#errors").wait_for()


@way
def volunteer_done(visitor: Visitor) -> None:
    visitor.opens("/volunteer/thanks/")


@way
def volunteer_link_cut_off(visitor: Visitor) -> None:
    visitor.opens("/volunteer/confirm/no-such-token/")


@way
def partner_form(visitor: Visitor) -> None:
    visitor.opens("/partner/register/")


@way
def partner_form_with_errors(visitor: Visitor) -> None:
    partner_form(visitor)
    visitor.fills(website="not a site")
    visitor.presses("Register")
    visitor.page.locator("#errors").wait_for()


@way
def partner_confirming(visitor: Visitor) -> None:
    partner_form(visitor)
    visitor.control("engagements", "jobs").check()
    visitor.registers("Лола Ким", "lola.firm@places.example", organisation="Lola LLC")
    visitor.opens(link(visitor.mail("lola.firm@places.example"), "/confirm/"))


# Signing in, and what is one's own


@way
def sign_in(visitor: Visitor) -> None:
    visitor.opens("/accounts/login/code/")


@way
def code_with_error(visitor: Visitor) -> None:
    sign_in(visitor)
    visitor.fills(email="nobody@places.example")
    visitor.presses("Send me a code")
    visitor.fills(code="000000")
    visitor.presses("Go on")
    visitor.page.locator("#errors").wait_for()


@way
def password_with_error(visitor: Visitor) -> None:
    visitor.opens("/accounts/login/")
    visitor.fills(login="nobody@places.example", password="not this one")
    visitor.presses("Sign in")
    visitor.page.locator("#errors").wait_for()


@way
def sign_up(visitor: Visitor) -> None:
    visitor.opens("/accounts/signup/")


@way
def forgotten_password(visitor: Visitor) -> None:
    visitor.opens("/accounts/password/reset/")


def enters(visitor: Visitor) -> None:
    """Sign in as the demo's donor."""
    visitor.opens("/accounts/login/")
    visitor.fills(login="donor@demo.example", password=PASSWORD)
    visitor.presses("Sign in")
    visitor.reads_heading("Hello, %(name)s", name="Dilshod Karimov")


@way
def my_page_with_gifts(visitor: Visitor) -> None:
    visitor.opens("/donate/?designation=khorezm&frequency=month")
    visitor.gives("250000", "Dilshod Karimov", "donor@demo.example")
    enters(visitor)


@way
def my_data(visitor: Visitor) -> None:
    enters(visitor)
    visitor.opens("/my/details/")


@way
def my_addresses(visitor: Visitor) -> None:
    enters(visitor)
    visitor.opens("/accounts/email/")


@way
def my_password(visitor: Visitor) -> None:
    enters(visitor)
    visitor.opens("/accounts/password/change/")


@way
def second_step(visitor: Visitor) -> None:
    enters(visitor)
    visitor.opens("/accounts/second-step/")


@way
def setting_up_a_second_step(visitor: Visitor) -> None:
    enters(visitor)
    visitor.opens("/accounts/second-step/totp/activate/")


@way
def back_office_for_somebody_else(visitor: Visitor) -> None:
    enters(visitor)
    visitor.opens("/admin/")
