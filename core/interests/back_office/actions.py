"""What staff do with an interest: each a POST, with the permission to change."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from core.interests import services
from core.interests.models import Interest
from core.transitions import InvalidTransition

from .forms import AssignForm, NoteForm


class ActionView(View):
    """Base of the actions: POST only, with the permission to change."""

    http_method_names = ["post"]
    model: type[Interest] = Interest

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Act, then back to the interest."""
        if not policy_registry.get_by_type(self.model).user_has_permission(request.user, "change"):
            raise PermissionDenied
        self.act(request, get_object_or_404(self.model, pk=pk))
        return redirect(reverse(f"{self.model.kind}_interests:inspect", args=[pk]))

    def act(self, request: HttpRequest, interest: Interest) -> None:
        """Do it and leave a message."""
        raise NotImplementedError


class StateView(ActionView):
    """Moves an interest to another state."""

    def act(self, request: HttpRequest, interest: Interest) -> None:
        """A state that does not follow is refused: somebody else may have been quicker."""
        try:
            changed = services.change_state(interest, request.POST.get("state", ""), actor=request.user)
        except InvalidTransition:
            messages.error(request, _("This has changed in the meantime. Look again."))
        else:
            messages.success(request, _("The state is now: %s.") % changed.get_state_display())


class AssignView(ActionView):
    """Gives an interest to a colleague."""

    def act(self, request: HttpRequest, interest: Interest) -> None:
        """Only people who may work with it can be chosen."""
        form = AssignForm(request.POST, interest=interest)
        if form.is_valid():
            services.assign(interest, form.cleaned_data["person"], actor=request.user)
            messages.success(request, _("Assigned."))
        else:
            messages.error(request, _("Choose somebody from the list."))


class NoteView(ActionView):
    """Adds a remark."""

    def act(self, request: HttpRequest, interest: Interest) -> None:
        """Empty ones are not kept."""
        form = NoteForm(request.POST)
        if form.is_valid():
            services.add_note(interest, form.cleaned_data["text"], author=request.user)
            messages.success(request, _("The note is kept."))
        else:
            messages.error(request, _("Write something first."))
