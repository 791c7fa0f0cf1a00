"""Questions about articles, stories and events."""

from datetime import datetime

from django.db.models import Q
from wagtail.query import PageQuerySet


class DatedQuerySet(PageQuerySet):
    """Articles and stories by what they are about."""

    def about(self, topic: str = "", village: str = "", year: str = "") -> "DatedQuerySet":
        """Only those of a topic, of a village (by code) and of a year, where given."""
        wanted = {"topic": topic, "village__code": village, "date__year": year}
        return self.filter(**{key: value for key, value in wanted.items() if value})

    def in_language(self, code: str) -> "DatedQuerySet":
        """Those below the home page of a language."""
        return self.filter(url_path__startswith=f"/{code}/")


class EventQuerySet(PageQuerySet):
    """Events by time and place."""

    def upcoming(self, now: datetime) -> "EventQuerySet":
        """What is not over yet, the next first."""
        return self.filter(self._not_over(now)).order_by("start", "pk")

    def past(self, now: datetime) -> "EventQuerySet":
        """What is over, the latest first."""
        return self.exclude(self._not_over(now)).order_by("-start", "-pk")

    def at(self, village: str = "", year: str = "") -> "EventQuerySet":
        """Only those of a village (by code) and of a year, where given."""
        wanted = {"village__code": village, "start__year": year}
        return self.filter(**{key: value for key, value in wanted.items() if value})

    def in_language(self, code: str) -> "EventQuerySet":
        """Those below the home page of a language."""
        return self.filter(url_path__startswith=f"/{code}/")

    @staticmethod
    def _not_over(now: datetime) -> Q:
        return Q(end__gte=now) | Q(end__isnull=True, start__gte=now)
