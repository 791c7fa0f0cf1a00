"""What the scripts of the translation editor say."""

import json

import pytest

from tests.factories.accounts import signed_in, staff

pytestmark = pytest.mark.django_db


def test_a_russian_editor_reads_no_uzbek():
    """Wagtail's texts are not in wagtail-localize's catalogue; what is missing falls back to the site's language."""
    script = signed_in(staff("publisher", language="ru")).get("/admin/localize/jsi18n/").content.decode()
    for text, russian in (("Search", "Поиск"), ("Publish in ", "Опубликовать: ")):
        assert f"{json.dumps(text)}: {json.dumps(russian)}" in script
    assert "Qidirish" not in script
