"""Questions about many interests."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from core.interests.keys import mailbox_key
from core.interests.states import OPEN, InterestState
from languages.folding import fold


class InterestQuerySet(models.QuerySet):
    """Chainable; concrete models inherit it."""

    def confirmed(self) -> Self:
        """Those whose address was confirmed."""
        return self.filter(address_confirmed_at__isnull=False)

    def open(self) -> Self:
        """All but declined ones."""
        return self.filter(state__in=OPEN)

    def of_mailbox(self, email: str) -> Self:
        """Those of the same mailbox, however its address was typed."""
        return self.filter(email_key=mailbox_key(email))

    def of_user(self, user: models.Model) -> Self:
        """Those that belong to an account."""
        return self.filter(user_id=user.pk)

    def matching(self, query: str) -> Self:
        """Those in which every word of `query` occurs, in whichever script it was typed."""
        found = self
        for word in fold(query).split():
            found = found.filter(search_key__contains=word)
        return found

    def lookalikes(self, interest: models.Model) -> Self:
        """Other registrations that are probably of the same person or organisation."""
        same = Q(email_key=interest.email_key)
        if interest.phone:
            same |= Q(phone=interest.phone)
        if interest.organisation_key:
            same |= Q(organisation_key=interest.organisation_key)
        return self.filter(same).exclude(pk=interest.pk)

    def abandoned(self, before: datetime) -> Self:
        """Those that nobody confirmed and nobody on the staff took up since `before`."""
        untouched = Q(address_confirmed_at=None, state=InterestState.NEW, assigned_to=None, notes=None)
        return self.filter(untouched, created_at__lt=before)
