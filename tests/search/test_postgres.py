"""What only PostgreSQL can show: the index is used, and it is no extension that makes it work."""

import pytest
from django.db import connection

from search.models import Entry
from tests.search.pages import publish

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_the_index_of_words_answers_the_question() -> None:
    rows = Entry.objects.matching([["zumradhon"], ["bog"]])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "search_entry_words" in rows.order_by().explain()


def test_no_statistics_tell_the_planner_that_a_word_is_common() -> None:
    """With them it would read every page's words instead of the index (see migration 0003)."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry")
        cursor.execute(
            "SELECT attname FROM pg_stats WHERE tablename = 'search_entry' AND attname LIKE '%words'"
        )
        assert cursor.fetchall() == []


def test_no_extension_is_needed() -> None:
    """The lists of giving use one where they may; what is searched here, and how, knows of none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'search_%'")
        assert not [index for (index,) in cursor.fetchall() if "trgm" in index]
        cursor.execute("SELECT extname FROM pg_extension WHERE extname NOT IN ('plpgsql', 'pg_trgm')")
        assert cursor.fetchall() == []


def test_a_word_and_its_beginning_are_found() -> None:
    page = publish("uz", "Zumradxon bogʻi")
    assert Entry.objects.matching([["zumrad"], ["bog"]]).filter(pk=page.pk).exists()
