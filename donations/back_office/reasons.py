"""A reason that somebody writes: on a row's page, kept as typed where it is not enough."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from .base import ReadOnlyInspectView


class ReasonForm(forms.Form):
    """One line."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonView(ReadOnlyInspectView):
    """POST acts and goes back to the page; what is refused is said beside the reason. Mixed into a row's page."""

    http_method_names = ["post"]
    permission = ""
    refused: type[Exception]
    index_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the permission first."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With a reason."""
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                said = self.act(form.cleaned_data["reason"])
            except self.refused as error:
                form.add_error("reason", error.args[0])
            else:
                messages.success(request, said)
                return self._back()
        return self._again(form)

    def _again(self, form: ReasonForm) -> HttpResponse:
        """The page with what was typed; where nothing can be decided any more only what was said."""
        self.object.refresh_from_db()
        context = self.get_context_data() | {"form": form}
        if context["may_decide"]:
            return self.render_to_response(context, status=422)
        messages.error(self.request, " ".join(form.errors["reason"]))
        return self._back()

    def _back(self) -> HttpResponse:
        return redirect(f"{self.index_name}:inspect", self.object.pk)

    def act(self, reason: str) -> str:
        """Do it; returns what to say. Raises `refused`."""
        raise NotImplementedError
