"""The error codes of the SHOP API."""

from collections.abc import Mapping
from enum import IntEnum

from donations.gateways.instructions import Unreadable


class Fault(IntEnum):
    """What Click is told. Anything below zero makes it give the payer's money back."""

    NONE = 0
    SIGN = -1
    AMOUNT = -2
    ACTION = -3
    ALREADY_PAID = -4
    NO_ORDER = -5
    NO_TRANSACTION = -6
    UPDATE = -7
    REQUEST = -8
    CANCELLED = -9


NOTES = {
    Fault.NONE: "Success",
    Fault.SIGN: "SIGN CHECK FAILED!",
    Fault.AMOUNT: "Incorrect parameter amount",
    Fault.ACTION: "Action not found",
    Fault.ALREADY_PAID: "Already paid",
    Fault.NO_ORDER: "User does not exist",
    Fault.NO_TRANSACTION: "Transaction does not exist",
    Fault.UPDATE: "Failed to update user",
    Fault.REQUEST: "Error in request from click",
    Fault.CANCELLED: "Transaction cancelled",
}


class Refused(Unreadable):
    """A request that was not read, with what Click is told; `numbers` are those of its own that it gets back."""

    def __init__(self, fault: Fault, numbers: Mapping[str, int | str]) -> None:
        super().__init__(fault.name)
        self.fault = fault
        self.numbers = numbers
