"""People, vacancies, reports and landing pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.models import (
    LandingPage,
    PeoplePage,
    Person,
    Report,
    ReportLibraryPage,
    VacancyIndexPage,
    VacancyPage,
)

pytestmark = pytest.mark.django_db


def of_english(model: type) -> object:
    return model.objects.get(url_path__startswith="/en/")


def add_vacancy(title: str, days: int | None) -> VacancyPage:
    closing = None if days is None else timezone.localdate() + timedelta(days=days)
    return of_english(VacancyIndexPage).add_child(instance=VacancyPage(title=title, closing_date=closing))


@pytest.mark.parametrize(("days", "stands"), [(0, True), (5, True), (None, True), (-1, False)])
def test_a_vacancy_leaves_the_list_after_its_last_day(client: Client, days: int | None, stands: bool) -> None:
    vacancy = add_vacancy("Gardener", days)
    found = client.get(of_english(VacancyIndexPage).url_path).context["page_obj"].object_list
    assert (vacancy in found) is stands


def test_a_closed_vacancy_asks_for_no_letter(client: Client) -> None:
    html = client.get(add_vacancy("Gardener", -1).url_path).content.decode()
    assert "This post is taken or closed" in html
    assert "mailto:info@sos-mahalla.example?subject" not in html


def test_what_closes_first_stands_first() -> None:
    late, soon, always = add_vacancy("Late", 9), add_vacancy("Soon", 1), add_vacancy("Always", None)
    titles = [page.title for page in VacancyPage.objects.open() if page in {late, soon, always}]
    assert titles == ["Soon", "Late", "Always"]


def test_people_stand_in_their_order(client: Client) -> None:
    page = of_english(PeoplePage)
    html = client.get(page.url_path).content.decode()
    places = [html.index(f">{person.name}<") for person in page.people.all()]
    assert places == sorted(places)


def test_more_people_ask_no_more_queries(client: Client) -> None:
    page = of_english(PeoplePage)

    def count() -> int:
        client.get(page.url_path)
        with CaptureQueriesContext(connection) as asked:
            client.get(page.url_path)
        return len(asked)

    few = count()
    common = {"page": page, "locale": page.locale}
    Person.objects.bulk_create(Person(**common, name=f"Person {n}", sort_order=10 + n) for n in range(20))
    assert count() == few


def test_a_report_tells_its_kind_year_and_size(client: Client) -> None:
    page = of_english(ReportLibraryPage)
    report = page.reports.select_related("document").first()
    html = client.get(page.url_path).content.decode()
    assert report.document.url in html
    assert "PDF" in html
    assert f"{report.get_kind_display()} · {report.year}" in html


def test_reports_are_narrowed_by_year(client: Client) -> None:
    page = of_english(ReportLibraryPage)
    first = page.reports.first()
    Report.objects.create(page=page, document=first.document, kind="annual", year=2024, sort_order=5)
    found = client.get(f"{page.url_path}?year=2024").context["page_obj"].object_list
    assert [report.year for report in found] == [2024]


def test_a_landing_page_has_nothing_beside_its_blocks(client: Client) -> None:
    assert 'class="aside"' not in client.get(of_english(LandingPage).url_path).content.decode()


def test_the_demo_uses_every_block() -> None:
    from home.demo.content import pages

    used = {block["type"] for page in pages() for block in page["body"]}
    from programmes.blocks import BodyBlock

    assert set(BodyBlock().child_blocks) == used - {"cards"}
