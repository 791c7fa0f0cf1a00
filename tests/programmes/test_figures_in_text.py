"""Running text refers to key figures: in the editor, on the page, in translations, in everything made of texts."""

import json

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page, ReferenceIndex
from wagtail.rich_text import expand_db_html
from wagtail_localize.models import StringTranslation

from core import gathered, linked_pages
from core.blocks.text import RICH_TEXT_FEATURES
from home.models import StandardPage
from programmes.figures import embed
from programmes.models import KeyFigure
from search.models import Entry
from tests.factories.accounts import signed_in, staff
from tests.translations.pages import editor, locale, page, write
from translations.services.drafts import publish, save_draft
from translations.services.translating import begin, write_in_other_script

pytestmark = pytest.mark.django_db
LANGUAGES = {"uz": "2\xa0000", "uz-cyrl": "2\xa0000", "ru": "2\xa0000", "en": "2,000"}


@pytest.fixture
def figure() -> KeyFigure:
    return KeyFigure.objects.get(key="strengthened-children")


def text_with(*figures: KeyFigure) -> str:
    return (
        "<p>Biz "
        + " va ".join(embed(figure.pk) for figure in figures)
        + " bolaga oʻz uyida yordam berdik.</p>"
    )


def source(where: StandardPage) -> str:
    return where.get_latest_revision_as_object().body[0].value.source


# --- The editor ------------------------------------------------------------------------------------


def in_editor(html: str) -> dict:
    return json.loads(ContentstateConverter(RICH_TEXT_FEATURES).from_database_format(html))


def test_the_editor_sees_the_value_as_one_piece(figure):
    with translation.override("uz"):
        state = in_editor(text_with(figure))
    [block], [entity] = state["blocks"], state["entityMap"].values()
    assert block["text"] == "Biz 2\xa0000 bolaga oʻz uyida yordam berdik."
    assert block["entityRanges"] == [{"key": 0, "offset": 4, "length": 5}]
    assert (entity["type"], entity["mutability"], entity["data"]["id"]) == (
        "KEY_FIGURE",
        "IMMUTABLE",
        str(figure.pk),
    )
    assert str(figure.label) in entity["data"]["label"]


def test_only_the_reference_is_stored(figure):
    converter = ContentstateConverter(RICH_TEXT_FEATURES)
    html = f'<p data-block-key="a">Biz {embed(figure.pk)} bola, {embed(figure.pk)}.</p>'
    assert converter.to_database_format(converter.from_database_format(html)) == html


def test_a_bold_figure_stays_bold(figure):
    converter = ContentstateConverter(RICH_TEXT_FEATURES)
    html = f'<p data-block-key="a">Biz <b><i>{embed(figure.pk)}</i></b> bola</p>'
    assert converter.to_database_format(converter.from_database_format(html)) == html


def test_a_figure_that_is_gone_is_seen_by_editors_and_not_lost(figure):
    html = '<p data-block-key="a">Biz <embed embedtype="key-figure" id="987654"/> bola.</p>'
    converter = ContentstateConverter(RICH_TEXT_FEATURES)
    with translation.override("en"):
        [entity] = in_editor(html)["entityMap"].values()
    assert entity["data"]["label"] == "This key figure is gone."
    assert converter.to_database_format(converter.from_database_format(html)) == html
    assert expand_db_html(html) == '<p data-block-key="a">Biz … bola.</p>'


def test_the_chooser_says_what_stands_in_the_text(figure):
    address = KeyFigure.snippet_viewset.chooser_viewset.get_url_name("chosen")
    client = signed_in(staff("editor"))
    response = client.get(reverse(address, args=[figure.pk]))
    result = response.json()["result"]
    assert (result["id"], result["text"], "Key figure: " in result["label"]) == (
        str(figure.pk),
        "2,000",
        True,
    )


