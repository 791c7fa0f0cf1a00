"""English as donors from anywhere read it: 3 November 2026, 14:05, 1,234,567.89 (as core.money writes it)."""

DATE_FORMAT = "j\u00a0F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j\u00a0F Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j\u00a0F"
SHORT_DATE_FORMAT = "j\u00a0M Y"
SHORT_DATETIME_FORMAT = "j\u00a0M Y H:i"
FIRST_DAY_OF_WEEK = 1

# No month-first form: 03/11/2026 would mean another day to half of the readers.
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = ["%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
