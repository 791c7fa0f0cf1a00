"""Who may see reports: safeguarding focal points, by their role alone.

Neither administrators nor superusers have it by themselves: who runs the site may be whom a report is about. An
administrator can still give the role to somebody; each reading is then logged under that person's name.
"""

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.roles import SAFEGUARDING
from accounts.services import members_of


def is_focal_point(user: Any) -> bool:
    """Whether `user` has the role; asked once for each request, because listings ask for each row."""
    if not (user.is_active and user.pk):
        return False
    if not hasattr(user, "_is_focal_point"):
        user._is_focal_point = user.groups.filter(name=SAFEGUARDING.name).exists()
    return bool(user._is_focal_point)


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
