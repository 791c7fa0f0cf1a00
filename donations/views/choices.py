"""What a donor does with a running regular gift, by the signed link of our mails or from `/my/`: each is one press.

Nothing happens on GET, as mail programs open links by themselves.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from donations.gateways.requests import GatewayUnavailable
from donations.models import Sponsorship
from donations.services import choices
from donations.views.buttons import button_on
from donations.views.cancel import answer, sponsorship_of

FROM_MY = "my"  # the only other place where a press may lead back to


def _page_of(token: str) -> str:
    """Where the buttons of a regular gift stand."""
    return reverse("sponsorship_cancel", args=[token])


@never_cache
@button_on(_page_of)
def card(request: HttpRequest, token: str) -> HttpResponse:
    """To the provider's page for the card and the invoices."""
    back = settings.SITE_URL + _back(request, token)

    def page(sponsorship: Sponsorship) -> str:
        return choices.page_of(sponsorship, get_language() or "", back)

    return _press(request, token, "card", page)


@never_cache
@button_on(_page_of)
def pause(request: HttpRequest, token: str) -> HttpResponse:
    """For as many months as the button says."""
    months = request.POST.get("months", "")
    number = int(months) if months in {str(one) for one in choices.MONTHS} else 0
    return _press(request, token, "pause", lambda sponsorship: choices.pause(sponsorship, number))


@never_cache
@button_on(_page_of)
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Go on sooner than was said."""
    return _press(request, token, "resume", choices.resume)


@never_cache
@button_on(_page_of)
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """It is not to end after all."""
    return _press(request, token, "keep", choices.keep)


def _press(
    request: HttpRequest, token: str, button: str, act: Callable[[Sponsorship], str | None]
) -> HttpResponse:
    """Act and lead on; what did not go is said beside the button. A second press finds it done, and says that."""
    sponsorship = sponsorship_of(token)
    try:
        target = act(sponsorship)
    except choices.NotNow:
        sponsorship.refresh_from_db()
        return answer(request, sponsorship, token, failed=button, status=409)
    except GatewayUnavailable:
        return answer(request, sponsorship, token, failed=button, status=503)
    return HttpResponseRedirect(target or _back(request, token))


def _back(request: HttpRequest, token: str) -> str:
    if request.POST.get("from") == FROM_MY:
        return reverse("my")
    return _page_of(token)
