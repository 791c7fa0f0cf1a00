"""The announcements of the moment, in the language of a page. They come with the site's settings: no query more."""

import json
from typing import Any
from uuid import UUID

from django.db.models import JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from wagtail.models import Page

from core.localized import as_localized
from core.page_cache import address_of, depends_on
from core.restricted import open_to_all
from home.models import Announcement, SiteSettings

MOST = 2  # more would push the page itself out of sight


def with_settings(language: str) -> QuerySet:
    """The site's settings, which every page reads, each row with `announced_0` and so on, in one query."""
    there = open_to_all(Page.objects.live()).filter(
        translation_key=OuterRef("page__translation_key"), url_path__startswith=f"/{language}/"
    )
    row = JSONObject(
        text="text",
        tone="tone",
        url="url",
        label="label",
        linked="page__translation_key",
        page_url=Subquery(there.values("url_path")[:1]),
        page_title=Subquery(there.values("title")[:1]),
    )
    shown = Announcement.objects.shown_at(timezone.now()).annotate(row=row).values("row")
    told = {f"announced_{at}": Subquery(shown[at : at + 1], JSONField()) for at in range(MOST)}
    return SiteSettings.objects.annotate(**told).order_by("pk")


def current(site: SiteSettings) -> list[dict[str, str]]:
    """`text`, `tone`, `url` and `label` of each that `site`, a row of `with_settings`, brought along."""
    depends_on(Announcement)
    rows = [getattr(site, f"announced_{at}", None) for at in range(MOST)]
    return [_line(row) for row in rows if row]


def _line(row: dict[str, Any]) -> dict[str, str]:
    if row["linked"]:
        depends_on(address_of(Page(translation_key=UUID(row["linked"]))))
    url = row["page_url"] or row["url"]
    label = str(_words(row["label"])) or row["page_title"] or ""
    return {"text": str(_words(row["text"])), "tone": row["tone"], "url": url, "label": label}


def _words(value: object) -> object:
    """Within an object of its own SQLite hands JSON over as the text that it keeps."""
    return as_localized(json.loads(value) if isinstance(value, str) else value)
