"""Icons: one family, inline, silent unless named."""

import re

import pytest

from core.templatetags.icons import FOLDER, icon, names


@pytest.mark.parametrize("name", names())
def test_every_icon_is_drawn_on_the_same_grid(name):
    assert 'viewBox="0 0 24 24"' in (FOLDER / f"{name}.svg").read_text()


@pytest.mark.parametrize("name", names())
def test_no_icon_brings_its_own_colour(name):
    assert not re.search(r"#[0-9a-f]{3}|style=", icon(name))


def test_an_icon_beside_words_is_hidden_from_assistive_technology():
    assert 'aria-hidden="true"' in icon("home")


def test_an_icon_with_a_label_is_an_image_with_that_name():
    assert "<title>Telegram</title>" in icon("telegram", label="Telegram")


def test_a_label_is_escaped():
    assert "<b>" not in icon("home", label="<b>")


def test_an_icon_that_is_not_drawn_is_an_error():
    with pytest.raises(ValueError, match="no icon"):
        icon("unicorn")
