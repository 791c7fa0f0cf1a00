"""Interests in Wagtail's back office: a listing, one page each, and three things staff can do there."""

from .home import show_new
from .listing import InterestFilterSet, InterestIndexView
from .viewset import InterestViewSet

__all__ = ["InterestFilterSet", "InterestIndexView", "InterestViewSet", "show_new"]
