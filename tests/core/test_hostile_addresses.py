"""Addresses that no page can have: they are not found, and cost next to nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/uz/a%00b/", 404),
        ("/uz/a%00b", 404),
        ("/a%00b.php", 404),
        ("/uz/newsletter/unsubscribe/%00/", 404),
        ("/uz/verify/%00/", 404),
        ("/media/%00", 404),
        ("/documents/1/%00.pdf", 404),
        ("/api/pages/?village=%00", 400),
        ("/uz/news/?village=%00", 404),
        ("/uz/search/?q=a%00b", 200),
    ],
)
def test_a_null_character_is_no_error_of_ours(client: Client, address: str, status: int) -> None:
    """Scanners ask for them all day. PostgreSQL takes none in a text, SQLite does."""
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    "address", ["/api/pages/{}/", "/uz/feeds/events/{}.ics", "/documents/{}/a.pdf", "/cards/{}-a.png"]
)
def test_a_number_too_large_for_the_database_is_not_found(client: Client, address: str) -> None:
    """SQLite takes none above 63 bits, PostgreSQL none above 31 in this column."""
    for number in (2**31, 2**63, 10**30):
        assert client.get(address.format(number)).status_code == 404


def test_an_address_deeper_than_any_tree_is_not_looked_up(client: Client) -> None:
    """Each of its beginnings would be asked for: eight kilobytes of address, sixteen megabytes of SQL."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/uz/" + "a/" * 4000).status_code == 404
    assert sum(len(query["sql"]) for query in queries) < 100_000


def test_more_arguments_than_any_form_has_are_no_error_of_ours(client: Client) -> None:
    for address in ("/uz/nowhere/", "/uz/donate/"):
        assert client.get(address + "?" + "a=1&" * 2000).status_code == 404
