"""The same draft that the gate is tested with."""

from tests.safeguarding.conftest import article

__all__ = ["article"]
