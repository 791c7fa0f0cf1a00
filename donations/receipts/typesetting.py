"""From words to the bytes of a PDF: typst, our fonts, the same bytes for the same input."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst
from anyascii import anyascii

from core.ornament import pattern

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
# The band is 9 mm of an A4's 210 mm wide, in the pattern's own units (68 high).
BAND = (1587, 68)


def pdf(template: str, words: Mapping[str, Any], made_at: datetime, craft: str, qr: str = "") -> bytes:
    """Typeset `<template>.typ` with `words` as PDF/UA-1 (ISO 14289-1).

    `made_at` stands in the file as its time of making, `craft` is a pattern of core.ornament, `qr` what the code on
    the paper says. The same arguments give the same bytes. Raises typst.TypstError when the template is wrong.
    """
    return _compile(template, words, craft, qr).compile(
        format="pdf", pdf_standards=["ua-1"], timestamp=int(made_at.timestamp())
    )


def pictures(template: str, words: Mapping[str, Any], craft: str, qr: str = "") -> list[bytes]:
    """The same pages as PNG, for looking at them."""
    pages = _compile(template, words, craft, qr).compile(format="png", ppi=110)
    return pages if isinstance(pages, list) else [pages]


def printable(text: str) -> str:
    """`text` with what our fonts cannot draw written in Latin letters, as a passport would.

    PDF/UA refuses a letter without a shape: a name in another script would keep its receipt from being made for ever.
    """
    known = _characters()
    plain = " ".join(text.split())
    return "".join(char if char in known else _romanised(char, known) for char in plain)


def _romanised(char: str, known: frozenset[str]) -> str:
    return "".join(one for one in anyascii(char) if one in known)


@lru_cache(maxsize=1)
def _characters() -> frozenset[str]:
    return frozenset((FONTS / "characters.txt").read_text(encoding="utf-8").strip("\n"))


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Ours and the serif that typst brings along for letters that ours lack; never what a machine happens to have."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def _compile(template: str, words: Mapping[str, Any], craft: str, qr: str) -> typst.Compiler:
    inputs = {
        "words": json.dumps(_printable(words), ensure_ascii=False),
        "band": _band(craft),
        "qr": _qr(qr) if qr else "",
    }
    return typst.Compiler(HERE / f"{template}.typ", root=HERE, font_paths=_fonts(), sys_inputs=inputs)


def _printable(value: Any) -> Any:
    """Every text within."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(inner) for inner in value]
    return value


@lru_cache(maxsize=8)
def _band(craft: str) -> str:
    return pattern(craft, kind="band", width=BAND[0], height=BAND[1])


def _qr(text: str) -> str:
    """As SVG; a quarter of it may be dirty and it still reads."""
    out = BytesIO()
    segno.make(text, error="q", micro=False).save(out, kind="svg", border=0, dark="#14233b", xmldecl=False)
    return out.getvalue().decode()
