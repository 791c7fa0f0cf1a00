"""The map of the villages: places are where they are, labels can be read, every point is a link."""

from dataclasses import dataclass

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import override

from core.map import LETTER, LINE, placed
from core.map.land import HEIGHT, OUTLINE, WIDTH, project

TASHKENT, SAMARKAND, KHOREZM = (41.3111, 69.2797), (39.6542, 66.9597), (41.55, 60.6333)
NAMES = {
    "uz": ("Toshkent", "Samarqand", "Xorazm"),
    "ru": ("Ташкент", "Самарканд", "Хорезм"),
    "en": ("Tashkent", "Samarkand", "Khorezm"),
}


@dataclass
class Village:
    name: str
    latitude: float
    longitude: float
    url: str = "/uz/village/"
    summary: str = "Fourteen houses"
    pattern: str = "samarkand"


@dataclass
class Page:
    village: Village
    url_path: str = "/uz/page/"
    summary: str = "From the page"


def villages(names: tuple[str, ...] = NAMES["uz"]) -> list[Village]:
    return [Village(name, *at) for name, at in zip(names, (TASHKENT, SAMARKAND, KHOREZM), strict=True)]


def render(rows: list) -> str:
    source = "{% load ornament_tags %}{% village_map villages %}"
    return Template(source).render(Context({"villages": rows}))


def test_north_is_up_and_east_is_right():
    (west, _), (east, south) = project(*KHOREZM), project(*SAMARKAND)
    assert west < east
    assert south > project(*TASHKENT)[1]


def test_the_country_fits_its_box():
    numbers = [float(value) for value in OUTLINE.replace("M", " ").replace("Z", " ").split()]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in zip(numbers[::2], numbers[1::2], strict=True))


@pytest.mark.parametrize("language", NAMES)
def test_labels_of_the_villages_do_not_overlap_on_a_phone(language: str):
    boxes = []
    points = [(row.name, row.url, row.latitude, row.longitude) for row in villages(NAMES[language])]
    for place in placed(points):
        wide = len(place.name) * LETTER
        left = place.label_x - {"middle": wide / 2, "start": 0, "end": wide}[place.anchor]
        boxes.append((left, place.label_y - LINE, left + wide, place.label_y))
    pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
    assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for a, b in pairs)


def test_a_second_village_in_one_town_gets_another_side_for_its_label():
    first, second = placed([("Urganch", "/a/", *KHOREZM), ("Shovot", "/b/", *KHOREZM)])
    assert (first.label_x, first.label_y) != (second.label_x, second.label_y)


def test_every_village_is_a_link_on_the_map_and_in_the_list():
    assert render(villages()).count('href="/uz/village/"') == 6


def test_the_map_has_a_title_and_a_description():
    with override("en"):
        html = render(villages())
    assert "<title>Map of Uzbekistan" in html
    assert "<desc>" in html


def test_coordinates_are_written_with_points_where_the_language_has_commas():
    with translation.override("ru"):
        assert f"translate({placed([('a', '/', *TASHKENT)])[0].x} " in render(villages())


def test_a_page_of_a_village_gives_its_own_address_and_summary():
    html = render([Page(villages()[0])])
    assert 'href="/uz/page/"' in html
    assert "From the page" in html
