"""Listings and pages of rows that nobody edits by hand."""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.urls import path
from django.utils.translation import gettext as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from donations.gateways import registry
from donations.gateways.protocols import HasPages
from donations.models import Dispute, Payout

from .columns import method_of
from .long_lists import BoundedPaginator, with_words


class ReadOnlyIndexView(generic.IndexView):
    """Whoever may view may list. `search_in` names the columns that a search looks into."""

    any_permission_required = ["view"]
    is_searchable = True
    paginator_class = BoundedPaginator
    related: tuple[str, ...] = ()
    search_in: tuple[str, ...] = ()

    def get_base_queryset(self) -> QuerySet:
        """One query for a page of the list, whatever its length."""
        return self.model.objects.select_related(*self.related)

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """Rows of the same moment keep their places from page to page: by their keys, as the indexes have them."""
        if not self.ordering:
            return super().order_queryset(queryset)
        return queryset.order_by(self.ordering, "-pk" if self.ordering.startswith("-") else "pk")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Every word must be somewhere in the columns."""
        return with_words(queryset, self.search_query, self.search_in) if self.is_searching else queryset


class ReadOnlyInspectView(generic.InspectView):
    """One row with what belongs to it."""

    any_permission_required = ["view"]
    sent: forms.Form | None = None
    is_sent_shown = False

    def form_of(self, form: forms.Form) -> forms.Form:
        """`form`, empty as it is, or with what was typed into it and refused (`PageFormView`)."""
        if type(self.sent) is not type(form) or self.sent.prefix != form.prefix:
            return form
        self.is_sent_shown = True
        return self.sent

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Yes, no and the payment method in words."""
        value = super().get_field_display_value(field_name, field)
        if field_name == "gateway":
            return method_of(value)
        return (_("Yes") if value else _("No")) if isinstance(value, bool) else value

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what `around` finds."""
        return super().get_context_data(**kwargs) | self.around(self.object)

    def around(self, obj: Model) -> dict[str, Any]:
        """What the page shows beside the row's own fields."""
        return {}


class ReadOnlyViewSet(ModelViewSet):
    """No form, no history, no deletion: only a list and a page each."""

    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: list[str] = []
    list_per_page = 50
    index_results_template_name = "donations/back_office/results.html"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses of what is not there."""
        common = super().get_common_view_kwargs(**kwargs)
        return common | {f"{name}_url_name": None for name in ("add", "edit", "delete", "usage", "history")}

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Our template."""
        template = getattr(self.inspect_view_class, "template_name", "")
        return super().get_inspect_view_kwargs(**kwargs) | {"template_name": template}

    def get_urlpatterns(self) -> list[Any]:
        """The list and the page."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no edit page to find."""


def page_of(row: Dispute | Payout) -> str:
    """The provider's own page about it, where staff act; "" where it has none."""
    try:
        gateway = registry.offer(row.gateway).gateway
    except registry.UnknownGateway:
        return ""
    return gateway.page_of(row.provider_reference) if isinstance(gateway, HasPages) else ""
