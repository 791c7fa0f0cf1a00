"""Giving: two screens of ours, then the provider's page."""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from core.client import network_of
from core.money import Money, MoneyError, currency_name, parse_money
from donations import effects
from donations.forms import DonorForm, GiftForm, presets
from donations.gateways import registry
from donations.gateways.requests import GatewayUnavailable
from donations.models import Frequency
from donations.services import checkout, limits


class _TokenCheck(CsrfViewMiddleware):
    """Says whether the form came from our page, without answering the request itself."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


@method_decorator([never_cache, csrf_exempt], name="dispatch")
class DonateView(View):
    """GET shows the gift, or with `step=you` the giver; POST begins the payment.

    The first screen is a GET form: it holds nothing personal, needs no cookie, and its address can be passed on.
    A form token that does not fit (cookie gone, page left open for long) loses nobody's words: see `post`.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        """The gift; or the giver, once the gift is right."""
        if request.GET.get("step") != "you":
            return self._show_gift(GiftForm(presets(request.GET)), fresh=True)
        gift = GiftForm(request.GET)
        if not gift.is_valid():
            return self._show_gift(gift)
        return self._show_donor(gift, DonorForm(gift=gift, initial=self._known()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check everything, begin the payment, lead to the provider."""
        gift = GiftForm(request.POST)
        if not gift.is_valid():
            return self._show_gift(gift)
        donor = DonorForm(request.POST, gift=gift)
        if not donor.is_valid():
            return self._show_donor(gift, donor)
        if not self._is_our_form(request):
            donor.add_error(
                None, _("This page had been open for too long. Please press the button once more.")
            )
            return self._show_donor(gift, donor)
        try:
            limits.check(ip=network_of(request), email=donor.cleaned_data["email"])
            return HttpResponseRedirect(checkout.start(_gift(gift, donor)))
        except limits.TooMany as error:
            donor.add_error(
                None, _("Too many attempts were made from here. Nothing was taken. Please try later.")
            )
            response = self._show_donor(gift, donor, status=429)
            response.headers["Retry-After"] = str(error.wait)
            return response
        except GatewayUnavailable:
            donor.add_error(
                None, _("The payment service does not answer. Nothing was taken. Please try again.")
            )
            return self._show_donor(gift, donor, status=503)

    def _show_gift(self, form: GiftForm, *, fresh: bool = False) -> HttpResponse:
        """`fresh`: the form is shown for the first time, nothing is wrong with it yet."""
        form.is_valid()
        currency = form.data.get("currency", "")
        amounts = _amounts(form, currency)
        context = {
            "form": form,
            "show_errors": not fresh and bool(form.errors),
            "currencies": [
                (code, currency_name(code) if code == "UZS" else code) for code in registry.currencies()
            ],
            "currency": currency,
            "unit": currency_name(currency),
            "amounts": amounts,
            "other": "" if any(amount["checked"] for amount in amounts) else form.typed,
        }
        return render(self.request, "donations/gift.html", context)

    def _show_donor(self, gift: GiftForm, form: DonorForm, status: int = 200) -> HttpResponse:
        token = form.data.get("token") or secrets.token_urlsafe(16)
        fields = gift.address_fields()
        # What a change of language carries along, also after a slip: this screen, nothing personal.
        self.request.GET = QueryDict(urlencode({**fields, "step": "you"}))
        context = {
            "gift": gift,
            "amount": gift.gift_amount,
            "frequency": fields["frequency"],
            "designation": gift.cleaned_data["designation"],
            "effect": effects.of(gift.cleaned_data["designation"].kind, gift.gift_amount),
            "hidden": {**fields, "token": token},
            "form": form,
            "change_url": f"{reverse('donate')}?{urlencode(fields)}",
            "monthly_url": _monthly_url(gift),
            "terms_slug": f"{settings.DONATION_TERMS_SLUG}/",
            "privacy_slug": f"{settings.DONATION_PRIVACY_SLUG}/",
        }
        return render(self.request, "donations/giver.html", context, status=status)

    def _known(self) -> dict[str, Any]:
        """Spare a signed-in person what we know."""
        user = self.request.user
        return {"name": user.get_full_name(), "email": user.email} if user.is_authenticated else {}

    def _is_our_form(self, request: HttpRequest) -> bool:
        """The usual check against forms that other sites send in a visitor's name."""
        check = _TokenCheck(lambda _request: HttpResponse())
        check.process_request(request)
        return check.process_view(request, lambda: None, (), {}) is None


def _gift(gift: GiftForm, donor: DonorForm) -> checkout.Gift:
    return checkout.Gift(
        amount=gift.gift_amount,
        frequency=gift.cleaned_data["frequency"],
        designation=gift.cleaned_data["designation"],
        name=donor.cleaned_data["name"],
        email=donor.cleaned_data["email"],
        is_anonymous=donor.cleaned_data["anonymous"],
        gateway=donor.cleaned_data["gateway"],
        token=donor.cleaned_data["token"],
        country=gift.said_country,
        language=get_language() or settings.LANGUAGE_CODE,
    )


def _monthly_url(gift: GiftForm) -> str:
    """From a single gift to the first screen with "every month" in it, where it can be given so; else "".

    Without the amount: what somebody gives once says nothing of what they can give each month.
    """
    fields = gift.address_fields() | {"frequency": Frequency.MONTH.value}
    able = registry.frequencies(fields["currency"], gift.from_country)
    if gift.cleaned_data["frequency"] != registry.ONCE or Frequency.MONTH not in able:
        return ""
    if gift.cleaned_data["designation"].campaign_id:  # it has an end
        return ""
    del fields["amount"]
    return f"{reverse('donate')}?{urlencode(fields)}"


def _amounts(form: GiftForm, currency: str) -> list[dict[str, Any]]:
    """The amounts offered in a currency, with what each can do; the chosen one, or the second, is marked."""
    choices = [parse_money(str(whole), currency) for whole in settings.DONATION_AMOUNTS.get(currency, ())]
    designation = form.cleaned_data.get("designation")
    lines = effects.of_each(designation.kind if designation else "general", currency, choices)
    chosen = _chosen(form, currency, choices)
    return [
        {"money": money, "effect": line, "checked": money == chosen}
        for money, line in zip(choices, lines, strict=True)
    ]


def _chosen(form: GiftForm, currency: str, choices: list[Money]) -> Money | None:
    """What was chosen before; an amount that is not offered stands in the field for others instead.

    Of a currency that we do not take (an old link, a slip in one) no amounts are offered.
    """
    try:
        wanted = parse_money(form.typed, currency)
    except MoneyError:
        return None if form.typed else next(iter(choices[1:2] or choices), None)
    return wanted if wanted in choices else None
