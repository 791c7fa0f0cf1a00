"""Dates in the back office, typed as people here write them and not as Wagtail's calendar does."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def focal_point(staff):
    return staff("safeguarding")


@pytest.mark.parametrize("typed", ["25.09.2027", "2027-09-25", "31.09.2027", "kuzda"])
def test_a_date_stays_as_it_was_typed_when_its_field_is_left(focal_point, typed):
    focal_point.opens("/admin/safeguarding/consents/new/")
    field = focal_point.page.locator("[name=expires_on]")
    field.press_sequentially(typed)
    field.press("Tab")
    expect(field).not_to_be_focused()
    expect(field).to_have_value(typed)


def test_a_day_taken_from_the_calendar_is_written_into_the_field(focal_point):
    focal_point.opens("/admin/safeguarding/consents/new/")
    focal_point.page.locator("[name=expires_on]").click()
    focal_point.page.locator(".xdsoft_datetimepicker:visible .xdsoft_today").click()
    expect(focal_point.page.locator("[name=expires_on]")).not_to_have_value("")
