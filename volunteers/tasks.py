"""What the worker does for volunteers."""

from datetime import timedelta

from core.interests.services import forget_abandoned
from core.scheduler import scheduled
from volunteers.models import VolunteerInterest


@scheduled(every=timedelta(days=1))
def forget_abandoned_volunteers() -> None:
    """Delete registrations that nobody confirmed within two months."""
    forget_abandoned(VolunteerInterest)
