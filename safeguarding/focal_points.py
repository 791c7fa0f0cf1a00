"""Who is a safeguarding focal point: by the role alone, for reports and for the papers of consents.

Neither administrators nor superusers are by themselves: who runs the site may be whom a report is about. An
administrator can still give the role to somebody; each reading is then logged under that person's name.
"""

from typing import Any

from accounts.roles import SAFEGUARDING


def is_focal_point(user: Any) -> bool:
    """Whether `user` has the role; asked once for each request, because listings ask for each row."""
    if not (user.is_active and user.pk):
        return False
    if not hasattr(user, "_is_focal_point"):
        user._is_focal_point = user.groups.filter(name=SAFEGUARDING.name).exists()
    return bool(user._is_focal_point)
