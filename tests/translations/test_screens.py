"""What editors click: buttons, permissions, words to look at."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from safeguarding.services import workflow
from tests.factories.accounts import UserFactory, signed_in, staff
from tests.translations.pages import editor, locale, page, publisher, write
from translations.back_office.access import running_translation
from translations.models import CheckedWord, ProtectedName, Spelling
from translations.services.checking import questions
from translations.services.handing_in import hand_in
from translations.services.translating import begin, write_in_other_script

pytestmark = pytest.mark.django_db


def script(pk: int) -> str:
    return f"/admin/translations/{pk}/script/"


def side(pk: int, language: str) -> str:
    return f"/admin/translations/{pk}/{language}/"


def words(pk: int) -> str:
    return f"/admin/translations/{pk}/words/"


def text_of(response: object) -> str:
    return response.content.decode()


def test_a_click_writes_the_cyrillic_version_and_goes_there() -> None:
    client, uzbek = signed_in(editor()), write(page(), title="Yangi")
    response = client.post(script(uzbek.pk), follow=True)
    assert response.redirect_chain[-1][0] == f"/admin/pages/{page('uz-cyrl').pk}/edit/"
    assert "as a draft" in text_of(response)
    assert page("uz-cyrl").get_latest_revision_as_object().title == "Янги"


def test_a_click_on_the_target_again_is_refused() -> None:
    write_in_other_script(page(), editor())
    response = signed_in(editor()).post(script(page("uz-cyrl").pk), follow=True)
    assert "Stop that translation first" in text_of(response)
    assert not page().has_unpublished_changes


@pytest.mark.parametrize("address", [script, lambda pk: side(pk, "ru")])
def test_looking_changes_nothing(address: object) -> None:
    assert signed_in(editor()).get(address(page().pk)).status_code == 405


@pytest.mark.parametrize("role", ["finance", "safeguarding", "volunteer_coordinator"])
def test_who_does_not_translate_is_refused(role: str) -> None:
    client = signed_in(staff(role))
    client.post(script(page().pk))
    client.post(side(page().pk, "ru"))
    assert not Translation.objects.exists()


def test_visitors_are_sent_away() -> None:
    assert signed_in(UserFactory()).post(script(page().pk)).status_code in (302, 403)
    assert not Translation.objects.exists()


def test_a_locked_translation_is_not_written() -> None:
    cyrillic = page("uz-cyrl")
    cyrillic.locked = True
    cyrillic.save()
    signed_in(editor()).post(script(page().pk))
    assert not page("uz-cyrl").has_unpublished_changes


@pytest.mark.parametrize("address", [script(1), side(1, "ru"), side(10**6, "ru"), script(10**6)])
def test_what_is_no_page_of_the_site_is_not_found(address: str) -> None:
    assert signed_in(editor()).post(address).status_code in (302, 404)
    assert not Translation.objects.exists()


def test_side_by_side_opens_with_what_is_written_and_counts_the_rest() -> None:
    uzbek = write(page(), summary="Mutlaqo yangi xulosa.")
    response = signed_in(editor()).post(side(uzbek.pk, "ru"), follow=True)
    assert response.status_code == 200
    assert "Still to translate: 1" in text_of(response)
    assert "js-translation-editor" in text_of(response)


def test_a_page_that_is_missing_in_russian_is_begun_as_a_draft() -> None:
    new = page().copy(to=page(), update_attrs={"slug": "yana", "title": "Yana"}, reset_translation_key=True)
    response = signed_in(editor()).post(side(new.pk, "ru"), follow=True)
    assert response.status_code == 200
    assert new.get_translation(locale("ru")).live is False


def test_a_page_may_change_the_language_it_is_translated_from() -> None:
    client = signed_in(editor())
    for original in ("uz", "uz-cyrl", "en", "uz"):
        response = client.post(side(page(original).pk, "ru"), follow=True)
        assert response.status_code == 200
    running = Translation.objects.filter(target_locale=locale("ru"))
    assert [row.source.locale.language_code for row in running] == ["uz"]


def test_the_editor_has_the_buttons() -> None:
    content = text_of(signed_in(editor()).get(f"/admin/pages/{page().pk}/edit/"))
    for address in (script(page().pk), side(page().pk, "ru"), side(page().pk, "en")):
        assert address in content


def test_a_translation_has_the_button_for_what_changed() -> None:
    begin(page(), locale("ru"))
    content = text_of(signed_in(editor()).get(f"/admin/pages/{page('ru').pk}/edit/"))
    assert "Fetch what has changed in the original" in content
    assert side(page().pk, "ru") in content


def test_publishing_from_the_screen_is_refused_without_the_permission() -> None:
    write_in_other_script(write(page(), title="Yangi"), editor())
    signed_in(editor()).post(f"/admin/pages/{page('uz-cyrl').pk}/edit/", {"action": "publish"})
    assert page("uz-cyrl").title != "Янги"


def test_publishing_from_the_screen_is_a_publishers_act() -> None:
    write_in_other_script(write(page(), title="Yangi"), editor())
    signed_in(publisher()).post(f"/admin/pages/{page('uz-cyrl').pk}/edit/", {"action": "publish"})
    assert page("uz-cyrl").title == "Янги"


def test_gaps_are_not_published_from_the_screen() -> None:
    begin(write(page(), summary="Mutlaqo yangi xulosa."), locale("ru"))
    response = signed_in(publisher()).post(
        f"/admin/pages/{page('ru').pk}/edit/", {"action": "publish"}, follow=True
    )
    assert "1 text is not translated yet." in text_of(response)


def test_wagtail_localizes_update_publishes_nothing() -> None:
    translation = write_in_other_script(page(), editor())
    write(page(), title="Yangi")
    address = f"/admin/localize/update/{translation.source_id}/"
    client = signed_in(publisher())
    assert "publish_translations" not in text_of(client.get(address))
    client.post(address, {"publish_translations": "on", "use_machine_translation": "on"})
    cyrillic = page("uz-cyrl")
    assert (cyrillic.title == "Янги", cyrillic.get_latest_revision_as_object().title) == (False, "Янги")


def test_doubtful_words_are_named_where_the_editor_is() -> None:
    write_in_other_script(write(page(), summary="Mol va katsura haqida."), editor())
    content = text_of(signed_in(editor()).get(f"/admin/pages/{page('uz-cyrl').pk}/edit/"))
    assert "2 words to look at" in content
    assert words(page("uz-cyrl").pk) in content


def test_a_choice_is_written_into_the_draft_and_not_asked_again() -> None:
    client = signed_in(editor())
    translation = write_in_other_script(write(page(), summary="Yodni koʻrdik, molni ham."), editor())
    asked = questions(translation)[0]
    assert (asked.word, asked.spellings) == ("Yodni", ("ёдни", "йодни"))
    client.post(words(page("uz-cyrl").pk), {"word": "Yodni", "spelling": "йодни"})
    assert page("uz-cyrl").get_latest_revision_as_object().summary == "Йодни кўрдик, молни ҳам."
    assert questions(translation) == []
    assert not Spelling.objects.exists()


def test_a_choice_for_every_page_becomes_a_spelling() -> None:
    client = signed_in(editor())
    write_in_other_script(write(page(), summary="Katsura keldi."), editor())
    client.post(words(page("uz-cyrl").pk), {"word": "Katsura", "typed": "катцура", "everywhere": "1"})
    assert [(row.latin, row.cyrillic) for row in Spelling.objects.all()] == [("katsura", "катцура")]
    assert page("uz-cyrl").get_latest_revision_as_object().summary == "Катцура келди."


def test_a_foreign_name_keeps_its_capitals_and_can_be_protected_everywhere() -> None:
    client = signed_in(editor())
    translation = write_in_other_script(write(page(), summary="MacBook va WordPress."), editor())
    assert [question.spellings for question in questions(translation)] == [("MacBook",), ("WordPress",)]
    address = words(page("uz-cyrl").pk)
    client.post(address, {"word": "MacBook", "spelling": "MacBook"})
    client.post(address, {"word": "WordPress", "spelling": "WordPress", "everywhere": "1"})
    assert page("uz-cyrl").get_latest_revision_as_object().summary == "MacBook ва WordPress."
    assert ProtectedName.objects.get().name == "WordPress"
    assert questions(translation) == []


@pytest.mark.parametrize(
    "data", [{}, {"word": "bola", "spelling": "бола"}, {"word": "Katsura", "typed": "<b>"}]
)
def test_what_nobody_asked_is_refused(data: dict) -> None:
    write_in_other_script(write(page(), summary="Katsura keldi."), editor())
    response = signed_in(editor()).post(words(page("uz-cyrl").pk), data, follow=True)
    assert response.status_code == 200
    assert not CheckedWord.objects.exists()


def test_a_word_that_cannot_be_written_so_stays_in_its_field_with_the_reason_beside_it() -> None:
    write_in_other_script(write(page(), summary="Katsura va mol."), editor())
    address = words(page("uz-cyrl").pk)
    data = {"word": "Katsura", "spelling": "кацура", "typed": "кат цура", "everywhere": "1"}
    content = text_of(signed_in(editor()).post(address, data))
    form = content[content.index('value="Katsura"') :].split("</form>")[0]
    assert "Write one word in Cyrillic letters." in form
    assert 'value="кат цура"' in form
    assert re.search(r'name="everywhere" value="1" checked', form)
    assert content.count("aria-invalid") == 1
    assert not Spelling.objects.exists()


def test_pages_that_were_not_written_from_the_other_script_have_no_such_words() -> None:
    assert signed_in(editor()).get(words(page("ru").pk)).status_code == 404


def test_the_words_of_a_page_are_closed_to_those_who_may_not_edit_it() -> None:
    write_in_other_script(page(), editor())
    assert signed_in(staff("finance")).get(words(page("uz-cyrl").pk)).status_code in (302, 403)


@pytest.mark.parametrize("name", ["spelling", "protectedname"])
def test_the_lists_open_to_editors(name: str) -> None:
    assert signed_in(editor()).get(f"/admin/snippets/translations/{name}/").status_code == 200
    assert signed_in(staff("finance")).get(f"/admin/snippets/translations/{name}/").status_code != 200


def lock(language: str) -> None:
    where = page(language)
    where.locked = True
    where.save()


def test_a_locked_translation_is_not_published_from_the_screen() -> None:
    """Whoever locked it wants it to stay as it is; Wagtail's own editor refuses it too."""
    write_in_other_script(write(page(), title="Yangi"), editor())
    lock("uz-cyrl")
    response = signed_in(publisher()).post(
        f"/admin/pages/{page('uz-cyrl').pk}/edit/", {"action": "publish"}, follow=True
    )
    assert page("uz-cyrl").title != "Янги"
    assert "locked" in text_of(response)


