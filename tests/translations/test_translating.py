"""Whole pages in the other script and side by side: always a draft, nothing lost."""

import json
import re
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from home.models import HomePage, StandardPage
from tests.factories.safeguarding import document, image
from tests.translations.pages import editor, locale, page, write
from translations.services.drafts import publish, save_draft
from translations.services.translating import begin, write_in_other_script

pytestmark = pytest.mark.django_db

HTML = '<p>O‘zbekcha <a href="/uz/donate/">xayriya</a> va <a linktype="page" id="{}">sahifa</a></p>'


def draft(where: Page) -> Page:
    return where.get_latest_revision_as_object()


def test_a_page_is_written_in_cyrillic_as_a_draft() -> None:
    uzbek = write(page(), title="Yangi sarlavha")
    before = page("uz-cyrl").title
    write_in_other_script(uzbek, editor())
    cyrillic = page("uz-cyrl")
    assert draft(cyrillic).title == "Янги сарлавҳа"
    assert (cyrillic.title, cyrillic.live, cyrillic.has_unpublished_changes) == (before, True, True)


def test_blocks_and_links_come_along_in_their_language() -> None:
    target = page(slug="aloqa") if StandardPage.objects.filter(slug="aloqa").exists() else page()
    uzbek = write(
        page(), body=[("paragraph", HTML.format(target.pk)), ("quote", {"text": "Bola", "attribution": ""})]
    )
    write_in_other_script(uzbek, editor())
    paragraph, quote = draft(page("uz-cyrl")).body
    cyrillic = target.get_translation(locale("uz-cyrl"))
    assert paragraph.value.source == (
        f'<p>Ўзбекча <a href="/uz-cyrl/donate/">хайрия</a> ва <a id="{cyrillic.pk}" linktype="page">саҳифа</a></p>'
    )
    assert quote.value["text"] == "Бола"


def test_a_typed_address_leads_to_the_page_in_its_language() -> None:
    """Pages have addresses of their own titles: with another language in front there was none. Drafts have none yet."""
    shown, hidden = (one.specific for one in page().get_children()[:2])
    hidden.get_translation(locale("ru")).save_revision()
    Page.objects.filter(pk=hidden.get_translation(locale("ru")).pk).update(live=False)
    russian = write(shown.get_translation(locale("ru")), slug="drugoe-imya")
    links = [f"{shown.url_path}?page=2", shown.url_path.rstrip("/"), hidden.url_path, "/uz/donate/"]
    write(page(), body=[("paragraph", "".join(f'<p><a href="{link}">Kel</a></p>' for link in links))])
    body = save_draft(begin(page(), locale("ru")), editor()).body[0].value.source
    found = re.findall('href="([^"]*)"', body)
    assert found == [f"{russian.url_path}?page=2", russian.url_path, hidden.url_path, "/ru/donate/"]


def test_the_slug_stays() -> None:
    uzbek, cyrillic = page(), page("uz-cyrl")
    write_in_other_script(write(uzbek, slug="boshqa"), editor())
    assert draft(cyrillic).slug == cyrillic.slug != "boshqa"


def test_the_home_page_keeps_its_language_in_its_address() -> None:
    write_in_other_script(HomePage.objects.get(slug="uz"), editor())
    home = HomePage.objects.get(locale=locale("uz-cyrl"))
    assert (home.slug, draft(home).slug) == ("uz-cyrl", "uz-cyrl")


def test_a_page_that_was_not_there_is_made_with_a_slug_of_its_own_title() -> None:
    parent = page()
    new = parent.add_child(
        instance=StandardPage(title="Oʻgʻil bolalar", slug="vaqtinchalik", locale=parent.locale)
    )
    new.save_revision().publish()
    target = write_in_other_script(new, editor()).get_target_instance()
    assert (target.live, draft(target).title, draft(target).slug) == (False, "Ўғил болалар", "ogil-bolalar")


def test_it_goes_the_other_way_and_ends_the_first() -> None:
    write_in_other_script(page(), editor())
    cyrillic = write(page("uz-cyrl"), title="Бошқача сарлавҳа")
    write_in_other_script(cyrillic, editor())
    assert draft(page()).title == "Boshqacha sarlavha"
    running = Translation.objects.filter(source__object_id=cyrillic.translation_key, enabled=True)
    assert [row.target_locale.language_code for row in running] == ["uz"]


def test_what_a_person_wrote_in_cyrillic_stays() -> None:
    cyrillic = write(page("uz-cyrl"), title="Қўлда ёзилган")
    write_in_other_script(page(), editor())
    assert draft(cyrillic).title == "Қўлда ёзилган"


