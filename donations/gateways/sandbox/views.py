"""The sandbox provider's pay page. It is not ours: it has its own look, and says on every line what it is."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.generic import View

from core.money import Money
from donations.gateways.registry import offers

from . import delivery, provider
from .models import Choice, SandboxPayment


def choices(recurring: bool) -> list[tuple[str, str, str]]:
    """What the payer can do: value, words, what follows. "Declines later" makes sense for regular gifts only."""
    offered = [
        (Choice.SUCCESS, _("Pay"), _("The payment succeeds at once.")),
        (Choice.SLOW, _("Pay slowly"), _("The payment takes about eight seconds.")),
        (Choice.FAIL, _("Have the card declined"), _("No payment is made.")),
        (Choice.CANCEL, _("Cancel"), _("The payment is cancelled.")),
        (Choice.REPEAT, _("Pay, and report it three times"), _("The same message is sent again and again.")),
        (Choice.LATE, _("Let it expire, then pay"), _("The payment arrives after it was given up.")),
    ]
    if recurring:
        offered.insert(1, (Choice.DECLINES_LATER, _("Pay now, decline later"), _("Only the renewals fail.")))
    return [(choice.value, words, follows) for choice, words, follows in offered]


@method_decorator(never_cache, name="dispatch")
class PayView(View):
    """GET shows the page; POST takes the decision, tells the shop, and sends the payer back to it."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """The page, in the payer's language."""
        return _page(request, _payment(public_id))

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Decide, unless the shop does not want the money any more."""
        payment = _payment(public_id)
        chosen = request.POST.get("choice", "")
        if chosen not in {value for value, _words, _follows in choices(payment.recurring)}:
            return _page(request, payment, status=400)
        choice = Choice(chosen)
        if choice in provider.PAYS and not payment.choice and not delivery.is_allowed(payment):
            return _page(request, payment, refused=True, status=409)
        try:
            payment = provider.decide(public_id, choice)
        except provider.Refused:
            return _page(request, payment, status=409)
        delivery.deliver_due(payment)
        return HttpResponseRedirect(payment.return_url)


def _payment(public_id: str) -> SandboxPayment:
    """The payment whose page it is; nothing where the sandbox is off, nor for charges without a payer."""
    if "sandbox" not in offers():
        raise Http404
    return get_object_or_404(SandboxPayment.objects.exclude(return_url=""), public_id=public_id)


def _page(
    request: HttpRequest, payment: SandboxPayment, *, refused: bool = False, status: int = 200
) -> HttpResponse:
    with override(payment.language):
        context = {
            "payment": payment,
            "amount": Money(payment.amount_minor, payment.currency),
            "choices": choices(payment.recurring),
            "expired": not payment.choice and payment.expires_at <= timezone.now(),
            "refused": refused,
        }
        return render(request, "donations/sandbox/pay.html", context, status=status)
