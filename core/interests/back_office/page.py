"""One interest."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy
from wagtail.admin.views import generic

from core.interests import history

from .forms import AssignForm, NoteForm


class InterestInspectView(generic.InspectView):
    """One interest: what was written, where it stands, what colleagues noted, who looks alike."""

    any_permission_required = ["view"]
    template_name = "interests/back_office/inspect.html"
    page_title = gettext_lazy("Registration")

    def get_consented_at_display_value(self) -> str:
        """In local time, as the reader writes dates."""
        return date_format(localtime(self.object.consented_at), "DATETIME_FORMAT")

    def get_phone_display_value(self) -> str:
        """As people write it: +998 90 123 45 67."""
        return self.object.phone.as_international if self.object.phone else "–"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Everything the page shows; the actions only for those who may act."""
        model = self.model
        return super().get_context_data(**kwargs) | {
            "may_act": self.user_has_permission("change"),
            "lookalikes": model.objects.lookalikes(self.object)[:20],
            "notes": self.object.notes.select_related("author"),
            "history": history.of(self.object),
            "note_form": NoteForm(),
            "assign_form": AssignForm(interest=self.object),
            "urls": {
                name: f"{model.kind}_interests:{name}" for name in ("inspect", "state", "assign", "note")
            },
        }
