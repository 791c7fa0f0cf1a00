"""Names and spellings that the users of the product add to those in `data/`: theirs come first."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from languages.letters import latin_letters
from languages.suffixes import is_chain


@dataclass(frozen=True)
class Additions:
    """`names` stay as they are in every script; `words` map a Latin spelling (lower case) to its Cyrillic one."""

    names: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    def find_latin(self, word: str) -> tuple[int, str] | None:
        """Length and Cyrillic spelling of the longest added word that begins `word` (lower case Latin).

        What follows it must be endings; a final ь falls before one.
        """
        for latin in sorted(self.words, key=len, reverse=True):
            if word.startswith(latin) and is_chain(tail := word[len(latin) :]):
                return len(latin), self.words[latin].removesuffix("ь") if tail else self.words[latin]
        return None

    def find_cyrillic(self, word: str) -> tuple[int, str] | None:
        """Length and Latin spelling of the longest added word that begins `word` (lower case Cyrillic)."""
        for latin, cyrillic in sorted(self.words.items(), key=lambda pair: len(pair[1]), reverse=True):
            for stem in (cyrillic, cyrillic.removesuffix("ь")):
                if word.startswith(stem) and is_chain(latin_letters(word[len(stem) :], after=stem[-1:])):
                    return len(stem), latin
        return None


NOTHING = Additions()
