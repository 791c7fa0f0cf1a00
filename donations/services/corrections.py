"""Putting a wrong cash entry right: two persons book the whole of it the other way round. Nothing is edited."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from donations.gateways.instructions import Refund
from donations.gateways.outcomes import Verdict
from donations.models import CashCorrection, CashDeposit, CorrectionState, Payment, PaymentState
from donations.models.refund_order import WAITING
from donations.services import cash, ledger, payments
from donations.services.decisions import Refused, decide


def ask(entry: Payment | CashDeposit, reason: str, by: User) -> CashCorrection:
    """Say that an entry is wrong, and why; somebody else decides. Raises Refused."""
    if not reason.strip():
        raise Refused(_("Write what was wrong."))
    payment = entry if isinstance(entry, Payment) else None
    deposit = entry if isinstance(entry, CashDeposit) else None
    if payment and (payment.gateway != cash.CODE or payment.state != PaymentState.SUCCEEDED):
        raise Refused(_("This is no entry of cash."))
    try:
        with transaction.atomic():
            row = CashCorrection.objects.create(
                payment=payment,
                deposit=deposit,
                reason=reason.strip()[:200],
                requested_by=by,
            )
            audit.record(action="cashcorrection.requested", obj=row, actor=by, new=row.reference)
    except IntegrityError:
        raise Refused(_("Somebody has said so already.")) from None
    return row


@transaction.atomic
def approve(correction: CashCorrection, by: User) -> None:
    """Book it, as another person than the one who asked. Raises Refused."""
    if correction.requested_by_id == by.pk:
        raise Refused(_("Somebody else must decide about what you have asked for."))
    if correction.payment is not None:
        _demand_untouched(correction.payment)
    decide(correction, CorrectionState.BOOKED, by, decided_by=by)
    if correction.payment is not None:
        _against_gift(correction, correction.payment)
    elif correction.deposit is not None:
        _against_deposit(correction, correction.deposit)


def refuse(correction: CashCorrection, by: User) -> None:
    """The entry was right; whoever asked may take it back, too. Raises Refused."""
    decide(correction, CorrectionState.REFUSED, by, decided_by=by)


def _demand_untouched(payment: Payment) -> None:
    """Locked first: what is given back to the giver meanwhile cannot be an error of the entry as well."""
    locked = payments.lock(payment.reference)
    if locked is None or ledger.net_of(locked) != locked.amount:
        raise Refused(_("Part of this gift has been given back."))
    if locked.refund_orders.filter(state__in=WAITING).exists():
        raise Refused(_("An order to give this gift back is under way. Decide about that first."))


def _against_deposit(correction: CashCorrection, deposit: CashDeposit) -> None:
    """The bank's slip is free again: the same deposit can be entered as it was."""
    ledger.book_wrong_deposit(deposit, correction.reference)
    deposit.is_undone = True
    deposit.save(update_fields=["is_undone"])


def _against_gift(correction: CashCorrection, payment: Payment) -> None:
    outcome = payments.apply(
        Refund(
            gateway=payment.gateway,
            livemode=payment.livemode,
            event_id=f"correction:{correction.reference}",
            reference=payment.reference,
            amount=payment.amount,
            refund_reference=correction.reference,
        )
    )
    if outcome.verdict is not Verdict.APPLIED:
        raise RuntimeError(f"correction {correction.reference} was {outcome.verdict}")
