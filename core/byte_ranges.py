"""A part of a file, as players ask for it (RFC 9110, section 14): without it Apple's play no film, others cannot go on
from its middle.
"""

import re
from collections.abc import Callable
from typing import BinaryIO
from wsgiref.util import FileWrapper

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from whitenoise.responders import SlicedFile

_ASKED = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def part_of(
    request: HttpRequest, whole: HttpResponseBase, size: int, opened: Callable[[], BinaryIO]
) -> HttpResponseBase:
    """The part of `whole`, an answer of `size` bytes, that is asked for, read from what `opened()` returns; `whole`
    itself for whoever asks for no part, or for several.
    """
    whole.headers["Accept-Ranges"] = "bytes"
    asked = _ASKED.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or asked is None or asked[0] == "bytes=-":
        return whole
    if asked[1] and asked[2] and int(asked[1]) > int(asked[2]):
        return whole
    first, last = _bounds(asked[1], asked[2], size)
    whole.close()
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = StreamingHttpResponse(FileWrapper(SlicedFile(opened(), first, last)), status=206)
    for name, value in whole.headers.items():
        part.headers[name] = value
    part.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    part.headers["Content-Length"] = str(last - first + 1)
    return part


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """The first byte and the last; the first lies behind the last where there is nothing of the kind."""
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last or size), size - 1)
