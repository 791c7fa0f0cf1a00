"""What forms of the back office say of regular gifts: `{% regular_gifts_for %}`."""

from django import template

from accounts.models import User
from donations import closed_purposes
from donations.back_office.running import running_url
from donations.models import Designation
from programmes.models import Village

register = template.Library()


@register.simple_tag
def regular_gifts_for(purpose: Designation | Village, user: User) -> dict[str, object]:
    """How many run for a purpose or a village, and where to see them, for those who may."""
    designation = getattr(purpose, "designation", None) if isinstance(purpose, Village) else purpose
    if designation is None or not designation.pk:
        return {"count": 0}
    may_see = user.has_perm("donations.view_sponsorship")
    return {
        "count": closed_purposes.running_for(designation),
        "url": running_url(designation) if may_see else "",
    }
