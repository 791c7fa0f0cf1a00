"""What is out of date, in the report and in the listing; and what goes when one language goes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail import hooks
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, PageLogEntry

from tests.factories.accounts import signed_in
from tests.translations.pages import editor, locale, page, publisher, write
from translations.back_office.report import narrow, rows
from translations.querysets import with_original
from translations.services import cascade
from translations.services.checking import decide
from translations.services.drafts import publish
from translations.services.translating import begin, write_in_other_script
from translations.states import State, standing

pytestmark = pytest.mark.django_db

LANGUAGES = ["uz", "uz-cyrl", "ru", "en"]


def state(language: str) -> str:
    return standing(with_original(Page.objects.filter(pk=page(language).pk)).get()).state


def live() -> list[str]:
    return [language for language in LANGUAGES if page(language).live]


def test_seeded_translations_are_up_to_date() -> None:
    assert [state(language) for language in LANGUAGES] == ["original", "current", "current", "current"]


def test_a_published_change_marks_every_translation() -> None:
    write(page(), title="Yangi")
    assert [state(language) for language in LANGUAGES] == ["original", "outdated", "outdated", "outdated"]


def test_the_report_says_since_when() -> None:
    written = write(page(), title="Yangi").live_revision.created_at
    assert standing(with_original(Page.objects.filter(pk=page("ru").pk)).get()).since == written


def test_a_draft_of_the_original_marks_nothing() -> None:
    write(page(), publish=False, title="Yangi")
    assert state("ru") == State.CURRENT


def test_a_new_draft_waits_to_be_published() -> None:
    write_in_other_script(write(page(), title="Yangi"), editor())
    assert state("uz-cyrl") == State.DRAFT
    page("uz-cyrl").latest_revision.publish()
    assert state("uz-cyrl") == State.CURRENT


def test_a_translation_made_before_its_original_was_published_is_not_out_of_date() -> None:
    uzbek = write(page(), publish=False, title="Yangi")
    write_in_other_script(uzbek, editor())
    uzbek.latest_revision.publish()
    assert state("uz-cyrl") == State.DRAFT


def test_publishing_again_does_not_fetch_what_has_changed_in_the_original() -> None:
    """Beside the original stood its old text: whoever published has not read the new one."""
    translation = begin(page(), locale("ru"))
    write(page(), title="Yangi")
    publish(translation, None)
    assert state("ru") == State.OUTDATED


def test_nor_does_a_word_that_is_decided_meanwhile() -> None:
    translation = write_in_other_script(write(page(), summary="Katsura keldi."), editor())
    newer = write(page(), publish=False, title="Yangi")
    decide(translation, "Katsura", "кацура", editor())
    newer.latest_revision.publish()
    assert state("uz-cyrl") == State.OUTDATED


def test_what_was_fetched_and_needed_no_word_is_up_to_date_once_it_is_published() -> None:
    begin(page(), locale("ru"))
    write(page())
    publish(begin(page(), locale("ru")), None)
    assert state("ru") == State.CURRENT


def test_the_report_has_each_page_once_with_every_language() -> None:
    found = rows()
    assert len(found) == Page.objects.filter(depth__gt=1, locale__language_code="uz").count()
    assert {tuple(cell.language for cell in row.cells) for row in found} == {tuple(LANGUAGES)}


def test_the_report_is_narrowed_by_language_and_state() -> None:
    write(page(), title="Yangi")
    page("en").copy(to=page("en"), update_attrs={"slug": "yana"})  # nobody has translated this one
    assert [row.original.title for row in narrow(rows(), "ru", State.OUTDATED)] == ["Yangi"]
    assert [row.original.slug for row in narrow(rows(), "uz", State.MISSING)] == ["yana"]
    assert narrow(rows(), "uz", State.OUTDATED) == []


def test_the_reports_queries_do_not_grow_with_pages(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        rows()


@pytest.mark.parametrize("query", ["", "?language=ru&state=outdated", "?state=nonsense&language=xx&p=99"])
def test_the_report_opens(query: str) -> None:
    response = signed_in(editor()).get(f"/admin/translations/{query}")
    assert response.status_code == 200


def test_the_report_is_in_the_menu_once() -> None:
    content = signed_in(editor()).get("/admin/").content.decode()
    assert content.count('"/admin/translations/"') == 1
    assert "/admin/localize/reports/" not in content


def test_the_listing_says_what_is_out_of_date(django_assert_max_num_queries: object) -> None:
    client = signed_in(editor())
    write(page(), title="Yangi")
    parent = page("ru").get_parent()
    content = client.get(f"/admin/pages/{parent.pk}/").content.decode()
    assert content.count("Out of date since") == 1


def test_the_label_costs_a_listing_no_query_for_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(editor())
    address = f"/admin/pages/{page('ru').get_parent().pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as with_labels:
        client.get(address)
    monkeypatch.setattr("wagtail.hooks._hooks", _without_ours())
    with CaptureQueriesContext(connection) as without:
        client.get(address)
    assert len(with_labels) - len(without) <= 1


def _without_ours() -> dict:
    listing = {
        "register_page_listing_more_buttons",
        "register_page_listing_buttons",
        "construct_explorer_page_queryset",
    }
    return {
        name: [
            hook for hook in found if name not in listing or not hook[0].__module__.startswith("translations")
        ]
        for name, found in hooks._hooks.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_unpublishing_reaches_every_language(language: str) -> None:
    page(language).unpublish()
    assert live() == []


def test_unpublishing_by_the_base_class_reaches_every_language() -> None:
    UnpublishPageAction(Page.objects.get(pk=page().pk)).execute()
    assert live() == []


def test_unpublishing_in_the_editor_reaches_every_language() -> None:
    signed_in(publisher()).post(f"/admin/pages/{page().pk}/unpublish/")
    assert live() == []


def test_unpublishing_in_bulk_reaches_every_language() -> None:
    signed_in(publisher()).post(f"/admin/bulk/wagtailcore/page/unpublish/?id={page().pk}")
    assert live() == []


ROUTES = {
    "the page": lambda: page().unpublish(),
    "the base class": lambda: UnpublishPageAction(Page.objects.get(pk=page().pk)).execute(),
    "the editor": lambda: signed_in(publisher()).post(f"/admin/pages/{page().pk}/unpublish/"),
    "in bulk": lambda: signed_in(publisher()).post(f"/admin/bulk/wagtailcore/page/unpublish/?id={page().pk}"),
}


@pytest.mark.parametrize("route", ROUTES)
def test_what_dies_between_two_languages_leaves_all_as_they_were(route: str, monkeypatch: object) -> None:
    down: list[int] = []

    def die_at_the_second(one: Page) -> None:
        down.append(one.pk)
        if len(down) == 2:
            raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(cascade, "_unschedule", die_at_the_second)
        with pytest.raises(SystemExit):
            ROUTES[route]()
    assert live() == LANGUAGES
    ROUTES[route]()
    assert live() == []


def test_other_pages_stay() -> None:
    before = Page.objects.filter(live=True).count()
    page().unpublish()
    assert Page.objects.filter(live=True).count() == before - len(LANGUAGES)


def test_publishing_again_reaches_no_other_language() -> None:
    page().unpublish()
    page().save_revision().publish()
    assert live() == ["uz"]


def test_unpublishing_takes_translations_off_the_schedule_too() -> None:
    """What is taken down in one language must not appear in another tomorrow."""
    where = page("en")
    where.unpublish()
    write(page("uz"))
    where.refresh_from_db()
    where.go_live_at = timezone.now() + timedelta(days=1)
    where.save_revision().publish()
    assert where.revisions.filter(approved_go_live_at__isnull=False).exists()
    page("uz").unpublish()
    assert not where.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert PageLogEntry.objects.filter(page=where.pk, action="wagtail.schedule.cancel").exists()
