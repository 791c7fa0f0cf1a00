"""Social cards and icons: the size that networks ask for, words that fit, files that are there."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from PIL import Image

from core.illustrations.card import COLUMN, LETTER, SIZES, card, wrapped
from core.ornament import CRAFTS

IMG = Path(settings.BASE_DIR) / "static" / "img"
LANGUAGES = ("uz", "uz-cyrl", "ru", "en")
TEXT = "{http://www.w3.org/2000/svg}text"
LONG = "Oʻzbekistonda ota-ona qaramogʻisiz qolgan bolalar uchun oilaviy muhit yaratish dasturi boshlandi " * 4


def lines(title: str) -> list[str]:
    root = ElementTree.fromstring(card(title, name="SOS"))
    return [text.text for text in root.iter(TEXT)][:-1]


def test_a_card_is_1200_by_630():
    root = ElementTree.fromstring(card("Samarqand", name="SOS", craft="samarkand"))
    assert (root.get("width"), root.get("height")) == ("1200", "630")


def test_a_title_is_escaped():
    assert " ".join(lines("Bread & <tea>")) == "Bread & <tea>"


@pytest.mark.parametrize("size", SIZES)
def test_lines_of_several_words_fit_their_column(size: int):
    assert all(len(line) * size * LETTER <= COLUMN for line in wrapped(LONG, size) if " " in line)


def test_a_title_that_is_too_long_ends_with_an_ellipsis():
    assert lines(LONG)[-1].endswith("…")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("craft", CRAFTS)
def test_every_place_has_a_card_in_every_language(craft: str, language: str):
    with Image.open(IMG / "cards" / f"{craft}-{language}.png") as image:
        assert image.size == (1200, 630)


@pytest.mark.parametrize(
    ("name", "size"), [("icon-180", 180), ("icon-192", 192), ("icon-512", 512), ("icon-maskable-512", 512)]
)
def test_every_icon_has_the_size_of_its_name(name: str, size: int):
    with Image.open(IMG / "icons" / f"{name}.png") as image:
        assert image.size == (size, size)
