"""The sections of `/my/`, for its own pages and for those of allauth that stand in the same shell."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core import dashboard


def portal_navigation(request: HttpRequest) -> dict[str, object]:
    """What layouts/portal.html shows at the side; what is `inside` another section needs no place on a phone."""
    overview = reverse("my")
    entries = [{"title": _("Overview"), "url": overview, "icon": "home"}]
    entries += [
        {"title": panel.title, "url": f"{overview}#{panel.slug}", "icon": panel.icon}
        for panel in dashboard.panels()
    ]
    entries += [
        {"title": _("My data"), "url": reverse("my_details"), "icon": "user"},
        {"title": _("E-mail addresses"), "url": reverse("account_email"), "icon": "mail", "inside": True},
        {"title": _("Password"), "url": reverse("account_change_password"), "icon": "lock", "inside": True},
        {"title": _("Second step"), "url": reverse("mfa_index"), "icon": "shield", "inside": True},
    ]
    if request.user.has_perm("wagtailadmin.access_admin"):
        entries.append({"title": _("Back office"), "url": "/admin/", "icon": "settings"})
    for entry in entries:
        entry["current"] = request.path == entry["url"]
    return {"portal_nav": entries, "logout_url": reverse("account_logout")}
