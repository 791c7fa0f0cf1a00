"""The references of giving."""

from core.references import LENGTH, new_reference

__all__ = ["LENGTH", "donation_reference", "payment_reference", "sponsorship_reference"]


def donation_reference() -> str:
    """For a gift."""
    return new_reference("G")


def payment_reference() -> str:
    """For an attempt to pay; what providers know as the order."""
    return new_reference("P")


def sponsorship_reference() -> str:
    """For a sponsorship."""
    return new_reference("S")
