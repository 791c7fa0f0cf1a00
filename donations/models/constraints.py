"""What a database refuses, whoever writes the row."""

from django.db import models
from django.db.models import F, Q


def state_constraint(states: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """No row outside the states of its kind, whoever writes it."""
    return models.CheckConstraint(condition=Q(state__in=states.values), name=name)


def two_persons(prefix: str, asks: str, undecided: str, yes: str = "") -> list[models.CheckConstraint]:
    """What one person asks for another decides, whoever writes the row.

    `asks` names the column of the first person; the second is `decided_by`. Whoever asked may take it back, so only the
    state `yes` wants another; where that is empty every decision does.
    """
    does_not_matter = Q(decided_by=None) | ~Q(state=yes) if yes else Q(decided_by=None)
    return [
        models.CheckConstraint(
            condition=does_not_matter | ~Q(decided_by=F(asks)), name=f"{prefix}_two_persons"
        ),
        models.CheckConstraint(
            condition=Q(state=undecided) | Q(decided_by__isnull=False),
            name=f"{prefix}_decided_by_somebody",
        ),
    ]
