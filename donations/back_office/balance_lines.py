"""What a provider kept of gifts and paid out, on the pages that show them (balance_lines.html)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Sum
from django.http import HttpRequest

from core.money import Money
from donations.models import BalanceLine, Payment

Totals = list[tuple[Money, Money, Money]]


def balance_lines(request: HttpRequest, payments: Iterable[Payment]) -> dict[str, Any]:
    """Of some payments: their lines, oldest first, with the sums and whether payouts may be looked at; two queries."""
    lines = BalanceLine.objects.filter(payment__in=list(payments)).select_related("payout")
    return {
        "balance_lines": lines,
        "balance_totals": totals(lines),
        "may_see_payouts": request.user.has_perm("donations.view_payout"),
    }


def totals(lines: QuerySet[BalanceLine]) -> Totals:
    """Before the fee, the fee, what is left: for each currency; one query."""
    rows = lines.order_by().values_list("currency").annotate(Sum("gross_minor"), Sum("fee_minor"))
    sums = ((Money(int(gross), currency), Money(int(fee), currency)) for currency, gross, fee in sorted(rows))
    return [(gross, fee, gross - fee) for gross, fee in sums]
