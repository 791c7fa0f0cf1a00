"""The doors to the index: what is published comes in, what is taken down goes out, in the same transaction."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Page

from core.page_cache import invalidate
from core.pages import BasePage
from search.documents import entry_of
from search.models import Entry, Word
from search.services import vocabulary

CHUNK = 200
CHANGED = "search-index"  # what shows rows of the index depends on this word of the page cache
FIELDS = [field.name for field in Entry._meta.concrete_fields if not field.primary_key]


@transaction.atomic
def put(page: Page) -> bool:
    """Hold a page as it is saved, or let it go where not everybody may see it. True when something changed."""
    page = Page.objects.select_related("locale").filter(pk=page.pk).specific().first() or page
    if not is_wanted(page):
        return remove(page)
    vocabulary.one_writer()
    entry, old = entry_of(page), Entry.objects.filter(pk=page.pk).first()
    if old and all(getattr(old, name) == getattr(entry, name) for name in FIELDS):
        return False
    before = vocabulary.words_of(old) if old else {}
    after = vocabulary.words_of(entry)
    if old and old.language != entry.language:
        vocabulary.change(old.language, gone=before)
        before = {}
    entry.save()
    invalidate(CHANGED)
    vocabulary.change(
        entry.language,
        gone=before.keys() - after.keys(),
        came={key: word for key, word in after.items() if key not in before},
    )
    return True


@transaction.atomic
def remove(page: Page) -> bool:
    """Take a page out at once, with the words that stood on no other page. True when it was there."""
    entries = Entry.objects.filter(page_id=page.pk)
    if not entries.exists():
        return False
    entries.delete()  # `forget_words` below is told of each row
    return True


@transaction.atomic
def forget_words(entry: Entry) -> None:
    """Before a row goes, whoever deletes it: its words are on one page less."""
    vocabulary.one_writer()
    vocabulary.change(entry.language, gone=vocabulary.words_of(entry))
    invalidate(CHANGED)


def is_wanted(page: Page) -> bool:
    """Whether everybody may open the page: it is live, of ours, and nothing above it is restricted."""
    return page.live and isinstance(page, BasePage) and not page.get_view_restrictions().exists()


def refresh(pages: Iterable[Page] | None = None) -> int:
    """Bring the index in line with `pages` (all, where None are given); returns how many rows changed."""
    every = Page.objects.all() if pages is None else pages
    return sum(put(page) for page in every.specific().select_related("locale").iterator(CHUNK))


@transaction.atomic
def rebuild() -> int:
    """Make the index anew, in bulk; returns the number of pages."""
    vocabulary.one_writer()
    Entry.objects.all()._raw_delete(Entry.objects.db)
    Word.objects.all().delete()
    counts: dict[str, Counter[str]] = {}
    shown: dict[str, dict[str, str]] = {}
    number = 0
    pages = Page.objects.live().public().specific().select_related("locale").order_by("pk")
    for page in pages.iterator(CHUNK):
        if not isinstance(page, BasePage):
            continue
        entry = entry_of(page)
        entry.save(force_insert=True)
        words = vocabulary.words_of(entry)
        counts.setdefault(entry.language, Counter()).update(words.keys())
        shown.setdefault(entry.language, {}).update(words)
        number += 1
    for language, words in shown.items():
        vocabulary.add(language, words, counts[language])
    invalidate(CHANGED)
    return number
