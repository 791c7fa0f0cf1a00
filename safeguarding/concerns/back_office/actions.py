"""What focal points do with a report: each a POST."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from core.transitions import InvalidTransition
from safeguarding.concerns import services
from safeguarding.focal_points import is_focal_point
from safeguarding.models import Concern, ConcernFile

from .forms import AnswerForm, AssignForm, NoteForm


class FocalPointView(View):
    """Base: refused to everybody without the role, before anything is fetched."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Ask for the role first."""
        if not is_focal_point(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ActionView(FocalPointView):
    """Base of the actions."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Act, then back to the report."""
        self.act(request, get_object_or_404(Concern, pk=pk))
        return redirect("concerns:inspect", pk)

    def act(self, request: HttpRequest, concern: Concern) -> None:
        """Do it and leave a message."""
        raise NotImplementedError


class StateView(ActionView):
    """Moves a report to another state."""

    def act(self, request: HttpRequest, concern: Concern) -> None:
        """A state that does not follow is refused: somebody else may have been quicker."""
        try:
            changed = services.change_state(concern, request.POST.get("state", ""), actor=request.user)
        except InvalidTransition:
            messages.error(request, _("This has changed in the meantime. Look again."))
        else:
            messages.success(request, _("The state is now: %s.") % changed.get_state_display())


class AssignView(ActionView):
    """Gives a report to a focal point."""

    def act(self, request: HttpRequest, concern: Concern) -> None:
        """Only focal points can be chosen."""
        form = AssignForm(request.POST, concern=concern)
        if form.is_valid():
            services.assign(concern, form.cleaned_data["person"], actor=request.user)
            messages.success(request, _("Assigned."))
        else:
            messages.error(request, _("Choose somebody from the list."))


class AnswerView(ActionView):
    """Answers whoever reported."""

    def act(self, request: HttpRequest, concern: Concern) -> None:
        """Empty ones are not kept."""
        form = AnswerForm(request.POST)
        if form.is_valid():
            services.answer(concern, form.cleaned_data["text"], author=request.user)
            messages.success(request, _("The answer is waiting for whoever reported."))
        else:
            messages.error(request, _("Write something first."))


class NoteView(ActionView):
    """Adds a remark."""

    def act(self, request: HttpRequest, concern: Concern) -> None:
        """Empty ones are not kept."""
        form = NoteForm(request.POST)
        if form.is_valid():
            services.add_note(concern, form.cleaned_data["text"], author=request.user)
            messages.success(request, _("The note is kept."))
        else:
            messages.error(request, _("Write something first."))


class FileView(FocalPointView):
    """One attached file, to be saved; each time is logged."""

    def get(self, request: HttpRequest, pk: int, file: int) -> FileResponse:
        """Nothing in it may run: it came from somebody whom nobody knows."""
        row = get_object_or_404(ConcernFile.objects.select_related("concern"), pk=file, concern_id=pk)
        services.note_file(row.concern, reader=request.user)
        name = f"{row.concern.reference}-{row.pk}.{row.ending}"
        response = FileResponse(row.file.open("rb"), as_attachment=True, filename=name, content_type=row.kind)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["Cache-Control"] = "private, no-store"
        return response
