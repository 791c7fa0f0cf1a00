"""Parts of a file, as players ask for them."""

from io import BytesIO

import pytest
from django.http import StreamingHttpResponse
from django.test import RequestFactory

from core.byte_ranges import part_of

WHOLE = b"0123456789"


def asked(what: str, method: str = "get"):
    request = getattr(RequestFactory(), method)("/", headers={"Range": what} if what else {})
    whole = StreamingHttpResponse(
        iter([WHOLE]), headers={"Content-Type": "video/mp4", "Content-Length": "10"}
    )
    return part_of(request, whole, len(WHOLE), lambda: BytesIO(WHOLE))


@pytest.mark.parametrize(
    ("what", "first", "last"),
    [
        ("bytes=0-", 0, 9),
        ("bytes=0-0", 0, 0),
        ("bytes=2-5", 2, 5),
        ("bytes=5-99", 5, 9),
        ("bytes=-3", 7, 9),
        ("bytes=-99", 0, 9),
    ],
)
def test_a_part_is_given(what, first, last):
    answer = asked(what)
    assert b"".join(answer.streaming_content) == WHOLE[first : last + 1]
    assert (answer.status_code, answer["Content-Range"]) == (206, f"bytes {first}-{last}/10")
    assert (answer["Content-Length"], answer["Content-Type"]) == (str(last - first + 1), "video/mp4")


@pytest.mark.parametrize("what", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(what):
    answer = asked(what)
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */10")


@pytest.mark.parametrize(
    "what", ["", "bytes=-", "bytes=5-2", "bytes=0-1,3-4", "lines=0-1", "bytes=x-", "bytes=1-" + "9" * 99]
)
def test_whoever_asks_for_no_part_gets_the_whole(what):
    answer = asked(what)
    assert (answer.status_code, answer["Accept-Ranges"]) == (200, "bytes")
    assert b"".join(answer.streaming_content) == WHOLE
    assert not answer.has_header("Content-Range")


def test_who_asks_for_the_head_gets_it_whole():
    assert asked("bytes=0-1", "head").status_code == 200
