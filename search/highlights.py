"""Shows where a page has the words that were asked for, in the page's own spelling, escaped and marked."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.models import Entry
from search.querysets import Terms
from search.words import TOKEN

BEFORE, LENGTH = 80, 240  # characters


def title(entry: Entry, terms: Terms) -> SafeString:
    """The title with the found words marked."""
    return _marked(entry.title, _places(entry.title, entry.title_key, terms), 0, len(entry.title))


def excerpt(entry: Entry, terms: Terms) -> SafeString:
    """Some of the summary, or of the text where the summary has none of the words."""
    for text, key in ((entry.summary, entry.summary_key), (entry.text, entry.text_key)):
        if places := _places(text, key, terms, most=40):
            start = _begin(text, places[0][0])
            return _window(text, places, start)
    return _window(entry.summary or entry.text, [], 0)


def _places(text: str, key: str, terms: Terms, most: int = 1000) -> list[tuple[int, int]]:
    """Where the found words stand. The key has a word for each of the text (`search.words.key_text`)."""
    beginnings = tuple(spelling for group in terms for spelling in group)
    hits = [place for place, word in enumerate(key.split()) if word.startswith(beginnings)][:most]
    if not hits:
        return []
    spans = [match.span() for match in TOKEN.finditer(text)]
    return [spans[place] for place in hits if place < len(spans)]


def _begin(text: str, first: int) -> int:
    if first <= BEFORE:
        return 0
    return text.find(" ", first - BEFORE) + 1


def _window(text: str, places: list[tuple[int, int]], start: int) -> SafeString:
    end = len(text)
    if end - start > LENGTH:
        end = max(text.rfind(" ", start, start + LENGTH), start + LENGTH // 2)
    words = _marked(text, places, start, end)
    return mark_safe(("… " if start else "") + words + (" …" if end < len(text) else ""))


def _marked(text: str, places: list[tuple[int, int]], start: int, end: int) -> SafeString:
    """`text[start:end]`, every character escaped, with `<mark>` around the places in it."""
    parts, at = [], start
    for begin, stop in places:
        if begin >= at and stop <= end:
            parts += [escape(text[at:begin]), "<mark>", escape(text[begin:stop]), "</mark>"]
            at = stop
    parts.append(escape(text[at:end]))
    return mark_safe("".join(parts))
