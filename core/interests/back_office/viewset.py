"""Puts listing, page and actions of one kind of interest together."""

from django.urls import path
from wagtail.admin.viewsets.model import ModelViewSet

from .actions import AssignView, NoteView, StateView
from .listing import InterestIndexView
from .page import InterestInspectView


class InterestViewSet(ModelViewSet):
    """Listing, page and actions of one kind of interest; nothing is made, edited or deleted by hand."""

    add_to_admin_menu = True
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = InterestIndexView
    inspect_view_class = InterestInspectView
    search_fields = ["search_key"]

    def get_common_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        """Without the addresses of what is not there."""
        common = super().get_common_view_kwargs(**kwargs)
        for name in ("add", "edit", "delete", "usage", "history"):
            common[f"{name}_url_name"] = None
        return common

    def get_inspect_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        """Our template."""
        return super().get_inspect_view_kwargs(**kwargs) | {
            "template_name": self.inspect_view_class.template_name
        }

    def get_urlpatterns(self) -> list:
        """The listing, one interest, and what can be done with it."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/state/", StateView.as_view(model=self.model), name="state"),
            path("<int:pk>/assign/", AssignView.as_view(model=self.model), name="assign"),
            path("<int:pk>/note/", NoteView.as_view(model=self.model), name="note"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no edit page to find."""