def test_comparing_versions_shows_the_value(figure):
    uzbek = write(page(), body=[("paragraph", "<p>Biz bolaga yordam berdik.</p>")])
    first = uzbek.latest_revision_id
    uzbek = write(uzbek, body=[("paragraph", text_with(figure))])
    client = signed_in(staff("editor"))
    shown = client.get(f"/admin/pages/{uzbek.pk}/revisions/compare/{first}...{uzbek.latest_revision_id}/")
    assert "2,000" in shown.content.decode()


# --- The page --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "value"), LANGUAGES.items())
def test_a_reader_gets_the_value_as_their_language_writes_it(client, language, value):
    demo = Page.objects.get(slug="family-strengthening", locale__language_code="en")
    address = demo.get_translations(inclusive=True).get(locale__language_code=language).url_path
    prose = client.get(address).content.decode().split("<figure")[0]
    assert value in prose
    assert "2007" in prose
    assert "<embed" not in prose


def test_a_unit_belongs_to_the_value(figure):
    figure.unit = {"uz": "ming soʻm", "ru": "тыс. сумов"}
    with translation.override("ru"):
        assert figure.display == "2\xa0000\xa0тыс. сумов"


def test_what_stands_in_a_value_is_escaped(figure):
    figure.value = "<b>4</b>"
    figure.save()
    assert "&lt;b&gt;" in expand_db_html(embed(figure.pk))


def test_a_block_leaves_out_a_figure_that_is_gone(client, figure):
    items = [{"type": "item", "value": pk, "id": str(pk)} for pk in (figure.pk, 987654)]
    body = [{"type": "key_figures", "value": {"title": "", "figures": items}}]
    uzbek = write(page(), body=json.dumps(body))
    html = client.get(uzbek.url_path).content.decode()
    assert html.count('class="fact"') == 1


def test_twelve_figures_cost_one_query_as_one_does(client):
    figures = list(KeyFigure.objects.all()[:12])
    uzbek = page()

    def queries(*shown: KeyFigure) -> int:
        text = ("paragraph", "".join(text_with(one) for one in shown))
        write(uzbek, body=[text, ("key_figures", {"title": "", "figures": list(shown[:6])}), text])
        client.get(uzbek.url_path)
        with CaptureQueriesContext(connection) as asked:
            client.get(uzbek.url_path)
        return sum('"programmes_keyfigure"' in query["sql"] for query in asked)

    assert (queries(figures[0]), queries(*figures)) == (1, 1)


def test_links_of_the_page_before_are_not_known_to_the_next_request(client):
    target = page("en")
    uzbek = write(page(), body=[("paragraph", f'<p><a linktype="page" id="{target.pk}">there</a></p>')])
    client.get(uzbek.url_path)
    Page.objects.filter(pk=target.pk).update(live=False)
    client.get("/healthz")
    assert expand_db_html(uzbek.body[0].value.source).startswith("<p><a>")
    gathered.forget()
    assert linked_pages.find([target.pk])[target.pk].live is False


# --- Translations ----------------------------------------------------------------------------------


def test_the_other_script_keeps_the_figure_both_ways(figure):
    text = text_with(figure, KeyFigure.objects.get(key="houses-total"))
    write_in_other_script(write(page(), body=[("paragraph", text)]), editor())
    cyrillic = page("uz-cyrl")
    written = source(cyrillic)
    assert written == text.replace("Biz", "Биз").replace("va", "ва").replace(
        "bolaga oʻz uyida yordam berdik", "болага ўз уйида ёрдам бердик"
    )
    write_in_other_script(write(cyrillic, body=[("paragraph", written.replace("Биз", "Биз энди"))]), editor())
    assert source(page()) == text.replace("Biz", "Biz endi")


def test_apostrophes_are_put_right_around_a_figure(figure):
    uzbek = write(page(), body=[("paragraph", text_with(figure).replace("oʻz", "o'z"))])
    assert source(uzbek) == text_with(figure)


def begun(figure: KeyFigure, russian: str) -> tuple[object, StringTranslation]:
    translation_of = begin(write(page(), body=[("paragraph", text_with(figure))]), locale("ru"))
    [segment] = translation_of.source.stringsegment_set.filter(string__data__contains="{")
    assert segment.string.data == "Biz {strengthened-children} bolaga oʻz uyida yordam berdik."
    row, _made = StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=locale("ru"),
        defaults={"data": russian, "translation_type": "manual"},
    )
    return translation_of, row


