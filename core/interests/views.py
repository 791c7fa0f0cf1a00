"""Registering an interest: the form, the page after it, the page behind the mailed link."""

import json
from hashlib import sha256
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView, View

from core.interests import services, spam
from core.interests.models import Interest


@method_decorator(never_cache, name="dispatch")
class RegisterView(FormView):
    """The form. Concrete views name `model`, `form_class`, `template_name` and say what registering does."""

    model: type[Interest]

    def get_initial(self) -> dict[str, Any]:
        """Spare a signed-in person what we know."""
        initial = super().get_initial()
        if self.request.user.is_authenticated:
            initial |= {"name": self.request.user.get_full_name(), "email": self.request.user.email}
        return initial

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Register, unless too much came from here; known addresses get the same answer as others."""
        if not spam.within_limits(self.request, form.cleaned_data["email"]):
            form.add_error(
                None, _("There were many registrations from here today. Please try again later, or call us.")
            )
            return self.form_invalid(form)
        self.register(submission=_sent(form), language=get_language(), **form.answers())
        return HttpResponseRedirect(reverse(f"{self.model.kind}_done"))

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Show the form again with everything typed, as an answer that says something was wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def register(self, **fields: Any) -> Interest:
        """Save the interest: the concrete app's service."""
        raise NotImplementedError


def _sent(form: forms.Form) -> str:
    """Names what was sent: pressed twice it is the same, but whoever goes back to mend an address or to say more sends
    the same form with other answers.
    """
    said = json.dumps([form.token, form.answers()], default=str, sort_keys=True)
    return sha256(said.encode()).hexdigest()


@method_decorator(never_cache, name="dispatch")
class DoneView(TemplateView):
    """What happens next. The same for everybody, so that it tells nothing about an address."""


@method_decorator(never_cache, name="dispatch")
class ConfirmView(View):
    """Confirms an address by a button: mail scanners open links, and must not confirm for anybody."""

    model: type[Interest]
    template_name: str

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ask, or say that it is done, too old, or not ours."""
        interest, problem = self._read(token)
        return self._answer(interest, problem)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Confirm; a second time changes nothing and says the same."""
        interest, problem = self._read(token)
        if interest:
            self.confirm(interest)
            return HttpResponseRedirect(request.path)
        return self._answer(interest, problem)

    def confirm(self, interest: Interest) -> None:
        """Confirm the address: the concrete app's service."""
        raise NotImplementedError

    def _read(self, token: str) -> tuple[Interest | None, str]:
        try:
            return services.read_confirmation(self.model, token), ""
        except services.LinkExpired:
            return None, "expired"
        except services.LinkInvalid:
            return None, "invalid"

    def _answer(self, interest: Interest | None, problem: str) -> HttpResponse:
        context = {
            "interest": interest,
            "problem": problem,
            "kind": self.model.kind,
            "register_url": reverse(f"{self.model.kind}_register"),
        }
        status = {"": 200, "expired": 410, "invalid": 404}[problem]
        response = render(self.request, self.template_name, context, status=status)
        # Not "no-referrer": browsers then post with `Origin: null`, which the CSRF check refuses.
        response.headers["Referrer-Policy"] = "same-origin"
        return response
