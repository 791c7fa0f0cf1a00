"""What is answered from a copy, and in which bytes."""

import gzip

import brotli
import pytest
from django.http import HttpResponse

from core.page_cache import mark
from core.page_cache.middleware import PageCache

from .site import PAGE, Answer, answer_with


def test_the_second_visitor_gets_the_copy(cache, site):
    first, second = Answer(cache), Answer(cache)
    assert (site.asked, second.body) == (1, first.body)


def test_a_copy_says_that_it_is_one(cache):
    Answer(cache)
    assert Answer(cache).headers["Cache-Status"] == "portal; hit"


@pytest.mark.parametrize("query", ["utm_source=x", "fbclid=1&gclid=2", "a=1&a=2", "%ff"])
def test_arguments_that_nobody_declared_do_not_matter(cache, site, query):
    Answer(cache)
    Answer(cache, query=query)
    assert site.asked == 1


def test_a_copy_made_with_an_unknown_argument_serves_those_without(cache, site):
    Answer(cache, query="utm_source=x")
    Answer(cache)
    assert site.asked == 1


def test_cookies_do_not_matter(cache, site):
    Answer(cache)
    Answer(cache, cookie="sessionid=1; language=ru")
    assert site.asked == 1


def test_a_declared_argument_makes_another_page(cache, site):
    site.view = lambda environ: mark(HttpResponse(environ["QUERY_STRING"]), query=("page",))
    assert [Answer(cache, query=f"page={n}").body for n in (1, 2, 1)] == [b"page=1", b"page=2", b"page=1"]


def test_a_declared_argument_among_unknown_ones_finds_its_page(cache, site):
    site.view = lambda environ: mark(HttpResponse(PAGE), query=("page", "topic"))
    Answer(cache, query="page=2&topic=x")
    Answer(cache, query="utm=1&topic=x&page=2")
    assert site.asked == 1


def test_an_argument_declared_later_splits_the_page(cache, site):
    site.view = lambda environ: mark(HttpResponse("old"), query=())
    Answer(cache)
    site.view = lambda environ: mark(HttpResponse(environ["QUERY_STRING"]), query=("page",))
    cache.store.clear()
    Answer(cache, query="page=1")
    assert Answer(cache, query="page=2").body == b"page=2"


def test_hosts_are_told_apart(cache, site):
    Answer(cache)
    Answer(cache, host="other.example")
    assert site.asked == 2


def test_a_plain_request_never_gets_the_copy_of_a_secure_one(cache, site, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    cache = PageCache(site, cache.changes, seconds=60)
    Answer(cache, x_forwarded_proto="https")
    Answer(cache, x_forwarded_proto="http")
    assert site.asked == 2


def test_head_gets_the_headers_of_the_copy(cache):
    length = len(Answer(cache).body)
    head = Answer(cache, method="HEAD")
    assert (head.body, head.headers["Content-Length"]) == (b"", str(length))


def test_head_before_any_get_has_the_headers_of_the_page(cache, site):
    head = Answer(cache, method="HEAD")
    page = Answer(cache)
    assert head.body == b""
    assert {name: head.headers[name] for name in ("ETag", "Cache-Control", "Content-Length")} == {
        name: page.headers[name] for name in ("ETag", "Cache-Control", "Content-Length")
    }
    assert site.asked == 1


def test_each_client_gets_the_best_encoding_it_takes(cache):
    plain = Answer(cache).body
    best = Answer(cache, accept_encoding="gzip, deflate, br")
    middle = Answer(cache, accept_encoding="gzip")
    assert plain == brotli.decompress(best.body) == gzip.decompress(middle.body)


@pytest.mark.parametrize("accepted", ["", "br;q=0, gzip;q=0.0", "identity", "deflate", "brotli"])
def test_a_client_that_takes_no_encoding_gets_plain_bytes(cache, accepted):
    assert "Content-Encoding" not in Answer(cache, accept_encoding=accepted).headers


def test_a_client_that_has_the_bytes_gets_none(cache):
    etag = Answer(cache, accept_encoding="br").headers["ETag"]
    again = Answer(cache, accept_encoding="br", if_none_match=f'"x", W/{etag}')
    assert (again.status, again.body) == (304, b"")


def test_the_first_answer_can_be_a_304_too(cache, site):
    etag = Answer(cache).headers["ETag"]
    cache.store.clear()
    assert Answer(cache, if_none_match=etag).status == 304


def test_encodings_have_different_etags(cache):
    tags = {Answer(cache, accept_encoding=accepted).headers["ETag"] for accepted in ("br", "gzip", "")}
    assert len(tags) == 3


def test_a_copy_varies_with_the_encoding_only(cache):
    assert Answer(cache).headers["Vary"] == "Accept-Encoding"


def test_browsers_and_proxies_ask_again_each_time(cache, site):
    site.view = answer_with(Cache_Control="max-age=600")
    assert Answer(cache).headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_security_headers_stay_with_the_copy(cache, site):
    site.view = answer_with(Content_Security_Policy="default-src 'none'")
    Answer(cache)
    assert Answer(cache).headers["Content-Security-Policy"] == "default-src 'none'"
