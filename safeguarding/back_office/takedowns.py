"""Takedowns: the list, and each with its report as a page and as a file that can be kept."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import View
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from safeguarding.models import Takedown


class TakedownIndexView(generic.IndexView):
    """Latest first."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> Any:
        """One query."""
        return Takedown.objects.select_related("consent", "began_by")

    @cached_property
    def columns(self) -> list[Column]:
        """Which, why, when, done?"""
        title = self._get_title_column_class(TitleColumn)
        return [
            title("consent", label=_("Consent"), get_url=self.get_inspect_url),
            Column("reason", label=_("Reason"), accessor="get_reason_display"),
            DateColumn("began_at", label=_("Begun"), sort_key="began_at"),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor=lambda row: pgettext("state", "finished") if row.finished_at else _("running"),
                primary=lambda row: bool(row.finished_at),
            ),
        ]


class TakedownInspectView(generic.InspectView):
    """The report."""

    any_permission_required = ["view"]
    template_name = "safeguarding/back_office/takedown.html"


class ReportView(View):
    """The report as JSON with its seal, to be kept outside."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        """For whoever may see takedowns."""
        if not request.user.has_perm("safeguarding.view_takedown"):
            raise PermissionDenied
        takedown = get_object_or_404(Takedown, pk=pk)
        response = JsonResponse(
            {"report": takedown.report, "sha256": takedown.digest},
            json_dumps_params={"ensure_ascii": False, "indent": 2},
        )
        response.headers["Content-Disposition"] = f'attachment; filename="takedown-{takedown.pk}.json"'
        response.headers["Cache-Control"] = "no-store"
        return response


class TakedownViewSet(ModelViewSet):
    """Below /admin/safeguarding/takedowns/. Nothing is made, changed or deleted by hand."""

    model = Takedown
    name = "takedowns"
    url_prefix = "safeguarding/takedowns"
    menu_label = gettext_lazy("Takedowns")
    icon = "clipboard-list"
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: list[str] = []
    index_view_class = TakedownIndexView
    inspect_view_class = TakedownInspectView
    inspect_view_fields = ["consent", "began_at", "began_by", "finished_at"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses of what is not there."""
        common = super().get_common_view_kwargs(**kwargs)
        return common | {f"{name}_url_name": None for name in ("add", "edit", "delete", "usage", "history")}

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, one takedown, its report."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/report/", ReportView.as_view(), name="report"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no edit page to find."""