def test_a_translator_moves_the_figure_within_the_sentence(figure):
    running, row = begun(figure, "{strengthened-children} детям мы помогли дома")
    assert not row.has_error
    save_draft(running, editor())
    assert source(page("ru")) == f"<p>{embed(figure.pk)} детям мы помогли дома</p>"


@pytest.mark.parametrize(
    "russian",
    [
        "Мы помогли 2000 детей",
        "Мы помогли {houses-total} детей",
        "{strengthened-children} {strengthened-children}",
    ],
)
def test_a_translator_cannot_lose_change_or_double_it(figure, russian):
    running, row = begun(figure, russian)
    with translation.override("en"):
        assert "{strengthened-children}" in row.get_error()
    save_draft(running, editor())
    assert source(page("ru")) == text_with(figure)  # the original's text stands there until it is put right
    with pytest.raises(Exception, match="1"):
        publish(running, None)


def test_braces_that_name_no_figure_are_words(figure):
    text = "<p>Biz {houses-total} deb yozdik, " + embed(figure.pk) + " emas.</p>"
    write_in_other_script(write(page(), body=[("paragraph", text)]), editor())
    assert "{houses-total}" in source(page("uz-cyrl"))


# --- Search and usage ------------------------------------------------------------------------------


def test_the_search_holds_the_value_in_the_pages_language(figure):
    russian = write(page("ru"), body=[("paragraph", text_with(figure))])
    assert "Biz 2 000 bolaga" in Entry.objects.get(page=russian).text.replace("\xa0", " ")
    figure.value = "3000"
    with translation.override("en"):
        figure.save()
    assert "Biz 3 000 bolaga" in Entry.objects.get(page=russian).text.replace("\xa0", " ")


def test_usage_lists_the_pages_that_refer_to_it_in_text(figure):
    uzbek = write(page(), body=[("callout", {"title": "", "text": text_with(figure), "tone": "note"})])
    ReferenceIndex.create_or_update_for_object(uzbek)
    assert uzbek.pk in {int(row.object_id) for row in ReferenceIndex.get_references_to(figure)}


@pytest.fixture
def unused() -> KeyFigure:
    return KeyFigure.objects.create(key="unused", value="5", label="nothing", as_of="2026-11-26", source="us")


BODIES = {
    "text": lambda figure: [("paragraph", text_with(figure))],
    "block": lambda figure: [("key_figures", {"title": "", "figures": [figure]})],
}


@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize("kind", BODIES)
def test_a_figure_that_a_page_needs_cannot_be_deleted(unused, kind, published):
    write(page(), publish=published, body=BODIES[kind](unused))
    with pytest.raises(models.ProtectedError):
        unused.delete()
    with pytest.raises(models.ProtectedError):
        KeyFigure.objects.filter(pk=unused.pk).delete()
    assert KeyFigure.objects.filter(pk=unused.pk).exists()


def test_a_figure_that_no_page_needs_is_deleted(unused):
    write(write(page(), body=BODIES["text"](unused)), body=[("paragraph", "<p>Boshqa.</p>")])
    unused.delete()
    assert not KeyFigure.objects.filter(key="unused").exists()


@pytest.mark.parametrize(
    "address", ["snippets/programmes/keyfigure/delete/{}/", "bulk/programmes/keyfigure/delete/?id={}"]
)
def test_staff_read_which_page_needs_it(unused, address):
    uzbek = write(page(), body=BODIES["text"](unused))
    client: Client = signed_in(staff("publisher", language="ru"))
    response = client.post("/admin/" + address.format(unused.pk), follow=True)
    assert uzbek.title in response.content.decode()
    assert KeyFigure.objects.filter(pk=unused.pk).exists()


def test_the_key_of_a_figure_stays(figure):
    figure.key = "another"
    with pytest.raises(Exception, match="key"):
        figure.full_clean()
