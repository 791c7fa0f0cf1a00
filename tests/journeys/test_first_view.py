"""What a first visit costs and leaves behind, in each language."""

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request

from tests.journeys.places import LANGUAGES, PAGES, address
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.look
MOST_BYTES, MOST_SCRIPT_BYTES = 170_000, 60_000
ENTRANCES = ("home", "samarkand", "news-a-day-at-home")
NARROW = 320


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_view_is_light(visit, language):
    heavy = {}
    for path in [*(address(language, key) for key in ENTRANCES), "/donate/"]:
        weights = first_view(visit(language, 360), path)
        if weights.total() > MOST_BYTES or weights["script"] > MOST_SCRIPT_BYTES:
            heavy[path] = dict(weights)
    assert heavy == {}


def first_view(person: Visitor, path: str) -> Counter[str]:
    """Bytes over the line until all is there, by kind, without pictures."""
    requests: list[Request] = []
    person.page.on("requestfinished", lambda request: requests.append(request))
    person.opens(path)
    person.page.wait_for_load_state("networkidle")
    weights: Counter[str] = Counter()
    for request in requests:
        sizes = request.sizes()
        if request.resource_type != "image":
            weights[request.resource_type] += sizes["responseBodySize"] + sizes["responseHeadersSize"]
    assert min(weights["stylesheet"], weights["font"]) > 0, "nothing was measured"
    return weights


@pytest.fixture(scope="module", params=LANGUAGES)
def walk(request: pytest.FixtureRequest, browser: Browser, base_url: str) -> Iterator[tuple[list[str], list]]:
    """Somebody looks at every kind of page on a narrow screen: the pages that were too wide, and their cookies."""
    context = browser.new_context(base_url=base_url, viewport={"width": NARROW, "height": 640})
    page = context.new_page()
    wide = []
    for path in [*(address(request.param, key) for key in PAGES), f"/{request.param}/donate/"]:
        page.goto(path, wait_until="domcontentloaded")  # pictures keep their place until they come
        page.evaluate("document.fonts.ready")
        if page.evaluate("document.documentElement.scrollWidth") > NARROW:
            wide.append(path)
    yield wide, context.cookies()
    context.close()


def test_no_page_reaches_beyond_a_narrow_screen(walk):
    assert walk[0] == []


def test_looking_around_leaves_no_cookie(walk):
    assert walk[1] == []
