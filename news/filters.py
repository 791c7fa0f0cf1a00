"""What news, stories and events can be narrowed down by."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.listing import Filter
from news.topics import Topic
from programmes.models import Village


def by_topic() -> Filter:
    """What it is about."""
    return Filter("topic", _("Topic"), _("All topics"), Topic.choices)


def by_village(villages: Iterable[Village]) -> Filter:
    """Which village it tells of."""
    return Filter("village", _("Village"), _("All villages"), [(row.code, str(row.name)) for row in villages])


def by_year(rows: QuerySet, field: str = "date") -> Filter:
    """The years in which there is something; one query."""
    truncated = rows.dates(field, "year", order="DESC")
    years = [(str(day.year), str(day.year)) for day in truncated]
    return Filter("year", _("Year"), _("All years"), years)
