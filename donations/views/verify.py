"""Anybody who holds a receipt can see whether it is real: number, date, amount and state, nothing about its donor."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.client import network_of
from donations.forms import VerifyForm
from donations.models import Receipt
from donations.services import limits


@require_safe
def verify_any(request: HttpRequest, code: str = "") -> HttpResponse:
    """The address on the paper has no language: lead to the visitor's, as `/` does."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = dict(settings.LANGUAGES)
    language = chosen if chosen in known else get_language_from_request(request)
    with override(language if language in known else settings.LANGUAGE_CODE):
        address = reverse("verify_code", args=[code]) if code else reverse("verify")
    response = HttpResponseRedirect(address)
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    response.headers["Cache-Control"] = "private, max-age=0"
    return response


@never_cache
@require_safe
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """The form, or what there is to say of a code. Typed codes get an address of their own: it can be passed on."""
    if "code" in request.GET:
        form = VerifyForm(request.GET)
        if not form.is_valid():  # what cannot be a code is no guess: nothing is looked up
            return _page(request, form, status=422)
        return HttpResponseRedirect(reverse("verify_code", args=[form.cleaned_data["code"]]))
    return _look_up(request, code) if code else _page(request, VerifyForm())


def _look_up(request: HttpRequest, code: str) -> HttpResponse:
    form = VerifyForm({"code": code})
    ip = network_of(request)
    try:
        limits.check_guesses(ip=ip)
    except limits.TooMany as error:
        form.add_error(None, _("Too many wrong codes came from here. Please try again in an hour."))
        response = _page(request, form, status=429)
        response.headers["Retry-After"] = str(error.wait)
        return response
    found = (
        Receipt.objects.with_correction().filter(code=form.cleaned_data["code"]) if form.is_valid() else None
    )
    receipt = found.first() if found is not None else None
    if receipt is not None:
        return _page(request, form, receipt)
    limits.count_guess(ip=ip)
    if form.is_valid():
        form.add_error(
            "code", _("We have given out no receipt with this code. Look at it again, letter by letter.")
        )
    return _page(request, form, status=404)


def _page(
    request: HttpRequest, form: VerifyForm, receipt: Receipt | None = None, status: int = 200
) -> HttpResponse:
    response = render(request, "donations/verify.html", {"form": form, "receipt": receipt}, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
