"""Subtitles of films: WebVTT (https://www.w3.org/TR/webvtt1/), of which times and words stay."""

import html
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_MOMENT = r"(?:\d{2,6}:)?\d{2}:\d{2}\.\d{3}"
_TIMES = re.compile(rf"{_MOMENT}[ \t]+-->[ \t]+{_MOMENT}(?:[ \t].*)?")
_VOICE, _TAG = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>"), re.compile(r"<[^>]*>")
_FIRST = re.compile(r"WEBVTT(?:[ \t].*)?")


def without_metadata(raw: bytes) -> bytes:
    """Without remarks, styles, names of cues and what stands behind the first word: those tell of the making.

    Raises ValidationError where these are no subtitles.
    """
    try:
        lines = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise _refused() from error
    head, *blocks = re.split(r"\n{2,}", lines.strip("\n"))
    cues = [cue for block in blocks if (cue := _cue(block))]
    if not cues or not _FIRST.fullmatch(head.partition("\n")[0]):
        raise _refused()
    return ("\n\n".join(("WEBVTT", *cues)) + "\n").encode()


def words(raw: bytes) -> str:
    """What they say and who says it, as running text: sentences go on from cue to cue.

    Of a file as `without_metadata` leaves it; "" of anything else.
    """
    cues = raw.decode("utf-8-sig", errors="ignore").split("\n\n")[1:]
    said = " ".join(line for cue in cues for line in cue.split("\n")[1:])
    return html.unescape(_TAG.sub("", _VOICE.sub(r"\1: ", said))).strip()


def _cue(block: str) -> str:
    """Its times and words; "" for a block of another kind."""
    first, _newline, rest = block.partition("\n")
    if _TIMES.fullmatch(first):
        return block
    return rest if _TIMES.fullmatch(rest.partition("\n")[0]) else ""


def _refused() -> ValidationError:
    return ValidationError(
        _(
            "These are no subtitles. Save them as WebVTT (.vtt): the first line is WEBVTT, then come times such as "
            "00:01.000 --> 00:04.000, each with its words below."
        )
    )
