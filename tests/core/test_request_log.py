"""The request log names the route and nothing about the person."""

import logging

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(client, caplog):
    """Asks for an address and returns what was logged."""

    def ask(address):
        with caplog.at_level(logging.INFO, logger="portal.requests"):
            client.get(address)
        return caplog.records[-1].getMessage()

    return ask


def test_a_request_is_logged_with_its_route_and_status(line):
    assert line("/healthz").startswith("GET healthz 200 ")


def test_the_query_is_left_out(line):
    assert "secret" not in line("/healthz?token=secret")


def test_what_stands_in_an_address_is_left_out(line):
    assert "images/secret.jpg" not in line("/media/images/secret.jpg")


def test_an_unknown_address_is_not_repeated(line):
    assert "secret" not in line("/nothing/secret")


def test_an_error_is_logged_with_its_route(client, caplog, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("core.media.PUBLIC_FOLDERS", None)
    client.get("/media/images/secret.jpg")
    assert caplog.records[-1].getMessage() == "Internal Server Error: media/<path:path>"
