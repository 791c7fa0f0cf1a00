"""The report of broken links in the back office."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from search.reports import EDITING, BrokenLinksView


class _ForEditors(MenuItem):
    def is_shown(self, request: object) -> bool:
        """Whoever may change some page."""
        return page_permission_policy.user_has_any_permission(request.user, EDITING)


@hooks.register("register_admin_urls")
def report_addresses() -> list[URLPattern]:
    """Below `/admin/`."""
    return [
        path("reports/broken-links/", BrokenLinksView.as_view(), name="broken_links"),
        path(
            "reports/broken-links/results/",
            BrokenLinksView.as_view(results_only=True),
            name="broken_links_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def report_entry() -> MenuItem:
    """Under Reports."""
    return _ForEditors(_("Broken links"), reverse("broken_links"), icon_name="link-external", order=1100)
