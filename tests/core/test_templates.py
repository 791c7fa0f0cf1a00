"""What all templates keep to."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
INPUT = re.compile(r"<input\b[^>]*>")
CLASSES = re.compile(r'class="([^"]*)"')
WAGTAILS = re.compile(r"w-[\w:\[\]./-]+")


def test_every_input_says_its_type():
    """Without one the back office draws no frame around it, and nobody sees where to write."""
    found = [
        f"{file.relative_to(TEMPLATES)}: {tag}"
        for file in TEMPLATES.rglob("*.html")
        for tag in INPUT.findall(file.read_text())
        if "type=" not in tag
    ]
    assert found == []


def test_every_class_of_wagtails_is_one_that_its_style_knows():
    """Its style holds only what its own templates use: a space above a form was never there (`w-my-6`)."""
    style = Path(finders.find("wagtailadmin/css/core.css")).read_text().replace("\\", "")
    found = {
        f"{file.relative_to(TEMPLATES)}: {name}"
        for file in TEMPLATES.rglob("*.html")
        for names in CLASSES.findall(file.read_text())
        for name in names.split()
        if WAGTAILS.fullmatch(name) and not re.search(rf"\.{re.escape(name)}(?![\w-])", style)
    }
    assert found == set()
