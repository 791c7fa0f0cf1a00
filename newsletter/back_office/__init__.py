"""Issues and subscribers in Wagtail's back office."""

from .issues import IssueViewSet
from .subscribers import SubscriberViewSet

__all__ = ["IssueViewSet", "SubscriberViewSet"]
