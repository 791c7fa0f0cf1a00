"""Fills the search index with pages that read like the demo's: its words, as often as people use words."""

import random
from bisect import bisect
from datetime import date, timedelta
from itertools import accumulate

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from bench.search import ADDRESSES
from home.models import StandardPage
from search.models import Entry, Word
from search.services import vocabulary
from search.words import key_text

WORDS_A_PAGE, ENDINGS = 220, ("", "lar", "ning", "lari", "da", "dan", "ga", "imiz")
KINDS, VILLAGES = ("news", "page", "event", "story"), ("", "tashkent", "samarkand", "khorezm")
CHUNK = 500


def fill_search(number: str) -> dict[str, int | dict[str, int]]:
    """Make so many pages more, in Uzbek; says how many there are and how many queries each question takes."""
    dice = random.Random(1)
    words = [word + ending for word in _demo_words() for ending in ENDINGS]
    weights = list(accumulate(1 / (place + 3) for place in range(len(words))))
    home = Page.objects.get(depth=2, slug="uz")
    for start in range(0, int(number), CHUNK):
        pages = _pages(home, start, min(CHUNK, int(number) - start))
        Entry.objects.bulk_create([_entry(page, words, weights, dice) for page in pages])
    _count_words()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return {"pages": Entry.objects.count(), "queries": _queries()}


def _demo_words() -> list[str]:
    found = Word.objects.filter(language="uz").order_by("-pages", "key")
    return list(found.values_list("shown", flat=True))


def _pages(home: Page, start: int, number: int) -> list[Page]:
    """Bare rows of the tree: the search reads nothing else of a page."""
    kind = ContentType.objects.get_for_model(StandardPage)
    rows = []
    for place in range(start, start + number):
        slug = f"bench-{place}"
        rows.append(
            Page(
                path=home.path + Page._int2str(place + 10_000).rjust(Page.steplen, "0"),
                depth=3, title=slug, draft_title=slug, slug=slug, url_path=f"{home.url_path}{slug}/",
                live=True, locale_id=home.locale_id, content_type=kind,
            )
        )  # fmt: skip
    return Page.objects.bulk_create(rows)


def _entry(page: Page, words: list[str], weights: list[float], dice: random.Random) -> Entry:
    drawn = [words[bisect(weights, dice.random() * weights[-1])] for _ in range(WORDS_A_PAGE)]
    title, summary, text = " ".join(drawn[:6]).capitalize(), " ".join(drawn[6:26]), " ".join(drawn[26:])
    day = date(2026, 11, 1) - timedelta(days=dice.randrange(3000))
    return Entry(
        page=page, language="uz", kind=dice.choice(KINDS), village=dice.choice(VILLAGES), date=day, year=day.year,
        title=title, summary=summary, text=text,
        title_key=key_text(title), summary_key=key_text(summary), text_key=key_text(text),
    )  # fmt: skip


def _count_words() -> None:
    """As `search.services.index.rebuild` does, without the pages' own types."""
    shown: dict[str, str] = {}
    for entry in Entry.objects.filter(language="uz").iterator(CHUNK):
        shown |= vocabulary.words_of(entry)
    known = set(Word.objects.filter(language="uz").values_list("key", flat=True))
    vocabulary.add("uz", {key: word for key, word in shown.items() if key not in known})


def _queries() -> dict[str, int]:
    """How many one question of each kind takes."""
    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    taken = {}
    for name, (address, *_more) in ADDRESSES.items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        taken[name] = len(queries)
    return taken
