"""The form of every page in the back office."""

from uuid import uuid4

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from core import publishing
from core.slugs import TAKEN, free_slug, is_taken
from languages.slugs import slugify

PUBLISHING = "action-publish"


class GatedPageForm(WagtailAdminPageForm):
    """Says beside the fields why a page may not be published, before anything is written. Drafts are always kept."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "child_identity" in self.fields:
            unanswered = ("", _("Nobody has answered yet"))
            self.fields["child_identity"].choices = [unanswered, *publishing.ChildIdentity.choices]

    def clean_slug(self) -> str:
        """An address that came of the title by itself is not refused when it is taken: a feast comes every year."""
        slug, page = self.cleaned_data["slug"], self.instance
        title, parent = self.cleaned_data.get("title", ""), self.parent_page
        if not parent or page.first_published_at or slug != slugify(title, parent.locale.language_code):
            return slug
        return free_slug(page, parent, slug)

    def is_valid(self) -> bool:
        """Whether it can be saved and, when that was asked, published."""
        return super().is_valid() and not self._refused()

    def _refused(self) -> bool:
        if PUBLISHING not in self.data:
            return False
        try:
            page = self.save(commit=False)
            publishing.check(page, page.day_to_come)
        except publishing.PublishRefused as refusal:
            for error in refusal.error_list:
                self.add_error(error.code if error.code in self.fields else None, error)
            return True
        return False


class GatedCopyForm(CopyForm):
    """Says beside the fields what a copy would be refused for: an address at which something else answers, a page that
    must not appear. Wagtail would copy until it comes to that, and publish what comes before.
    """

    def clean(self) -> dict[str, object]:
        """Wagtail looks at other pages only."""
        cleaned = super().clean()
        slug, parent = cleaned.get("new_slug"), cleaned.get("new_parent_page") or self.page.get_parent()
        if slug and is_taken(f"{parent.url_path}{slug}/"):
            self.add_error("new_slug", gettext(TAKEN) % {"parent_page_title": parent})
        if field := next(filter(cleaned.get, ("publish_copies", "alias")), ""):
            self._refuse_hidden(field, cleaned.get("copy_subpages"))
        return cleaned

    def _refuse_hidden(self, field: str, with_subpages: object) -> None:
        pages = (
            self.page.get_descendants(inclusive=True)
            if with_subpages
            else Page.objects.filter(pk=self.page.pk)
        )
        for page in pages.live().specific():
            page.translation_key = uuid4()  # a copy is none of its languages, a mirror follows it
            page.alias_of_id = page.pk if field == "alias" else None
            try:
                publishing.check(page)
            except publishing.PublishRefused as refusal:
                self.add_error(field, [f"{page.title}: {reason}" for reason in refusal.messages])
