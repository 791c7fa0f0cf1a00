"""Giving in the back office's menu."""

from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSetGroup

from donations.back_office import running
from donations.back_office.bank_accounts import BankAccountViewSet
from donations.back_office.base import ReadOnlyViewSet
from donations.back_office.cash import CashViewSet
from donations.back_office.cash_rows import CashBoxViewSet, CountViewSet, DepositViewSet
from donations.back_office.corrections import urls as correction_urls
from donations.back_office.countries import CountriesViewSet
from donations.back_office.countries import urls as country_urls
from donations.back_office.differences import DifferenceViewSet
from donations.back_office.disputes import DisputeViewSet
from donations.back_office.donations import DonationViewSet
from donations.back_office.events import EventViewSet
from donations.back_office.giving_back import urls as giving_back_urls
from donations.back_office.home import books_panel, entry_panel, home_panel
from donations.back_office.imports import ImportViewSet
from donations.back_office.in_kind import KindViewSet
from donations.back_office.ledger import LedgerViewSet
from donations.back_office.months import MonthViewSet
from donations.back_office.payouts import PayoutViewSet
from donations.back_office.purposes import CampaignViewSet, DesignationViewSet, GiftEffectViewSet
from donations.back_office.receipts import LegalEntityViewSet
from donations.back_office.receipts import urls as paper_urls
from donations.back_office.reconciliation import ReconciliationViewSet
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
        CashViewSet,
        KindViewSet,
        ReconciliationViewSet,
        EventViewSet,
        DifferenceViewSet,
        LedgerViewSet,
        MonthViewSet,
        CountriesViewSet,
        PayoutViewSet,
        DisputeViewSet,
        StatementLineViewSet,
        ImportViewSet,
        CampaignViewSet,
        DesignationViewSet,
        GiftEffectViewSet,
        CashBoxViewSet,
        BankAccountViewSet,
        LegalEntityViewSet,
    )


@hooks.register("register_admin_viewset")
def register_giving() -> GivingGroup:
    """Put it into the menu."""
    return GivingGroup()


@hooks.register("register_admin_viewset")
def register_cash_rows() -> list[ReadOnlyViewSet]:
    """Reached from the page of all cash; no items of the menu."""
    return [CountViewSet(), DepositViewSet()]


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    """For those who answer for the books: what a person has to look at, or one quiet line. For those who take in
    cash: the way to write it down, and what waits for a second counter.
    """
    if request.user.has_perm("donations.change_providerevent"):
        panels.append(home_panel())
    if request.user.has_perm("donations.change_refundorder"):
        panels.append(books_panel())
    if request.user.has_perm("donations.add_cashgift"):
        panels.append(entry_panel())


@hooks.register("construct_homepage_panels")
def show_regular_gifts_for_closed_purposes(request: HttpRequest, panels: list[Component]) -> None:
    """For those who look after regular gifts."""
    if request.user.has_perm("donations.view_sponsorship"):
        panels.append(running.home_panel())


@hooks.register("register_admin_urls")
def register_papers() -> list[URLPattern]:
    """Receipts and statements to download, money to give back, corrections, where donors live."""
    return [*paper_urls, *giving_back_urls(), *correction_urls, *country_urls]
