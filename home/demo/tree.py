"""The page tree of the demo site, in four languages."""

from uuid import uuid5

from wagtail.models import Locale, Page, Site

from core.pages import BasePage
from donations.models import Campaign, CampaignPage
from home.demo.blocks import BodyBuilder
from home.demo.content import LANGUAGES, data, in_language, pages
from home.demo.library import Library
from home.demo.values import values_of
from home.models import (
    ContactPage,
    HomePage,
    LandingPage,
    PeoplePage,
    Person,
    QuestionsPage,
    Report,
    ReportLibraryPage,
    StandardPage,
    VacancyIndexPage,
    VacancyPage,
)
from languages.slugs import slugify
from news.models import ArticlePage, EventIndexPage, EventPage, NewsIndexPage, StoryIndexPage, StoryPage
from programmes.models import (
    KeyFigure,
    ProgrammeIndexPage,
    ProgrammePage,
    Village,
    VillageIndexPage,
    VillagePage,
)

MODELS: dict[str, type[BasePage]] = {
    "home": HomePage,
    "standard": StandardPage,
    "section": StandardPage,
    "volunteer": StandardPage,
    "partner": StandardPage,
    "sponsor": StandardPage,
    "campaign": CampaignPage,
    "questions": QuestionsPage,
    "faq": QuestionsPage,
    "contact": ContactPage,
    "programme_index": ProgrammeIndexPage,
    "programme": ProgrammePage,
    "village_index": VillageIndexPage,
    "village": VillagePage,
    "news_index": NewsIndexPage,
    "article": ArticlePage,
    "story_index": StoryIndexPage,
    "story": StoryPage,
    "event_index": EventIndexPage,
    "event": EventPage,
    "people": PeoplePage,
    "report_library": ReportLibraryPage,
    "vacancy_index": VacancyIndexPage,
    "vacancy": VacancyPage,
    "landing": LandingPage,
}


class TreeBuilder:
    """Makes or updates every page of one language; running it again changes nothing."""

    def __init__(
        self, language: str, villages: dict[str, Village], figures: dict[str, KeyFigure], library: Library
    ) -> None:
        self.language, self.villages, self.figures, self.library = language, villages, figures, library
        self.locale, _made = Locale.objects.get_or_create(language_code=language)
        self.pages: dict[str, BasePage] = {}

    def build(self, originals: dict[str, BasePage] | None) -> dict[str, BasePage]:
        """Return the pages by the copy's keys; `originals` are those of the default language."""
        copies = list(pages())
        for copy in copies:
            self.pages[copy["key"]] = self._place(copy, originals)
        builder = BodyBuilder(self.language, self.pages, self.figures, self.library)
        for copy in copies:
            page = self.pages[copy["key"]]
            if hasattr(page, "body"):
                page.body = builder.build(copy.get("body"))
            self._add_rows(page, copy)
            page.save()
            if page.latest_revision is None:
                page.save_revision().publish()
        return self.pages

    def _place(self, copy: dict, originals: dict[str, BasePage] | None) -> BasePage:
        parent = self.pages.get(copy["parent"]) if copy.get("parent") else Page.get_first_root_node()
        values = self._values(copy)
        model = MODELS[copy["type"]]
        existing = model.objects.filter(slug=values["slug"], locale=self.locale).child_of(parent).first()
        if existing:
            for name, value in values.items():
                setattr(existing, name, value)
            return existing
        page = model(locale=self.locale, **values)
        if originals:
            page.translation_key = originals[copy["key"]].translation_key
        parent.add_child(instance=page)
        parent.refresh_from_db()
        return page

    def _values(self, copy: dict) -> dict[str, object]:
        text = {name: in_language(copy.get(name), self.language) for name in TEXTS}
        title = text["title"]
        values: dict[str, object] = {
            **text,
            "draft_title": title,
            "slug": self.language
            if copy["type"] == "home"
            else copy.get("slug") or slugify(title, self.language),
            "show_in_menus": copy["key"] in in_menus(),
            "illustration": copy.get("illustration") or ILLUSTRATIONS.get(copy["key"], ""),
            "child_identity": copy.get("child_identity", "changed" if copy["type"] in TELLING else "nobody"),
        }
        kind = copy["type"]
        if kind == "home":
            values |= self._home_sections(copy["sections"])
        if kind == "programme":
            values["sign"] = SIGNS.get(copy["key"], "door")
        if kind == "village":
            values["village"] = self.villages[copy.get("village") or copy["key"]]
        if kind == "campaign":
            values["campaign"] = Campaign.objects.get(code=copy["code"])
        values |= values_of(copy, self.language, self.villages)
        return values

    def _add_rows(self, page: BasePage, copy: dict) -> None:
        """People and documents, once: staff may have changed them since."""
        if copy["type"] == "people" and not page.people.count():
            for order, row in enumerate(copy["people"]):
                texts = {name: in_language(row.get(name), self.language) for name in ("name", "role", "text")}
                named = {"sort_order": order, "translation_key": uuid5(page.translation_key, str(order))}
                page.people.add(Person(illustration=row["illustration"], **named, **texts))
        if copy["type"] == "report_library" and not page.reports.count():
            for order, row in enumerate(copy["reports"]):
                document = self.library.document(row["document"], self.language)
                named = {"sort_order": order, "translation_key": uuid5(page.translation_key, str(order))}
                page.reports.add(Report(document=document, kind=row["kind"], year=row["year"], **named))

    def _home_sections(self, sections: dict) -> dict[str, str]:
        fields = {}
        for section in ("hero", "programmes", "villages", "figures", "news", "give"):
            for part in ("title", "text"):
                if (
                    section in sections
                    and part in sections[section]
                    and hasattr(HomePage, f"{section}_{part}")
                ):
                    fields[f"{section}_{part}"] = in_language(sections[section][part], self.language)
        return fields


