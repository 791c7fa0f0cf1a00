"""Who may see reports: safeguarding focal points, by their role alone (`safeguarding.focal_points` says why)."""

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.roles import SAFEGUARDING
from accounts.services import members_of
from safeguarding.focal_points import is_focal_point


class FocalPointPolicy(BasePermissionPolicy):
    """Focal points read and act; nobody adds or deletes by hand."""

    ACTIONS = ("view", "change")

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Denied unless both the action and the person are named here."""
        return action in self.ACTIONS and is_focal_point(user)

    def users_with_any_permission(self, actions: list[str], *args: object) -> QuerySet:
        """The focal points, for actions that they have."""
        people = members_of(SAFEGUARDING.slug)
        return people if set(actions) & set(self.ACTIONS) else people.none()