def test_a_translation_that_another_has_to_check_is_not_published_past_them() -> None:
    """While it waits for safeguarding, a publisher cannot publish it in the editor; nor here."""
    translation = write_in_other_script(write(page(), title="Yangi"), editor())
    hand_in(translation, editor())
    signed_in(publisher()).post(f"/admin/pages/{page('uz-cyrl').pk}/edit/", {"action": "publish"})
    assert page("uz-cyrl").title != "Янги"


def test_no_word_is_written_into_a_locked_translation() -> None:
    write_in_other_script(write(page(), title="Mol haqida"), editor())
    lock("uz-cyrl")
    before = page("uz-cyrl").latest_revision_id
    signed_in(editor()).post(words(page("uz-cyrl").pk), {"word": "Mol", "spelling": "моль"})
    assert page("uz-cyrl").latest_revision_id == before


def test_the_originals_news_is_not_written_into_a_locked_translation() -> None:
    translation = write_in_other_script(page(), editor())
    write(page(), title="Yangi")
    lock("uz-cyrl")
    before = page("uz-cyrl").latest_revision_id
    signed_in(editor()).post(f"/admin/localize/update/{translation.source_id}/")
    assert page("uz-cyrl").latest_revision_id == before


@pytest.mark.parametrize(
    "content", [None, b"", b"\xff\xfe", b'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n']
)
def test_what_is_no_file_of_a_translation_is_said_and_changes_nothing(content: bytes | None) -> None:
    translation = write_in_other_script(page(), editor())
    sent = {} if content is None else {"file": SimpleUploadedFile("words.po", content)}
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    before = StringTranslation.objects.count()
    answer = signed_in(editor()).post(address, sent, follow=True)
    assert "Please upload a valid PO file." in text_of(answer)
    assert StringTranslation.objects.count() == before


