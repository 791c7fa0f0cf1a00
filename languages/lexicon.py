"""Words whose Cyrillic spelling cannot be had from the Latin by rule: `data/words/*.words`, one a line.

    концерт                        the Latin spelling follows by rule (konsert)
    сентябрь = sentabr, sentyabr   it does not; the first one is written, all are read
    Ольга.                         with a full stop: takes no endings (olgani is olgan-i)

Else a word is found with any endings, and only endings: цирк in `sirkning`, not in `sirka` (vinegar). A final
ь falls before an ending (январь, январда). Which file a word stands in tells why; the program reads them all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from languages.letters import latin_letters
from languages.suffixes import is_chain

DATA = Path(__file__).parent / "data"
SHORTEST_STEM = 2


@dataclass(frozen=True)
class Entry:
    """One word: its Cyrillic spelling and its Latin ones, the one to write first; all lower case."""

    cyrillic: str
    latin: tuple[str, ...]
    takes_endings: bool

    def fits(self, tail: str) -> bool:
        """Whether what follows the word (Latin, may be empty) leaves it this word."""
        return not tail or (self.takes_endings and is_chain(tail))


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a data file without comments and blanks."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if text := line.partition("#")[0].strip():
            yield text


@cache
def entries() -> tuple[Entry, ...]:
    """Every word of the word files."""
    files = sorted((DATA / "words").glob("*.words"))
    return tuple(_entry(line) for file in files for line in read_lines(file))


def _entry(line: str) -> Entry:
    word, _, latin = (part.strip() for part in line.lower().partition("="))
    cyrillic = word.removesuffix(".")
    spellings = [spelling.strip() for spelling in latin.split(",") if spelling] or [latin_letters(cyrillic)]
    if "ц" in cyrillic:  # `aktsiya` is common beside the correct `aksiya`
        spellings.append(latin_letters(cyrillic, tse="ts"))
    return Entry(cyrillic, tuple(dict.fromkeys(spellings)), takes_endings=cyrillic == word)


@cache
def _by_latin() -> dict[str, Entry]:
    return {latin: entry for entry in reversed(entries()) for latin in reversed(entry.latin)}


@cache
def _by_cyrillic() -> dict[str, Entry]:
    found = {entry.cyrillic.removesuffix("ь"): entry for entry in entries()}
    return found | {entry.cyrillic: entry for entry in entries()}


def find_latin(word: str) -> tuple[int, str] | None:
    """Length and Cyrillic spelling of the longest known stem that begins `word` (lower case Latin)."""
    for length in range(len(word), SHORTEST_STEM - 1, -1):
        entry = _by_latin().get(word[:length])
        if entry and entry.fits(word[length:]):
            return length, entry.cyrillic if length == len(word) else entry.cyrillic.removesuffix("ь")
    return None


def find_cyrillic(word: str) -> tuple[int, str] | None:
    """Length and Latin spelling of the longest known stem that begins `word` (lower case Cyrillic)."""
    for length in range(len(word), SHORTEST_STEM - 1, -1):
        entry = _by_cyrillic().get(word[:length])
        if entry and entry.fits(latin_letters(word[length:], after=word[length - 1])):
            return length, entry.latin[0]
    return None


@cache
def two_meanings() -> dict[str, tuple[str, ...]]:
    """Latin words that are spelled in two ways in Cyrillic, the likelier first."""
    lines = (line.split() for line in read_lines(DATA / "ambiguous.txt"))
    return {latin: tuple(spellings) for latin, *spellings in lines}
