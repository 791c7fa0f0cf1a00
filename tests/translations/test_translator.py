"""The scripts as wagtail-localize's machine translator, with staff's words."""

import pytest
from django.core.exceptions import ValidationError
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.strings import StringValue

from tests.translations.pages import locale
from translations.models import ProtectedName, Spelling
from translations.translator import ScriptTranslator
from translations.words import additions

pytestmark = pytest.mark.django_db


def translated(text: str, source: str = "uz", target: str = "uz-cyrl") -> str:
    string = StringValue(text)
    return get_machine_translator().translate(locale(source), locale(target), [string])[string].data


def test_wagtail_localize_finds_it() -> None:
    assert isinstance(get_machine_translator(), ScriptTranslator)


@pytest.mark.parametrize("source", ["uz", "uz-cyrl", "ru", "en"])
@pytest.mark.parametrize("target", ["uz", "uz-cyrl", "ru", "en"])
def test_it_translates_between_the_scripts_only(source: str, target: str) -> None:
    can = get_machine_translator().can_translate(locale(source), locale(target))
    assert can == ({source, target} == {"uz", "uz-cyrl"})


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ('Bizga <a id="a1">yozing</a>', 'Бизга <a id="a1">ёзинг</a>'),
        ("<b>Oila</b> &amp; bola<br/>uyi", "<b>Оила</b> &amp; бола<br/>уйи"),
        ("SOS Children's Villages", "SOS Children's Villages"),
        ("www.sos-kd.uz, info@sos-kd.uz", "www.sos-kd.uz, info@sos-kd.uz"),
        ("/uz/donate/ sahifasi", "/uz/donate/ саҳифаси"),
    ],
)
def test_tags_names_and_addresses_stay(latin: str, cyrillic: str) -> None:
    assert translated(latin) == cyrillic


def test_it_goes_back_too() -> None:
    assert translated('<a id="a1">Ўғил болалар</a>', "uz-cyrl", "uz") == '<a id="a1">Oʻgʻil bolalar</a>'


def test_the_alphabet_of_2026_is_written_where_it_is_asked_for(settings: object) -> None:
    settings.LATIN_2026 = True
    assert translated("<b>Ўғил</b> чўл шаҳар", "uz-cyrl", "uz") == "<b>Öğil</b> çöl şahar"


def test_a_spelling_counts_at_once_and_no_longer_when_it_is_gone() -> None:
    assert translated("katsura") != "катцура"
    Spelling.objects.create(latin="katsura", cyrillic="катцура")
    assert translated("Katsurada") == "Катцурада"
    Spelling.objects.all().delete()
    assert translated("katsura") != "катцура"


def test_a_changed_spelling_counts_at_once() -> None:
    word = Spelling.objects.create(latin="katsura", cyrillic="катцура")
    assert translated("katsura") == "катцура"
    word.cyrillic = "катсура"
    word.save()
    assert translated("katsura") == "катсура"


def test_a_protected_name_stays_in_both_directions() -> None:
    ProtectedName.objects.create(name="Bahor Fest")
    assert translated("Bahor Festda") == "Bahor Festда"
    ProtectedName.objects.create(name="Гулистон")
    assert translated("Гулистон шаҳри", "uz-cyrl", "uz") == "Гулистон shahri"


def test_words_are_read_once_until_they_change(django_assert_num_queries: object) -> None:
    additions()
    before = additions()
    with django_assert_num_queries(0):
        assert additions() == before


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [("ikki soʻz", "икки"), ("bola", "bola ona"), ("бола", "бола"), ("", "бола"), ("b<b>", "б")],
)
def test_a_spelling_is_one_word_in_each_script(latin: str, cyrillic: str) -> None:
    with pytest.raises(ValidationError):
        Spelling(latin=latin, cyrillic=cyrillic).clean()


def test_a_spellings_apostrophes_are_put_right() -> None:
    word = Spelling(latin="Go'zal", cyrillic="Гўзал")
    word.clean()
    assert (word.latin, word.cyrillic) == ("goʻzal", "гўзал")


def test_a_name_of_one_letter_is_refused() -> None:
    with pytest.raises(ValidationError):
        ProtectedName(name=" a ").clean()
