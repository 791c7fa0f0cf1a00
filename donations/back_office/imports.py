"""Importing lists: bring a file, name its columns, look at what would happen, import, read the report."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from donations.importing import samples, words
from donations.importing.columns import columns_of
from donations.importing.tables import Unreadable
from donations.models import DataImport, ImportKind, ImportState
from donations.services import imports
from donations.services.decisions import Refused

from .base import ReadOnlyIndexView, ReadOnlyInspectView, ReadOnlyViewSet
from .columns import LinkColumn, MomentColumn, StateColumn, TextColumn
from .import_forms import BringForm, ColumnsForm, kinds_for
from .import_report import ReportView, download, report_of, sheet

ADD = "donations.add_dataimport"


def may_work_on(user: Any, data_import: DataImport) -> bool:
    """Whether somebody may check and import this file."""
    return user.has_perm(ADD) and data_import.kind in dict(kinds_for(user))


class ImportFilterSet(WagtailFilterSet):
    """What it holds, how far it has come."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("What the file holds"), choices=ImportKind.choices)
    state = django_filters.MultipleChoiceFilter(
        distinct=False,
        label=gettext_lazy("State"),
        choices=ImportState.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = DataImport
        fields = ["kind", "state"]


class ImportIndexView(ReadOnlyIndexView):
    """Latest first."""

    default_ordering = "-created_at"
    related = ("brought_by",)
    search_in = ("name",)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to the next one, for whoever may."""
        if not self.request.user.has_perm(ADD):
            return []
        return [HeaderButton(_("Import a list"), reverse("imports:bring"), icon_name="upload")]

    @cached_property
    def columns(self) -> list[Column]:
        """Which file, what it holds, how far it has come, whose it is."""
        return [
            LinkColumn("name", label=_("File"), get_url=self.get_inspect_url, sort_key="name"),
            TextColumn("kind", label=_("What the file holds"), accessor="get_kind_display"),
            StateColumn(*(set(ImportState) - {ImportState.DONE})),
            TextColumn("brought_by", label=_("Imported by")),
            MomentColumn("created_at", label=_("Brought"), sort_key="created_at"),
        ]


class BringView(WagtailAdminTemplateMixin, FormView):
    """The file, and what it holds. Templates and the meaning of each column stand below."""

    form_class = BringForm
    template_name = "donations/back_office/import_new.html"
    page_title = gettext_lazy("Import a list")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the permission first."""
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Back to the imports."""
        back = {"url": reverse("imports:index"), "label": _("Imports of lists")}
        return [*self.breadcrumbs_items, back, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        """What may be imported depends on who does it."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what each kind of file can hold."""
        kinds = [(kind, label, columns_of(kind)) for kind, label in kinds_for(self.request.user)]
        return super().get_context_data(**kwargs) | {"kinds": kinds}

    def form_valid(self, form: BringForm) -> HttpResponse:
        """Keep it, then ask about its columns. What cannot be read is said beside the field."""
        file = form.cleaned_data["file"]
        try:
            row = imports.bring(file.name, file, form.choices, self.request.user)
        except Unreadable as error:
            form.add_error("file", words.of_file(error.code, error.row))
            return self.form_invalid(form)
        return redirect("imports:inspect", row.pk)


class ImportInspectView(ReadOnlyInspectView):
    """One file: its columns, what would become or became of its rows, and what can be done now."""

    template_name = "donations/back_office/import.html"
    page_title = gettext_lazy("Import of a list")

    def around(self, obj: DataImport) -> dict[str, Any]:
        """Three queries."""
        may = may_work_on(self.request.user, obj) and bool(obj.file)
        return report_of(obj, self.request) | {"may": may, "columns_form": ColumnsForm(data_import=obj)}


class ImportActionView(View):
    """One step; what is refused is said and changes nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Raises PermissionDenied, Http404."""
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        row = get_object_or_404(DataImport, pk=pk)
        if not may_work_on(request.user, row):
            raise PermissionDenied
        try:
            if action == "begin":
                imports.begin(row, request.user, request.POST.get("seen", ""))
            else:
                imports.stop(row, request.user)
        except Refused as error:
            messages.error(request, error.args[0])
        return redirect("imports:inspect", pk)


class ColumnsView(ImportInspectView):
    """The columns as somebody names them: then the file is checked; what is wrong is said beside the field."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Raises PermissionDenied."""
        row = self.object
        if not may_work_on(request.user, row):
            raise PermissionDenied
        form = ColumnsForm(request.POST, data_import=row)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data() | {"columns_form": form})
        try:
            imports.name_columns(row, form.chosen, request.user)
        except Refused as error:
            messages.error(request, error.args[0])
        return redirect("imports:inspect", row.pk)


class ProgressView(View):
    """How far it is, for the page that looks again and again; 204 once there is something else to see."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Raises PermissionDenied, Http404."""
        if not request.user.has_perm("donations.view_dataimport"):
            raise PermissionDenied
        row = get_object_or_404(DataImport, pk=pk)
        if not row.is_at_work:
            return HttpResponse(status=204)
        response = render(request, "donations/back_office/import_progress.html", {"object": row})
        response.headers["Cache-Control"] = "private, no-store"
        return response


class TemplateView(View):
    """An empty list of a kind, to fill in."""

    def get(self, request: HttpRequest, kind: str, form: str) -> HttpResponse:
        """Raises PermissionDenied, Http404."""
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        if kind not in ImportKind.values:
            raise Http404
        if form == "xlsx":
            return download(samples.template_xlsx(kind), f"{kind}.xlsx")
        return sheet(form, kind, "", [samples.headings(kind)], ())


class ImportViewSet(ReadOnlyViewSet):
    """Below /admin/giving/import/."""

    model = DataImport
    name = "imports"
    url_prefix = "giving/import"
    menu_label = gettext_lazy("Imports of lists")
    icon = "upload"
    index_view_class = ImportIndexView
    inspect_view_class = ImportInspectView
    filterset_class = ImportFilterSet
    inspect_view_fields = [
        "kind",
        "language",
        "currency",
        "designation",
        "with_receipts",
        "brought_by",
        "created_at",
    ]

    @property
    def columns_view(self) -> Any:
        """The page of an import, with what somebody typed."""
        return self.construct_view(ColumnsView, **self.get_inspect_view_kwargs())

    def get_urlpatterns(self) -> list[Any]:
        """The list, a new one, a page each, the steps, the files."""
        return [
            *super().get_urlpatterns(),
            path("new/", BringView.as_view(), name="bring"),
            path("template/<slug:kind>.<slug:form>", TemplateView.as_view(), name="template"),
            path("<int:pk>/columns/", self.columns_view, name="columns"),
            path("<int:pk>/progress/", ProgressView.as_view(), name="progress"),
            path("<int:pk>/report.<slug:form>", ReportView.as_view(), name="report"),
            *(
                path(f"<int:pk>/{name}/", ImportActionView.as_view(), {"action": name}, name=name)
                for name in ("begin", "stop")
            ),
        ]
