"""After a takedown no address of the product says anything of the child: all that there are, in all languages."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.html import strip_tags
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page

from core import pictures
from core.page_cache import api
from core.page_cache.changes import FileChanges
from core.page_cache.middleware import PageCache
from core.publishing import ChildIdentity
from home import cards
from home.models import Announcement, FooterColumn, FooterLink, HomePage, SiteSettings, StandardPage
from languages.info import CONTENT_LANGUAGES
from news.models import EventIndexPage, EventPage, StoryIndexPage, StoryPage
from safeguarding.models import PageConsent, Shows
from safeguarding.services import takedown
from search import limits
from tests.factories.safeguarding import consent, document, image

pytestmark = pytest.mark.django_db
CODES = [code for code, _name in CONTENT_LANGUAGES]
NAME = {"uz": "Zumradxon", "en": "Zumradxon", "ru": "Зумрадхон", "uz-cyrl": "Зумрадхон"}
TOLD = ("zumradxon", "зумрадхон", "zumradkhon")  # the last as addresses have it
# Of papers, sign-ins, gifts and interests of single persons: they show no page, picture or document of the site.
OF_OTHERS = (
    *("accounts/", "sponsorship/", "receipts/", "my/", "verify/", "payments/", "donate/thanks/"),
    *("newsletter/confirm", "newsletter/preferences", "newsletter/unsubscribe", "styleguide/mail/"),
    *("volunteer/confirm", "partner/confirm", "password/", "documents/authenticate_with_password/"),
)


class Child:
    """A child's story, and an event, in every language, with a picture and a paper; others lead to them."""

    def __init__(self) -> None:
        self.consent = consent()
        self.picture = image(Shows.CHILD, self.consent, title="Zumradxon", description="Zumradxon")
        self.paper = document(Shows.CHILD, self.consent, title="Zumradxon")
        self.copies = [self.picture.get_rendition(spec) for spec in sorted(pictures.PUBLIC_SPECS)[:3]]
        self.original = self.picture.file.name
        self.story = self._in_all(StoryIndexPage, StoryPage, person="Zumradxon")
        self.event = self._in_all(EventIndexPage, EventPage)
        self.pages = [page for pages in (self.story, self.event) for page in pages.values()]
        self.cards = [self._card(page) for page in self.pages]
        self.leading = self._leading()
        # Each of these says its page's title where staff have written no words of their own.
        Announcement.objects.create(text={"uz": "Yangi", "en": "New", "ru": "Новое"}, page=self.story["uz"])
        FooterLink.objects.create(column=FooterColumn.objects.first(), page=self.story["uz"])
        for code, page in self.story.items():
            Redirect.objects.create(old_path=f"/{code}/former-{page.pk}", redirect_page=page)

    def _in_all(self, index: type[Page], kind: type[Page], **fields: object) -> dict[str, Page]:
        made: dict[str, Page] = {}
        for code in CODES:
            page = made["uz"].copy_for_translation(self._locale(code)) if made else kind(**fields)
            page.title, page.slug = NAME[code], "zumradxon"
            page.summary, page.illustration, page.show_in_menus = f"{NAME[code]}.", "news", True
            page.child_identity = ChildIdentity.RECOGNISABLE
            page.child_consents = [PageConsent(consent=self.consent)]
            page.body = self._body(NAME[code])
            if not made:
                index.objects.get(locale=self._locale(code)).add_child(instance=page)
            page.save_revision().publish()
            made[code] = kind.objects.get(pk=page.pk)
        return made

    def _locale(self, code: str) -> Locale:
        return Locale.objects.get(language_code=code)

    def _body(self, name: str) -> list[tuple[str, object]]:
        shown = f'<embed embedtype="image" id="{self.picture.pk}" alt="{name}" format="fullwidth"/>'
        return [("paragraph", f'{shown}<p>{name} <a linktype="document" id="{self.paper.pk}">{name}</a></p>')]

    def _card(self, page: Page) -> str:
        with override(page.locale.language_code):
            return cards.address(page, str(SiteSettings.load().short_name))

    def _leading(self) -> Page:
        """Nothing of the child's in its own words."""
        page = StandardPage(title="Others", slug="others", locale=self._locale("en"))
        story = self.story["en"]
        page.body = [
            ("related_pages", {"title": "", "pages": [story]}),
            ("call_to_action", {"title": "Read", "label": "Read", "page": story}),
            ("paragraph", f'<p><a linktype="page" id="{story.pk}">this</a></p>'),
        ]
        HomePage.objects.get(locale__language_code="en").add_child(instance=page)
        page.save_revision().publish()
        return page


