"""Who may do what with a page: Wagtail's answers, without asking the database for each row of a list."""

from wagtail.models import PagePermissionTester


class PermissionTester(PagePermissionTester):
    """Wagtail looks below each page for published ones that whoever does not publish may not delete."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """The same as Wagtail's, without asking where the page itself says it."""
        if self.user.is_superuser or "publish" in self.permissions:
            return super().can_delete(ignore_bulk)
        if self.page.live:
            return False
        if self.page.is_leaf() and "change" in self.permissions and not self.page_is_root:
            return self.user.is_active
        return super().can_delete(ignore_bulk)
