"""Cells of listings."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.utils.translation import gettext_lazy, override

from donations.back_office.columns import LinkColumn, MomentColumn, StateColumn, TextColumn


def cell(column, value):
    return column.render_cell_html(SimpleNamespace(it=value), {})


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        ("<b>", "en", "&lt;b&gt;"),
        (None, "en", ""),
        (1234567, "ru", "1234567"),
        (gettext_lazy("Yes"), "ru", "Да"),
        (date(2026, 11, 5), "ru", "05.11.2026"),
        (date(2026, 11, 5), "uz", "05.11.2026"),
        (date(2026, 11, 5), "uz-cyrl", "05.11.2026"),
        (date(2026, 11, 5), "en", "5\xa0Nov 2026"),
    ],
)
def test_a_cell_shows_its_value_in_the_language_and_escapes_it(value, language, shown):
    with override(language):
        assert cell(TextColumn("it"), value) == f"<td>{shown}</td>"


def test_a_moment_is_shown_in_tashkent():
    with override("ru"):
        shown = cell(MomentColumn("it"), datetime(2026, 11, 5, 20, 30, tzinfo=UTC))
    assert shown == '<td><time datetime="2026-11-06T01:30:00+05:00">06.11.2026 01:30</time></td>'
    assert cell(MomentColumn("it"), None) == "<td></td>"


def test_a_name_leads_to_its_page_and_is_never_empty():
    assert '<a href="/there/">G-1</a>' in cell(LinkColumn("it", get_url=lambda row: "/there/"), "G-1")
    with override("en"):
        assert '<a href="/there/">(blank)</a>' in cell(LinkColumn("it", get_url=lambda row: "/there/"), "")


def test_the_states_that_matter_stand_out():
    def shown(state):
        row = SimpleNamespace(state=state, get_state_display=lambda: state.title())
        return StateColumn("held", "failed").render_cell_html(row, {})

    assert shown("held") == '<td><span class="w-status w-status--primary">Held</span></td>'
    assert shown("paid") == '<td><span class="w-status">Paid</span></td>'


def test_a_cell_has_the_class_of_its_column():
    assert cell(TextColumn("it", classname="a"), "x") == '<td class="a">x</td>'
    link = LinkColumn("it", get_url=lambda row: "/", classname="a")
    assert cell(link, "x").startswith('<td class="title a">')
