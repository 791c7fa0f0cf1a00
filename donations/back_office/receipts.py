"""Receipts and annual statements for staff: downloads, the asking for a statement, and who stands on the papers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.viewsets.model import ModelViewSet

from core import audit
from donations.models import Donation, LegalEntity, Receipt, Statement
from donations.receipts.year import years_of
from donations.services import statements
from donations.views.receipts import pdf

from .columns import yes_or_no


class LegalEntityViewSet(ModelViewSet):
    """Who gifts go to; nothing is deleted here, receipts name it."""

    model = LegalEntity
    name = "legal_entities"
    url_prefix = "giving/legal-entities"
    menu_label = gettext_lazy("Legal entities")
    icon = "form"
    list_display = ["name", "code", "tax_number", yes_or_no(LegalEntity, "is_issuing")]
    ordering = ["code"]
    copy_view_enabled = False


@require_safe
def download_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Void ones too: they are kept as they were. Each look is on the record. Raises PermissionDenied, Http404."""
    _demand(request, "donations.view_receipt")
    receipt = get_object_or_404(Receipt.objects.exclude(file=""), pk=pk)
    audit.record(action="receipt.view", obj=receipt, actor=request.user)
    return pdf(receipt)


@require_safe
def download_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """A statement that is made. Raises PermissionDenied, Http404."""
    _demand(request, "donations.view_statement")
    statement = get_object_or_404(Statement.objects.exclude(file=""), pk=pk)
    audit.record(action="statement.view", obj=statement, actor=request.user)
    return pdf(statement)


@require_POST
def ask_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """For the donor of gift `pk`: one of the years with gifts, in any language. Raises PermissionDenied, Http404."""
    _demand(request, "donations.add_statement")
    donation = get_object_or_404(Donation.objects.select_related("donor"), pk=pk)
    year = next(
        (year for _donor, year in years_of([donation.donor]) if request.POST.get("year") == str(year)), None
    )
    if year is None:
        raise Http404
    language = statements.language_for(donation.donor, request.POST.get("language"))
    statements.ask(donation.donor, year, language, request.user)
    messages.success(request, _("The statement is being made. It will stand here in a moment."))
    return HttpResponseRedirect(reverse("donations:inspect", args=[pk]))


urls = [
    path("giving/receipts/<int:pk>.pdf", download_receipt, name="receipt_download"),
    path("giving/statements/<int:pk>.pdf", download_statement, name="statement_download"),
    path("giving/donations/<int:pk>/statement/", ask_statement, name="statement_ask"),
]


def _demand(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied
