"""What happens to partners' interests; their states change in `core.interests.services`."""

from typing import Any

from accounts.models import User
from accounts.services import find_owner, responsible
from core.interests import services
from partners.models import PartnerInterest

STAFF_ROLES = ("partner_manager",)


def register(*, submission: str, owner: User | None = None, **fields: Any) -> PartnerInterest:
    """Save an interest and mail the contact person; the same `submission` again changes nothing.

    `fields`: organisation, name, email, language, engagements, and optionally phone, country, website,
    message. `owner` is a signed-in account with this confirmed address: it need not confirm again.
    """
    interest = services.register(PartnerInterest, submission=submission, owner=owner, **fields)
    if owner:
        services.tell_staff(interest, responsible(*STAFF_ROLES))
    return interest


def confirm(interest: PartnerInterest) -> bool:
    """Confirm the address and tell the partner managers; False when that had been done before."""
    staff = responsible(*STAFF_ROLES)
    return services.confirm_address(interest, owner=find_owner(interest.email), staff=staff)


def attach(user: User, email: str) -> None:
    """Give `user` the interests of an address that they have proven."""
    services.attach(PartnerInterest, user, email)
