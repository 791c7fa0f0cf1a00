"""Who has subscribed; nobody is added or changed by hand, because consent cannot be given for others."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet

from newsletter.models import Purpose, Subscriber
from newsletter.services.export import export


class SubscriberFilterSet(WagtailFilterSet):
    """State, language and what they chose."""

    class Meta:
        model = Subscriber
        fields = ["state", "language", "wants_news", "wants_villages", "wants_campaigns"]


class SubscriberIndexView(generic.IndexView):
    """Latest first; an address is found by its beginning."""

    any_permission_required = ["view"]
    is_searchable = True

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By a part of the address."""
        return queryset.filter(email__icontains=self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[Column]:
        """Address, state, language, purposes, date."""
        title = self._get_title_column_class(TitleColumn)
        labels = dict(Purpose.choices)
        return [
            title("email", label=_("E-mail address"), get_url=self.get_inspect_url, sort_key="email"),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                primary=lambda row: row.state == Subscriber.State.CONFIRMED,
            ),
            Column("language", label=_("Language"), accessor="get_language_display"),
            Column(
                "purposes",
                label=_("Purposes"),
                accessor=lambda row: ", ".join(str(labels[purpose]) for purpose in row.purposes) or "–",
            ),
            DateColumn("asked_at", label=_("Asked"), sort_key="asked_at"),
        ]


class SubscriberInspectView(generic.InspectView):
    """One subscriber with the history of the consent."""

    any_permission_required = ["view"]
    template_name = "newsletter/back_office/subscriber.html"

    def get_confirmed_at_display_value(self) -> str:
        """In local time, as the reader writes dates."""
        return _moment(self.object.confirmed_at)

    def get_unsubscribed_at_display_value(self) -> str:
        """In local time, as the reader writes dates."""
        return _moment(self.object.unsubscribed_at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the history."""
        return super().get_context_data(**kwargs) | {"events": self.object.events.all()}


def _moment(at: datetime | None) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT") if at else "–"


class ReasonForm(forms.Form):
    """Why the list is needed."""

    reason = forms.CharField(label=gettext_lazy("What for?"), min_length=5, max_length=500)


class ExportView(WagtailAdminTemplateMixin, FormView):
    """Confirmed addresses as CSV, with the permission and a reason."""

    form_class = ReasonForm
    template_name = "newsletter/back_office/export.html"
    page_title = gettext_lazy("Export confirmed addresses")
    header_icon = "download"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the permission first."""
        if not request.user.has_perm("newsletter.export_subscriber"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Back to the subscribers."""
        subscribers = {"url": reverse("newsletter_subscribers:index"), "label": _("Subscribers")}
        return [*self.breadcrumbs_items, subscribers, {"url": "", "label": self.page_title}]

    def form_valid(self, form: forms.Form) -> StreamingHttpResponse:
        """Line by line, so that a long list takes no memory."""
        lines = export(actor=self.request.user, reason=form.cleaned_data["reason"])
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="newsletter.csv"'
        response.headers["Cache-Control"] = "private, no-store"
        return response


class SubscriberViewSet(ModelViewSet):
    """Below /admin/newsletter/subscribers/."""

    model = Subscriber
    name = "newsletter_subscribers"
    url_prefix = "newsletter/subscribers"
    icon = "group"
    menu_label = gettext_lazy("Subscribers")
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: list[str] = []
    index_view_class = SubscriberIndexView
    inspect_view_class = SubscriberInspectView
    filterset_class = SubscriberFilterSet
    inspect_view_fields = ["email", "state", "language", "consent_version", "confirmed_at", "unsubscribed_at"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses of what is not there."""
        common = super().get_common_view_kwargs(**kwargs)
        return common | {f"{name}_url_name": None for name in ("add", "edit", "delete", "usage", "history")}

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Our template."""
        template = self.inspect_view_class.template_name
        return super().get_inspect_view_kwargs(**kwargs) | {"template_name": template}

    def get_urlpatterns(self) -> list[Any]:
        """The list, one subscriber, the export."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("export/", ExportView.as_view(), name="export"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no edit page to find."""
