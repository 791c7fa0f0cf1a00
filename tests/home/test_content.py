"""The copy of the public site keeps the rules of `home/content/README.md`."""

import re
from datetime import date

import pytest

from home.demo.content import in_language
from programmes.figures import NAMED
from tests.home.content_checks import LANGUAGES, Markup, all_texts, load, pages, plain, texts, words

TYPES = {
    "home", "standard", "section", "programme_index", "programme", "village_index", "village", "news_index",
    "article", "campaign", "questions", "contact", "sponsor", "volunteer", "partner", "people", "report_library",
    "vacancy_index", "vacancy", "story_index", "story", "event_index", "event", "landing",
}  # fmt: skip
BLOCKS = {
    "paragraph": {"text"},
    "quote": {"text", "attribution"},
    "key_figures": {"figures"},
    "call_to_action": {"title", "text", "label"},
    "accordion": {"title", "items"},
    "timeline": {"title", "items"},
    "related": {"title", "pages"},
    "callout": {"title", "text", "tone"},
    "image": {"image", "alt"},
    "gallery": {"title", "items"},
    "documents": {"title", "documents"},
    "statistics": {"title", "items"},
    "partner_logos": {"title", "items"},
    "village_map": {"title"},
    "donate": {"title", "text", "frequency"},
    "volunteer": {"title", "text"},
    "newsletter": {"title", "text"},
    "video": {"url", "title", "illustration", "transcript"},
}
TAGS = {"p", "h2", "h3", "ul", "ol", "li", "a", "b", "i"}
VIEWS = {"/donate/", "/donate/?frequency=month", "/volunteer/register/", "/partner/register/"}
LIMITS = {"title": 70, "seo_title": 60, "search_description": 155, "summary": 200}
TOPICS = {"families", "youth", "villages", "partners", "organisation"}
ARTICLES = [key for key, page in pages().items() if page["type"] == "article"]
STORIES = [key for key in ARTICLES if key != "news-key-figures"] + [
    key for key, page in pages().items() if page["type"] == "story"
]
NUMBER = re.compile(r"\d{1,3}(?: \d{3})+|\d+(?:\.\d+)*")
ORDINAL_HEADING = re.compile(r"<h2>\d+\. ")


def failing(check: object) -> list[str]:
    """Places and languages of the texts for which `check(text, language)` is true."""
    return [
        f"{place} [{code}]" for place, text in all_texts() for code in sorted(text) if check(text[code], code)
    ]


def test_every_text_is_written_in_all_three_languages() -> None:
    assert [place for place, text in all_texts() if not set(text) >= LANGUAGES] == []


def test_no_text_is_empty_or_ends_in_a_blank() -> None:
    assert (
        failing(lambda text, _code: not isinstance(text, str) or not text.strip() or text != text.strip())
        == []
    )


def test_uzbek_has_only_its_own_apostrophes() -> None:
    assert failing(lambda text, code: code == "uz" and re.search("['`‘’´′]", text)) == []


def test_okina_follows_o_and_g_only() -> None:
    wrong = re.compile("(?<![oOgG])ʻ|(?<=[oOgG])ʼ")
    assert failing(lambda text, code: code == "uz" and wrong.search(text)) == []


def test_english_has_no_typewriter_apostrophes() -> None:
    assert failing(lambda text, code: code == "en" and "'" in text) == []


def test_russian_is_written_in_cyrillic_and_uzbek_in_latin() -> None:
    other = {"ru": re.compile("[ʻʼ]"), "uz": re.compile("[а-яё]", re.IGNORECASE)}
    assert failing(lambda text, code: code in other and other[code].search(text)) == []


def test_no_straight_quotation_marks_stand_in_prose() -> None:
    assert failing(lambda text, _code: '"' in plain(text)) == []


@pytest.mark.parametrize("key", pages())
def test_page_has_a_known_type_and_parent(key: str) -> None:
    page = pages()[key]
    assert page["type"] in TYPES
    assert page["parent"] in pages() or page["type"] == "home"


@pytest.mark.parametrize("key", pages())
def test_page_texts_keep_their_lengths(key: str) -> None:
    page = pages()[key]
    long = {
        f"{name}.{code}": len(page[name][code])
        for name, limit in LIMITS.items()
        for code in LANGUAGES
        if len(page[name][code]) > limit
    }
    assert long == {}


@pytest.mark.parametrize("key", pages())
def test_page_is_made_of_known_blocks(key: str) -> None:
    wrong = [
        block for block in pages()[key]["body"] if not set(block) >= BLOCKS.get(block["type"], {"unknown"})
    ]
    assert wrong == []


@pytest.mark.parametrize("key", pages())
def test_markup_is_balanced_and_of_the_allowed_tags(key: str) -> None:
    for place, text in texts(pages()[key]["body"], key):
        for code, html in text.items():
            markup = Markup(html)
            assert markup.balanced, f"{place} [{code}]"
            assert set(markup.tags) <= TAGS, f"{place} [{code}]"
            assert markup.attributes <= {"href"}, f"{place} [{code}]"


@pytest.mark.parametrize("key", pages())
def test_languages_have_the_same_structure_and_links(key: str) -> None:
    for place, text in texts(pages()[key]["body"], key):
        shapes = {
            (
                tuple(Markup(text[code]).tags),
                *map(tuple, map(sorted, (Markup(text[code]).links, NAMED.findall(text[code])))),
            )
            for code in LANGUAGES
        }
        assert len(shapes) == 1, place


@pytest.mark.parametrize("key", pages())
def test_links_lead_to_pages_and_views_that_exist(key: str) -> None:
    targets = {f"page:{known}" for known in pages()} | VIEWS
    found = {link for _place, text in texts(pages()[key]["body"], key) for html in text.values()
             for link in Markup(html).links}  # fmt: skip
    assert found <= targets


