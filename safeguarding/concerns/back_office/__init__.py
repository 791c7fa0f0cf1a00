"""Reports in Wagtail's back office: a listing that says nothing of their content, and one page each."""

from .viewset import ConcernViewSet

__all__ = ["ConcernViewSet"]
