"""Answers a query: pages of one language, how many there are in the others, what was meant instead of a slip."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from search.models import Entry, Slip, Word
from search.querysets import EntryQuerySet, Terms
from search.words import TOKEN, distance, key_of, slips, spellings

LONGEST_QUERY = 100
MOST_WORDS = 8
MANY = 500  # pages found; up to so many are simply ranked
MIN_FOR_SLIPS = 4
ENDING = 4  # letters of an ending at most
HEAD = 4  # letters at the beginning of a long word that are taken to be right


@dataclass(frozen=True)
class Question:
    """What a visitor asks for; `kind`, `village` and `year` narrow it down."""

    text: str
    language: str
    kind: str = ""
    village: str = ""
    year: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter is set."""
        return bool(self.kind or self.village or self.year)

    def widened(self) -> "Question":
        """The same without filters."""
        return Question(self.text, self.language)


class Ranked(Sequence[Entry]):
    """What was found, best first, as a paginator takes it: by its length and in parts.

    A word that stands on thousands of pages stands in some of their titles, and those come first: where they fill the
    part that is shown, no other page need be ranked.
    """

    def __init__(self, pages: EntryQuerySet, terms: Terms, number: int) -> None:
        self.pages, self.terms, self.number = pages, terms, number

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, part: slice) -> list[Entry]:
        if self.number > MANY:
            first = list(self._best(self.pages.titled(self.terms))[part])
            if len(first) == len(range(self.number)[part]):
                return first
        return list(self._best(self.pages.matching(self.terms))[part])

    def __iter__(self) -> Iterator[Entry]:
        return iter(self[: self.number])

    def _best(self, found: EntryQuerySet) -> EntryQuerySet:
        return found.best_first(self.terms).with_addresses()


@dataclass
class Answer:
    """Pages in the visitor's language, best first; `counts` by language; `corrected` is what was searched instead."""

    terms: Terms
    entries: Sequence[Entry]
    counts: dict[str, int] = field(default_factory=dict)
    corrected: str = ""


def words_of(text: str) -> list[str]:
    """The words of a query as typed; too many, or too much, is cut off."""
    return TOKEN.findall(text[:LONGEST_QUERY])[:MOST_WORDS]


def ask(question: Question) -> Answer:
    """Find pages; where none of the visitor's language has all the words, look for slips of the finger.

    First among the words of that language: other languages write "Samarkand", too, and their having it must not keep
    from the visitor what their own pages say of Samarqand.
    """
    words = words_of(question.text)
    if not words:
        return Answer([], [])
    answer = _search(question, words)
    wide = _search(question.widened(), words) if question.is_narrowed and not answer.entries else answer
    if wide.entries:
        return answer
    mine = _corrected(question, words, correct(words, question.language, only_its_own=True))
    if mine and mine.entries:
        mine.counts |= answer.counts
        return mine
    if wide.counts:
        return answer
    theirs = _corrected(question, words, correct(words, question.language))
    return theirs if theirs and theirs.counts else answer


def _corrected(question: Question, words: list[str], better: list[str]) -> Answer | None:
    """The answer to other words; None where they are the same."""
    if better == words:
        return None
    answer = _search(question, better)
    answer.corrected = " ".join(better)
    return answer


def _search(question: Question, words: list[str]) -> Answer:
    terms = [spellings(key_of(word), question.language) for word in words]
    narrow = {"kind": question.kind, "village": question.village, "year": question.year}
    pages = Entry.objects.visible().narrowed(**narrow)
    counts = pages.matching(terms).counted_by_language()
    mine = pages.filter(language=question.language)
    return Answer(terms, Ranked(mine, terms, counts.get(question.language, 0)), counts)


def correct(words: list[str], language: str, *, only_its_own: bool = False) -> list[str]:
    """The words, each that no page has replaced by the nearest that some page has; two queries at most.

    `only_its_own`: pages of other languages do not count.
    """
    known = Word.objects.filter(language=language) if only_its_own else Word.objects.all()
    keys = {word: key_of(word) for word in words}
    long = {key for key in keys.values() if len(key) >= MIN_FOR_SLIPS}
    pieces = {piece for key in long for piece in slips(key)}
    near = known.filter(pk__in=Slip.objects.filter(piece__in=pieces).values("word")) if pieces else []
    fixed = {key: _nearest(key, near, language, most=1) for key in long}
    if lost := [key for key in long if not fixed[key] and len(key) > 2 * HEAD]:
        far = Word.objects.none()
        for key in lost:
            far = far | known.filter(key__startswith=key[:HEAD])
        far = list(far)
        fixed |= {key: _nearest(key, far, language, most=2) for key in lost}
    return [fixed.get(keys[word]) or word for word in words]


def _nearest(key: str, candidates: Iterable[Word], language: str, most: int) -> str:
    """The best spelling at most so many slips away: near first, then this language, then the commoner word."""
    ranked = [
        (apart, word.language != language, -word.pages, word.shown)
        for word in candidates
        if (apart := _apart(key, word.key, most)) <= most
    ]
    return min(ranked)[3] if ranked else ""


def _apart(key: str, other: str, most: int) -> int:
    """Slips between two words. Where two are allowed, a slip in the ending of a known word counts as two."""
    if most > 1 and len(other) > HEAD + 1 and key.startswith(other) and len(key) - len(other) <= ENDING:
        return most
    return distance(key, other) if abs(len(other) - len(key)) <= most else most + 1
