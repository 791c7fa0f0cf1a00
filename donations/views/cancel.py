"""Cancelling a sponsorship by the link in our mails, or from `/my/`."""

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from donations import links
from donations.models import Sponsorship
from donations.services import cancellation


@method_decorator(never_cache, name="dispatch")
class CancelView(View):
    """GET asks and changes nothing, as mail programs open links by themselves; POST cancels."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ask, or say that it has ended."""
        return _answer(request, _sponsorship(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Cancel; a second time changes nothing and says the same."""
        cancellation.cancel(_sponsorship(token))
        return HttpResponseRedirect(request.path)


def _sponsorship(token: str) -> Sponsorship:
    try:
        reference = links.sponsorship_reference(token)
    except BadSignature:
        raise Http404 from None
    found = Sponsorship.objects.select_related("designation").filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def _answer(request: HttpRequest, sponsorship: Sponsorship) -> HttpResponse:
    response = render(request, "donations/cancel.html", {"sponsorship": sponsorship})
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
