"""What happens to volunteers' interests; their states change in `core.interests.services`."""

from typing import Any

from accounts.models import User
from accounts.services import find_owner, responsible
from core.interests import services
from volunteers.models import VolunteerInterest

STAFF_ROLES = ("volunteer_coordinator",)


def register(*, submission: str, owner: User | None = None, **fields: Any) -> VolunteerInterest:
    """Save an interest and mail the person; the same `submission` again changes nothing.

    `fields`: name, email, language, and optionally phone, message, place. `owner` is a signed-in account
    with this confirmed address: it need not confirm again, so the coordinators hear of it at once.
    """
    interest = services.register(VolunteerInterest, submission=submission, owner=owner, **fields)
    if owner:
        services.tell_staff(interest, responsible(*STAFF_ROLES))
    return interest


def confirm(interest: VolunteerInterest) -> bool:
    """Confirm the address and tell the coordinators; False when that had been done before."""
    staff = responsible(*STAFF_ROLES)
    return services.confirm_address(interest, owner=find_owner(interest.email), staff=staff)


def attach(user: User, email: str) -> None:
    """Give `user` the interests of an address that they have proven."""
    services.attach(VolunteerInterest, user, email)
