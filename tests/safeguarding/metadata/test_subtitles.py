"""Subtitles keep times and words, and nothing of their making."""

import pytest
from django.core.exceptions import ValidationError

from safeguarding.metadata import clean_content, subtitles

CUES = (
    "00:01.000 --> 00:04.000 line:80%\nSalom!\n— Kim keldi?\n\n01:00:05.500 --> 01:00:07.000\n<i>eshik</i>\n"
)
MADE = (
    "\ufeffWEBVTT - by Karim\r\nKind: captions\r\n\r\nNOTE Malika, house 4\r\nnot for others\r\n\r\n"
    "STYLE\r\n::cue { background: url(https://spy.example) }\r\n\r\nMalika-1\r\n"
) + CUES.replace("\n", "\r\n")


def test_what_tells_of_the_making_goes_and_times_and_words_stay():
    assert clean_content("vtt", MADE.encode()).decode() == f"WEBVTT\n\n{CUES}"


def test_what_is_clean_stays_as_it_is():
    clean = clean_content("vtt", MADE.encode())
    assert clean_content("vtt", clean) == clean


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"WEBVTT",
        b"WEBVTT\n\nNOTE nothing",
        b"1\n00:00:01,000 --> 00:00:04,000\nSubRip\n",
        b"<html>WEBVTT\n\n00:01.000 --> 00:04.000\nx",
        f"WEBVTTX\n\n{CUES}".encode(),
        f"WEBVTT\n\n{CUES}".encode("utf-16"),
        b"WEBVTT\n\n\xff00:01.000 --> 00:04.000\nx",
    ],
)
def test_what_are_no_subtitles_is_refused_with_words(raw):
    with pytest.raises(ValidationError, match="WebVTT"):
        clean_content("vtt", raw)


@pytest.mark.parametrize(
    ("cues", "said"),
    [
        (CUES, "Salom! — Kim keldi? eshik"),
        ("00:01.000 --> 00:02.000\nAziza\n\n00:02.000 --> 00:03.000\n<b>9 yoshda</b>\n", "Aziza 9 yoshda"),
        (
            "00:01.000 --> 00:02.000\n<v.loud Aziza Karimova>Salom &amp; xayr</v>\n",
            "Aziza Karimova: Salom & xayr",
        ),
    ],
)
def test_what_is_said_is_read_as_running_text(cues, said):
    assert subtitles.words(f"WEBVTT\n\n{cues}".encode()) == said


@pytest.mark.parametrize("raw", [b"", b"WEBVTT", b"\xff\x00"])
def test_what_says_nothing_is_read_as_nothing(raw):
    assert subtitles.words(raw) == ""