TELLING = {"article", "story"}
TEXTS = ("title", "seo_title", "search_description", "summary")
SIGNS = {
    "family-guardianship": "door",
    "youth-escort": "bridge",
    "family-strengthening": "hands",
    "social-centres": "courtyard",
    "advocacy": "voice",
}
ILLUSTRATIONS = {
    "home": "hero",
    "tashkent": "village-tashkent",
    "samarkand": "village-samarkand",
    "khorezm": "village-khorezm",
    "social-centres": "social-centre",
    "family-guardianship": "family-guardianship",
    "youth-escort": "youth-escort",
    "family-strengthening": "family-strengthening",
    "advocacy": "advocacy",
    "volunteer": "volunteer",
    "partner": "partner",
    "sponsor": "give",
    "contact": "contact",
    "who-we-are": "about",
    "our-idea": "hero",
    "history": "village-tashkent",
    "safeguarding": "news-storks",
    "documents": "news-letter",
    "take-part": "thanks",
    "questions": "contact",
    "winter-warmth-2026": "news-winter",
    "a-day-at-home": "family-guardianship",
    "first-job": "youth-escort",
    "key-figures": "news-letter",
    "mahallas": "news",
    "garden": "village-tashkent",
    "navruz": "news-spring",
    "playground": "volunteer",
    "short-term-care": "news-storks",
    "training": "news-school",
}


def in_menus() -> set[str]:
    """The keys of the pages that the header shows."""
    entries = data("menus")["header"]
    return {entry["page"] for entry in entries} | {
        key for entry in entries for key in entry.get("children", [])
    }


def seed_tree(villages: dict[str, Village], figures: dict[str, KeyFigure]) -> dict[str, BasePage]:
    """Build all languages, point the site at Uzbek's home and return its pages by key."""
    for page in Page.objects.filter(depth=2).exclude(slug__in=LANGUAGES):
        page.delete()
    originals: dict[str, BasePage] = {}
    library = Library()
    for language in LANGUAGES:
        built = TreeBuilder(language, villages, figures, library).build(originals or None)
        originals = originals or built
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "port": 80,
            "root_page": originals["home"].page_ptr,
            "site_name": "Portal",
        },
    )
    return originals
