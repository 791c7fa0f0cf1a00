"""`make bench` with BENCH_EDITING=60: the editor of a story of so many blocks, and a list of fifty pages.

Aim: it opens in under 1.5 s and saves in under 1.5 s, in the browser and on the server. Every second block shows
or links to something; the pictures show a child that a consent covers.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from playwright.sync_api import Page, sync_playwright

from bench import product

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TOKEN = "b" * 32
HEAD = f"{'':<44}{'median s':>10}{'worst s':>10}{'queries':>9}"
# Everything is there and loaded: every block, and what is on the screen can be written in.
READY = """number => document.readyState === 'complete'
  && document.querySelectorAll('[data-streamfield-child]').length >= number
  && ![...document.querySelectorAll('.late-block')].some(one => one.getBoundingClientRect().top < innerHeight)"""
SAVED = "button => !button.disabled && document.querySelector('.messages .success')"
NOTICED = 4000  # milliseconds after which Wagtail takes what differs for a change
SINCE = "() => new Promise(done => requestIdleCallback(() => done(performance.now() / 1000)))"


class _Stay(HTTPRedirectHandler):
    """A redirect is the answer."""

    def redirect_request(self, *args: object) -> None:
        """Do not follow."""


class Editor:
    """Somebody signed in, who asks a server."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port = port
        self.cookies = {"sessionid": cookie, "csrftoken": TOKEN}
        self.opener = build_opener(_Stay)

    def ask(self, path: str, form: dict[str, str] | None = None) -> float:
        """Seconds until the whole answer is there. Raises RuntimeError for an answer that is no success."""
        data = urlencode(form | {"csrfmiddlewaretoken": TOKEN}, doseq=True).encode() if form else None
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        request = Request(f"http://127.0.0.1:{self.port}{path}", data, {"Cookie": cookies})
        began = time.perf_counter()
        try:
            with self.opener.open(request) as answer:
                answer.read()
                status = answer.status
        except OSError as error:
            status = getattr(error, "code", 0)
        if status not in (200, 302):
            raise RuntimeError(f"{path}: {status}")
        return time.perf_counter() - began


def measure(env: dict[str, str], blocks: int) -> None:
    """Make the story, serve it with one process, print a line for each thing that an editor does."""
    told = product.ask(env, "editing", str(blocks))
    server = product.Server("portal.wsgi:application", env, 1)
    try:
        server.wait()
        editor = Editor(server.port, told["session"])
        print(HEAD)
        for name, act in _acts(editor, told).items():
            _line(name, act, told["queries"].get(name, ""))
        with _browser(editor) as tab:
            url = f"http://127.0.0.1:{server.port}{told['edit']}"
            _line("browser: until one can write", lambda: _open(tab, url, blocks))
            _line("browser: saved by itself while one writes", lambda: _saved_by_itself(tab))
            _line("browser: saved, and one can write again", lambda: _save(tab))
        print()
    finally:
        server.stop()


def _acts(editor: Editor, told: dict) -> dict[str, Callable[[], float]]:
    edit, form = told["edit"], told["form"]
    return {
        "open the editor": lambda: editor.ask(edit),
        "save a draft": lambda: editor.ask(edit, form),
        "publish": lambda: editor.ask(edit, form | {"action-publish": "action-publish"}),
        "preview": lambda: editor.ask(told["preview"], form) + editor.ask(told["preview"]),
        "compare two versions": lambda: editor.ask(told["compare"]),
        "a list of 50 pages": lambda: editor.ask(told["explorer"]),
    }


def _line(name: str, act: Callable[[], float], queries: object = "") -> None:
    act()
    times = [act() for _round in range(ROUNDS)]
    print(f"{name:<44}{median(times):>10.2f}{max(times):>10.2f}{queries:>9}", flush=True)


@contextmanager
def _browser(editor: Editor) -> Iterator[Page]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_find_browser(), args=["--no-sandbox"])
        context = browser.new_context()
        url = f"http://127.0.0.1:{editor.port}"
        context.add_cookies([{"name": k, "value": v, "url": url} for k, v in editor.cookies.items()])
        yield context.new_page()
        browser.close()


def _find_browser() -> str | None:
    named = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else BROWSERS)), None)


def _open(tab: Page, url: str, blocks: int) -> float:
    tab.goto(url, wait_until="commit")
    return _ready(tab, blocks)


def _ready(tab: Page, blocks: int) -> float:
    tab.wait_for_function(READY, arg=blocks)
    return tab.evaluate(SINCE)


def _saved_by_itself(tab: Page) -> float:
    """From the request to its answer; whoever writes waits for nothing. Before it comes a wait that is a setting."""
    tab.wait_for_timeout(NOTICED)
    with tab.expect_request(lambda asked: asked.method == "POST" and asked.url.endswith("/edit/")) as told:
        tab.locator("#id_title").press_sequentially("a")
    began = time.perf_counter()
    told.value.response()
    return time.perf_counter() - began


def _save(tab: Page) -> float:
    """From the press of the button until it is said to be saved, and the button is there again."""
    tab.locator("#id_title").press_sequentially("a")
    button = tab.locator("button.action-save").first
    began = time.perf_counter()
    button.click()
    tab.wait_for_function("button => button.disabled", arg=button.element_handle())
    tab.wait_for_function(SAVED, arg=button.element_handle())
    return time.perf_counter() - began