def test_what_a_person_wrote_goes_when_its_original_changes() -> None:
    write(page("uz-cyrl"), title="Қўлда ёзилган")
    write_in_other_script(write(page(), title="Butunlay yangi"), editor())
    assert draft(page("uz-cyrl")).title == "Бутунлай янги"


def test_only_uzbek_has_another_script() -> None:
    with pytest.raises(ValueError, match="scripts"):
        write_in_other_script(page("ru"), editor())


def test_every_seeded_page_can_be_written_in_cyrillic_and_reads_as_before() -> None:
    user, changed = editor(), []
    for uzbek in Page.objects.filter(locale=locale("uz"), depth__gt=1).specific():
        before = uzbek.get_translation(locale("uz-cyrl"))
        write_in_other_script(uzbek, user)
        after = draft(before)
        if (after.title, after.summary) != (before.title, before.summary):
            changed.append(uzbek.title)
    assert changed == []


def test_beginning_russian_takes_over_what_is_written() -> None:
    russian = page("ru")
    translation = begin(page(), locale("ru"))
    assert translation.get_progress()[0] == translation.get_progress()[1] > 3
    page_now = save_draft(translation, editor())
    assert page_now.title == russian.title
    assert [block.block_type for block in page_now.body] == [block.block_type for block in russian.body]


def test_only_what_changed_since_is_to_be_translated_anew() -> None:
    translation = begin(write(page(), summary="Mutlaqo yangi xulosa."), locale("ru"))
    total, done = translation.get_progress()
    assert total - done == 1
    assert not page("ru").has_unpublished_changes


def test_a_translation_with_gaps_is_not_published() -> None:
    before = page("ru").summary
    translation = begin(write(page(), summary="Mutlaqo yangi xulosa."), locale("ru"))
    with pytest.raises(ValidationError):
        publish(translation, None)
    assert page("ru").summary == before


def test_a_whole_translation_is_published_on_the_editors_word() -> None:
    translation = begin(write(page(), summary="Mutlaqo yangi xulosa."), locale("ru"))
    segment = translation.source.stringsegment_set.get(context__path="summary")
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=locale("ru"),
        data="Новое описание.",
        translation_type="manual",
    )
    publish(translation, None)
    assert (page("ru").summary, page("ru").live) == ("Новое описание.", True)


def test_publishing_the_original_publishes_no_translation() -> None:
    write_in_other_script(page(), editor())
    write(page(), title="Yangi")
    assert page("uz-cyrl").title != "Янги"


def with_media(language: str, title: str) -> tuple[int, int]:
    """The page in a language, as somebody wrote it by hand, with that language's document and picture."""
    paper, picture = document(title=title).pk, image(title=title).pk
    shown = {"picture": {"image": picture, "alt_text": title, "decorative": False}, "caption": ""}
    papers = {"title": title, "documents": [{"type": "item", "value": paper, "id": str(uuid4())}]}
    body = [
        {"type": "documents", "value": papers, "id": str(uuid4())},
        {"type": "image", "value": shown, "id": str(uuid4())},
    ]
    write(page(language), body=json.dumps(body))
    return paper, picture


@pytest.mark.parametrize("language", ["ru", "uz-cyrl"])
def test_a_page_that_was_translated_by_hand_keeps_its_documents_and_pictures(language: str) -> None:
    """Else Russian readers would be given the Uzbek paper."""
    with_media("uz", "Hisobot")
    theirs = with_media(language, "Отчёт")
    now = draft(save_draft(begin(page(), locale(language)), editor()))
    papers, shown = now.body
    assert (papers.value["documents"][0].pk, shown.value["picture"].pk) == theirs
    assert papers.value["title"] == "Отчёт"


def test_a_link_to_a_page_is_not_taken_for_a_choice_of_the_translator() -> None:
    """It leads to the page in that language, and goes on doing so when the original links to another."""
    first, second = (one.specific for one in page().get_children()[:2])

    def call(target: Page) -> str:
        words = {"title": "Kel", "text": "", "label": "Kel", "page": target.pk, "action": "", "url": ""}
        block = {"type": "call_to_action", "id": "5a7d1e0c-0000-4000-8000-000000000001", "value": words}
        return json.dumps([block])

    write(page(), body=call(first))
    write(page("ru"), body=call(first.get_translation(locale("ru"))))
    save_draft(begin(page(), locale("ru")), editor())
    write(page(), body=call(second))
    now = save_draft(begin(page(), locale("ru")), editor())
    assert now.body[0].value["page"].pk == second.get_translation(locale("ru")).pk
