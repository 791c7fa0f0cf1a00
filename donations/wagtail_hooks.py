"""Giving in the back office's menu."""

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from donations.back_office.donations import DonationViewSet
from donations.back_office.events import EventViewSet
from donations.back_office.giving_back import urls as giving_back_urls
from donations.back_office.imports import ImportViewSet
from donations.back_office.ledger import LedgerViewSet
from donations.back_office.purposes import (
    BankAccountViewSet,
    CampaignViewSet,
    DesignationViewSet,
    GiftEffectViewSet,
)
from donations.back_office.receipts import LegalEntityViewSet
from donations.back_office.receipts import urls as paper_urls
from donations.back_office.sponsorships import SponsorshipViewSet
from donations.back_office.statement_lines import StatementLineViewSet


class GivingGroup(ViewSetGroup):
    """Each item shows to those who may view its rows."""

    menu_label = _("Giving")
    menu_icon = "pick"
    menu_order = 300
    items = (
        DonationViewSet,
        SponsorshipViewSet,
        EventViewSet,
        LedgerViewSet,
        StatementLineViewSet,
        ImportViewSet,
        CampaignViewSet,
        DesignationViewSet,
        GiftEffectViewSet,
        BankAccountViewSet,
        LegalEntityViewSet,
    )


@hooks.register("register_admin_viewset")
def register_giving() -> GivingGroup:
    """Put it into the menu."""
    return GivingGroup()


@hooks.register("register_admin_urls")
def register_papers() -> list[URLPattern]:
    """Receipts and statements to download, money to give back."""
    return [*paper_urls, *giving_back_urls]
