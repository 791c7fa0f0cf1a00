"""Questions about consents and pictures."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q


class ConsentQuerySet(models.QuerySet):
    """Of consents."""

    def lapsed(self, day: date) -> "ConsentQuerySet":
        """Withdrawn, or ended before that day: nothing may rest on them any more."""
        return self.filter(Q(withdrawn_at__isnull=False) | Q(expires_on__lt=day))

    def to_take_down(self, day: date) -> "ConsentQuerySet":
        """Lapsed, and what rested on them has not all come down."""
        return self.lapsed(day).filter(taken_down_at__isnull=True)

    def in_state(self, state: str, day: date) -> "ConsentQuerySet":
        """Those that stand so on that day: what `Consent.state_on` says of one row."""
        agreed = Q(child_agreed_on__lte=day) & (Q(is_adult=True) | Q(guardian_agreed_on__lte=day))
        kept = Q(withdrawn_at__isnull=True)
        return self.filter(
            {
                "withdrawn": ~kept,
                "incomplete": kept & ~agreed,
                "valid": kept & agreed & Q(expires_on__gte=day),
                "expired": kept & agreed & Q(expires_on__lt=day),
            }[state]
        )

    def ending(self, day: date, within: timedelta) -> "ConsentQuerySet":
        """Still counting that day, but not after the span that follows."""
        return self.filter(withdrawn_at__isnull=True, expires_on__range=(day, day + within)).order_by(
            "expires_on"
        )
