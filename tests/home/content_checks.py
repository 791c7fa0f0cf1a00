"""Walks the copy in `home/content/` for the tests: each text with the place where it stands."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import yaml

CONTENT = Path(__file__).resolve().parents[2] / "home" / "content"
LANGUAGES = {"uz", "ru", "en"}
TAG = re.compile(r"<[^>]+>")


@cache
def load(name: str) -> object:
    """The parsed file `home/content/<name>.yaml`."""
    return yaml.safe_load((CONTENT / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def pages() -> dict[str, dict]:
    """Every page's copy by key; raises ValueError for a key used twice."""
    found: dict[str, dict] = {}
    for path in sorted((CONTENT / "pages").rglob("*.yaml")):
        page = yaml.safe_load(path.read_text(encoding="utf-8"))
        if page["key"] in found:
            raise ValueError(f"Two pages with the key {page['key']}")
        found[page["key"]] = page
    return found


def data_files() -> list[str]:
    """Names of the files beside the pages."""
    return sorted(path.stem for path in CONTENT.glob("*.yaml"))


def texts(value: object, place: str) -> Iterator[tuple[str, dict]]:
    """Each mapping of languages below `value`, with the way that leads to it."""
    if isinstance(value, dict):
        if LANGUAGES & set(value):
            yield place, value
            return
        for key, below in value.items():
            yield from texts(below, f"{place}.{key}")
    if isinstance(value, list):
        for number, below in enumerate(value):
            yield from texts(below, f"{place}[{number}]")


@cache
def all_texts() -> list[tuple[str, dict]]:
    """Every text of the copy."""
    found = [row for name in data_files() for row in texts(load(name), name)]
    return found + [row for key, page in pages().items() for row in texts(page, key)]


def plain(html: str) -> str:
    """The words without the markup."""
    return TAG.sub(" ", html)


def words(page: dict, language: str) -> int:
    """How many words a page's body has in a language."""
    return sum(len(plain(text[language]).split()) for _place, text in texts(page["body"], page["key"]))


class Markup(HTMLParser):
    """Notes the tags of a fragment in order, and its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.balanced = True
        self.feed(html)
        self.close()
        self.balanced = self.balanced and not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, its attributes and where it leads."""
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes |= {name for name, _value in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        """Note whether tags close in order."""
        self.balanced = self.balanced and bool(self.open) and self.open.pop() == tag
