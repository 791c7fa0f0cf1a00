"""What translating a page must not do by the way: publish, open what is closed, bring back what had to go."""

import json

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation

from home.models import StandardPage
from tests.factories.accounts import signed_in
from tests.translations.pages import editor, locale, page, publisher, write
from tests.translations.test_approval import writes_on_the_screen
from tests.translations.test_screens import script, side, submit, text_of
from tests.translations.test_translating import with_media
from translations.back_office.access import running_translation
from translations.services.drafts import publish
from translations.services.translating import begin, begin_as_draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ru", "uz-cyrl"])
def test_the_section_of_a_page_that_is_translated_is_not_published_by_the_way(language: str) -> None:
    """It is begun, too, and waits for its words and for whoever may publish it."""
    section = page().get_parent().add_child(instance=StandardPage(title="Boʻlim", locale=locale("uz")))
    below = section.add_child(instance=StandardPage(title="Sahifa", locale=locale("uz")))
    signed_in(editor()).post(side(below.pk, "ru") if language == "ru" else script(below.pk))
    made = section.get_translation(locale(language))
    assert (made.live, made.alias_of) == (False, None)
    assert running_translation(made).source.locale == section.locale
    assert below.get_translation(locale(language)).get_parent().pk == made.pk


def test_nor_is_it_by_wagtail_localizes_form() -> None:
    section = page().get_parent().add_child(instance=StandardPage(title="Boʻlim", locale=locale("uz")))
    below = section.add_child(instance=StandardPage(title="Sahifa", locale=locale("uz")))
    signed_in(editor()).post(submit(below.pk), {"locales": [locale("ru").pk]})
    assert not section.get_translation(locale("ru")).live


def test_a_translation_that_was_closed_to_the_public_is_not_opened_by_writing_it_anew() -> None:
    PageViewRestriction.objects.create(page=page("uz-cyrl"), restriction_type="password", password="anor")
    signed_in(editor()).post(script(page().pk))
    assert page("uz-cyrl").get_view_restrictions().exists()


def test_nor_is_it_opened_to_more_people() -> None:
    PageViewRestriction.objects.create(page=page(), restriction_type="login")
    PageViewRestriction.objects.create(page=page("uz-cyrl"), restriction_type="password", password="anor")
    signed_in(editor()).post(script(page().pk))
    assert page("uz-cyrl").get_view_restrictions().get().restriction_type == "password"


@pytest.mark.parametrize("closed", ["page", "section"])
def test_a_translation_of_a_page_that_is_closed_is_closed(closed: str) -> None:
    """Its own section may stand open: whoever closed the other one has not come to it yet."""
    section = page().get_parent().add_child(instance=StandardPage(title="Ichki", locale=locale("uz")))
    below = section.add_child(instance=StandardPage(title="Sahifa", locale=locale("uz")))
    begin_as_draft(section, locale("ru"), None)
    group = Group.objects.get(name="Publisher")
    made = PageViewRestriction.objects.create(
        page=below if closed == "page" else section, restriction_type="groups"
    )
    made.groups.add(group)
    signed_in(editor()).post(side(below.pk, "ru"))
    (theirs,) = below.get_translation(locale("ru")).get_view_restrictions()
    assert (theirs.restriction_type, list(theirs.groups.all())) == ("groups", [group])


@pytest.fixture
def stopped(db):
    """The Russian page, whose translation was published, then stopped; and how to go on with it and publish."""
    translation = begin(page(), locale("ru"))
    publish(translation, None)
    client = signed_in(publisher())
    client.post(f"/admin/localize/translate/{translation.pk}/disable/")

    def go_on() -> str:
        edit = f"/admin/pages/{page('ru').pk}/edit/"
        client.post(edit, {"localize-restart-translation": "1"})
        assert running_translation(page("ru"))
        return text_of(client.post(edit, {"action": "publish"}, follow=True))

    return go_on


def test_what_was_written_while_a_translation_was_stopped_stays_when_it_goes_on(stopped) -> None:
    """A name that had to go must not come back with the next publication."""
    write(page("ru"), title="Без имени")
    stopped()
    assert page("ru").title == "Без имени"


