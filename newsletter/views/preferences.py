"""Changing and ending it, by the links in every mail; no account, no sign-in."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from newsletter import links
from newsletter.forms import PreferencesForm
from newsletter.models import Subscriber
from newsletter.services import subscriptions


class LinkView(View):
    """Base: whose link it is, or a page that says that it does not work."""

    template_name: str

    def dispatch(self, request: HttpRequest, *args: object, token: str, **kwargs: object) -> HttpResponse:
        """Read the link first."""
        try:
            self.subscriber = links.read_manage(token)
        except links.LinkInvalid:
            return self.page(404, problem="invalid")
        return super().dispatch(request, *args, **kwargs)

    def page(self, status: int = 200, **context: object) -> HttpResponse:
        """Render the view's page."""
        response = render(self.request, self.template_name, context, status=status)
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    @property
    def is_subscribed(self) -> bool:
        """Whether anything is sent now."""
        return self.subscriber.state == Subscriber.State.CONFIRMED


@method_decorator(never_cache, name="dispatch")
class ManageView(LinkView):
    """What to get, in which language."""

    template_name = "newsletter/manage.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The choice as it is."""
        if not self.subscriber.may_begin_again:
            return self._anew()
        initial = {"purposes": self.subscriber.purposes, "language": self.subscriber.language}
        return self.page(form=PreferencesForm(initial=initial), saved="saved" in request.GET, **self._state())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep another choice."""
        form = PreferencesForm(request.POST)
        if not form.is_valid():
            return self.page(422, form=form, **self._state())
        if not subscriptions.change(self.subscriber, **form.cleaned_data):
            return self._anew()
        return HttpResponseRedirect(f"{request.path}?saved")

    def _anew(self) -> HttpResponse:
        """Nobody has proven the address that is written to now, or it is no more: they subscribe again."""
        return self.page(410, problem="anew")

    def _state(self) -> dict[str, object]:
        token = links.manage_token(self.subscriber)
        return {"subscribed": self.is_subscribed, "token": token}


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class UnsubscribeView(LinkView):
    """Ends it. Mail programs post here without a cookie (RFC 8058): the signed link is the proof."""

    template_name = "newsletter/unsubscribe.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """A button: mail scanners open links, and must not end it for anybody."""
        return self._answer(self.is_subscribed)

    def post(self, request: HttpRequest) -> HttpResponse:
        """End it; answers without a redirect, as RFC 8058 wants, and a second time says the same."""
        subscriptions.unsubscribe(self.subscriber)
        return self._answer(False)

    def _answer(self, subscribed: bool) -> HttpResponse:
        token, again = links.manage_token(self.subscriber), self.subscriber.may_begin_again
        return self.page(subscribed=subscribed, token=token, again=again)