def alias(pk: int) -> str:
    return f"/admin/localize/page/{pk}/convert_to_alias/"


def test_who_may_not_publish_makes_no_mirror_of_a_translation() -> None:
    """A mirror is published at once: Russian visitors would read Uzbek."""
    begin(page(), locale("ru"))
    russian = page("ru")
    assert signed_in(editor()).post(alias(russian.pk)).status_code in (302, 403)
    assert (page("ru").alias_of_id, page("ru").title) == (None, russian.title)
    assert Translation.objects.filter(target_locale=locale("ru")).exists()


def test_a_draft_is_not_published_by_making_a_mirror_of_it() -> None:
    begin(page(), locale("ru"))
    page("ru").__class__.objects.filter(pk=page("ru").pk).update(live=False)
    signed_in(editor()).post(alias(page("ru").pk))
    assert not page("ru").live


def test_a_publisher_may_make_a_mirror() -> None:
    begin(page(), locale("ru"))
    signed_in(publisher()).post(alias(page("ru").pk))
    assert page("ru").alias_of_id == page().pk


def test_a_mirror_is_offered_to_publishers_alone() -> None:
    begin(page(), locale("ru"))
    Translation.objects.update(enabled=False)  # stopped: the page is edited by itself
    address = f"/admin/pages/{page('ru').pk}/edit/"
    assert "localize-convert-to-alias" in text_of(signed_in(publisher()).get(address))
    assert "localize-convert-to-alias" not in text_of(signed_in(editor()).get(address))


