"""Whose gift a line is that nobody announced."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from donations.models import LineState, StatementLine, UnannouncedGift
from donations.services import bank_statements
from donations.services.decisions import too_late

from .entering import EntryView
from .giver_form import GiverForm

FIELDS = ("name", "email", "designation", "language", "country", "is_anonymous")


class StatementGiftView(EntryView):
    """The first person's word. Nothing is a gift before a second one has confirmed it."""

    permission = "donations.change_statementline"
    form_class = GiverForm
    back = ("statement_lines:index", gettext_lazy("Bank statements"))
    page_title = gettext_lazy("Whose gift is this transfer?")
    button = gettext_lazy("Propose")

    @cached_property
    def line(self) -> StatementLine:
        """Raises Http404."""
        return get_object_or_404(StatementLine, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Not of a line about which somebody has said something meanwhile."""
        if self.line.state != LineState.UNMATCHED:
            messages.error(request, str(too_late()))
            return redirect("statement_lines:inspect", self.line.pk)
        return super().get(request, *args, **kwargs)

    @property
    def intro(self) -> str:
        """What the bank says, and what happens next."""
        told = {
            "amount": self.line.amount,
            "day": date_format(self.line.booked_on, "SHORT_DATE_FORMAT"),
            "payer": self.line.payer or "–",
            "text": self.line.text or "–",
        }
        words = _(
            "%(day)s: %(amount)s. Payer: %(payer)s. Purpose: %(text)s. A second person confirms before anything is "
            "booked."
        )
        return words % told

    def get_initial(self) -> dict[str, Any]:
        """As of the gift that the line names, which was paid before; else as the bank says."""
        known = {"name": self.line.payer[:100], "language": get_language()}
        hint = bank_statements.hint(self.line)
        if hint.payment is not None and hint.is_named:
            donation = hint.payment.donation
            known = {
                "name": donation.donor_name,
                "email": donation.donor.email,
                "designation": donation.designation_id,
                "language": donation.language,
                "country": donation.donor.country,
                "is_anonymous": donation.is_anonymous,
            }
        return super().get_initial() | known

    def enter(self, form: GiverForm) -> str:
        """Back to the line. Raises Refused."""
        said = UnannouncedGift(**{name: form.cleaned_data[name] for name in FIELDS})
        bank_statements.propose_new(self.line, said, self.request.user)
        messages.success(self.request, _("Somebody else must confirm what you have proposed."))
        return reverse("statement_lines:inspect", args=[self.line.pk])
