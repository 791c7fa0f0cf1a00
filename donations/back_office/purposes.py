"""What gifts are for and what they do: the parts of giving that staff write."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from donations.models import Campaign, Designation, GiftEffect
from safeguarding.back_office.check import check_panel

from .columns import yes_or_no


class DesignationViewSet(ModelViewSet):
    """Purposes that donors can choose."""

    model = Designation
    name = "designations"
    url_prefix = "giving/purposes"
    menu_label = _("Purposes")
    icon = "tag"
    list_display = ["name", "kind", yes_or_no(Designation, "is_open")]
    ordering = ["sort_order"]


class CampaignViewSet(ModelViewSet):
    """Collections with a goal and dates."""

    model = Campaign
    name = "campaigns"
    url_prefix = "giving/campaigns"
    menu_label = _("Campaigns")
    icon = "date"
    list_display = ["name", "starts", "ends"]
    ordering = ["-starts"]


class GiftEffectViewSet(ModelViewSet):
    """The examples beside the amounts."""

    model = GiftEffect
    name = "gift_effects"
    url_prefix = "giving/effects"
    menu_label = _("What gifts do")
    icon = "help"
    panels = [*map(FieldPanel, ("kind", "currency", "from_minor", "text")), check_panel()]
    list_display = ["text", "kind", Column("starts_at", label=_("From the amount"), sort_key="from_minor")]
    ordering = ["kind", "currency", "from_minor"]
