"""Takedowns ask the newsletter which issues carried what comes down."""

from newsletter import traces  # noqa: F401  registers itself