def test_a_page_that_was_made_a_mirror_waits_for_nobody() -> None:
    """It stood among what waits for approval, and nobody could answer it."""
    workflow.ensure()
    begin(page(), locale("ru"))
    hand_in(running_translation(page("ru")), editor())
    signed_in(staff("safeguarding")).post(reverse("translations:approve", args=[page("ru").pk]))
    signed_in(publisher()).post(alias(page("ru").pk))
    assert (page("ru").alias_of_id, page("ru").title) == (page().pk, page().title)
    assert not page("ru").current_workflow_state


def submit(pk: int) -> str:
    return f"/admin/localize/submit/page/{pk}/"


def mirrored(language: str) -> None:
    """As a publisher makes it, by wagtail-localize."""
    begin(page(), locale(language))
    signed_in(publisher()).post(alias(page(language).pk))
    assert page(language).alias_of_id


def test_ending_a_mirror_shows_visitors_nothing_unapproved() -> None:
    """Texts that nobody approved are remembered from before; they must not go live with the editor's click."""
    mirrored("ru")
    segment = begin(page(), locale("ru")).source.stringsegment_set.get(context__path="title")
    Translation.objects.filter(target_locale=locale("ru")).delete()
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=locale("ru"),
        defaults={"data": "Нельзя показывать"},
    )
    signed_in(editor()).post(submit(page().pk), {"locales": [locale("ru").pk]})
    assert page("ru").title == page().title
    assert page("ru").get_latest_revision_as_object().title == "Нельзя показывать"
    assert not page("ru").alias_of_id


