"""Questions about many reports."""

from datetime import datetime
from typing import Self

from django.db import models

from safeguarding.concerns.codes import hashes_of


class ConcernQuerySet(models.QuerySet):
    """Chainable."""

    def with_code(self, code: str) -> Self:
        """The report of a receipt code: one or none."""
        return self.filter(code_hash__in=hashes_of(code))

    def unread(self) -> Self:
        """Those with something that no focal point has opened."""
        return self.filter(unread_since__isnull=False)

    def unread_before(self, moment: datetime) -> Self:
        """Those that have lain unopened since before `moment`."""
        return self.filter(unread_since__lt=moment)
