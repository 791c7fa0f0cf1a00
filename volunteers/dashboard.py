"""A volunteer's panel under `/my/`."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.services import when_address_proven
from core.dashboard import Panel, register
from volunteers.models import VolunteerInterest
from volunteers.services import attach


def interests(request: HttpRequest) -> dict[str, object]:
    """The person's own interests."""
    rows = VolunteerInterest.objects.of_user(request.user).select_related("place")
    return {"interests": rows, "register_url_name": "volunteer_register"}


register(Panel("volunteering", _("Volunteering"), "volunteers/panel.html", interests, order=50, icon="hands"))
when_address_proven(attach)
