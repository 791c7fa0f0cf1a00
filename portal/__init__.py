"""Composition root: settings, addresses and server entry points."""
