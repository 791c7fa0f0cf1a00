"""Search: any script, any ending, slips of the finger, each language by itself."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.models import StandardPage
from news.models import ArticlePage
from search import finding
from search.finding import Question, ask, correct
from search.models import Entry
from search.services import index
from tests.search.pages import publish

pytestmark = pytest.mark.django_db


def titles(text: str, language: str = "uz", **narrow: object) -> list[str]:
    return [entry.title for entry in ask(Question(text, language, **narrow)).entries]


@pytest.mark.parametrize(
    "typed", ["mehribonlik", "меҳрибонлик", "Mehribonlik", "MEHRIBONLIK", "mehribonligi"]
)
def test_a_word_is_found_in_any_script_and_form(typed: str) -> None:
    publish("uz", "Mehribonlik bogʻi")
    assert "Mehribonlik bogʻi" in titles(typed)


@pytest.mark.parametrize("typed", ["oʻgʻil", "o'g'il", "o‘g‘il", "ўғил", "öğil", "ogil"])
def test_apostrophes_and_alphabets_do_not_matter(typed: str) -> None:
    publish("uz", "Oʻgʻil bolalar uchun yangi xona")
    assert "Oʻgʻil bolalar uchun yangi xona" in titles(typed)


@pytest.mark.parametrize("typed", ["bolalar", "bola", "bolalarning", "болаларга", "bolalarimiz"])
def test_endings_do_not_matter(typed: str) -> None:
    publish("uz", "Zumradxon bolalarning bayrami")
    assert "Zumradxon bolalarning bayrami" in titles(f"{typed} zumradxon")


@pytest.mark.parametrize(
    ("language", "title", "typed"),
    [
        ("ru", "Новая библиотека открыта", "библиотеки"),
        ("ru", "Новая библиотека открыта", "библиотеку новую"),
        ("en", "Seven gardeners planted mulberries", "mulberry gardener"),
        ("en", "A zebra jumps", "zebras jumping"),
        ("uz-cyrl", "Янги кутубхона очилди", "kutubxonaning"),
    ],
)
def test_each_language_has_its_endings(language: str, title: str, typed: str) -> None:
    publish(language, title)
    assert title in titles(typed, language)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("mehribonliq", "mehribonlik"), ("mehribnlik", "mehribonlik"), ("mehirbonlik", "mehribonlik")],
)
def test_a_slip_of_the_finger_is_put_right(typed: str, meant: str) -> None:
    publish("uz", "Mehribonlik bogʻi")
    answer = ask(Question(typed, "uz"))
    assert (answer.corrected, "Mehribonlik bogʻi" in [row.title for row in answer.entries]) == (meant, True)


def test_what_other_languages_write_so_leads_to_what_ones_own_pages_say() -> None:
    answer = ask(Question("Samarkand", "uz"))
    assert answer.corrected == "samarqand"
    assert len(answer.entries) == answer.counts["uz"] > 0
    assert answer.counts["ru"] > 0


def test_a_place_is_found_as_it_is_called_in_other_languages() -> None:
    assert titles("Samarkand")[0].startswith("Samarqand")
    assert titles("Хорезм")[0].startswith("Xorazm")
    assert titles("Samarkand", "uz-cyrl")[0].startswith("Самарқанд")


def test_where_only_other_languages_have_a_word_nothing_is_made_up() -> None:
    publish("ru", "Зумрадхон")
    answer = ask(Question("zumradxon", "uz"))
    assert (answer.corrected, answer.counts) == ("", {"ru": 1})


def test_two_slips_in_a_long_word_are_put_right() -> None:
    publish("uz", "Mehribonlik bogʻi")
    assert correct(["mehribankik"], "uz") == ["mehribonlik"]


def test_a_word_that_pages_have_is_not_corrected() -> None:
    publish("uz", "Mehribonlik bogʻi")
    assert correct(["mehribonlik"], "uz") == ["mehribonlik"]


def test_a_word_that_only_a_filter_hides_is_not_corrected() -> None:
    publish("uz", "Mehribonlik bogʻi")
    publish("uz", "Mehribonlig")
    assert ask(Question("mehribonlik", "uz", kind="news")).corrected == ""


def test_every_word_must_be_there() -> None:
    publish("uz", "Zumradxonning bogʻi")
    assert titles("zumradxon bogʻi")
    assert not titles("zumradxon qasri")


def test_the_title_counts_more_than_the_text() -> None:
    publish("uz", "Birinchi", text="<p>Bu yerda zumradxon bor</p>")
    publish("uz", "Zumradxon ikkinchi")
    assert titles("zumradxon") == ["Zumradxon ikkinchi", "Birinchi"]


def test_a_page_with_every_word_in_its_title_comes_first() -> None:
    publish("uz", "Zumradxon", summary="Zumradxon va qasri, Zumradxon qasri")
    publish("uz", "Zumradxonning qasrida")
    assert titles("zumradxon qasri") == ["Zumradxonning qasrida", "Zumradxon"]


@pytest.mark.parametrize("typed", ["zumradxon", "zumradxon qasri"])
def test_many_pages_are_ranked_as_few_are(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        publish("uz", f"Zumradxon {number}", text="<p>Qasri</p>", summary="Zumradxon qasri" * (number % 2))
        publish("uz", f"Qasri va zumradxon {number}")
        publish("uz", f"Boshqa {number}", text="<p>Zumradxon qasri</p>")
    few = ask(Question(typed, "uz")).entries
    ranked = [row.pk for row in few]
    monkeypatch.setattr(finding, "MANY", 0)
    many = ask(Question(typed, "uz")).entries
    parts = [[row.pk for row in many[start : start + 3]] for start in range(0, len(many), 3)]
    assert (len(ranked), [pk for part in parts for pk in part]) == (12, ranked)


def test_texts_of_blocks_are_found() -> None:
    publish("en", "A page", text="<p>Here stands <b>abracadabra</b></p>")
    assert titles("abracadabra", "en") == ["A page"]


def test_results_of_other_languages_are_counted_apart() -> None:
    publish("uz", "Zumradxon")
    publish("ru", "Зумрадхон")
    publish("ru", "Зумрадхон снова")
    answer = ask(Question("zumradxon", "en"))
    assert list(answer.entries) == []
    assert answer.counts == {"uz": 1, "ru": 2}


def test_a_kind_a_place_and_a_year_narrow_the_results() -> None:
    article = ArticlePage.objects.live().filter(locale__language_code="uz", village__isnull=False).first()
    wanted = {"kind": "news", "village": article.village.code, "year": article.date.year}
    word = article.title.split()[0]
    assert article.title in titles(word, **wanted)
    assert article.title not in titles(word, **{**wanted, "year": 1997})
    assert article.title not in titles(word, **{**wanted, "kind": "village"})


@pytest.mark.parametrize(
    "typed", ["", "   ", "!!!", '"', "* OR", "a" * 500, "NEAR(a b)", "ʻʻʻ", "a:b & c | !d", "\x00"]
)
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    list(ask(Question(typed, "uz")).entries)


def test_every_live_page_of_the_demo_is_indexed() -> None:
    assert StandardPage.objects.live().exclude(pk__in=Entry.objects.values("pk")).count() == 0


def test_rebuilding_changes_nothing() -> None:
    before = list(Entry.objects.order_by("pk").values_list())
    assert index.rebuild() == len(before)
    assert list(Entry.objects.order_by("pk").values_list()) == before


def test_queries_do_not_grow_with_the_results(client: Client) -> None:
    def asked(text: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/uz/search/", {"q": text}).status_code == 200
        return len(queries)

    asked("zumradxon")  # what a process reads once for all pages
    for number in range(3):
        publish("uz", f"Zumradxon {number}")
    few = asked("zumradxon")
    for number in range(12):
        publish("uz", f"Zumradxon yana {number}")
    assert asked("zumradxon") == few
    assert few <= 14
