"""A partner's panel under `/my/`."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.services import when_address_proven
from core.dashboard import Panel, register
from partners.models import PartnerInterest
from partners.services import attach


def interests(request: HttpRequest) -> dict[str, object]:
    """The interests that the person registered for an organisation."""
    rows = PartnerInterest.objects.of_user(request.user)
    return {"interests": rows, "register_url_name": "partner_register"}


register(Panel("partnership", _("Partnership"), "partners/panel.html", interests, order=60, icon="handshake"))
when_address_proven(attach)
