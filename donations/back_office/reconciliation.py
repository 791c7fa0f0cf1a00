"""How each way to pay stands, and asking its provider now."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from donations.gateways.payme.reading import CODE as PAYME
from donations.gateways.registry import offers
from donations.services import overview, rounds

from .statement_compare import StatementView

LOOK, ASK = "donations.view_reconcilerun", "donations.add_reconcilerun"


class ReconciliationView(WagtailAdminTemplateMixin, TemplateView):
    """A card for each way to pay. While something is asked the page looks again by itself, where there is script."""

    template_name = "donations/back_office/reconciliation.html"
    page_title = gettext_lazy("Reconciliation")
    header_icon = "rotate"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the permission first."""
        if not request.user.has_perm(LOOK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The cards."""
        cards = overview.overviews()
        return super().get_context_data(**kwargs) | {
            "cards": cards,
            "under_way": any(card.is_under_way for card in cards),
            "may_ask": self.request.user.has_perm(ASK),
            "brings_statement": PAYME,
        }


class AskView(View):
    """Let the worker ask one provider, or all."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Raises PermissionDenied; Http404 for a provider that there is not."""
        if not request.user.has_perm(ASK):
            raise PermissionDenied
        code = request.POST.get("gateway", "")
        wanted = [offer for offer in offers().values() if code in ("", offer.code)]
        if not wanted:
            raise Http404
        for offer in wanted:
            rounds.ask_soon(offer, request.user)
        messages.success(request, _("It is being asked. The result will stand here in a moment."))
        return redirect(reverse("reconciliation:index") + (f"#{code}" if code else ""))


class ReconciliationMenuItem(MenuItem):
    """For those who may look."""

    def is_shown(self, request: HttpRequest) -> bool:
        """By permission."""
        return request.user.has_perm(LOOK)


class ReconciliationViewSet(ViewSet):
    """Below /admin/giving/reconciliation/."""

    name = "reconciliation"
    url_prefix = "giving/reconciliation"
    menu_label = gettext_lazy("Reconciliation")
    icon = "rotate"
    menu_item_class = ReconciliationMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """The page, the question, the statement that somebody brings."""
        return [
            path("", ReconciliationView.as_view(), name="index"),
            path("ask/", AskView.as_view(), name="ask"),
            path("statement/", StatementView.as_view(), name="statement"),
        ]