def test_nor_does_a_text_come_back_that_was_taken_out(stopped) -> None:
    russian = page("ru")
    write(russian, body=json.dumps(russian.body.get_prep_value()[1:]))
    before = page("ru").body.get_prep_value()
    assert "not translated yet" in stopped()
    assert page("ru").body.get_prep_value() == before


def test_what_was_typed_beside_the_original_before_it_was_stopped_stays_too(stopped) -> None:
    StringTranslation.objects.get(
        context__path="title", locale=locale("ru"), context__object_id=page().translation_key
    ).delete()
    source = Translation.objects.get(target_locale=locale("ru")).source
    title = source.stringsegment_set.get(context__path="title")
    StringTranslation.objects.create(
        translation_of=title.string,
        context=title.context,
        locale=locale("ru"),
        data="Только что",
        translation_type="manual",
    )
    stopped()
    assert page("ru").title == "Только что"


def paragraph(text: str) -> dict[str, str]:
    return {"type": "paragraph", "value": f"<p>{text}</p>"}


NEW = paragraph("Новое")


@pytest.mark.parametrize(
    ("blocks", "told", "texts"),
    [
        (lambda first, *rest: [NEW, first, *rest], "Published.", ["Один", "Два", "Три"]),
        (lambda first, *rest: [*rest, first], "Published.", ["Один", "Два", "Три"]),
        (lambda _first, *rest: rest, "not translated yet", ["Два", "Три"]),
        (lambda _first, *rest: [*rest, NEW], "not translated yet", ["Два", "Три", "Новое"]),
    ],
)
def test_each_text_stays_with_its_own_when_blocks_were_moved_meanwhile(blocks, told, texts) -> None:
    """Texts were matched by their order: each stood for another, and the last was lost."""
    ours = {"Sahifa": "Страница", "Bir": "Один", "Ikki": "Два", "Uch": "Три"}
    body = json.dumps([paragraph(text) for text in ("Bir", "Ikki", "Uch")])
    uzbek = StandardPage(title="Sahifa", child_identity="nobody", locale=locale("uz"), body=body)
    translation = begin_as_draft(page().get_parent().add_child(instance=uzbek), locale("ru"), None)
    for segment in translation.source.stringsegment_set.select_related("string"):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale("ru"),
            data=ours[segment.string.data],
        )
    russian = publish(translation, None)
    client, edit = signed_in(publisher()), f"/admin/pages/{russian.pk}/edit/"
    client.post(f"/admin/localize/translate/{translation.pk}/disable/")
    russian = russian.get_latest_revision_as_object()
    write(russian, body=json.dumps(list(blocks(*russian.body.get_prep_value()))))
    has_new = NEW["value"] in str(russian.body.get_prep_value())
    warned = text_of(client.post(edit, {"localize-restart-translation": "1"}, follow=True))
    assert ("1 text of this page is not in its original" in warned) is has_new
    assert told in text_of(client.post(edit, {"action": "publish"}, follow=True))
    russian.refresh_from_db()
    assert [block["value"] for block in russian.body.get_prep_value()] == [f"<p>{text}</p>" for text in texts]


def test_what_was_typed_beside_the_original_is_in_the_draft_of_a_translation_that_is_stopped() -> None:
    """Its editor showed what the page said before, and going on threw the new words away."""
    translation = begin(page(), locale("ru"))
    publish(translation, None)
    client = signed_in(editor())
    writes_on_the_screen(client, page("ru"), "Только что")
    client.post(f"/admin/localize/translate/{translation.pk}/disable/")
    assert not running_translation(page("ru"))
    draft = page("ru").get_latest_revision_as_object()
    assert (draft.title, page("ru").title) == ("Только что", "Кто мы")
    draft.summary = "Иное"
    draft.save_revision()
    client.post(f"/admin/pages/{page('ru').pk}/edit/", {"localize-restart-translation": "1"})
    publish(running_translation(page("ru")), None)
    assert (page("ru").title, page("ru").summary) == ("Только что", "Иное")


def test_whoever_goes_on_from_the_original_reads_what_has_no_place_there(stopped) -> None:
    """As whoever goes on from the page itself."""
    russian = page("ru").get_latest_revision_as_object()
    write(russian, body=json.dumps([*russian.body.get_prep_value(), NEW]))
    told = [text_of(signed_in(editor()).post(side(page().pk, "ru"), follow=True)) for _time in range(2)]
    assert ["1 text of this page is not in its original" in answer for answer in told] == [True, False]


