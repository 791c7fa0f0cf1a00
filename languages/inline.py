"""Tags of running text within a word: the word is written whole, and its tags stand where they stood.

`<b>sentabr</b>da` is one word (сентябрда), and so is S<i>hahar</i>. Ends of a link are no such place where what stands
before is left alone: info@sos-kd.uz</a>ga is an address with an ending.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from languages.alphabet import APOSTROPHES
from languages.suffixes import LONGEST_WORD

Rewrite = Callable[[str], str]

TAGS = frozenset({"a", "abbr", "b", "em", "i", "mark", "s", "small", "span", "strong", "u"})
# One after another; each costs what the text around it does.
MOST = 12
_BEFORE = re.compile(rf"[^\W_][{APOSTROPHES}]?\Z")
_AFTER = re.compile(rf"[{APOSTROPHES}-]?[^\W\d_]")
_WORD_BEFORE, _WORD_AFTER = re.compile(r"\S+\Z"), re.compile(r"\S+")


class Tag(NamedTuple):
    """A tag as it is written, and its place in the text without tags."""

    place: int
    source: str


def rewrite_between(text: str, tags: list[Tag], rewrite: Rewrite) -> str:
    """`text` rewritten between its `tags`, but for those within a word, which are put back into the rewritten one."""
    parts: list[str] = []
    within: list[Tag] = []
    begin = 0
    for tag in tags:
        if len(within) < MOST and _cuts_a_word(text, tag.place, rewrite):
            within.append(Tag(tag.place - begin, tag.source))
            continue
        parts += [_rewrite_around(text[begin : tag.place], within, rewrite), tag.source]
        begin, within = tag.place, []
    return "".join([*parts, _rewrite_around(text[begin:], within, rewrite)])


def _cuts_a_word(text: str, place: int, rewrite: Rewrite) -> bool:
    before, after = text[max(0, place - LONGEST_WORD) : place], text[place : place + LONGEST_WORD]
    if not (_BEFORE.search(before[-2:]) and _AFTER.match(after)):
        return False
    head, tail = _WORD_BEFORE.search(before)[0], _WORD_AFTER.match(after)[0]
    stays = any(map(str.isalpha, head)) and rewrite(head) == head
    return not stays or rewrite(tail) == tail


def _rewrite_around(text: str, tags: list[Tag], rewrite: Rewrite) -> str:
    written, parts, at = rewrite(text), [], 0
    for tag in tags:
        place = max(at, _place(text, tag.place, written, rewrite))
        parts += [written[at:place], tag.source]
        at = place
    return "".join([*parts, written[at:]])


def _place(text: str, place: int, written: str, rewrite: Rewrite) -> int:
    """Where in `written` stands what is at `place` in `text`: beside the part that is written alike by itself."""
    before, after = rewrite(text[:place]), rewrite(text[place:])
    if written.endswith(after) and not written.startswith(before):
        return len(written) - len(after)
    return min(len(before), len(written))