def test_translating_what_stands_below_overwrites_no_translation() -> None:
    """A child that was translated by hand keeps its Russian text, live and as a draft."""
    section = next(one for one in page().get_siblings() if one.numchild and one.pk != page().pk)
    child = section.get_children().live().first()
    russian = child.get_translation(locale("ru")).specific
    begin(section.specific, locale("ru"))
    signed_in(publisher()).post(alias(section.get_translation(locale("ru")).pk))
    signed_in(editor()).post(submit(section.pk), {"locales": [locale("ru").pk], "include_subtree": "on"})
    russian.refresh_from_db()
    assert russian.title == child.get_translation(locale("ru")).title != child.title
    assert russian.get_latest_revision_as_object().title == russian.title
    assert russian.title == type(russian).objects.get(pk=russian.pk).title


def test_a_new_language_is_begun_by_wagtail_localizes_form_too() -> None:
    new = page().copy(to=page(), update_attrs={"slug": "yana", "title": "Yana"}, reset_translation_key=True)
    below = new.copy(to=new, update_attrs={"slug": "ost", "title": "Ost"}, reset_translation_key=True)
    response = signed_in(editor()).post(
        submit(new.pk), {"locales": [locale("ru").pk, locale("en").pk], "include_subtree": "on"}
    )
    assert response.status_code == 302
    for one in (new, below):
        for language in ("ru", "en"):
            assert one.get_translation(locale(language)).live is False
    assert Translation.objects.filter(enabled=True).count() == 4


def test_a_spelling_that_is_too_long_is_said_beside_the_word() -> None:
    """PostgreSQL refuses it with an error, SQLite keeps it."""
    write_in_other_script(write(page(), title="Mol haqida"), editor())
    response = signed_in(editor()).post(
        words(page("uz-cyrl").pk), {"word": "Mol", "typed": "м" * 200}, follow=True
    )
    assert response.status_code == 200
    assert not CheckedWord.objects.exists()
    assert "80" in text_of(response)


def test_whoever_takes_a_page_down_is_told_that_its_languages_follow() -> None:
    client = signed_in(publisher())
    words = "It is taken down in its other languages, too."
    assert words in text_of(client.get(f"/admin/pages/{page().pk}/unpublish/"))
    page("ru").get_translations(inclusive=True).update(live=False)
    assert words not in text_of(client.get(f"/admin/pages/{page().pk}/unpublish/"))


@pytest.mark.parametrize("form", ["", "results/", "?export=csv"])
def test_titles_of_drafts_are_listed_for_those_who_work_on_pages(form: str) -> None:
    """wagtail-localize's own report asks nobody, and gives them as a table, too."""
    begin(write(page(), title="Zumradxon", publish=False), locale("ru"))
    theirs = f"/admin/localize/reports/translations/{form}"
    assert "Zumradxon" not in text_of(signed_in(staff("finance")).get(theirs, follow=True))
    told = signed_in(editor()).get(theirs, follow=True)
    assert told.request["PATH_INFO"] == "/admin/translations/"


def test_no_two_pages_are_mirrors_of_each_other() -> None:
    """The Uzbek page follows the Russian, and the Russian is then translated from it: an error page."""
    client = signed_in(publisher())
    begin(page("ru"), locale("uz"))
    client.post(alias(page().pk))
    client.post(f"/admin/translations/{page().pk}/ru/")
    assert client.post(alias(page("ru").pk)).status_code == 302
    assert (page().alias_of_id, page("ru").alias_of_id) == (page("ru").pk, None)
    assert (
        "localize-convert-to-alias" not in client.get(f"/admin/pages/{page('ru').pk}/edit/").content.decode()
    )
