"""Closing months: what a month came to, what is still open in it, and the two persons who close it for good."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.models import AuditEntry
from core.money import Money
from donations.models import MonthClose, MonthCloseState
from donations.models.ledger import account_label
from donations.services import closing
from donations.services.decisions import Refused, too_late

from .base import ReadOnlyInspectView, ReadOnlyViewSet
from .columns import method_of, month_within
from .pressed_twice import is_decided_so

# Where that which is still open is looked at, by kind (services.closing.left_open).
PLACES = {
    "payments": (gettext_lazy("Payments whose end is not known"), "donations:index", "?state=open"),
    "lines": (
        gettext_lazy("Lines of bank statements that wait"),
        "statement_lines:index",
        "?state=unmatched&state=proposed",
    ),
    "messages": (
        gettext_lazy("Messages from providers that wait for a person"),
        "provider_events:index",
        "?state=quarantined",
    ),
    "counts": (gettext_lazy("Counts of donation boxes that nobody has confirmed"), "cash:index", ""),
}

REACHED = {"close": MonthCloseState.CLOSED, "back": MonthCloseState.REFUSED}


def shown(sums: closing.Sums) -> list[dict[str, Any]]:
    """Sums to read: account, way, amount; test money says so."""
    return [
        {
            "account": account_label(str(row["account"]), str(row["gateway"])),
            "gateway": method_of(str(row["gateway"])),
            "amount": Money(int(row["minor"]), str(row["currency"])),
            "is_test": not row["livemode"],
        }
        for row in sums
    ]


def open_things(counts: dict[str, int]) -> list[dict[str, Any]]:
    """What is still open, with the way to look at it; without what there is none of."""
    return [
        {"label": label, "count": counts[kind], "url": reverse(name) + query}
        for kind, (label, name, query) in PLACES.items()
        if counts.get(kind)
    ]


class MonthsView(WagtailAdminTemplateMixin, TemplateView):
    """What can be closed next, and what is closed."""

    template_name = "donations/back_office/months.html"
    page_title = gettext_lazy("Months of the books")
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the permission first."""
        if not request.user.has_perm("donations.view_monthclose"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The page itself."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the sums of the next month, as they stand now."""
        people = ("proposed_by", "decided_by")
        waiting = MonthClose.objects.waiting().select_related(*people).first()
        following = None if waiting else closing.next_month()
        context: dict[str, Any] = {
            "waiting": waiting,
            "closed": MonthClose.objects.closed().select_related(*people),
            "may_propose": self.request.user.has_perm("donations.add_monthclose"),
        }
        if following:
            context |= {
                "month": month_within(following),
                "month_number": _number(following),
                "sums": shown(closing.sums_of(following)),
                "left": open_things(closing.left_open(following)),
            }
        return super().get_context_data(**kwargs) | context


class MonthInspectView(ReadOnlyInspectView):
    """One month as it was proposed or closed, and whether the ledger still says so."""

    template_name = "donations/back_office/month.html"

    def around(self, obj: MonthClose) -> dict[str, Any]:
        """The comparison is made anew each time."""
        return {
            "sums": shown(obj.sums),
            "left": open_things(obj.left_open),
            "holds": closing.holds(obj),
            "may": self.request.user.has_perm("donations.change_monthclose"),
            "own": obj.proposed_by_id == self.request.user.pk,
            "history": AuditEntry.objects.about(obj).order_by("at", "pk"),
        }


class ProposeView(View):
    """The first person."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Raises PermissionDenied."""
        if not request.user.has_perm("donations.add_monthclose"):
            raise PermissionDenied
        last_day = closing.next_month()
        try:
            if last_day is None:
                raise Refused(_("There is no month that can be closed."))
            if request.POST.get("month") != _number(last_day):  # the page was of another
                raise too_late()
            row = closing.propose(last_day, request.user)
        except Refused as error:
            messages.error(request, error.args[0])
            return redirect("months:index")
        messages.success(request, _("Somebody else has to look at it and close it."))
        return redirect("months:inspect", row.pk)


class DecideView(View):
    """The second person."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Raises PermissionDenied, Http404."""
        if not request.user.has_perm("donations.change_monthclose"):
            raise PermissionDenied
        row = get_object_or_404(MonthClose, pk=pk)
        try:
            (closing.close if action == "close" else closing.send_back)(row, request.user)
        except Refused as error:
            if not is_decided_so(row, request.user, REACHED[action]):
                messages.error(request, error.args[0])
                return redirect("months:inspect", pk)
        messages.success(request, f"{row}: {MonthCloseState(row.state).label}.")
        return redirect("months:inspect", pk)


def _number(last_day: date) -> str:
    return f"{last_day:%Y-%m}"


class MonthViewSet(ReadOnlyViewSet):
    """Below /admin/giving/periods/."""

    model = MonthClose
    name = "months"
    url_prefix = "giving/periods"
    menu_label = gettext_lazy("Months of the books")
    icon = "lock"
    inspect_view_class = MonthInspectView
    inspect_view_fields = ["last_day", "proposed_by", "created_at", "decided_by", "changed_at", "digest"]

    def get_urlpatterns(self) -> list[Any]:
        """The page, a month, the two steps."""
        decide = DecideView.as_view()
        return [
            path("", MonthsView.as_view(), name="index"),
            path("propose/", ProposeView.as_view(), name="propose"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/close/", decide, {"action": "close"}, name="close"),
            path("<int:pk>/back/", decide, {"action": "back"}, name="back"),
        ]
