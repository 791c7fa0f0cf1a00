"""What happens to people's accounts; `from accounts.services import when_address_proven`."""

from .addresses import (
    address_proven,
    attach_proven,
    find_owner,
    find_signed_in_owner,
    give_address_row,
    proven_address,
    when_address_proven,
)
from .language import language_chosen, when_language_chosen
from .role_sync import give_role, members_of, responsible, speak_to
from .second_factor import current_code, enrol, session_has_second_factor

__all__ = [
    "address_proven",
    "attach_proven",
    "current_code",
    "enrol",
    "find_owner",
    "find_signed_in_owner",
    "give_address_row",
    "give_role",
    "language_chosen",
    "members_of",
    "proven_address",
    "responsible",
    "session_has_second_factor",
    "speak_to",
    "when_address_proven",
    "when_language_chosen",
]
