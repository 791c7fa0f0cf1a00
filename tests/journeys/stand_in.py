"""Stands in for pages of providers that a payer is sent to and comes back from."""

from collections.abc import Callable

from playwright.sync_api import Page


def sends_on(page: Page, host: str, where: Callable[[str], str]) -> None:
    """Whoever is sent to an address at `host` is sent on to `where(address)`.

    The browser itself is asked to hold them: a payer comes there by a redirect, and Playwright's routes are asked only
    about where a way begins.
    """
    session = page.context.new_cdp_session(page)

    def held(event: dict) -> None:
        location = {"name": "Location", "value": where(event["request"]["url"])}
        answer = {"requestId": event["requestId"], "responseCode": 302, "responseHeaders": [location]}
        session.send("Fetch.fulfillRequest", answer)

    session.on("Fetch.requestPaused", held)
    session.send("Fetch.enable", {"patterns": [{"urlPattern": f"https://{host}/*"}]})
