"""The page of a gift: its payments, bookings, messages, papers and mails, and what staff can do about it."""

from typing import Any

from django.conf import settings
from django.db.models import Q

from core.models import AuditEntry
from donations import notifications
from donations.models import (
    BoxAmount,
    CashGift,
    Dispute,
    Donation,
    ImportedRow,
    Receipt,
    Statement,
)
from donations.receipts.year import years_of

from . import corrections, countries, refund_forms
from .balance_lines import balance_lines
from .base import ReadOnlyInspectView

MOST_STATEMENTS = 10


class DonationInspectView(ReadOnlyInspectView):
    """Everything about one gift."""

    template_name = "donations/back_office/donation.html"

    def around(self, obj: Donation) -> dict[str, Any]:
        """Eighteen queries at most, however many rows."""
        payments = list(obj.payments.prefetch_related("events", "refunds"))
        receipts = list(Receipt.objects.with_correction().filter(payment__in=payments).order_by("pk"))
        about = Q(object_label=obj._meta.label_lower, object_pk=str(obj.pk))
        about |= Q(object_label="donations.receipt", object_pk__in=[str(one.pk) for one in receipts])
        about |= Q(object_label="donations.payment", object_pk__in=[str(one.pk) for one in payments])
        user = self.request.user
        refunds = refund_forms.around(obj, user, self.form_of)
        orders = [order for order, *_ways in refunds["refund_orders"]]
        about |= Q(object_label="donations.refundorder", object_pk__in=[str(order.pk) for order in orders])
        more = corrections.of_gift(payments, user) | countries.of_gift(obj, user)
        lines = balance_lines(self.request, payments)
        return (
            refunds
            | more
            | lines
            | {
                "cash_gift": CashGift.objects.select_related("entered_by").filter(donation=obj).first(),
                "box_amount": BoxAmount.objects.select_related("count").filter(donation=obj).first(),
                "disputes": Dispute.objects.filter(payment__in=payments),
                "payments": payments,
                "entries": obj.ledger_entries.select_related("payment"),
                "mails": notifications.of_gift(obj, payments, receipts, orders),
                "receipts": receipts,
                "statements": Statement.objects.filter(donor=obj.donor_id)[:MOST_STATEMENTS],
                "years": [year for _donor, year in years_of([obj.donor])],
                "languages": settings.LANGUAGES,
                "imported": ImportedRow.objects.select_related("data_import").filter(donation=obj).first(),
                "history": AuditEntry.objects.filter(about).select_related("actor").order_by("at", "pk"),
            }
        )
