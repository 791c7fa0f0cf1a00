"""A text made to take long takes no longer than any other of its length: what is counted here is work, not time."""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from languages import apostrophes, folding, spans, suffixes
from languages.cyrillic import to_cyrillic
from languages.doubts import ambiguous
from languages.latin import to_latin
from languages.suffixes import LONGEST_WORD, is_chain
from safeguarding import checker

REPEATS = {re._constants.MAX_REPEAT, re._constants.MIN_REPEAT}


def endless(parsed: object, is_last: bool = True) -> Iterator[object]:
    """The repeats without an upper bound in a pattern after which something could still fail.

    From each letter anew such a one may run through all that follows: the square of the length, or worse.
    """
    items = list(parsed)
    for place, (kind, value) in enumerate(items):
        last = is_last and place == len(items) - 1
        if kind in REPEATS:
            _least, most, inner = value
            if most == re._constants.MAXREPEAT and not last:
                yield inner
            yield from endless(inner, last)
        elif kind == re._constants.BRANCH:
            for branch in value[1]:
                yield from endless(branch, last)
        elif kind == re._constants.SUBPATTERN:
            yield from endless(value[3], last)
        elif kind in (re._constants.ASSERT, re._constants.ASSERT_NOT):
            yield from endless(value[1], last)


def test_the_measure_finds_what_it_should() -> None:
    assert list(endless(re._parser.parse(r"[\w.]+@\w+")))
    assert list(endless(re._parser.parse(r"a(?=b+c)")))
    assert not list(endless(re._parser.parse(r"(?:a{1,9}b|c)d+")))


def test_no_protected_span_can_be_looked_for_without_end() -> None:
    assert list(endless(re._parser.parse(spans._compiled(("keep",), ("Name",)).pattern))) == []


@pytest.mark.parametrize("run", ["ttttts", "kkkkkh", "byyyyye", "ayyyyyi", "yyyyyye"])
def test_a_run_of_letters_is_folded_from_its_beginning_only(run: str) -> None:
    for pattern, _replacement in folding._SAME[:3]:
        assert not any(pattern.match(run, place) for place in range(2, len(run) - 1))


@pytest.mark.parametrize("piece", ["dagi", "imiz", "niki", "lala", "i", "im"])
def test_endings_that_can_be_cut_in_many_ways_are_not_tried_in_all_of_them(piece: str) -> None:
    """There are 2²⁴ ways for the first: this would never end."""
    tail = piece * (LONGEST_WORD // len(piece) - 1)
    assert not is_chain(tail + "x")
    assert apostrophes.normalise(f"Telegram{tail}x") == f"Telegram{tail}x"


def test_endings_are_looked_up_a_few_times_a_letter(monkeypatch) -> None:
    looks = []
    real = suffixes._ends
    monkeypatch.setattr(suffixes, "_ends", lambda *args: looks.append(1) or real(*args))
    is_chain("dagi" * 24 + "x")
    assert len(looks) <= 3 * LONGEST_WORD


@pytest.mark.parametrize("tail", ["lar", "larimizdagilar", "lashtirish", "", "iylik", "lanadigan", "viyaviy"])
def test_chains_of_endings_are_known(tail: str) -> None:
    assert is_chain(tail)


@pytest.mark.parametrize("tail", ["x", "larx", "iyaviy", "ishla", "bla"])
def test_what_is_no_chain_is_not_taken_for_one(tail: str) -> None:
    assert not is_chain(tail)


def test_of_the_word_before_an_apostrophe_only_its_end_is_read() -> None:
    read = []

    class Text(str):
        def __getitem__(self, key: object) -> str:
            part = super().__getitem__(key)
            read.append(len(part))
            return part

    text = Text("a'я" * 5000)
    apostrophes._word_before(SimpleNamespace(string=text, start=lambda: len(text)))
    assert sum(read) < 50


def test_what_is_longer_than_any_word_is_left_alone() -> None:
    longest, longer = "a" * LONGEST_WORD, "a" * (LONGEST_WORD + 1)
    assert to_cyrillic(longest) == "а" * LONGEST_WORD
    assert to_cyrillic(longer) == longer
    assert [doubt.reason for doubt in ambiguous(longer)] == ["foreign letters"]
    assert to_latin("концерт" * 20) == "konsert" * 20


def test_the_checker_looks_for_places_once_a_sentence(monkeypatch) -> None:
    looks = []
    monkeypatch.setattr(checker, "_is_placed", lambda text: bool(looks.append(1)))
    checker.check("Aziz Karimov, " * 50 + ". Umida Karimova.")
    assert len(looks) == 2


def test_the_checker_sees_one_space_where_there_are_many() -> None:
    [found] = checker.check("Navoiy koʻchasi," + " " * 20_000 + "7-uy 12")
    assert found.excerpt == "Navoiy koʻchasi, 7-uy 12"
