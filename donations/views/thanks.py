"""Where the provider sends the donor back to. It believes nothing that the address or the visitor says."""

from urllib.parse import urlencode

from django.core.cache import cache
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from core.client import network_of
from donations import effects, links, notifications, transfers
from donations.gateways import registry
from donations.gateways.protocols import NeedsAccount
from donations.gateways.registry import GatewayOffer, UnknownGateway, offer
from donations.gateways.requests import GatewayUnavailable
from donations.models import Donation, DonationState, Payment
from donations.services import checkout, limits, receipts, reconciliation
from donations.views import pledges

ASK_AGAIN_AFTER = 10  # seconds between two questions to a provider about one payment


@method_decorator(never_cache, name="dispatch")
class ThanksView(View):
    """Says thank you once the money is there, "in progress" until then, and offers another try after a failure."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """How the gift stands. While it is open the provider is asked, through the same door as its callbacks."""
        donation = _donation(token)
        payment = donation.payments.last()
        if payment is not None and payment.is_open and _may_ask(payment):
            reconciliation.refresh(payment)
            donation.refresh_from_db()
        return _answer(request, donation)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Try again, with the same data: a new payment of the same donation, by the way that was chosen if any."""
        donation = _donation(token)
        waits = pledges.waits_for_donor(donation, donation.payments.last())
        fitting = [one.code for one in (pledges.ways(donation) if waits else _ways_again(donation))]
        if waits and not fitting:
            return _answer(request, donation)
        wanted = request.POST.get("gateway", "")
        # Who has chosen nothing of a single gift goes on with what they tried: nobody chooses another way for them.
        otherwise = fitting[0] if waits else ""
        try:
            limits.check_sending(ip=network_of(request), email=donation.donor.email)
            return HttpResponseRedirect(
                checkout.carry_on(donation, wanted if wanted in fitting else otherwise)
            )
        except limits.TooMany as error:
            response = _answer(request, donation, status=429)
            response.headers["Retry-After"] = str(error.wait)
            return response
        except (GatewayUnavailable, UnknownGateway):  # the latter: it was switched off since
            return _answer(request, donation, status=503)


def _donation(token: str) -> Donation:
    try:
        reference = links.donation_reference(token)
    except BadSignature:
        raise Http404 from None
    donation = Donation.objects.with_names().filter(reference=reference).first()
    if donation is None:
        raise Http404
    return donation


def _answer(request: HttpRequest, donation: Donation, status: int = 200) -> HttpResponse:
    payment = donation.payments.last()
    designation = donation.designation
    context = {
        "donation": donation,
        "payment": payment,
        "frequency": donation.frequency,
        "sponsorship": donation.sponsorship,
        "effect": effects.of(designation.kind, donation.amount),
        "change_url": _change_url(donation),
        "unavailable": status == 503,
        "too_many": status == 429,
        "closed": donation.state == DonationState.LAPSED and not checkout.is_taken(donation),
        "ways": _ways_again(donation),
    }
    context |= _papers(donation)
    by_transfer = donation.state == DonationState.OPEN and payment is not None and _is_transfer(payment)
    if by_transfer:
        account = transfers.account_for(payment)
        context["rows"] = transfers.rows(payment, account) if account else []
        context["mailed"] = notifications.was_told_how(payment)
    waits = pledges.waits_for_donor(donation, payment)
    if waits:
        others = [one for one in pledges.ways(donation) if not by_transfer or one.code != payment.gateway]
        context |= {"ways": others, "cancel_url": links.cancel_url(donation.sponsorship)}
    template = _template(donation, by_transfer=by_transfer, waits=waits)
    response = render(request, template, context, status=status)
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    if donation.state == DonationState.OPEN and payment is not None and not by_transfer and not waits:
        response.headers["Refresh"] = str(_patience(payment))
    return response


def _ways_again(donation: Donation) -> list[GatewayOffer]:
    """How a single gift that was not paid can be: the way that was tried first. A regular one keeps what it began with:
    another way may not be able to charge.
    """
    tried = donation.payments.last()
    if donation.state != DonationState.LAPSED or donation.sponsorship_id or tried is None:
        return []
    fitting = registry.once(donation.amount, donation.given_from)
    return sorted(fitting, key=lambda one: one.code != tried.gateway)


def _template(donation: Donation, *, by_transfer: bool, waits: bool) -> str:
    """A transfer that is on its way may be shown even where its pledge has ended: it can still come."""
    if by_transfer:
        return "donations/transfer.html"
    if waits:
        return "donations/pledge.html"
    return {
        DonationState.OPEN: "donations/processing.html",
        DonationState.LAPSED: "donations/not_paid.html",
    }.get(DonationState(donation.state), "donations/thanks.html")


def _is_transfer(payment: Payment) -> bool:
    try:
        return isinstance(offer(payment.gateway).gateway, NeedsAccount)
    except UnknownGateway:
        return False


def _papers(donation: Donation) -> dict[str, object]:
    """Of the attempt that brought the gift, which need not be the last: where its receipt is, "" where there will be
    none; whether its mail is on its way, as for gifts of the past none is; whether it never came so.
    """
    credited = donation.payments.credited().first()
    if credited is None:
        return {"receipts_url": ""}
    url = links.receipts_url(credited) if receipts.are_given_for(credited) else ""
    return {
        "receipts_url": url,
        "is_mailed": bool(url) and notifications.is_just_thanked(credited),
        "entered_wrongly": donation.state == DonationState.REFUNDED and credited.was_entered_wrongly,
    }


def _change_url(donation: Donation) -> str:
    """The first screen with this gift in it: nothing personal."""
    gift = {
        "amount": donation.amount.plain(),
        "currency": donation.currency,
        "frequency": donation.frequency,
        "designation": donation.designation.code,
    } | ({"country": donation.given_from} if donation.given_from else {})
    return f"{reverse('donate')}?{urlencode(gift)}"


def _patience(payment: Payment) -> int:
    """Seconds until the page looks again: soon at first, seldom when it takes long."""
    age = (timezone.now() - payment.created_at).total_seconds()
    return max(4, min(60, int(age / 10)))


def _may_ask(payment: Payment) -> bool:
    return cache.add(f"donations:asked:{payment.reference}", 1, ASK_AGAIN_AFTER)
