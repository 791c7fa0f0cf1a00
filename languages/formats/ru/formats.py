"""Russian: 3 ноября 2026 г., 14:05, 1 234 567,89."""

DATE_FORMAT = "j\u00a0E Y\u00a0г."
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j\u00a0E Y\u00a0г., H:i"
YEAR_MONTH_FORMAT = "F Y\u00a0г."
MONTH_DAY_FORMAT = "j\u00a0E"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
FIRST_DAY_OF_WEEK = 1

DATE_INPUT_FORMATS = ["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%d/%m/%Y"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M"]
DATETIME_INPUT_FORMATS = ["%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u00a0"
NUMBER_GROUPING = 3
