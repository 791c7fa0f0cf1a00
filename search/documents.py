"""Turns a page into what the search holds of it."""

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import override
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from languages.normalising import rewrite_stream
from search.kinds import kind_of
from search.models import Entry
from search.words import key_text

DATES = ("date", "starts_at", "start", "start_date", "starts_on")
LONGEST_TEXT = 60_000  # characters; PostgreSQL takes no more than a megabyte of words a row
SPACE = re.compile(r"\s+")


def entry_of(page: Page) -> Entry:
    """An unsaved entry for a page of its specific type. Only fields that the page shows are read."""
    title, summary = _plain(page.title), _plain(getattr(page, "summary", ""))
    text = text_of(page)[:LONGEST_TEXT]
    day = _day(page)
    return Entry(
        page_id=page.pk,
        language=page.locale.language_code,
        kind=kind_of(page),
        village=getattr(getattr(page, "village", None), "code", ""),
        date=day or (page.first_published_at and timezone.localdate(page.first_published_at)),
        year=day.year if day else None,
        title=title,
        summary=summary,
        text=text,
        title_key=key_text(title),
        summary_key=key_text(summary),
        text_key=key_text(text),
    )


def text_of(page: Page) -> str:
    """All that a page of its specific type says below its title and summary, without tags, in its own language."""
    with override(page.locale.language_code):
        return _plain(" ".join(_body(page)))


def _body(page: Page) -> list[str]:
    """Texts of the page's blocks, and of the fields that its class names in `search_texts`."""
    texts = [str(getattr(page, name, "") or "") for name in getattr(page, "search_texts", ())]
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value = rewrite_stream(getattr(page, field.name), _as_shown)
            texts += value.stream_block.get_searchable_content(value)
    return texts


def _as_shown(block: blocks.Block, raw: object) -> object:
    """Texts with what visitors read in place of a reference, such as a key figure."""
    refers = isinstance(block, blocks.RichTextBlock) and raw and "<embed" in raw
    return expand_db_html(raw) if refers else raw


def _day(page: Page) -> date | None:
    """The day a dated page tells of: news, events."""
    for name in DATES:
        value = getattr(page, name, None)
        if isinstance(value, datetime):
            return timezone.localdate(value) if timezone.is_aware(value) else value.date()
        if isinstance(value, date):
            return value
    return None


def _plain(text: object) -> str:
    return SPACE.sub(" ", strip_tags(str(text))).strip()
