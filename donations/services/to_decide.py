"""What waits for somebody in the books: asked for by one person and to be decided by another, or owed to a donor."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from donations.models import (
    Account,
    CashCorrection,
    CorrectionState,
    Dispute,
    DisputeState,
    Donation,
    LedgerEntry,
    LineState,
    Payout,
    PayoutState,
    Refund,
    RefundOrder,
    RefundOrderState,
    StatementLine,
)
from donations.models.refund_order import NOT_TAKEN


class MoneyBack(models.TextChoices):
    """Why a gift's money is, or may be, on its way back."""

    ASKED = "asked", _("Giving back was asked for, a second person must look")
    APPROVED = "approved", _("Giving back was approved and has not happened yet")
    REFUSED = "refused", _("Giving back did not work, another way is needed")
    OWED = "owed", _("Money is owed to the donor")


ORDERS = {
    MoneyBack.ASKED: (RefundOrderState.REQUESTED,),
    MoneyBack.APPROVED: (RefundOrderState.APPROVED, RefundOrderState.SENT),
}


def gifts(of: MoneyBack) -> QuerySet[Any]:
    """The keys of such gifts; each once."""
    if of is MoneyBack.OWED:
        return _owed()
    orders = _not_taken() if of is MoneyBack.REFUSED else RefundOrder.objects.filter(state__in=ORDERS[of])
    return orders.order_by().values("payment__donation").distinct()


def counts() -> dict[str, int]:
    """How many there are of each kind, by name; a query for each."""
    rows: dict[str, QuerySet[Any]] = {
        **{str(of.value): gifts(of) for of in MoneyBack},
        "lines": StatementLine.objects.filter(state__in=(LineState.UNMATCHED, LineState.PROPOSED)),
        "corrections": CashCorrection.objects.filter(state=CorrectionState.REQUESTED),
        "disputes": Dispute.objects.filter(state=DisputeState.OPEN),
        "payouts": Payout.objects.filter(state=PayoutState.HELD),
    }
    return {name: found.count() for name, found in rows.items()}


def _not_taken() -> QuerySet[RefundOrder]:
    """The provider refused, or it did not arrive, and nothing has gone another way, or been asked to, since.

    What did not arrive after it was booked is owed and found there; what was never booked is a gift in the books still.
    """
    later = RefundOrder.objects.filter(payment=OuterRef("payment"), pk__gt=OuterRef("pk"))
    went = Refund.objects.filter(payment=OuterRef("payment"), created_at__gt=OuterRef("changed_at"))
    left = RefundOrder.objects.filter(~Exists(later), ~Exists(went), state__in=NOT_TAKEN)
    return left.exclude(state=RefundOrderState.RETURNED, payment__donation__in=_owed())


def _owed() -> QuerySet[Any]:
    """Of which the books owe something: paid twice, after cancelling, or what went back and did not arrive."""
    owed = LedgerEntry.objects.live().filter(account=Account.OWED, donation__isnull=False)
    left = owed.order_by().values("donation", "currency").annotate(left=Sum("amount_minor")).exclude(left=0)
    return Donation.objects.filter(pk__in=left.values("donation")).order_by().values("pk")
