"""Reports in the back office's menu, for focal points."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from safeguarding.concerns.back_office import ConcernViewSet
from safeguarding.concerns.policy import FocalPointPolicy
from safeguarding.models import Concern

register_permission_policy(Concern, FocalPointPolicy(Concern))


@hooks.register("register_admin_viewset")
def register_concerns() -> ConcernViewSet:
    """Put it into the menu."""
    return ConcernViewSet()
