"""Lets published and withdrawn pages reach the index."""

from search import signals

signals.connect()
