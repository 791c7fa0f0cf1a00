"""What is suggested while somebody types: pages by their titles, then a word that pages have."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from search.finding import words_of
from search.models import Entry, Word
from search.words import key_of, spellings

MOST = 6
FORMS = 4  # of one word, looked through for each that is suggested
SHORTEST = 2  # letters; what begins with one letter is nearly everything


@dataclass(frozen=True)
class Suggestion:
    """What a line says, and where it leads: to a page, or to the results for a word."""

    text: str
    url: str


def suggest(text: str, language: str) -> list[Suggestion]:
    """At most `MOST` for what is typed so far, in any script; four queries."""
    words = words_of(text)
    if not words or len(key_of(words[-1])) < SHORTEST:
        return []
    pages = _pages(words, language)
    named = {key_of(page.text) for page in pages}  # two lines that say the same, who could choose?
    others = [word for word in _words(words, language, MOST - len(pages)) if key_of(word.text) not in named]
    return [*pages, *others]


def _pages(words: list[str], language: str) -> list[Suggestion]:
    """Pages that have every word in their title; of equal titles the first."""
    terms = [spellings(key_of(word), language) for word in words]
    rows = Entry.objects.visible().titled(terms).filter(language=language).best_first(terms)
    urls: dict[str, str] = {}
    for row in rows.with_addresses()[:MOST]:
        urls.setdefault(row.title, row.page.url_path)
    return [Suggestion(title, url) for title, url in urls.items()]


def _words(words: list[str], language: str, most: int) -> list[Suggestion]:
    """Ends of a single word, the commonest first, one form of each, for that finds the others.

    Not of two words: some page has each, but perhaps none both.
    """
    if len(words) > 1 or not most:
        return []
    rows = Word.objects.filter(language=language, key__startswith=key_of(words[0])).order_by("-pages", "key")
    forms: dict[str, str] = {}
    for row in rows[: most * FORMS]:
        forms.setdefault(spellings(row.key, language)[-1], row.shown)
    return [
        Suggestion(word, f"{reverse('search')}?{urlencode({'q': word})}")
        for word in list(forms.values())[:most]
    ]
