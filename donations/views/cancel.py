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
from donations.services.choices import choices_of


@method_decorator(never_cache, name="dispatch")
class CancelView(View):
    """GET asks and changes nothing, as mail programs open links by themselves; POST cancels."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ask, or say that it has ended."""
        return answer(request, sponsorship_of(token), token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Cancel; a second time changes nothing and says the same."""
        cancellation.cancel(sponsorship_of(token))
        return HttpResponseRedirect(request.path)


def sponsorship_of(token: str) -> Sponsorship:
    """Whose link it is. Raises Http404."""
    try:
        reference = links.sponsorship_reference(token)
    except BadSignature:
        raise Http404 from None
    with_purpose = Sponsorship.objects.select_related("designation__village", "designation__campaign")
    found = with_purpose.filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def answer(
    request: HttpRequest, sponsorship: Sponsorship, token: str, *, failed: str = "", status: int = 200
) -> HttpResponse:
    """The page of one regular gift; `failed` names the button whose press did not go through."""
    context = {
        "sponsorship": sponsorship,
        "token": token,
        "choices": choices_of(sponsorship),
        "failed": failed,
        "is_silent": status == 503,
    }
    response = render(request, "donations/cancel.html", context, status=status)
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
