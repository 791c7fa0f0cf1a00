"""Where a provider and the books do not say the same: what waits, and what was found out about it."""

from typing import Any

import django_filters
from django import forms
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from core.models import AuditEntry
from core.money import Money
from donations.gateways import registry
from donations.models import Difference, DifferenceKind, DifferenceState, ProviderEvent
from donations.services import differences

from .base import ReadOnlyIndexView, ReadOnlyInspectView, ReadOnlyViewSet
from .columns import GatewayColumn, LinkColumn, MomentColumn, StateColumn, TextColumn
from .page_forms import ReasonForm, ReasonView

DECIDE = "donations.change_difference"


class DifferenceFilterSet(WagtailFilterSet):
    """Whether it waits, what differs, with whom."""

    state = django_filters.MultipleChoiceFilter(
        distinct=False,
        label=gettext_lazy("State"),
        choices=DifferenceState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = django_filters.MultipleChoiceFilter(
        distinct=False,
        label=gettext_lazy("Kind"),
        choices=DifferenceKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    gateway = django_filters.ChoiceFilter(
        label=gettext_lazy("Payment method"),
        choices=lambda: [(one.code, one.label) for one in registry.offers().values()],
    )

    class Meta:
        model = Difference
        fields = ["state", "kind", "gateway"]


class DifferenceIndexView(ReadOnlyIndexView):
    """What waits first, then the latest."""

    default_ordering = "-found_at"
    related = ("payment",)
    search_in = ("reference", "number", "payment__reference")

    @cached_property
    def columns(self) -> list[Column]:
        """What, with whom, and what either side says."""
        return [
            LinkColumn(
                "reference",
                label=_("Reference"),
                get_url=self.get_inspect_url,
                classname="w-whitespace-nowrap",
            ),
            TextColumn("kind", label=_("What differs"), accessor="get_kind_display", sort_key="kind"),
            GatewayColumn(),
            TextColumn("ours", label=_("Our books say"), accessor=our_side),
            TextColumn("theirs", label=_("The provider says"), accessor=their_side),
            StateColumn(DifferenceState.OPEN),
            MomentColumn("found_at", label=_("First found"), sort_key="found_at"),
        ]


class DifferenceInspectView(ReadOnlyInspectView):
    """One difference, and what can be done about it."""

    template_name = "donations/back_office/difference.html"

    def get_ours_display_value(self) -> str:
        """With the amount."""
        return our_side(self.object)

    def get_theirs_display_value(self) -> str:
        """With the amount."""
        return their_side(self.object)

    def around(self, obj: Difference) -> dict[str, Any]:
        """Three queries."""
        may_decide = obj.state == DifferenceState.OPEN and self.request.user.has_perm(DECIDE)
        held = ProviderEvent.objects.quarantined().filter(payment=obj.payment_id) if obj.payment_id else ()
        return {
            "is_open": obj.state == DifferenceState.OPEN,
            "may_decide": may_decide,
            "held": held,
            "form": self.form_of(ReasonForm()) if may_decide else None,
            "history": AuditEntry.objects.about(obj).select_related("actor").order_by("at", "pk"),
        }


class ResolveView(ReasonView, DifferenceInspectView):
    """Nothing is left to do about it."""

    permission = DECIDE
    index_name = "differences"

    def decide(self, reason: str) -> str:
        """Raises Refused."""
        differences.resolve(self.object, reason, self.request.user)
        return _("The difference is resolved.")


class DifferenceViewSet(ReadOnlyViewSet):
    """Below /admin/giving/differences/."""

    model = Difference
    name = "differences"
    url_prefix = "giving/differences"
    menu_label = gettext_lazy("Differences")
    icon = "warning"
    index_view_class = DifferenceIndexView
    inspect_view_class = DifferenceInspectView
    filterset_class = DifferenceFilterSet
    inspect_view_fields = [
        "kind",
        "about",
        "gateway",
        "livemode",
        "ours",
        "theirs",
        "reference",
        "number",
        "found_at",
        "seen_at",
        "found_in",
    ]

    def get_urlpatterns(self) -> list[Any]:
        """The list, a difference, the decision."""
        resolve = self.construct_view(ResolveView, **self.get_inspect_view_kwargs())
        return [*super().get_urlpatterns(), path("<int:pk>/resolve/", resolve, name="resolve")]


def our_side(row: Difference) -> str:
    """State and amount."""
    return _side(row.get_ours_display(), row.our_amount)


def their_side(row: Difference) -> str:
    """State and amount."""
    return _side(row.get_theirs_display(), row.their_amount)


def _side(words: str, amount: Money | None) -> str:
    return f"{words}, {amount.format()}" if amount else words
