"""The newsletter in the back office's menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup

from newsletter.back_office import IssueViewSet, SubscriberViewSet


class NewsletterGroup(ViewSetGroup):
    """Each item shows to those who may view its rows."""

    menu_label = _("Newsletter")
    menu_icon = "mail"
    menu_order = 250
    items = (IssueViewSet, SubscriberViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        """With the export."""
        export = _ExportItem(_("Export addresses"), "", icon_name="download", order=900)
        return [*super().get_submenu_items(), export]


class _ExportItem(MenuItem):
    """Shown to those who may export. The address is looked up late: it belongs to the group itself."""

    @property
    def url(self) -> str:
        return reverse("newsletter_subscribers:export")

    @url.setter
    def url(self, value: str) -> None:
        """The base class assigns one."""

    def is_shown(self, request: object) -> bool:
        return request.user.has_perm("newsletter.export_subscriber")


@hooks.register("register_admin_viewset")
def register_newsletter() -> NewsletterGroup:
    """Put it into the menu."""
    return NewsletterGroup()
