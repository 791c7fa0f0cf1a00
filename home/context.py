"""What every page's frame shows: site settings, menu, breadcrumbs, the same page in other languages."""

from django.conf import settings
from django.db.models import F, Q
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override
from wagtail.models import Page

from core.blocks import ACTIONS
from core.localized import as_localized
from core.page_cache import address_of, depends_on, own_query
from core.restricted import being_read, is_restricted, open_to_all
from home import announcements, cards
from home.models import FooterColumn, FooterLink, SiteSettings
from home.structured_data import absolute, structured_data
from languages.info import CONTENT_LANGUAGES, HTML_LANG, OG_LOCALE

MENU_DEPTH = (3, 4)


def site_chrome(request: HttpRequest) -> dict[str, object]:
    """Context processor; everything is lazy, so a page that shows no frame asks nothing."""
    if request.path_info.startswith("/admin/"):
        return {}
    language = get_language() or "uz"
    navigation = SimpleLazyObject(lambda: Navigation(language, request.path_info))
    site = SimpleLazyObject(lambda: _settings(language))
    crumbs = SimpleLazyObject(lambda: breadcrumbs(request))
    card = SimpleLazyObject(lambda: social_card(request, language, site))
    return {
        "site": site,
        "announcements": SimpleLazyObject(lambda: announcements.current(site)),
        "site_menu": SimpleLazyObject(lambda: navigation.menu()),
        "footer_menu": SimpleLazyObject(lambda: navigation.footer()),
        "section": SimpleLazyObject(lambda: navigation.section()),
        "alternates": SimpleLazyObject(lambda: alternates(request)),
        "breadcrumbs": crumbs,
        "site_url": settings.SITE_URL,
        "html_lang": HTML_LANG.get(language, "uz"),
        "og_locale": OG_LOCALE.get(language, ""),
        "social_card": card,
        "structured_data": SimpleLazyObject(lambda: structured_data(request, site, crumbs, str(card))),
    }


def _settings(language: str) -> SiteSettings:
    depends_on(SiteSettings)
    return announcements.with_settings(language).first() or SiteSettings.load()


class Navigation:
    """The pages of one language that the header and the footer lead to; two queries."""

    def __init__(self, language: str, path: str) -> None:
        depends_on("menu", FooterColumn, FooterLink)
        self.path = path
        # Values, not rows: every page asks, and a row of a page costs more to make than to load.
        self.links = list(
            FooterLink.objects.annotate(
                heading=F("column__title"), translation_key=F("page__translation_key")
            )
            .order_by("column", "sort_order")
            .values_list("column_id", "heading", "translation_key", "action", "label", named=True)
        )
        linked = [link for link in self.links if link.translation_key]
        depends_on(*map(address_of, linked))
        keys = {link.translation_key for link in linked}
        shown = Q(show_in_menus=True, depth__in=MENU_DEPTH) | Q(translation_key__in=keys)
        pages = open_to_all(Page.objects.live(), being_read())
        pages = pages.filter(shown, url_path__startswith=f"/{language}/").order_by("path")
        self.pages = list(
            pages.values_list(
                "title", "url_path", "path", "depth", "show_in_menus", "translation_key", named=True
            )
        )

    def menu(self) -> list[dict[str, object]]:
        """Two levels of entries: `title`, `url`, `current`, `children`."""
        entries: dict[str, dict[str, object]] = {}
        for page in self.pages:
            if not page.show_in_menus or page.depth not in MENU_DEPTH:
                continue
            entry = self._entry(page) | {"children": []}
            parent = entries.get(page.path[: -Page.steplen])
            if parent:
                parent["children"].append(entry)
            else:
                entries[page.path] = entry
        return list(entries.values())

    def footer(self) -> list[dict[str, object]]:
        """Columns: `title` and `links` with `title` and `url`; a page that this language lacks is left out."""
        by_key = {page.translation_key: page for page in self.pages}
        columns: dict[int, dict[str, object]] = {}
        for link in self.links:
            title, label = (str(as_localized(text)) for text in (link.heading, link.label))
            column = columns.setdefault(link.column_id, {"title": title, "links": []})
            if link.action:
                words, name, query = ACTIONS[link.action]
                column["links"].append({"title": label or words, "url": reverse(name) + query})
            elif page := by_key.get(link.translation_key):
                column["links"].append({"title": label or page.title, "url": page.url_path})
        return list(columns.values())

    def section(self) -> dict[str, object]:
        """The pages beside this one: `title`, `url`, `links`; empty where it belongs to no part of the site.

        A part is a menu entry with pages below it, or else a column of the footer.
        """
        for entry in self.menu():
            if entry["current"] and entry["children"]:
                return {"title": entry["title"], "url": entry["url"], "links": entry["children"]}
        for column in self.footer():
            links = [link | {"current": link["url"] == self.path} for link in column["links"]]
            if any(link["current"] for link in links):
                return {"title": column["title"], "url": "", "links": links}
        return {}

    def _entry(self, page: Page) -> dict[str, object]:
        return {"title": page.title, "url": page.url_path, "current": self.path.startswith(page.url_path)}


def alternates(request: HttpRequest) -> list[dict[str, object]]:
    """This page in each language: `lang`, `code`, `name`, `url`, `current`; the home page where there is none."""
    urls = _page_alternates(request) or _view_alternates(request)
    return [
        {
            "lang": HTML_LANG[code],
            "code": code,
            "name": name,
            "url": urls.get(code, f"/{code}/"),
            "exists": code in urls,
            "current": code == get_language(),
        }
        for code, name in CONTENT_LANGUAGES
    ]


def _page_alternates(request: HttpRequest) -> dict[str, str]:
    page = getattr(request, "page", None)
    if page is None:
        return {}
    translations = Page.objects.live().filter(translation_key=page.translation_key).select_related("locale")
    if not is_restricted(request):  # else whoever reads it knows of the others, which ask for themselves
        translations = open_to_all(translations)
    rows = list(translations.only("url_path", "locale__language_code"))
    depends_on(address_of(page))
    return {row.locale.language_code: row.url_path for row in rows}


def _view_alternates(request: HttpRequest) -> dict[str, str]:
    """The same view under each language, with its query, which presets forms."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return {}
    urls, query = {}, own_query(request).urlencode()
    for code, _name in CONTENT_LANGUAGES:
        with override(code):
            try:
                url = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
            except NoReverseMatch:
                return {}
        urls[code] = f"{url}?{query}" if query else url
    return urls


def breadcrumbs(request: HttpRequest) -> list[dict[str, str]]:
    """The public pages above this one, from the home page down, as `core.page_view` found them."""
    above = getattr(request, "page_trail", [])
    depends_on(*map(address_of, above))
    return [{"title": page.title, "url": page.url_path} for page in above if page.live]


def social_card(request: HttpRequest, language: str, site: SiteSettings) -> str:
    """Address of the picture messengers show beside a link: the page's own, its village's, or the association's."""
    page = getattr(request, "page", None)
    if page is not None and page.live and (own := cards.address(page, str(site.short_name))):
        return absolute(own)
    village = getattr(page, "village", None)
    craft = village.pattern if village else "association"
    return absolute(static(f"img/cards/{craft}-{language}.png"))
