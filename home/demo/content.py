"""Reads the copy of the demo site from `home/content/`; knows nothing of the database."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml

from languages.apostrophes import normalise
from languages.transliterate import to_cyrillic, to_cyrillic_html

CONTENT = Path(__file__).resolve().parent.parent / "content"
LANGUAGES = ("uz", "uz-cyrl", "ru", "en")
WRITTEN = {"uz", "ru", "en"}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # most builds have the one in C, ten times as fast
# A line begins neither with a dash nor with the second half of a number; № stays with its number.
_STICKS = re.compile(r" (?=[—–] )|(?<=\d) (?=\d{3}\b)|(?<=№) ")


@cache
def data(name: str) -> object:
    """The parsed file `home/content/<name>.yaml`."""
    return _parse(CONTENT / f"{name}.yaml")


@cache
def _pages() -> list[dict]:
    return [_parse(path) for path in sorted((CONTENT / "pages").rglob("*.yaml"))]


def _parse(path: Path) -> object:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  (a safe one)


def pages() -> Iterator[dict]:
    """Every page's copy, parents before their children."""
    found = _pages()
    waiting = sorted(found, key=lambda page: (page.get("order", 0), page["key"]))
    done: set[str | None] = {None}
    while waiting:
        ready = [page for page in waiting if page.get("parent") in done]
        if not ready:
            raise ValueError(f"No parent for: {', '.join(page['key'] for page in waiting)}")
        for page in ready:
            yield page
            done.add(page["key"])
        waiting = [page for page in waiting if page["key"] not in done]


def is_text(value: object) -> bool:
    """Whether a value is one text in several languages."""
    return isinstance(value, Mapping) and set(value) >= WRITTEN


def in_language(value: object, code: str, *, html: bool = False) -> str:
    """The text of `value` in a language; Cyrillic Uzbek is made from Latin Uzbek."""
    if not is_text(value):
        return "" if value is None else str(value)
    if code == "uz-cyrl" and "uz-cyrl" not in value:
        latin = normalise(_set_type(value["uz"]))
        return to_cyrillic_html(latin) if html else to_cyrillic(latin)
    text = _set_type(value[code])
    return normalise(text) if code == "uz" else text


def _set_type(text: object) -> str:
    return _STICKS.sub("\N{NO-BREAK SPACE}", str(text))


def localized(value: object) -> dict[str, str]:
    """A mapping for LocalizedCharField; plain values read the same in every language."""
    return {code: in_language(value, code) for code in LANGUAGES} if value else {}
