"""Cash that goes to the bank: it leaves the safe, and stands on our account."""

from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.money import Money
from donations.models import CashDeposit
from donations.services import ledger, open_days
from donations.services.decisions import Refused


def demand_in_safe(amount: Money) -> None:
    """Nobody takes more than lies there: in the transaction that books it. Raises Refused."""
    open_days.hold_safe()
    there = next((one for one in ledger.in_safe() if one.currency == amount.currency), None)
    if there is None or there < amount:
        left = there or Money(0, amount.currency)
        raise Refused(_("By the books there is %(amount)s in the safe.") % {"amount": left}, "amount")


@transaction.atomic
def hand_over(amount: Money, *, on: date, slip: str, note: str, by: User) -> CashDeposit:
    """Book a deposit. Raises Refused for more than lies in the safe, and for a slip that is entered already."""
    demand_in_safe(amount)
    try:
        with transaction.atomic():
            deposit = CashDeposit.objects.create(
                amount_minor=amount.minor,
                currency=amount.currency,
                deposited_on=on,
                slip=slip,
                note=note,
                livemode=settings.PAYMENTS_LIVE,
                made_by=by,
            )
    except IntegrityError:
        raise Refused(_("A slip with this number is entered for this day already."), "slip") from None
    ledger.book_deposit(deposit)
    audit.record(action="cashdeposit.entered", obj=deposit, actor=by, new=deposit.reference)
    return deposit
