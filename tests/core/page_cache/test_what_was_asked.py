"""What one visitor's address asked for never stands in the copy that everybody gets."""

import pytest

from .site import Answer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/uz/", "/en/api/", "/en/news/", "/uz/feeds/news.rss", "/api/pages/"])
def test_an_argument_that_changes_nothing_is_not_written_into_the_copy(whole_site, path):
    Answer(whole_site, path, query="email=zebo1987%40example.org")
    copy = Answer(whole_site, path)
    assert copy.headers["Cache-Status"] == "portal; hit"
    assert b"zebo1987" not in copy.body


def test_other_languages_of_a_form_keep_what_presets_it(client):
    html = client.get("/en/donate/?amount=50000").content.decode()
    assert 'href="/uz/donate/?amount=50000"' in html