@pytest.mark.parametrize("key", pages())
def test_blocks_name_pages_and_figures_that_exist(key: str) -> None:
    figures = {figure["key"] for figure in load("key_figures")}
    for block in pages()[key]["body"]:
        assert set(block.get("pages", [])) <= set(pages())
        assert set(block.get("figures", [])) <= figures
        assert {
            name
            for _place, text in texts(block, key)
            for html in text.values()
            for name in NAMED.findall(html)
        } <= figures
        if block["type"] == "call_to_action":
            assert block.get("page") in pages() or block.get("url") in VIEWS


@pytest.mark.parametrize("key", ARTICLES)
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_article_has_250_to_450_words(key: str, language: str) -> None:
    assert 250 <= words(pages()[key], language) <= 450


@pytest.mark.parametrize("key", ARTICLES)
def test_article_has_date_topic_and_village(key: str) -> None:
    article = pages()[key]
    assert date(2025, 1, 1) <= article["date"] <= date(2026, 12, 31)
    assert article["topic"] in TOPICS
    assert article.get("village") in {None, *(village["code"] for village in load("villages"))}


@pytest.mark.parametrize("key", STORIES)
def test_story_says_that_it_describes_nobody_real(key: str) -> None:
    notes = {"uz": r"jamlangan|tasvirlanmagan", "ru": r"собирательн|не описаны", "en": r"composite|No real"}
    for code, note in notes.items():
        body = " ".join(text[code] for _place, text in texts(pages()[key]["body"], key))
        assert re.search(rf"<i>[^<]*({note})", body), code


def test_every_number_in_prose_has_a_source() -> None:
    """A number that may change is a key figure; what stands in prose is listed with its reason."""
    allowed = {row["number"] for row in load("numbers")}
    unknown = {
        f"{place} [{code}]: {number}"
        for place, text in all_texts()
        if not place.startswith("key_figures")
        for code, html in text.items()
        for number in NUMBER.findall(plain(ORDINAL_HEADING.sub("<h2>", html)))
        if number not in allowed
    }
    assert sorted(unknown) == []


def test_no_number_is_listed_that_no_text_uses() -> None:
    prose = " ".join(plain(html) for _place, text in all_texts() for html in text.values())
    used = set(NUMBER.findall(prose))
    assert [row["number"] for row in load("numbers") if row["number"] not in used] == []


def test_key_figures_are_unique_dated_and_sourced() -> None:
    figures = load("key_figures")
    assert len({figure["key"] for figure in figures}) == len(figures)
    assert all(
        isinstance(figure["as_of"], date) and figure["source"] and figure["source_url"] for figure in figures
    )


def test_sums_of_key_figures_add_up() -> None:
    values = {figure["key"]: figure for figure in load("key_figures")}
    sums = [figure for figure in values.values() if "sum_of" in figure]
    assert sums
    assert all(int(row["value"]) == sum(int(values[key]["value"]) for key in row["sum_of"]) for row in sums)


def test_villages_have_as_many_houses_as_the_key_figures_say() -> None:
    values = {figure["key"]: figure["value"] for figure in load("key_figures")}
    figure = {"tashkent": "houses-tashkent", "samarkand": "houses-samarkand", "khorezm": "houses-urgench"}
    assert all(str(village["houses"]) == values[figure[village["code"]]] for village in load("villages"))


def test_campaign_spending_adds_up_to_its_goal() -> None:
    campaigns = [page for page in pages().values() if page["type"] == "campaign"]
    assert campaigns
    assert all(
        sum(line["amount"] for line in page["spending"]) == page["goal"]["amount"] for page in campaigns
    )


def test_menus_name_pages_that_exist() -> None:
    menus = load("menus")
    header = {entry["page"] for entry in menus["header"]} | {
        child for entry in menus["header"] for child in entry.get("children", [])
    }
    footer = {item["page"] for column in menus["footer"] for item in column["items"] if "page" in item}
    assert header | footer <= set(pages())


def test_header_lists_children_of_their_entry() -> None:
    entries = load("menus")["header"]
    pairs = [(entry["page"], child) for entry in entries for child in entry.get("children", [])]
    assert [pair for pair in pairs if pages()[pair[1]]["parent"] != pair[0]] == []


def test_gift_effects_are_examples_in_every_language() -> None:
    openings = {"uz": "Masalan, ", "ru": "Например, ", "en": "For example, "}
    rows = load("gift_effects")
    assert {row["designation"] for row in rows} == {"general", "village", "campaign"}
    assert all(row["text"][code].startswith(opening) for row in rows for code, opening in openings.items())


def test_nobody_is_promised_tax_relief() -> None:
    """Relief was not found in law: each mention of tax denies it or sends the reader to an adviser."""
    mention = re.compile(r"soliq|налог|\btax(?!m)", re.IGNORECASE)
    denial = re.compile(
        r"vaʼda qilma|bildirmaydi|imtiyozi bormi|idorasi"
        r"|не обеща|не означает|положена ли|органе"
        r"|not promise|neither|Is there tax|office",
        re.IGNORECASE,
    )
    sentences = [
        sentence
        for _place, text in all_texts()
        for html in text.values()
        for sentence in re.split(r"(?<=[.?!])\s", plain(html))
        if mention.search(sentence)
    ]
    assert sentences
    assert [sentence for sentence in sentences if not denial.search(sentence)] == []


def test_dashes_and_grouped_numbers_stay_on_their_line() -> None:
    text = dict.fromkeys(LANGUAGES, "Maqsad — 180 000 000")
    assert in_language(text, "uz") == "Maqsad\u00a0— 180\u00a0000\u00a0000"