@pytest.mark.parametrize("again", [False, True])
def test_a_translation_that_is_stopped_before_anybody_wrote_leaves_the_page_as_it_was(again: bool) -> None:
    """Its draft would have the original's words where some are missing."""
    write(page(), title="Mutlaqo yangi")
    client, russian = signed_in(editor()), page("ru")
    versions = russian.revisions.count()
    client.post(side(page().pk, "ru"))
    for _time in range(1 + again):
        client.post(f"/admin/localize/translate/{running_translation(russian).pk}/disable/")
        assert not running_translation(russian)
        client.post(f"/admin/pages/{russian.pk}/edit/", {"localize-restart-translation": "1"})
    assert russian.revisions.count() == versions


def goes_on(client: object, russian: StandardPage) -> int:
    """Stop the translation and start it again; how many texts are to be translated then."""
    client.post(f"/admin/localize/translate/{running_translation(russian).pk}/disable/")
    client.post(f"/admin/pages/{russian.pk}/edit/", {"localize-restart-translation": "1"})
    total, done = running_translation(russian).get_progress()
    return total - done


def test_the_originals_words_are_no_translation_when_a_translation_goes_on() -> None:
    """Its draft has them where nothing is translated yet: all was said to be, and Uzbek was published as Russian."""
    new = StandardPage(title="Boʻlim", summary="Bolalar", child_identity="nobody", locale=locale("uz"))
    uzbek, client = page().get_parent().add_child(instance=new), signed_in(publisher())
    client.post(side(uzbek.pk, "ru"))
    russian = uzbek.get_translation(locale("ru"))
    assert goes_on(client, russian) == 2
    writes_on_the_screen(client, russian, "Раздел")
    assert goes_on(client, russian) == 1
    client.post(f"/admin/pages/{russian.pk}/edit/", {"action": "publish"})
    russian.refresh_from_db()
    assert not russian.live


@pytest.mark.parametrize("fetched", [True, False])
def test_what_has_changed_in_the_original_still_waits_when_a_translation_goes_on(fetched: bool) -> None:
    """Stopping writes a version that is newer than the change: the former words stood for the new ones."""
    client = signed_in(publisher())
    client.post(side(page().pk, "ru"))
    publish(running_translation(page("ru")), None)
    write(page(), summary="Mutlaqo yangi xulosa.")
    if fetched:
        client.post(side(page().pk, "ru"))
    writes_on_the_screen(client, page("ru"), "Только что")
    assert goes_on(client, page("ru")) == 1


def test_a_translation_that_is_stopped_half_way_keeps_its_words_for_what_has_changed() -> None:
    """Its draft had the original's in their place, for whoever published it next."""
    client, before = signed_in(publisher()), page("ru").summary
    client.post(side(page().pk, "ru"))
    publish(running_translation(page("ru")), None)
    write(page(), summary="Mutlaqo yangi xulosa.")
    client.post(side(page().pk, "ru"))
    writes_on_the_screen(client, page("ru"), "Только что")
    assert goes_on(client, page("ru")) == 1
    draft = page("ru").get_latest_revision_as_object()
    assert (draft.title, draft.summary) == ("Только что", before)


@pytest.mark.parametrize("typed", ["Кто {мы}", ""], ids=["a mistake", "nothing"])
def test_a_translation_that_is_stopped_keeps_its_words_for_what_its_writer_had_not_done_with(
    typed: str,
) -> None:
    client = signed_in(publisher())
    client.post(side(page().pk, "ru"))
    publish(running_translation(page("ru")), None)
    title, translation = page("ru").title, running_translation(page("ru"))
    writes_on_the_screen(client, page("ru"), typed or "Кто")
    if not typed:
        segment = translation.source.stringsegment_set.get(context__path="title")
        there = f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/"
        assert client.delete(there).status_code == 200
    client.post(f"/admin/localize/translate/{translation.pk}/disable/")
    assert page("ru").get_latest_revision_as_object().title == title


