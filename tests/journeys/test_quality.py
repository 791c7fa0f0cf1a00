"""What must hold wherever a visitor stands: accessible, valid, within the screen, nothing from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import html5lib
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.journeys.mailbox import Mailbox
from tests.journeys.places import LANGUAGES, WAYS
from tests.journeys.product import Product
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.look
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOUR = ["color-contrast", "link-in-text-block"]  # all that the other scheme can change
NARROW, PHONE, DESK = 320, 360, 1280
SIDEWAYS = """() => [...document.querySelectorAll("body *")]
    .filter(node => node.checkVisibility() && node.getBoundingClientRect().right > innerWidth + 1
        && !node.closest("svg, .visually-hidden, .trap, table, pre"))
    .map(node => node.outerHTML.slice(0, 120))"""


@dataclass
class Seen:
    """A visitor at a place, which has a number, and what their browser noticed on the way."""

    visitor: Visitor
    number: int
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    documents: list[Response] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.visitor.page

    def complains(self, message: ConsoleMessage) -> None:
        """Keep errors and warnings, but not that an error page is an error."""
        is_the_page = message.location["url"] == self.page.url
        if message.type in {"error", "warning"} and not (
            is_the_page and "Failed to load resource" in message.text
        ):
            self.complaints.append(message.text)

    def fetches(self, request: Request) -> None:
        """Keep where things come from."""
        self.hosts.add(urlsplit(request.url).netloc)

    def receives(self, response: Response) -> None:
        """Keep pages as they came: what the browser made of them hides the slips."""
        if response.request.resource_type == "document":
            self.documents.append(response)


@pytest.fixture(scope="module", params=WAYS)
def seen(
    request: pytest.FixtureRequest, browser: Browser, product: Product, mailbox: Mailbox
) -> Iterator[Seen]:
    """Each place once, in one of the languages; the tests look at it one after the other."""
    number = list(WAYS).index(request.param)
    context = browser.new_context(
        base_url=product.url,
        reduced_motion="reduce",
        viewport={"width": PHONE, "height": 760},
        extra_http_headers={"X-Forwarded-For": f"10.8.0.{number}"},
    )
    context.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.blockedURI))"
    )
    here = Seen(Visitor(context.new_page(), LANGUAGES[number % len(LANGUAGES)], mailbox), number)
    here.page.on("console", here.complains)
    here.page.on("pageerror", lambda error: here.complaints.append(str(error)))
    here.page.on("request", here.fetches)
    here.page.on("response", here.receives)
    WAYS[request.param](here.visitor)
    here.page.wait_for_load_state()
    yield here
    context.close()


def unroll(page: Page, width: int) -> None:
    """The whole page at once: the bar at the lower edge comes to rest, and covers nothing that one would scroll to."""
    page.set_viewport_size({"width": width, "height": 800})
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})


def axe(page: Page, run_only: dict[str, object]) -> list[str]:
    """What axe finds wrong: rule, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": run_only, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing(seen: Seen, width: int) -> None:
    seen.page.emulate_media(color_scheme="light")
    unroll(seen.page, width)
    tags = (
        WCAG if seen.page.url.endswith("/letter") else [*WCAG, "best-practice"]
    )  # mail programs have landmarks
    assert axe(seen.page, {"type": "tag", "values": tags}) == []


def test_axe_finds_nothing_in_the_dark(seen: Seen) -> None:
    seen.page.emulate_media(color_scheme="dark")
    unroll(seen.page, PHONE if seen.number % 2 else DESK)
    assert axe(seen.page, {"type": "rule", "values": COLOUR}) == []


def test_nothing_reaches_beyond_a_narrow_screen(seen: Seen) -> None:
    seen.page.set_viewport_size({"width": NARROW, "height": 800})
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= NARROW, seen.page.evaluate(SIDEWAYS)


def test_the_html_is_valid(seen: Seen) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(seen.documents[-1].text())
    assert [(error[0], error[1]) for error in parser.errors] == []


def test_ids_are_unique(seen: Seen) -> None:
    ids = seen.page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)")
    assert sorted(ids) == sorted(set(ids))


def test_the_browser_complains_of_nothing(seen: Seen) -> None:
    assert seen.complaints == []


def test_nothing_is_fetched_from_elsewhere(seen: Seen, product: Product) -> None:
    assert seen.hosts <= {urlsplit(product.url).netloc}
