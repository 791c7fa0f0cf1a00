"""A donor's papers: by the signed link in our mails, or signed in. What belongs to others is not there (404)."""

from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from donations import links
from donations.models import Donation, DonationState, Donor, Payment, Receipt, Statement
from donations.receipts.year import years_of
from donations.services import papers, statements
from donations.views.buttons import button_on

LOOK_AGAIN = "4"  # seconds; the worker needs less than one for a paper


@require_safe
def receipts(request: HttpRequest, token: str) -> HttpResponse:
    """The papers of one gift, with what became of each."""
    payment = _payment(token)
    return _page(request, payment, token)


@require_safe
def receipt_file(request: HttpRequest, token: str, reference: str) -> HttpResponse:
    """One of them. A void one is not given out any more: the page says why (410)."""
    payment = _payment(token)
    receipt = get_object_or_404(Receipt.objects.exclude(file=""), payment=payment, reference=reference)
    return _page(request, payment, token, status=410) if receipt.is_voided else pdf(receipt)


@require_safe
@login_required
def my_receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The same for whoever is signed in, without a signed link."""
    own = Receipt.objects.for_user(request.user).exclude(file="").select_related("payment__donation")
    receipt = get_object_or_404(own, reference=reference)
    return HttpResponseRedirect(links.receipts_url(receipt.payment)) if receipt.is_voided else pdf(receipt)


def _statements_panel() -> str:
    return f"{reverse('my')}#statements"


@button_on(_statements_panel)
@login_required
def ask_statement(request: HttpRequest) -> HttpResponse:
    """Have a year's statement made, in the language of the page; `year` is `<donor>-<year>` as the form offers it."""
    own = years_of(Donor.objects.filter(user=request.user))
    chosen = [(donor, year) for donor, year in own if request.POST.get("year") == f"{donor.pk}-{year}"]
    if not chosen:
        raise Http404
    donor, year = chosen[0]
    statements.ask(donor, year, statements.language_for(donor, get_language()), request.user)
    return HttpResponseRedirect(_statements_panel())


@require_safe
@login_required
def my_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """A statement that is made."""
    return pdf(get_object_or_404(Statement.objects.for_user(request.user).exclude(file=""), pk=pk))


def pdf(row: Receipt | Statement) -> HttpResponse:
    """The file as it was made, for one reader: nothing keeps a copy on the way. 503 when it is damaged."""
    try:
        content = papers.read(row)
    except papers.Damaged:
        words = _("This file cannot be opened now. Please write to us.")
        return _private(HttpResponse(words, content_type="text/plain; charset=utf-8", status=503))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{row.file_name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return _private(response)


def _payment(token: str) -> Payment:
    try:
        reference = links.payment_reference(token)
    except BadSignature:
        raise Http404 from None
    return get_object_or_404(Payment.objects.select_related("donation__designation"), reference=reference)


def _page(request: HttpRequest, payment: Payment, token: str, status: int = 200) -> HttpResponse:
    rows = list(Receipt.objects.with_correction().filter(payment=payment).order_by("pk"))
    donation: Donation = payment.donation
    is_made = bool(rows) and all(row.file for row in rows)
    context = {
        "donation": donation,
        "token": token,
        "receipts": rows,
        "is_given_back": donation.state == DonationState.REFUNDED,
        "entered_wrongly": donation.state == DonationState.REFUNDED and payment.was_entered_wrongly,
        "is_made": is_made,
    }
    response = render(request, "donations/receipts.html", context, status=status)
    if not is_made and not context["is_given_back"]:
        response.headers["Refresh"] = LOOK_AGAIN
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
