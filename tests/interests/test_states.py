"""The states of an interest and the ways between them."""

import pytest

from core import transitions
from core.interests.states import (
    ACTION_WORDS,
    PUBLIC_WORDS,
    TRANSITIONS,
    InterestState,
)
from core.transitions import InvalidTransition

ALLOWED = {
    ("new", "in_contact"),
    ("new", "declined"),
    ("in_contact", "accepted"),
    ("in_contact", "declined"),
    ("accepted", "in_contact"),
    ("declined", "in_contact"),
}


@pytest.mark.parametrize("old", InterestState.values)
@pytest.mark.parametrize("new", [*InterestState.values, "", "nonsense"])
def test_only_these_ways_are_open(old, new):
    if (old, new) in ALLOWED:
        transitions.check(TRANSITIONS, old, new)
    else:
        with pytest.raises(InvalidTransition):
            transitions.check(TRANSITIONS, old, new)


def test_every_state_has_words_for_the_person():
    assert set(PUBLIC_WORDS) == set(InterestState)


def test_every_state_that_can_be_reached_has_words_for_its_button():
    assert {state for targets in TRANSITIONS.values() for state in targets} == set(ACTION_WORDS)
