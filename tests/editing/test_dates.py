"""Dates in forms of the back office stand as people write them, and are read so."""

from datetime import date, datetime

import pytest
from django import forms
from django.utils.translation import override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

DAY, MOMENT = date(2027, 9, 25), datetime(2027, 9, 25, 14, 5)


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_what_a_calendar_writes_is_what_the_server_reads(language):
    with override(language):
        assert 'value="25.09.2027"' in AdminDateInput().render("day", DAY)
        assert 'value="25.09.2027 14:05"' in AdminDateTimeInput().render("moment", MOMENT)
        assert forms.DateField().clean("25.09.2027") == DAY
        assert forms.DateTimeField().clean("25.09.2027 14:05").replace(tzinfo=None) == MOMENT
