"""The index holds what everybody may see, and nothing else."""

import pytest
from wagtail.models import Page, PageViewRestriction

from languages.folding import fold
from search.models import Entry, Slip, Word
from search.services import index
from tests.factories.accounts import signed_in
from tests.search.pages import publish
from tests.translations.pages import locale, page, publisher, write
from translations.services.translating import begin

pytestmark = pytest.mark.django_db
NAME = fold("zumradxon")


def is_found(page: Page) -> bool:
    return Entry.objects.visible().matching([[NAME]]).filter(pk=page.pk).exists()


def knows_the_word() -> bool:
    return Word.objects.filter(key=NAME).exists() or Slip.objects.filter(piece=NAME[:-1]).exists()


def test_a_draft_is_not_found_until_it_is_published() -> None:
    page = publish("uz", "Sahifa")
    page.title = "Zumradxon"
    revision = page.save_revision()
    assert not is_found(page)
    revision.publish()
    assert is_found(page)


def test_an_unpublished_page_is_gone_with_its_words() -> None:
    page = publish("uz", "Zumradxon")
    page.unpublish()
    assert not Entry.objects.filter(pk=page.pk).exists()
    assert not knows_the_word()


def test_a_deleted_page_is_gone_with_its_words() -> None:
    page = publish("uz", "Zumradxon")
    Page.objects.get(pk=page.pk).delete()
    assert not Entry.objects.filter(pk=page.pk).exists()
    assert not knows_the_word()


def test_deleting_a_tree_takes_the_words_of_all_its_pages() -> None:
    top = publish("uz", "Ota")
    publish("uz", "Zumradxon", under=top)
    Page.objects.get(pk=top.pk).delete()
    assert not knows_the_word()


def test_a_takedown_takes_a_page_out_at_once() -> None:
    page = publish("uz", "Zumradxon")
    assert index.remove(page)
    assert not is_found(page)
    assert not knows_the_word()
    assert not index.remove(page)


def test_a_word_stays_while_another_page_has_it() -> None:
    first, second = publish("uz", "Zumradxon"), publish("uz", "Yana zumradxon")
    index.remove(first)
    assert Word.objects.get(key=NAME).pages == 1
    index.remove(second)
    assert not knows_the_word()


def test_a_page_under_a_restriction_leaves_and_comes_back() -> None:
    top = publish("uz", "Ota")
    page = publish("uz", "Zumradxon", under=top)
    restriction = PageViewRestriction.objects.create(page=top, restriction_type="login")
    assert not Entry.objects.filter(pk=page.pk).exists()
    restriction.delete()
    assert is_found(page)


def test_publishing_below_a_restriction_does_not_bring_a_page_in() -> None:
    top = publish("uz", "Ota")
    PageViewRestriction.objects.create(page=top, restriction_type="login")
    page = publish("uz", "Zumradxon", under=top)
    assert not Entry.objects.filter(pk=page.pk).exists()


def test_moving_a_page_below_a_restriction_takes_it_out() -> None:
    top = publish("uz", "Ota")
    PageViewRestriction.objects.create(page=top, restriction_type="login")
    page = publish("uz", "Zumradxon")
    page.move(Page.objects.get(pk=top.pk), pos="last-child")
    assert not Entry.objects.filter(pk=page.pk).exists()


def test_a_row_that_outlived_its_page_is_not_shown() -> None:
    page = publish("uz", "Zumradxon")
    Page.objects.filter(pk=page.pk).update(live=False)
    assert not is_found(page)


def test_a_changed_title_takes_its_old_words_along() -> None:
    page = publish("uz", "Zumradxon")
    page.title = "Boshqa sarlavha"
    page.save_revision().publish()
    assert not is_found(page)
    assert not knows_the_word()


def test_putting_the_same_page_twice_writes_once() -> None:
    page = publish("uz", "Zumradxon")
    assert not index.put(page)


def test_counts_are_those_of_a_rebuild() -> None:
    page = publish("uz", "Zumradxon", text="<p>bir ikki uch zumradxon</p>")
    page.title = "Zumradxon va boshqalar"
    page.save_revision().publish()
    words = set(Word.objects.values_list("language", "key", "pages"))
    index.rebuild()
    assert set(Word.objects.values_list("language", "key", "pages")) == words


def test_refreshing_finds_what_changed_behind_the_signals() -> None:
    page = publish("uz", "Sahifa")
    Page.objects.filter(pk=page.pk).update(title="Zumradxon")
    assert index.refresh(Page.objects.filter(pk=page.pk)) == 1
    assert is_found(page)


def test_what_a_page_said_before_it_became_a_mirror_is_found_no_more() -> None:
    """Nor does the read API tell it."""
    russian = write(page("ru"), title="Зумрадхон рисует")
    begin(page(), locale("ru"))
    client = signed_in(publisher())
    client.post(f"/admin/localize/page/{russian.pk}/convert_to_alias/")
    assert Page.objects.get(pk=russian.pk).alias_of
    assert Entry.objects.get(pk=russian.pk).title == page().title
