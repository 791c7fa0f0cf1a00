"""Questions about subscribers and issues."""

from datetime import datetime
from typing import Self

from django.db import models


class SubscriberQuerySet(models.QuerySet):
    """Chainable."""

    def confirmed(self) -> Self:
        """Those whom we may write to."""
        return self.filter(state=self.model.State.CONFIRMED)

    def wanting(self, purpose: str) -> Self:
        """Those who chose `purpose`."""
        return self.filter(**{f"wants_{purpose}": True})

    def never_confirmed(self, before: datetime) -> Self:
        """Those who asked before a moment and never said yes."""
        return self.filter(state=self.model.State.PENDING, asked_at__lt=before)

    def gone(self, before: datetime) -> Self:
        """Those who ended it before a moment, and addresses refused before it of which nothing was heard since."""
        ended = models.Q(state=self.model.State.UNSUBSCRIBED, unsubscribed_at__lt=before)
        refused = self.model.objects.filter(state=self.model.State.REFUSED).exclude(events__at__gte=before)
        return self.filter(ended | models.Q(pk__in=refused.values("pk")))


class IssueQuerySet(models.QuerySet):
    """Chainable."""

    def sending(self) -> Self:
        """Those that are on their way."""
        return self.filter(state=self.model.State.SENDING)

    def sent(self) -> Self:
        """Those that somebody has got, in part at least."""
        return self.exclude(state=self.model.State.DRAFT)

    def that_carried(self, images: set[int], pages: set[int]) -> list[models.Model]:
        """The issues that took one of these to subscribers. SQLite cannot look into JSON lists."""
        sent = self.sent().order_by("started_at", "pk")
        return [
            issue
            for issue in sent
            if images.intersection(issue.carried_images) or pages.intersection(issue.carried_pages)
        ]
