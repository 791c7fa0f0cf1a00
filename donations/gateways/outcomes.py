"""What became of an instruction: what `reply` puts into the provider's dialect."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What became of an instruction."""

    APPLIED = "applied"  # it changed something
    REPEATED = "repeated"  # known already; answered as the first time
    ALLOWED = "allowed"  # a Check or Query: yes
    REFUSED = "refused"  # not in this state
    MISMATCH = "mismatch"  # amount, currency, mode or provider's reference differ: quarantined
    UNKNOWN = "unknown"  # no such payment: quarantined
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict, and how the payment stands now ("" when there is none).

    `answer` is what the gateway's records add for `reply` (KeepsRecords).
    """

    verdict: Verdict
    state: str = ""
    changed_at: datetime | None = None
    answer: Mapping[str, object] = field(default_factory=dict)
