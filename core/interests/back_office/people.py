"""Who among staff works with interests."""

from typing import Any

from django.db.models import QuerySet
from wagtail.permissions import policy_registry

from core.interests.models import Interest


def colleagues(model: type[Interest]) -> QuerySet:
    """Active staff who may work with this kind of interest."""
    staff = policy_registry.get_by_type(model).users_with_permission("change")
    return staff.filter(is_active=True).order_by("full_name", "email")


def name_of(person: Any) -> str:
    """How colleagues are called in lists; a dash for nobody."""
    return str(person.get_full_name() or person.email) if person else "–"
