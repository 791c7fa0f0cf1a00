"""The references of giving."""

from core.references import ALPHABET, LENGTH, new_reference

__all__ = [
    "LENGTH",
    "correction_reference",
    "count_reference",
    "deposit_reference",
    "donation_reference",
    "kind_reference",
    "payment_reference",
    "receipt_code",
    "refund_reference",
    "sponsorship_reference",
    "typed_code",
]
# What is written for digits that look like it; Cyrillic letters of the same look.
_LOOKALIKES = str.maketrans("OILОАВСЕНКМРТХУ", "0110ABCEHKMPTXY")
_MOST_TYPED = 60


def donation_reference() -> str:
    """For a gift."""
    return new_reference("G")


def payment_reference() -> str:
    """For an attempt to pay; what providers know as the order."""
    return new_reference("P")


def sponsorship_reference() -> str:
    """For a sponsorship."""
    return new_reference("S")


def refund_reference() -> str:
    """For an order to give money back."""
    return new_reference("R")


def count_reference() -> str:
    """For the count of a donation box."""
    return new_reference("B")


def deposit_reference() -> str:
    """For cash that is handed over to the bank."""
    return new_reference("D")


def correction_reference() -> str:
    """For an entry against a wrong one."""
    return new_reference("K")


def kind_reference() -> str:
    """For a gift in kind."""
    return new_reference("N")


def receipt_code() -> str:
    """By which anybody who holds a receipt can verify it."""
    return new_reference("V")


def typed_code(text: str) -> str:
    """A receipt's code as it was given, however it was typed; "" when it cannot be one."""
    letters = "".join(text[:_MOST_TYPED].upper().translate(_LOOKALIKES).split()).replace("-", "")
    if len(letters) == 13 and letters[0] == "V":
        letters = letters[1:]
    if len(letters) != 12 or not set(letters) <= set(ALPHABET):
        return ""
    return "-".join(("V", letters[:4], letters[4:8], letters[8:]))
