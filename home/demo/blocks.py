"""Turns the copy's blocks into the blocks of a page's body, in one language."""

import re
from collections.abc import Callable

from home.demo.content import in_language
from home.demo.library import Library
from programmes.figures import NAMED, embed
from programmes.models import KeyFigure

ACTIONS_BY_URL = {
    "/donate/": "donate",
    "/volunteer/register/": "volunteer",
    "/partner/register/": "partner",
}
PAGE_LINK = re.compile(r'href="page:([\w-]+)"')
VIEW_LINK = re.compile(r'href="(/[\w/-]+/[^"]*)"')


class BodyBuilder:
    """Builds the bodies of one language's pages.

    `pages` maps the copy's page keys to that language's pages.
    """

    def __init__(
        self, language: str, pages: dict[str, object], figures: dict[str, KeyFigure], library: Library
    ) -> None:
        self.language, self.pages, self.figures, self.library = language, pages, figures, library

    def build(self, blocks: list[dict] | None) -> list[tuple[str, object]]:
        """Return stream data for a list of the copy's blocks; raises KeyError for a page or figure nobody wrote."""
        return [self._block(block) for block in blocks or []]

    def _block(self, block: dict) -> tuple[str, object]:
        builders: dict[str, Callable[[dict], object]] = {
            "paragraph": lambda b: self._html(b.get("html") or b.get("text")),
            "quote": lambda b: {
                "text": self._text(b["text"]),
                "attribution": self._text(b.get("attribution")),
            },
            "key_figures": self._key_figures,
            "call_to_action": self._call_to_action,
            "accordion": self._accordion,
            "timeline": self._timeline,
            "callout": self._callout,
            "cards": self._related,
            "related": self._related,
            "image": lambda b: {**self._picture(b), "shape": b.get("shape", "")},
            "gallery": self._gallery,
            "documents": self._documents,
            "statistics": self._statistics,
            "partner_logos": self._logos,
            "village_map": self._words,
            "donate": lambda b: {**self._words(b), "frequency": b["frequency"], "designation": ""},
            "volunteer": self._words,
            "newsletter": self._words,
            "video": self._video,
        }
        kind = block["type"]
        return ("related" if kind == "cards" else kind), builders[kind](block)

    def _text(self, value: object) -> str:
        return in_language(value, self.language)

    def _html(self, value: object) -> str:
        html = in_language(value, self.language, html=True)
        html = NAMED.sub(lambda match: embed(self.figures[match[1]].pk), html)
        html = PAGE_LINK.sub(lambda match: f'linktype="page" id="{self.pages[match[1]].pk}"', html)
        return VIEW_LINK.sub(lambda match: f'href="/{self.language}{match[1]}"', html)

    def _key_figures(self, block: dict) -> dict:
        return {
            "title": self._text(block.get("title")),
            "figures": [self.figures[key] for key in block["figures"]],
        }

    def _call_to_action(self, block: dict) -> dict:
        url = block.get("url", "")
        action = "sponsor" if "frequency=month" in url else ACTIONS_BY_URL.get(url.split("?")[0], "")
        page = self.pages[block["page"]].page_ptr if block.get("page") else None
        texts = {name: self._text(block.get(name)) for name in ("title", "text", "label")}
        return {
            **texts,
            "page": page,
            "action": "" if page else action,
            "url": url if not page and not action else "",
        }

    def _accordion(self, block: dict) -> dict:
        items = [
            {"question": self._text(item["question"]), "answer": self._html(item["answer"])}
            for item in block["items"]
        ]
        return {"title": self._text(block.get("title")), "items": items}

    def _timeline(self, block: dict) -> dict:
        items = [
            {name: self._text(item.get(name)) for name in ("when", "title", "text")}
            for item in block["items"]
        ]
        return {"title": self._text(block.get("title")), "items": items}

    def _callout(self, block: dict) -> dict:
        tones = {"care": "care", "safeguarding": "care", "good": "good"}
        return {
            "title": self._text(block.get("title")),
            "text": self._html(block["text"]),
            "tone": tones.get(block.get("tone", ""), "note"),
        }

    def _related(self, block: dict) -> dict:
        return {
            "title": self._text(block.get("title")),
            "pages": [self.pages[key].page_ptr for key in block["pages"]],
        }

    def _words(self, block: dict) -> dict:
        return {name: self._text(block.get(name)) for name in ("title", "text")}

    def _picture(self, block: dict) -> dict:
        image = self.library.image(block["image"], self._text(block["alt"]))
        return {"picture": image, "caption": self._text(block.get("caption"))}

    def _gallery(self, block: dict) -> dict:
        return {"title": self._text(block.get("title")), "items": [self._picture(b) for b in block["items"]]}

    def _documents(self, block: dict) -> dict:
        documents = [self.library.document(key, self.language) for key in block["documents"]]
        return {"title": self._text(block.get("title")), "documents": documents}

    def _statistics(self, block: dict) -> dict:
        items = [
            {name: self._text(row.get(name)) for name in ("value", "label", "source", "url", "as_of")}
            for row in block["items"]
        ]
        return {"title": self._text(block.get("title")), "items": items}

    def _logos(self, block: dict) -> dict:
        items = [
            {"name": self._text(row["name"]), "logo": None, "url": row.get("url", "")}
            for row in block["items"]
        ]
        return {"title": self._text(block.get("title")), "items": items}

    def _video(self, block: dict) -> dict:
        texts = {name: self._text(block.get(name)) for name in ("title", "length")}
        transcript = self._html(block["transcript"])
        return {**texts, "url": block["url"], "illustration": block["illustration"], "transcript": transcript}
