"""Uzbek in Latin script: 2026-yil 3-noyabr, 14:05, 1 234 567,89.

A line may break after a hyphen, which would leave "2026-" at its end. U+2060 (word joiner) forbids it and has no shape,
so no font needs it; the no-break hyphen is in none of ours.
"""

DATE_FORMAT = "Y-\u2060\\y\\i\\l j-\u2060E"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "Y-\u2060\\y\\i\\l j-\u2060E, H:i"
YEAR_MONTH_FORMAT = "Y-\u2060\\y\\i\\l F"
MONTH_DAY_FORMAT = "j-\u2060E"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
FIRST_DAY_OF_WEEK = 1

DATE_INPUT_FORMATS = ["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%d/%m/%Y"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M"]
DATETIME_INPUT_FORMATS = ["%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u00a0"
NUMBER_GROUPING = 3
