"""Journeys: a real browser and the real product. One of each serves them all; each test is a visitor of its own."""

import itertools
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from home.models import StandardPage
from tests.database import FOLDER, databases, only_one_process
from tests.journeys.mailbox import Mailbox
from tests.journeys.product import Product
from tests.journeys.staff import account, signs_in
from tests.journeys.visitor import Visitor

HERE = Path(__file__).parent
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
PREPARE = """
from home.demo.accounts import seed_accounts
from portal.serving.prepare import prepare
prepare(print)
seed_accounts()
"""
NO_BROWSER = "no Chromium: name one in CHROMIUM, or install it"
_numbers = itertools.count(1)


def find_browser() -> str | None:
    """The path of a Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else BROWSERS)), None)


def pytest_configure(config: pytest.Config) -> None:
    """A failed journey leaves a picture in test-results/."""
    if config.option.screenshot == "off":
        config.option.screenshot = "only-on-failure"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Everything here is a journey. Where there is no browser those that need one are skipped, or refused.

    What a browser makes of a page is looked at on SQLite, which needs nothing: the page is the same on PostgreSQL,
    and looking takes as long as all journeys.
    """
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        looks = [item for item in items if item.get_closest_marker("look")]
        config.hook.pytest_deselected(items=looks)
        items[:] = [item for item in items if item not in looks]
    ours = [item for item in items if item.path.is_relative_to(HERE)]
    for item in ours:
        item.add_marker("journey")
    if not ours or find_browser():
        return
    if os.environ.get("REQUIRE_BROWSER"):
        raise pytest.UsageError(f"REQUIRE_BROWSER is set, but there is {NO_BROWSER}.")
    for item in ours:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """One line for all journeys without a browser, not one for each file."""
    report = yield
    if report.skipped and NO_BROWSER in str(report.longrepr):
        report.longrepr = (str(HERE), None, f"Skipped: {NO_BROWSER}")
    return report


@pytest.fixture(scope="session", autouse=True)
def _django_beside_playwright() -> Iterator[None]:
    """Playwright runs a loop in this thread, which Django takes for code that must not wait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The system's Chromium."""
    quiet = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": find_browser(), "args": quiet}


@pytest.fixture(scope="session")
def run_product(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Product]]:
    """Starts products by name, each with a copy of the seeded database; stops what is left of them in the end.

    More is set in its environment.
    """
    store = databases(f"journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    running: list[Product] = []

    def run(name: str, **environment: str) -> Product:
        folder = tmp_path_factory.mktemp(name, numbered=False)
        _keep_static(folder)
        product = Product(folder, store.lend(folder), **environment)
        running.append(product)
        with only_one_process():  # makes the static files that all keep
            product.manage("shell", "--command", PREPARE)
        product.start()
        product.connect()
        return product

    with django_db_blocker.unblock():
        yield run
        orphans = {pid for product in running for pid in product.stop()}
        for product in running:
            product.disconnect()
            store.take_back(product.folder)
    assert not orphans, "processes outlived the product"


def _keep_static(folder: Path) -> None:
    """Compressed static files are made again only when they have changed, as on any second start."""
    kept = FOLDER / "static"
    kept.mkdir(exist_ok=True)
    (folder / "static").symlink_to(kept)


@pytest.fixture(scope="session")
def product(run_product: Callable[[str], Product]) -> Product:
    """The one that visitors share."""
    return run_product("product")


@pytest.fixture(scope="session")
def base_url(product: Product) -> str:
    """What addresses without a host belong to."""
    return product.url


@pytest.fixture(scope="session")
def mailbox(product: Product) -> Mailbox:
    """Everybody's mail."""
    return Mailbox(product.folder / "mail")


@pytest.fixture
def visit(mailbox: Mailbox, new_context: Callable) -> Callable[..., Visitor]:
    """`visit("uz", width=360)`: somebody new opens a browser, with nothing of others in it."""

    def arrive(language: str = "uz", width: int = 1280, **options: object) -> Visitor:
        number = next(_numbers)
        context = new_context(
            viewport={"width": width, "height": 760 if width < 600 else 800},
            has_touch=width < 600,
            locale="en" if language == "en" else "ru" if language == "ru" else "uz",
            extra_http_headers={"X-Forwarded-For": f"10.9.{number // 250}.{number % 250}"},
            **options,
        )
        return Visitor(context.new_page(), language, mailbox)

    return arrive


@pytest.fixture(scope="session")
def sessions() -> dict[str, object]:
    """What the browsers of staff remember, by address: a code of the second step is good for once."""
    return {}


@pytest.fixture
def staff(visit: Callable[..., Visitor], sessions: dict[str, object]) -> Callable[..., Visitor]:
    """`staff("editor")`: the demo's editor on the first page of the back office, in their own language."""

    def enter(role: str, width: int = 1280) -> Visitor:
        person = account(role)
        known = {"storage_state": sessions[role]} if role in sessions else {}
        visitor = visit(person.language, width, **known)
        if known:
            visitor.opens("/admin/")
        else:
            signs_in(visitor, person.email)
            sessions[role] = visitor.page.context.storage_state()
        return visitor

    return enter


@pytest.fixture
def story(product: Product) -> StandardPage:
    """A long page of the demo, with a block of most kinds."""
    return StandardPage.objects.using(product.alias).get(slug="kongilli-boling", locale__language_code="uz")


@pytest.fixture
def editor(staff: Callable[..., Visitor], story: StandardPage) -> Visitor:
    """The demo's editor, with that page open for editing."""
    person = staff("editor")
    person.opens(f"/admin/pages/{story.pk}/edit/")
    person.page.wait_for_load_state()
    return person
