"""Uzbek between its scripts. The functions live in modules of their own; import them from here."""

from languages.cyrillic import to_cyrillic
from languages.doubts import Doubt, ambiguous, ambiguous_cyrillic
from languages.latin import to_latin
from languages.markup import to_cyrillic_html, to_latin_html

__all__ = [
    "Doubt",
    "ambiguous",
    "ambiguous_cyrillic",
    "to_cyrillic",
    "to_cyrillic_html",
    "to_latin",
    "to_latin_html",
]
