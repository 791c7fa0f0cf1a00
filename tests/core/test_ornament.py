"""Ornaments, illustrations and signs: files match the code that draws them, and pages may carry them."""

import gzip
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template import Context, Template

from core.illustrations import SCENES
from core.illustrations import __main__ as illustration_files
from core.illustrations.compact import compact
from core.illustrations.palette import DAY, NIGHT, PAINTS
from core.illustrations.pen import literal
from core.ornament import CRAFTS, KINDS, girih, pattern
from core.ornament import __main__ as ornament_files
from core.ornament.palette import DARK
from core.pages import ILLUSTRATIONS
from programmes.models.programme import SIGNS

PATTERNS, PICTURES = dict(ornament_files.files()), dict(illustration_files.files())
CSS = (Path(settings.BASE_DIR) / "static" / "css" / "ornament.css").read_text(encoding="utf-8")


def render(source: str, **context: object) -> str:
    return Template("{% load ornament_tags %}" + source).render(Context(context))


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_file_is_what_the_code_draws(name: str):
    assert (ornament_files.FOLDER / name).read_text(encoding="utf-8") == PATTERNS[name] + "\n"


@pytest.mark.parametrize("name", PICTURES)
def test_an_illustration_file_is_what_the_code_draws(name: str):
    assert (illustration_files.FOLDER / name).read_text(encoding="utf-8") == PICTURES[name] + "\n"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CRAFTS)
def test_a_pattern_of_a_given_size_is_valid_svg_of_that_size(name: str, kind: str):
    root = ElementTree.fromstring(pattern(name, kind=kind, width=600, height=240))
    assert (root.get("width"), root.get("height")) == ("600", "240")


def test_a_pattern_by_night_uses_only_night_colours():
    used = set(re.findall(r"#[0-9a-f]{6}", pattern("samarkand", palette=DARK)))
    assert used <= set(DARK.colours.values())


def test_every_edge_of_the_girih_has_one_strap_over_and_one_under():
    woven = girih.straps(girih.decagons()[4])
    assert {strap.start for strap in woven} == {strap.end for strap in woven}


def test_the_girih_has_stars_of_ten_points():
    assert len(girih.star(girih.straps(girih.decagons()[4]))) == 20


def test_compact_paths_keep_their_points():
    assert compact("M10 20 L 410.4 40 h5 v-600 z") == "M10 20L410 40h5V-560Z"


@pytest.mark.parametrize("name", SCENES)
def test_an_illustration_costs_a_page_at_most_three_and_a_half_kilobytes(name: str):
    assert len(gzip.compress(SCENES[name]().encode())) <= 3_500


@pytest.mark.parametrize("name", SCENES)
def test_an_illustration_has_no_ids_and_no_inline_styles(name: str):
    assert not re.search(r"\b(id|style|href)=", SCENES[name]())


@pytest.mark.parametrize("name", SCENES)
def test_every_colour_of_an_illustration_has_a_class_in_the_style_sheet(name: str):
    roles = set(re.findall(r'class="[il]-([a-z-]+)"', SCENES[name]()))
    assert all(f".i-{role}, .l-{role} {{" in CSS for role in roles)


@pytest.mark.parametrize("role", PAINTS)
def test_the_style_sheet_has_the_palette_by_day_and_twice_by_night(role: str):
    values = re.findall(rf"--i-{role}: (#[0-9a-f]+);", CSS)
    assert values == [PAINTS[role][DAY], PAINTS[role][NIGHT], PAINTS[role][NIGHT]]


def test_a_literal_picture_needs_no_style_sheet():
    assert "class=" not in literal(SCENES["hero"](), NIGHT)


@pytest.mark.parametrize("name", [name for name, _label in ILLUSTRATIONS])
def test_every_illustration_that_editors_may_choose_is_drawn(name: str):
    assert render("{% illustration name %}", name=name).startswith('<svg class="illustration"')


@pytest.mark.parametrize("name", [name for name, _label in SIGNS])
def test_every_sign_that_editors_may_choose_is_drawn(name: str):
    assert render("{% sign name %}", name=name).startswith('<svg class="sign"')


def test_an_illustration_is_decoration_without_a_title():
    assert 'aria-hidden="true"' in render('{% illustration "hero" %}')


def test_a_title_names_an_illustration_and_is_escaped():
    assert 'role="img"><title>A &lt;b&gt;</title>' in render(
        '{% illustration "hero" title=words %}', words="A <b>"
    )


def test_no_name_draws_nothing():
    assert render('{% illustration "" %}') == ""


def test_a_name_that_is_not_drawn_is_an_error():
    with pytest.raises(ValueError, match="no illustration 'unicorn'"):
        render('{% illustration "unicorn" %}')


def test_an_ornament_is_hidden_from_assistive_technology():
    expected = '<span class="ornament ornament-band ornament-khorezm edge" aria-hidden="true"></span>'
    assert render('{% ornament "khorezm" class="edge" %}') == expected


def test_a_place_without_a_craft_gets_the_associations():
    assert "ornament-association" in render('{% ornament "bukhara" kind="tile" %}')


def test_an_ornament_of_unknown_kind_is_an_error():
    with pytest.raises(ValueError, match="not 'blob'"):
        render('{% ornament "khorezm" kind="blob" %}')
