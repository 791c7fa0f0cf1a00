"""Short texts in every language, as staff write them."""

from core.localized import LocalizedCharField, LocalizedWidget
from languages.info import CONTENT_LANGUAGES


def test_each_language_is_named_beside_what_is_written_in_it():
    html = LocalizedWidget().render("name", {"uz": "Uy", "ru": "Дом"}, {"id": "id_name"})
    assert [name for _code, name in CONTENT_LANGUAGES if f">{name}</span>" not in html] == []


def test_its_label_begins_with_a_capital_as_all_labels_do():
    assert LocalizedCharField("short name").formfield().label == "Short name"
