"""People and reports are rows of their page: each language has its own words and papers."""

from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail_localize.models import StringTranslation

from home.models import PeoplePage, Person, ReportLibraryPage
from tests.translations.pages import editor, locale, publisher, write
from translations.services.drafts import publish, save_draft
from translations.services.translating import begin, write_in_other_script

pytestmark = pytest.mark.django_db


def people(language: str = "uz") -> PeoplePage:
    return PeoplePage.objects.get(locale=locale(language))


def library(language: str = "uz") -> ReportLibraryPage:
    return ReportLibraryPage.objects.get(locale=locale(language))


def told(page: PeoplePage) -> list[tuple[str, str]]:
    return [(person.name, person.role) for person in page.people.all()]


def papers(page: ReportLibraryPage) -> list[int]:
    return [report.document_id for report in page.reports.all()]


def joined_by(name: str) -> PeoplePage:
    """The Uzbek page with somebody new at its head."""
    page = people()
    page.people = [Person(name=name, role="Oʻqituvchi"), *page.people.all()]
    for place, person in enumerate(page.people.all()):
        person.sort_order = place
    return write(page)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_translating_beside_the_original_keeps_people_and_papers(language: str) -> None:
    """Else Russian visitors would read Uzbek posts and be given the Uzbek report."""
    before = told(people(language)), papers(library(language))
    for original in (people(), library()):
        save_draft(begin(original, locale(language)), editor()).latest_revision.publish()
    assert (told(people(language)), papers(library(language))) == before


def test_somebody_new_does_not_cost_the_russian_words_and_waits_to_be_translated() -> None:
    before = told(people("ru"))
    translation = begin(joined_by("Nigora Shodiyeva"), locale("ru"))
    assert told(save_draft(translation, editor())) == [("Nigora Shodiyeva", "Oʻqituvchi"), *before]
    with pytest.raises(ValidationError, match="2 texts are not translated"), override("en"):
        publish(translation, editor())
    assert told(people("ru")) == before


def test_somebody_new_appears_in_russian_once_translated() -> None:
    before = told(people("ru"))
    translation = begin(joined_by("Nigora Shodiyeva"), locale("ru"))
    for text, russian in (("Nigora Shodiyeva", "Нигора Шодиева"), ("Oʻqituvchi", "Учитель")):
        (segment,) = translation.source.stringsegment_set.filter(string__data=text)
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=locale("ru"), data=russian
        )
    publish(translation, publisher())
    assert told(people("ru")) == [("Нигора Шодиева", "Учитель"), *before]


def test_who_left_the_original_has_left_the_translation_too() -> None:
    page, before = people(), told(people("ru"))
    page.people = list(page.people.all())[1:]
    publish(begin(write(page), locale("ru")), publisher())
    assert told(people("ru")) == before[1:]


def test_a_report_is_the_same_row_in_every_language() -> None:
    keys = {code: [row.translation_key for row in library(code).reports.all()] for code in ("uz", "ru", "en")}
    assert keys["uz"] == keys["ru"] == keys["en"]


def test_the_other_script_keeps_what_it_has_while_the_original_stays() -> None:
    before = told(people("uz-cyrl")), papers(library("uz-cyrl"))
    for original in (people(), library()):
        translation = write_in_other_script(original, editor())
        translation.get_target_instance().latest_revision.publish()
    assert (told(people("uz-cyrl")), papers(library("uz-cyrl"))) == before


def test_somebody_new_is_written_in_the_other_script() -> None:
    translation = write_in_other_script(joined_by("Nigora Shodiyeva"), editor())
    cyrillic = translation.get_target_instance().get_latest_revision_as_object()
    assert told(cyrillic)[0] == ("Нигора Шодиева", "Ўқитувчи")
    assert len(told(cyrillic)) == len(told(people()))


def test_a_page_that_was_not_there_has_its_rows_in_its_script() -> None:
    page, before = people(), told(people("uz-cyrl"))
    new = page.copy(update_attrs={"slug": "yana", "title": "Yana"}, reset_translation_key=True)
    cyrillic = write_in_other_script(new, editor()).get_target_instance().get_latest_revision_as_object()
    assert told(cyrillic) == before


def test_rows_of_the_past_are_named_by_their_place_in_versions_too() -> None:
    for row in Person.objects.all():
        Person.objects.filter(pk=row.pk).update(translation_key=uuid4())
    for code in ("uz", "ru"):
        people(code).save_revision()
    import_module("home.migrations.0006_rows_of_each_language").name_rows(apps, None)
    uzbek, russian = ([row.translation_key for row in people(code).people.all()] for code in ("uz", "ru"))
    assert uzbek == russian
    version = people("ru").latest_revision.as_object()
    assert [row.translation_key for row in version.people.all()] == russian
    assert {row.locale for row in version.people.all()} == {locale("ru")}