def with_arguments(child: Child) -> dict[str, list[str]]:
    """Addresses by the route that answers them. A new route has to be written down here, or above."""
    events = [f"/{code}/feeds/events/{page.pk}.ics" for code, page in child.event.items()]
    return {
        "cards/<int:pk>-<slug:digest>.png": child.cards,
        "media/<path:path>": [f"/media/{name}" for name in (*_names(child.copies), child.original)],
        "api/pages/<int:pk>/": [f"/api/pages/{page.pk}/" for page in child.pages],
        "documents/<int:pk>/<path:name>": [child.paper.url],
        r"documents/^(\d+)/(.*)$": [child.paper.url],
        "feeds/events/<int:pk>.ics": events,
        "<path:path>": [
            *(page.url_path for page in [*child.pages, child.leading, *_listings()]),
            *(f"/{code}/former-{page.pk}/" for code, page in child.story.items()),
        ],
    }


def _names(copies: list) -> list[str]:
    return [copy.file.name for copy in copies]


def _listings() -> list[Page]:
    return list(Page.objects.live().type(StoryIndexPage, EventIndexPage, HomePage))


def addresses(child: Child) -> Iterator[tuple[str, str]]:
    """Every address that a stranger may ask for, with its query."""
    known = with_arguments(child)
    routes = {route for route in _routes(get_resolver(), "") if not route.startswith("admin/")}
    for route in sorted(routes):
        below = route.removeprefix("uz/")
        if below.startswith(OF_OTHERS):
            continue
        if "<" in below or "(" in below:
            assert below in known, f"{route}: does it say anything of a child after a takedown?"
            yield from ((address, "") for address in known[below])
        elif route.startswith("uz/"):
            yield from ((f"/{code}/{below}", _query(below, code)) for code in CODES)
        else:
            yield f"/{below}", _query(below, "")


def _query(route: str, code: str) -> str:
    """Of the searches; what was typed stands in the answer, so it is not the whole name."""
    return f"q={NAME[code][:6]}" if route.startswith("search/") else ""


def _routes(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        route = f"{prefix}{one.pattern}"
        yield from _routes(one, route) if isinstance(one, URLResolver) else [_named(route, one)]


def _named(route: str, pattern: URLPattern) -> str:
    return route if pattern.callback else ""


@pytest.fixture
def site(tmp_path, monkeypatch) -> Iterator[PageCache]:
    """The product with the page cache before it."""
    log = FileChanges(tmp_path / "changes")
    monkeypatch.setattr(api, "shared_changes", lambda: log)
    limits.forget()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield PageCache(WSGIHandler(), log, seconds=600)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def telling(site: PageCache, asked: list[tuple[str, str]]) -> set[str]:
    """The addresses whose answers tell of the child: by its name, or because they are its own pictures and papers."""
    found = set()
    for path, query in asked:
        status, body = answer(site, path, query)
        is_its_own = path.startswith(("/media/", "/documents/", "/cards/")) and status == 200
        if is_its_own or any(name in body for name in TOLD):
            found.add(path)
    return found


def answer(site: PageCache, path: str, query: str) -> tuple[int, str]:
    """The status, and headers and body without marks, in small letters."""
    said: list[object] = []
    environ = RequestFactory().get(path, QUERY_STRING=quote(query, safe="=")).environ
    body = site(environ, lambda status, headers, exc_info=None: said.extend((status, headers)))
    # What was asked for may be repeated, also as the same address in another language.
    text = b"".join(body).decode(errors="replace").replace(path.split("/", 2)[-1] or path, "")
    if hasattr(body, "close"):
        body.close()
    return int(str(said[0]).split()[0]), strip_tags(text).lower() + text.lower() + str(said[1]).lower()


def test_no_address_tells_of_a_child_after_the_takedown(site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        child = Child()
    asked = list(addresses(child))
    before = telling(site, asked)
    assert before >= set(surely(child))
    with django_capture_on_commit_callbacks(execute=True):
        takedown.withdraw(child.consent)
    assert telling(site, asked) == set()


def surely(child: Child) -> Iterator[str]:
    """Where the child is before, so that the test cannot pass by asking wrongly."""
    yield from (page.url_path for page in [*child.pages, child.leading])
    yield from (f"/media/{name}" for name in _names(child.copies))
    yield from (f"/{code}/former-{page.pk}/" for code, page in child.story.items())
    yield from (child.paper.url, "/sitemap.xml", "/api/pages/", *child.cards)
    yield from (f"/api/pages/{page.pk}/" for page in child.pages)
    for code in CODES:
        yield from (f"/{code}/search/", f"/{code}/search/suggest/", f"/{code}/feeds/events.ics")
        yield from (f"/{code}/privacy/", f"/{code}/terms/")  # footer and announcement
        yield from (f"/{code}/feeds/stories.rss", f"/{code}/feeds/stories.atom")
