"""Consents and takedowns in the back office."""