def test_a_translation_with_a_mistake_waits_for_its_writer_when_it_goes_on() -> None:
    client = signed_in(publisher())
    client.post(side(page().pk, "ru"))
    russian = page("ru")
    publish(running_translation(russian), None)
    writes_on_the_screen(client, russian, "Кто {мы}")
    assert goes_on(client, russian) == 1
    assert StringTranslation.objects.filter(data="Кто {мы}", has_error=True).exists()


def test_a_translation_whose_page_is_locked_is_not_stopped() -> None:
    translation = begin(page(), locale("ru"))
    write(page("ru"), locked=True)
    signed_in(editor()).post(f"/admin/localize/translate/{translation.pk}/disable/")
    assert running_translation(page("ru"))


def test_who_saves_an_older_version_of_a_translation_is_told_that_nothing_was_saved() -> None:
    """Wagtail's screen for it is sent to the editor, in whose place the screen with both languages stands."""
    begin(page(), locale("ru"))
    older = write(page("ru"), title="Прежний").latest_revision
    write(page("ru"), title="Нынешний")
    client = signed_in(publisher())
    assert client.get(f"/admin/pages/{page('ru').pk}/revisions/{older.pk}/revert/").status_code == 200
    edit = f"/admin/pages/{page('ru').pk}/edit/"
    told = client.post(edit, {"title": "Прежний", "action-publish": "1"}, follow=True)
    assert page("ru").title == "Нынешний"
    assert "Nothing was saved" in text_of(told)


@pytest.mark.parametrize("chosen", ["page", "section"])
def test_many_pages_published_at_once_say_what_was_translated_and_nothing_else(chosen: str) -> None:
    """Of a page that was begun the draft says it in the original's words."""
    section = page().get_parent().add_child(instance=StandardPage(title="Boʻlim", locale=locale("uz")))
    below = section.add_child(instance=StandardPage(title="Sahifa", locale=locale("uz")))
    begin_as_draft(below, locale("ru"), None)
    russian, above = below.get_translation(locale("ru")), section.get_translation(locale("ru"))
    client = signed_in(publisher())
    writes_on_the_screen(client, above, "Раздел")

    def publish_many() -> str:
        asked = russian if chosen == "page" else above
        many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        answer = client.post(f"{many}?id={asked.pk}", {"include_descendants": "on"}, follow=True)
        russian.refresh_from_db()
        return text_of(answer)

    assert "Sahifa: 1 text is not translated yet. Nothing was published." in publish_many()
    assert not russian.live
    writes_on_the_screen(client, russian, "Страница")
    publish_many()
    assert (russian.live, russian.title) == (True, "Страница")


def test_a_picture_that_was_taken_away_on_the_screen_is_not_published_with_many_pages() -> None:
    """wagtail-localize keeps no trace of it: the draft, which shows the picture, passed for what the screen says."""
    ours, _theirs = with_media("uz", "Hisobot"), with_media("ru", "Отчёт")
    client = signed_in(publisher())
    client.post(side(page().pk, "ru"))
    translation = running_translation(page("ru"))
    publish(translation, None)
    for segment in translation.source.overridablesegment_set.all():
        client.delete(f"/admin/localize/translate/{translation.pk}/overrides/{segment.pk}/edit/")
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{many}?id={page('ru').pk}", {"include_descendants": ""})
    papers, shown = page("ru").body
    assert (papers.value["documents"][0].pk, shown.value["picture"].pk) == ours


def test_of_many_pages_published_at_once_mirrors_wait_for_their_original() -> None:
    """Wagtail's action was an error page, also where one lay below a section that somebody published."""
    section = page().get_parent().add_child(instance=StandardPage(title="Boʻlim", locale=locale("uz")))
    below = section.add_child(instance=StandardPage(title="Sahifa", locale=locale("uz"), live=False))
    mirror = below.copy_for_translation(locale("ru"), copy_parents=True, alias=True)
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    chosen = f"{many}?id={mirror.get_parent().pk}&id={mirror.pk}&id={section.pk}"
    answer = signed_in(publisher()).post(chosen, {"include_descendants": "on"})
    assert answer.status_code == 302
    below.refresh_from_db()
    mirror.refresh_from_db()
    assert (below.live, mirror.live) == (True, True)
