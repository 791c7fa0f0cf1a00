"""Due days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from donations.periods import due_on, latest_until, next_after

days = st.dates(date(2020, 1, 1), date(2060, 1, 1))


def test_the_last_day_of_a_month_stays_the_last_day():
    months = [due_on(date(2027, 1, 31), "month", number) for number in range(4)]
    assert months == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def test_a_leap_day_is_the_28th_in_other_years():
    assert due_on(date(2028, 2, 29), "year", 1) == date(2029, 2, 28)


def test_a_leap_day_comes_back_in_leap_years():
    assert due_on(date(2028, 2, 29), "year", 4) == date(2032, 2, 29)


def test_december_is_followed_by_january():
    assert next_after(date(2026, 12, 15), "month", date(2026, 12, 15)) == date(2027, 1, 15)


@given(days, st.sampled_from(["month", "year"]), st.integers(0, 4000))
def test_the_next_due_day_is_the_first_one_later(anchor, frequency, later):
    day = anchor + timedelta(days=later)
    following = next_after(anchor, frequency, day)
    assert following > day >= latest_until(anchor, frequency, day)


@given(days, st.sampled_from(["month", "year"]), st.integers(0, 4000))
def test_nothing_is_due_between_the_latest_and_the_next(anchor, frequency, later):
    day = anchor + timedelta(days=later)
    assert next_after(anchor, frequency, latest_until(anchor, frequency, day)) == next_after(
        anchor, frequency, day
    )
