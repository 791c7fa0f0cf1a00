"""Puts listing, page and actions together."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from safeguarding.models import Concern

from .actions import AnswerView, AssignView, FileView, NoteView, StateView
from .listing import ConcernFilterSet, ConcernIndexView
from .page import ConcernInspectView


class ConcernViewSet(ModelViewSet):
    """Below /admin/concerns/; nothing is made, edited or deleted by hand."""

    model = Concern
    name = "concerns"
    url_prefix = "concerns"
    icon = "warning"
    menu_label = _("Concerns")
    menu_order = 150
    add_to_admin_menu = True
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = ConcernIndexView
    inspect_view_class = ConcernInspectView
    filterset_class = ConcernFilterSet
    search_fields: list[str] = []
    inspect_view_fields = ["reference", "created_at", "place", "name", "contact", "language"]

    def get_common_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        """Without the addresses of what is not there."""
        common = super().get_common_view_kwargs(**kwargs)
        for name in ("add", "edit", "delete", "usage", "history"):
            common[f"{name}_url_name"] = None
        return common

    def get_inspect_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        """Our template."""
        template = self.inspect_view_class.template_name
        return super().get_inspect_view_kwargs(**kwargs) | {"template_name": template}

    def get_urlpatterns(self) -> list:
        """The listing, one report, and what can be done with it."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/state/", StateView.as_view(), name="state"),
            path("<int:pk>/assign/", AssignView.as_view(), name="assign"),
            path("<int:pk>/answer/", AnswerView.as_view(), name="answer"),
            path("<int:pk>/note/", NoteView.as_view(), name="note"),
            path("<int:pk>/files/<int:file>/", FileView.as_view(), name="file"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no edit page to find."""
