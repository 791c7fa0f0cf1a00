"""When a consent counts, and for what."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from safeguarding.models import Consent, ConsentState
from tests.factories.safeguarding import consent

TODAY = timezone.localdate()
DAY = timedelta(days=1)
whens = st.one_of(st.none(), st.dates(TODAY - 500 * DAY, TODAY + 500 * DAY))


def unsaved(**changes: object) -> Consent:
    fields = {
        "child_agreed_on": TODAY,
        "guardian_agreed_on": TODAY,
        "expires_on": TODAY + DAY,
        "scopes": ["web"],
    }
    return Consent(**fields | changes)


def test_its_last_day_ends_in_tashkent_wherever_whoever_publishes_is(monkeypatch):
    night = timezone.make_aware(datetime(2026, 3, 2, 1), timezone.get_default_timezone())
    monkeypatch.setattr(timezone, "now", lambda: night)
    ended = unsaved(
        child_agreed_on=date(2025, 3, 1), guardian_agreed_on=date(2025, 3, 1), expires_on=date(2026, 3, 1)
    )
    with timezone.override("America/New_York"):
        assert timezone.localdate() == date(2026, 3, 1)
        assert ended.state == ConsentState.EXPIRED


@pytest.mark.parametrize("missing", ["child_agreed_on", "guardian_agreed_on"])
def test_one_of_the_two_is_not_enough(missing):
    assert unsaved(**{missing: None}).state == ConsentState.INCOMPLETE


def test_whoever_is_of_age_needs_no_guardian():
    assert unsaved(is_adult=True, guardian_agreed_on=None).state == ConsentState.VALID


def test_it_counts_on_its_last_day_and_not_on_the_next():
    given_ = unsaved()
    assert given_.covers("web", ["uz"], TODAY + DAY)
    assert not given_.covers("web", ["uz"], TODAY + 2 * DAY)


def test_it_covers_only_where_and_in_which_language_it_was_given():
    given_ = unsaved(languages=["uz", "uz-cyrl"])
    assert given_.covers("web", ["uz"])
    assert not given_.covers("social", ["uz"])
    assert not given_.covers("web", ["ru"])
    assert not given_.covers("web", ["uz", "ru"])


@given(child=whens, guardian=whens, ends=whens, day=st.dates(TODAY - 600 * DAY, TODAY + 600 * DAY))
def test_it_never_counts_before_both_have_agreed_nor_after_its_end(child, guardian, ends, day):
    row = unsaved(child_agreed_on=child, guardian_agreed_on=guardian, expires_on=ends or TODAY)
    counts = row.covers("web", ["uz"], day)
    assert counts == bool(child and guardian and max(child, guardian) <= day <= row.expires_on)


def test_a_withdrawn_one_never_counts_again():
    assert not unsaved(withdrawn_at=timezone.now()).covers("web", ["uz"])


@pytest.mark.django_db
def test_questions_find_what_lapsed_and_what_soon_will():
    soon, gone = consent(expires_on=TODAY + 10 * DAY), consent(expires_on=TODAY, child_agreed_on=TODAY)
    assert list(Consent.objects.ending(TODAY, 60 * DAY)) == [gone, soon]
    assert list(Consent.objects.to_take_down(TODAY + DAY)) == [gone]


@pytest.mark.django_db
def test_a_renewed_one_may_have_to_come_down_again():
    row = consent(taken_down_at=timezone.now())
    assert row.taken_down_at is None
