"""Steps that must not wait for each other: what can come down does, whatever becomes of the rest."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

logger = logging.getLogger(__name__)


def each(step: Callable[[Any], object], things: Iterable[Model]) -> None:
    """Do it with each; an error with one keeps no other up, and is raised when the others are down."""
    errors = []
    for thing in things:
        try:
            step(thing)
        except Exception as error:
            logger.exception("%s %s could not be taken down", thing._meta.label, thing.pk)
            errors.append(error)
    if errors:
        raise errors[0]


def every(*steps: Callable[[], object]) -> None:
    """Do each, whatever becomes of the others; the first error is raised when all are done."""
    errors = []
    for step in steps:
        try:
            step()
        except Exception as error:  # one that is raised later is told of here
            logger.exception("a step of a takedown failed")
            errors.append(error)
    if errors:
        raise errors[0]
