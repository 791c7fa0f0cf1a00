"""What is never kept, because it may belong to one visitor."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from core.page_cache import mark

from .site import PAGE, Answer, answer_with, never_kept


def test_a_response_that_is_not_marked_is_not_kept(cache, site):
    site.view = lambda environ: HttpResponse(PAGE)
    assert never_kept(cache, site)


@pytest.mark.parametrize("status", [404, 500, 302, 206])
def test_only_a_plain_success_is_kept(cache, site, status):
    site.view = lambda environ: mark(HttpResponse(PAGE, status=status))
    assert never_kept(cache, site)


@pytest.mark.parametrize("vary", ["Cookie", "Accept-Language", "Accept-Encoding, Cookie", "HX-Request", "*"])
def test_a_response_that_varies_with_the_visitor_is_not_kept(cache, site, vary):
    site.view = answer_with(Vary=vary)
    assert never_kept(cache, site)


def test_a_response_that_sets_a_cookie_is_not_kept(cache, site):
    def view(environ):
        response = mark(HttpResponse(PAGE))
        response.set_cookie("a", "b")
        return response

    site.view = view
    assert never_kept(cache, site)


def test_a_response_with_a_nonce_is_not_kept(cache, site):
    site.view = answer_with(Content_Security_Policy="script-src 'nonce-abc'")
    assert never_kept(cache, site)


def test_a_streamed_response_is_not_kept(cache, site):
    site.view = lambda environ: mark(StreamingHttpResponse([PAGE.encode()]))
    assert never_kept(cache, site)


def test_a_request_with_authorization_is_not_answered_from_a_copy(cache, site):
    Answer(cache)
    Answer(cache, authorization="Bearer x")
    assert site.asked == 2


def test_a_post_goes_to_the_application(cache, site):
    Answer(cache)
    Answer(cache, method="POST")
    assert site.asked == 2


def test_paths_outside_the_languages_are_not_looked_at(cache, site):
    assert never_kept(cache, site, path="/admin/")


def test_a_query_too_long_to_read_is_not_kept_where_arguments_matter(cache, site):
    site.view = lambda environ: mark(HttpResponse(PAGE), query=("page",))
    assert never_kept(cache, site, query="page=" + "9" * 3000)
