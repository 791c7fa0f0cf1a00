"""What all templates keep to."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
INPUT = re.compile(r"<input\b[^>]*>")


def test_every_input_says_its_type():
    """Without one the back office draws no frame around it, and nobody sees where to write."""
    found = [
        f"{file.relative_to(TEMPLATES)}: {tag}"
        for file in TEMPLATES.rglob("*.html")
        for tag in INPUT.findall(file.read_text())
        if "type=" not in tag
    ]
    assert found == []
