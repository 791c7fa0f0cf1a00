"""What the worker does for partners."""

from datetime import timedelta

from core.interests.services import forget_abandoned
from core.scheduler import scheduled
from partners.models import PartnerInterest


@scheduled(every=timedelta(days=1))
def forget_abandoned_partners() -> None:
    """Delete registrations that nobody confirmed within two months."""
    forget_abandoned(PartnerInterest)
