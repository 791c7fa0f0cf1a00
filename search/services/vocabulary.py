"""The words of all pages, for "did you mean". A word goes with the last page it stands on."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F
from wagtail.models import Locale

from search.models import LONGEST_WORD, Entry, Slip, Word
from search.words import TOKEN, key_of, slips

SHORTEST = 3
BATCH = 500


def words_of(entry: Entry) -> dict[str, str]:
    """The entry's words by key, as they are written; numbers and very short words are left out."""
    words: dict[str, str] = {}
    for text in (entry.title, entry.summary, entry.text):
        for word in TOKEN.findall(text):
            key = key_of(word)
            if SHORTEST <= len(key) <= LONGEST_WORD and key.isalpha():
                words.setdefault(key, word.lower()[:60])
    return words


def one_writer() -> None:
    """Inside a transaction: let others who change the vocabulary wait, so that they cannot block each other."""
    Locale.objects.select_for_update(no_key=True).order_by("pk").first()


@transaction.atomic
def change(language: str, *, gone: Iterable[str] = (), came: Mapping[str, str] | None = None) -> None:
    """Count the words of a page: `gone` keys stand on one page less, `came` (key to word) on one more."""
    came, gone = dict(came or {}), list(gone)
    words = Word.objects.filter(language=language)
    for keys in _batches(gone):
        words.filter(key__in=keys).update(pages=F("pages") - 1)
        words.filter(key__in=keys, pages=0).delete()
    known: set[str] = set()
    for keys in _batches(came):
        known.update(words.filter(key__in=keys).values_list("key", flat=True))
        words.filter(key__in=keys).update(pages=F("pages") + 1)
    add(language, {key: word for key, word in came.items() if key not in known})


def add(language: str, came: Mapping[str, str], pages: Counter[str] | None = None) -> None:
    """Write new words, each on so many pages (else on one)."""
    rows = [
        Word(language=language, key=key, shown=shown, pages=pages[key] if pages else 1)
        for key, shown in sorted(came.items())
    ]
    Word.objects.bulk_create(rows, batch_size=BATCH)
    pieces = [Slip(word=row, piece=piece) for row in rows for piece in sorted(slips(row.key))]
    Slip.objects.bulk_create(pieces, batch_size=BATCH)


def _batches(keys: Iterable[str]) -> Iterable[list[str]]:
    keys = sorted(keys)
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
