"""Subscribing: the form, the page after it, the page behind the mailed link."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView, View

from core.interests import spam
from newsletter import links
from newsletter.forms import SubscribeForm
from newsletter.models import Subscriber
from newsletter.services import subscriptions


@method_decorator(never_cache, name="dispatch")
class SubscribeView(FormView):
    """The form; known addresses get the same answer as others."""

    form_class = SubscribeForm
    template_name = "newsletter/subscribe.html"

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Mail the link, unless too much came from here."""
        email = form.cleaned_data["email"]
        if not spam.within_limits(self.request, email):
            form.add_error(None, _("There were many attempts from here. Please try again later."))
            return self.form_invalid(form)
        subscriptions.ask(
            email=email,
            purposes=form.cleaned_data["purposes"],
            language=get_language(),
            submission=form.token,
        )
        return HttpResponseRedirect(reverse("newsletter_thanks"))

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Show the form again with everything typed, as an answer that says something was wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


@method_decorator(never_cache, name="dispatch")
class ThanksView(TemplateView):
    """What happens next. The same for everybody, so that it tells nothing about an address."""

    template_name = "newsletter/thanks.html"


@method_decorator(never_cache, name="dispatch")
class ConfirmView(View):
    """Confirms by a button: mail scanners open links, and must not confirm for anybody."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ask, or say that it is done, too old, or not ours."""
        return self._answer(*self._read(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Confirm; a second time changes nothing and says the same."""
        asked, problem = self._read(token)
        if asked:
            subscriptions.confirm(asked)
            return HttpResponseRedirect(request.path)
        return self._answer(asked, problem)

    def _read(self, token: str) -> tuple[links.Request | None, str]:
        try:
            asked = links.read_confirm(token)
        except links.LinkExpired:
            return None, "expired"
        except links.LinkInvalid:
            return None, "invalid"
        used = asked.turn != asked.subscriber.turn
        # Confirmed and ended or refused since: an old link must not begin it again.
        is_over = used and asked.subscriber.state != Subscriber.State.CONFIRMED
        return (None, "ended") if is_over else (asked, "")

    def _answer(self, asked: links.Request | None, problem: str) -> HttpResponse:
        done = asked and asked.turn != asked.subscriber.turn
        context = {"asked": asked, "problem": problem, "done": done}
        if done:
            context["manage_url"] = reverse("newsletter_manage", args=[links.manage_token(asked.subscriber)])
        status = {"": 200, "expired": 410, "ended": 410, "invalid": 404}[problem]
        response = render(self.request, "newsletter/confirm.html", context, status=status)
        # Not "no-referrer": browsers then post with `Origin: null`, which the CSRF check refuses.
        response.headers["Referrer-Policy"] = "same-origin"
        return response
