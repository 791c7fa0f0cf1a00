"""Under Reports in the back office: links that lead nowhere."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale
from wagtail.permissions import page_permission_policy

from search.models import BrokenLink

EDITING = {"add", "change", "publish"}


class BrokenLinkFilters(WagtailFilterSet):
    """By language and by reason."""

    locale = django_filters.ModelChoiceFilter(
        field_name="page__locale", queryset=Locale.objects.all(), label=_("Language"), empty_label=_("All")
    )

    class Meta:
        model = BrokenLink
        fields = ["locale", "reason"]


class BrokenLinksView(ReportView):
    """What editors may put right: links on the pages they may edit."""

    model = BrokenLink
    page_title = _("Broken links")
    header_icon = "link-external"
    index_url_name = "broken_links"
    index_results_url_name = "broken_links_results"
    filterset_class = BrokenLinkFilters
    list_export = ["page.title", "page.url_path", "target", "get_reason_display", "found_at"]
    export_headings = {"page.title": _("Page"), "get_reason_display": _("reason")}
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    columns = [
        TitleColumn("page", label=_("Page"), url_name="wagtailadmin_pages:edit", id_accessor="page_id"),
        Column("target", label=_("leads to")),
        Column("get_reason_display", label=_("reason")),
        DateColumn("found_at", label=_("found")),
    ]

    def get_queryset(self) -> QuerySet[BrokenLink]:
        """With the pages, in the order of the tree."""
        mine = page_permission_policy.instances_user_has_any_permission_for(self.request.user, EDITING)
        return BrokenLink.objects.filter(page__in=mine).select_related("page")
