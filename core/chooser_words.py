"""Words of Wagtail's choosers and of its window for a comment, in the language of whoever reads them.

Wagtail asks for them when it is imported, so that everybody got those of the first language.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.forms import TaskStateCommentForm


def register() -> None:
    """Called once, before Wagtail makes its choosers."""
    TaskStateCommentForm.base_fields["comment"].label = _("Comment")
    ChooserViewSet.search_tab_label = _("Search")
    ChooserViewSet.create_action_label = _("Create")
    ChooserViewSet.choose_one_text = _("Choose")
    ChooserViewSet.choose_another_text = _("Choose another")
    ChooserViewSet.edit_item_text = _("Edit")
