"""Connects the cascade of unpublishing and the cache of staff's words."""

from translations import signals  # noqa: F401  receivers register themselves
