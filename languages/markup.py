"""Uzbek HTML between scripts: the text changes, tags and attributes do not."""

import html
from collections.abc import Callable, Collection
from functools import partial
from html.parser import HTMLParser

from languages.additions import NOTHING, Additions
from languages.alphabet import APOSTROPHES
from languages.apostrophes import normalise
from languages.cyrillic import to_cyrillic
from languages.inline import TAGS, Tag, rewrite_between
from languages.latin import to_latin

_CODE = frozenset({"code", "kbd", "pre", "samp", "script", "style", "textarea", "var"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


def to_cyrillic_html(markup: str, keep: Collection[str] = (), additions: Additions = NOTHING) -> str:
    """Write the text of Uzbek Latin `markup` in Cyrillic script; `keep` are literal strings to leave alone."""
    return rewrite_html(markup, partial(to_cyrillic, keep=keep, additions=additions))


def to_latin_html(markup: str, keep: Collection[str] = (), additions: Additions = NOTHING) -> str:
    """Write the text of Uzbek Cyrillic `markup` in Latin script; `keep` are literal strings to leave alone."""
    return rewrite_html(markup, partial(to_latin, keep=keep, additions=additions))


def normalise_html(markup: str, language: str = "uz") -> str:
    """Give the apostrophes in the text of `markup` their right code points (see `apostrophes.normalise`)."""
    return rewrite_html(markup, partial(normalise, language=language))


def rewrite_html(markup: str, rewrite: Callable[[str], str]) -> str:
    """Apply `rewrite` to the Uzbek text of `markup`.

    Tags, attributes, comments and entities come back as they are, and so does the text of code and of
    elements with translate="no" or a `lang` other than Uzbek.
    """
    writer = _Writer(rewrite)
    writer.feed(markup)
    writer.close()
    return writer.result()


class _Writer(HTMLParser):
    """Copies markup and collects runs of text, so that a word split by an entity or a tag is converted whole."""

    def __init__(self, rewrite: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=False)
        self.rewrite = rewrite
        self.parts: list[str] = []
        self.text = ""
        self.tags: list[Tag] = []
        self.skipping: list[str] = []

    def result(self) -> str:
        self._flush()
        return "".join(self.parts)

    def _flush(self) -> None:
        self.parts.append(self.text if self.skipping else rewrite_between(self.text, self.tags, self.rewrite))
        self.text, self.tags = "", []

    def _copy(self, source: str) -> None:
        self._flush()
        self.parts.append(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = self.get_starttag_text() or ""
        untouchable = _is_untouchable(tag, dict(attrs))
        if self._is_inline(tag) and not untouchable:
            self.tags.append(Tag(len(self.text), source))
            return
        self._copy(source)
        if tag not in _VOID and (self.skipping or untouchable):
            self.skipping.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._copy(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._is_inline(tag):
            self.tags.append(Tag(len(self.text), f"</{tag}>"))
            return
        self._flush()
        if tag in self.skipping:
            while self.skipping.pop() != tag:
                pass
        self.parts.append(f"</{tag}>")

    def _is_inline(self, tag: str) -> bool:
        return tag in TAGS and not self.skipping

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, source: str) -> None:
        """An apostrophe within a word joins it (o&#x27;zbek); any other reference is copied."""
        character = html.unescape(source)
        if character in APOSTROPHES and self.text[-1:].isalpha():
            self.text += character
        else:
            self._copy(source)

    def handle_comment(self, data: str) -> None:
        self._copy(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._copy(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self._copy(f"<?{data}>")


def _is_untouchable(tag: str, attributes: dict[str, str | None]) -> bool:
    language = (attributes.get("lang") or "uz").lower()
    return tag in _CODE or attributes.get("translate") == "no" or not language.startswith("uz")
