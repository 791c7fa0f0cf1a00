"""Parts of a text that no script conversion may touch: addresses, code, placeholders, markup, foreign names.

The names are those of `data/protected.txt`; an ending put onto one (Telegramda, Payme'da) is not kept.
"""

import re
from collections.abc import Callable, Collection
from functools import lru_cache

from languages.alphabet import APOSTROPHES
from languages.lexicon import DATA, read_lines
from languages.suffixes import NOUN_ENDING

_TOP_LEVEL = "uz|com|org|net|info|ru|edu|gov|io|app|dev|eu|int|at|de|ch|uk|kz|kg|tj|tr"
_FILE_TYPES = (
    "pdf|docx?|xlsx?|png|jpe?g|webp|avif|svg|html?|css|js|py|po|txt|zip|csv|json|xml|ya?ml|md|mp4|vtt|webm"
)
# Whatever is not the last part of a pattern has an upper bound: where it could go on for ever and then fail, it would
# do so again from each letter of a long text.
# Beside no apostrophe either: as typed it is none of \w, as a letter it is, and a span must be the same in both.
_APART = rf"(?<![\w{APOSTROPHES}])"

_PATTERNS = (
    r"<[a-zA-Z/!][^<>]{0,2000}>",  # markup
    r"&(?:#\d{1,9}|#[xX][0-9a-fA-F]{1,9}|[a-zA-Z]\w{0,40});",
    r"\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|\$\{\w{1,100}\}|\{[\w.!:\[\]-]{0,100}\}",  # template and format placeholders
    r"%\(\w{1,100}\)[-#0 +]?\d{0,9}(?:\.\d{1,9})?[a-zA-Z]|%[\d.]{0,9}[sdifrx](?![a-zA-Z])|%%",  # not the %d of `50%dan`
    rf"{_APART}`[^`\n]{{1,2000}}`(?![\w{APOSTROPHES}])",
    r"(?:https?://|www\.)[^\s<>\"«»“”]{0,2000}[^\s<>\"'’«»“”.,;:!?)]|(?:mailto|tel):[^\s<>\"'«»“”]+|https?://",
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]+)+",
    rf"(?<![\w.])(?i:(?:[a-z0-9-]{{1,63}}\.){{1,8}}(?:{_TOP_LEVEL})|t\.me)(?![\w])(?:/[^\s<>\"'«»“”]{{0,2000}}[\w/])?",
    # Of any country, where something follows that tells it from a full stop without a space: bit.ly/…, youtu.be/…
    r"(?<![\w.])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,10}/[^\s<>\"'«»“”]{0,2000}[\w/]",
    rf"(?<!\w)[\w-]{{0,100}}\.(?i:{_FILE_TYPES})(?!\w)",
    r"(?<![\w/<])\.{0,2}/\w[\w-]{0,100}(?:/[\w.-]*)*",  # /admin/, but not va/yoki
    rf"(?<!\w)(?:@[A-Za-z_]\w*|#[A-Za-z_](?:\w|(?<=[oOgG])[{APOSTROPHES}])*)",
    rf"(?<!\w)\w{{0,100}}_\w{{1,100}}(?!\w)|{_APART}--[a-z][\w-]*",
    r"(?<!\w)(?:[A-Za-z]{1,100}\d\w{0,100}|\d{1,100}[A-Z]\w{0,100})(?!\w)",  # A4, 5G; not the endings of 10ta
    # Roman numerals; a single letter before a full stop is an initial.
    r"(?<!\w)(?=[IVXL]{2})(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w)|(?<!\w)[IVX](?![\w.])",
)  # fmt: skip


def _names(more: tuple[str, ...]) -> str:
    """A pattern for the protected names, apostrophes in them however typed."""
    names = sorted({*read_lines(DATA / "protected.txt"), *more}, key=len, reverse=True)
    quoted = [re.sub(f"[{APOSTROPHES}]", lambda _: f"[{APOSTROPHES}]", re.escape(name)) for name in names]
    mark = f"[{APOSTROPHES}]"
    ending = rf"(?:{mark}(?={NOUN_ENDING}{{1,6}}(?!\w))|(?={NOUN_ENDING}{{0,6}}(?!\w|{mark}\w)))"
    return rf"(?<![\w{APOSTROPHES}])(?:{'|'.join(quoted)}){ending}"


@lru_cache(maxsize=64)
def _compiled(keep: tuple[str, ...], names: tuple[str, ...]) -> re.Pattern[str]:
    literal = [re.escape(text) for text in sorted(keep, key=len, reverse=True)]
    return re.compile("|".join([*literal, *_PATTERNS, _names(names)]))


def convert_outside(
    text: str, convert: Callable[[str], str], keep: Collection[str] = (), names: tuple[str, ...] = ()
) -> str:
    """Apply `convert` to the stretches of `text` between protected spans.

    `keep` are strings to protect wherever they stand, `names` words to protect beside our own list.
    """
    parts, position = [], 0
    for match in _compiled(tuple(sorted(filter(None, keep))), names).finditer(text):
        if match.end() == match.start():
            continue
        parts += [convert(text[position : match.start()]), match.group()]
        position = match.end()
    return "".join([*parts, convert(text[position:])])
