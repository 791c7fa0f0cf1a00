"""Who may do what with a page: Wagtail's answers, without asking the database for each row of a list."""

from wagtail.models import PagePermissionTester

UNPUBLISH = "safeguarding.unpublish_page"


class PermissionTester(PagePermissionTester):
    """Wagtail lets only those unpublish who publish. Here a focal point takes down what somebody else puts up."""

    def can_publish(self) -> bool:
        """The same as Wagtail's, without what another has locked or has to check now, and without mirrors, which appear
        with their original: Wagtail's editor asks for that beside, its action for many pages at once does not.
        """
        return super().can_publish() and not self.page.alias_of_id and not self.page_locked()

    def can_set_view_restrictions(self) -> bool:
        """Of locked pages, too, which may have to be closed to strangers."""
        return super().can_publish()

    def can_unschedule(self) -> bool:
        """Whoever publishes; what is scheduled is locked for everybody."""
        return super().can_publish()

    def can_unpublish(self) -> bool:
        """The same as Wagtail's, and for whoever has the permission to take pages offline: whoever has locked the page,
        and whatever waits to be published on it.
        """
        if super().can_unpublish():
            return True
        may = self.page.live and not self.page_is_root
        return may and self.user.is_active and self.user.has_perm(UNPUBLISH)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """The same as Wagtail's, which looks below each page, without asking where the page itself says it."""
        if self.user.is_superuser or "publish" in self.permissions:
            return super().can_delete(ignore_bulk)
        if self.page.live:
            return False
        if self.page.is_leaf() and "change" in self.permissions and not self.page_is_root:
            return self.user.is_active
        return super().can_delete(ignore_bulk)
