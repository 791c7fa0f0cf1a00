"""Connects the cascade of unpublishing and the cache of staff's words."""

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction

from translations import signals  # noqa: F401  receivers register themselves

# All languages go, with their mirrors, or none: what dies in between must not leave a child's story up in the others.
# Here, because editor, bulk action, schedule and code have nothing else in common than Wagtail's action.
UnpublishPageAction.execute = transaction.atomic(UnpublishPageAction.execute)
