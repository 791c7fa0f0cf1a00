"""The register of key figures: looked after as snippets, chosen for texts, deleted only when no page needs one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.models import Page
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetChosenView
from wagtail.snippets.views.snippets import SnippetViewSet

from programmes.models import KeyFigure
from programmes.rich_text import piece

MOST_NAMED = 5


class KeyFigureChosenView(SnippetChosenView):
    """Answers the choosers of blocks and of running text."""

    def get_chosen_response_data(self, item: KeyFigure) -> dict[str, str]:
        """Wagtail's answer, and the piece that stands in the text."""
        return {**super().get_chosen_response_data(item), **piece(item)}


class KeyFigureChooserViewSet(SnippetChooserViewSet):
    """Where a figure is chosen."""

    chosen_view_class = KeyFigureChosenView


class KeyFigureViewSet(SnippetViewSet):
    """The register."""

    model = KeyFigure
    icon = "order"
    list_display = ["label", Column("display", label=gettext_lazy("value")), "as_of", "key"]
    chooser_viewset_class = KeyFigureChooserViewSet
    chooser_per_page = 50  # all there are, as a rule


def refuse_to_delete_what_is_used(request: HttpRequest, instances: list[object]) -> HttpResponse | None:
    """Say which pages need a figure, and show where, in place of the question whether to delete it."""
    for figure in instances:
        if isinstance(figure, KeyFigure) and (
            pages := KeyFigure.objects.filter(pk=figure.pk).pages().select_related("locale")
        ):
            words = _(
                "“%(figure)s” was not deleted, for these pages refer to it: %(pages)s. Take it out of them first."
            )
            messages.error(request, words % {"figure": figure, "pages": _names(list(pages))})
            return redirect(KeyFigure.snippet_viewset.get_url_name("usage"), figure.pk)
    return None


def _names(pages: list[Page]) -> str:
    names = [f"{page.title} ({page.locale.language_code})" for page in pages[:MOST_NAMED]]
    return ", ".join(names) + (" …" if len(pages) > MOST_NAMED else "")
