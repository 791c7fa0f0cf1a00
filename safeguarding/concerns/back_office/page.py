"""One report; opening it is logged."""

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy
from wagtail.admin.views import generic

from safeguarding.concerns import history, services

from .forms import AnswerForm, AssignForm, NoteForm


class ConcernInspectView(generic.InspectView):
    """What was written, what was answered and noted, who has read it."""

    any_permission_required = ["view"]
    template_name = "concern/back_office/inspect.html"
    page_title = gettext_lazy("Reported concern")

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Log the reading before anything is shown."""
        services.note_reading(self.object, reader=request.user)
        return super().get(request, *args, **kwargs)

    def get_created_at_display_value(self) -> str:
        """In local time, as the reader writes dates."""
        return date_format(localtime(self.object.created_at), "DATETIME_FORMAT")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Everything the page shows."""
        concern = self.object
        return super().get_context_data(**kwargs) | {
            "files": concern.files.filter(message=None),
            "thread": concern.messages.select_related("author").prefetch_related("files"),
            "notes": concern.notes.select_related("author"),
            "history": history.of(concern),
            "answer_form": AnswerForm(prefix=None),
            "note_form": NoteForm(),
            "assign_form": AssignForm(concern=concern),
        }
