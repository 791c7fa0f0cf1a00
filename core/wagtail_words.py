"""Words of Wagtail's choosers, of its window for a comment, above its snippets and below its lists, in the language of
whoever reads them.

Wagtail asks for the first three when it begins, so that everybody got those of the first language, and names what a
list counts by a plural that Uzbek does not use after a number, and of which Russian has three.
"""

from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.forms import TaskStateCommentForm
from wagtail.snippets.views.snippets import SnippetViewSet


def register() -> None:
    """Called once, before Wagtail makes its choosers."""
    TaskStateCommentForm.base_fields["comment"].label = _("Comment")
    ChooserViewSet.search_tab_label = _("Search")
    ChooserViewSet.create_action_label = _("Create")
    ChooserViewSet.choose_one_text = _("Choose")
    ChooserViewSet.choose_another_text = _("Choose another")
    ChooserViewSet.edit_item_text = _("Edit")
    WagtailPaginator.items_count_label = property(_in_all)
    SnippetViewSet.breadcrumbs_items = property(_way_to)


def _in_all(paginator: WagtailPaginator) -> str:
    return gettext("%(count)s in all") % {"count": paginator.count}


def _way_to(kind: SnippetViewSet) -> list[dict[str, object]]:
    """The same steps as Wagtail's."""
    steps = [("wagtailadmin_home", _("Home"))]
    if not kind.get_menu_item_is_registered():
        steps.append(("wagtailsnippets:index", _("Snippets")))
    return [{"url": reverse_lazy(name), "label": label} for name, label in steps]
