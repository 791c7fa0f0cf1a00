"""What the worker does for every page's frame."""

from datetime import timedelta

from django.utils import timezone

from core.page_cache import invalidate
from core.scheduler import scheduled
from home.models import Announcement


@scheduled(every=timedelta(minutes=1))
def tell_pages_of_announcements() -> None:
    """Drop the pages when an announcement has begun or ended: nobody saved it at that moment."""
    now = timezone.now()
    passed = list(Announcement.objects.passed_a_boundary(now).values_list("pk", flat=True))
    if passed:
        Announcement.objects.filter(pk__in=passed).update(told_at=now)
        invalidate(Announcement)
