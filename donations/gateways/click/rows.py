"""Reading and writing our records of Click's transactions. Only `records` changes them, inside the door."""

from django.db import IntegrityError, transaction

from donations.gateways.instructions import Instruction, Reserve
from donations.models import Payment

from .faults import Fault
from .models import LIVE, ClickState, ClickTransaction


def live_of(reference: str) -> ClickTransaction | None:
    """The transaction that is under way or paid, of our payment."""
    return ClickTransaction.objects.filter(payment__reference=reference, state__in=LIVE).first()


def meant(call: Instruction, payment: Payment) -> ClickTransaction | None:
    """The record that a Complete names: by Click's number, ours of the Prepare, and the order, all three."""
    row = find(call)
    if row is None or row.payment_id != payment.pk:
        return None
    return row if call.payload.get("merchant_prepare_id", row.pk) == row.pk else None


def find(call: Instruction) -> ClickTransaction | None:
    """By Click's number."""
    return by_number(call.provider_reference)


def by_number(number: str) -> ClickTransaction | None:
    """Of any state."""
    if not number.isdecimal():
        return None
    return ClickTransaction.objects.select_related("payment").filter(click_trans_id=int(number)).first()


def write(call: Reserve, payment: Payment) -> ClickTransaction | None:
    """None when Click's number was taken by another payment at the same moment: the constraint decides."""
    paydoc = call.payload["click_paydoc_id"]
    try:
        with transaction.atomic():
            return ClickTransaction.objects.create(
                click_trans_id=int(call.provider_reference),
                click_paydoc_id=paydoc if isinstance(paydoc, int) else 0,
                payment=payment,
                amount_minor=call.amount.minor,
            )
    except IntegrityError:
        return None


def change(row: ClickTransaction, state: ClickState) -> None:
    """The payment is locked by now."""
    row.state = state
    row.save(update_fields=["state", "changed_at"])


def fault_of(row: ClickTransaction) -> Fault:
    """What a call about a transaction that is over is told."""
    return Fault.ALREADY_PAID if row.state == ClickState.PAID else Fault.CANCELLED


def told(row: ClickTransaction) -> dict[str, object]:
    """What a yes is made of."""
    return {"fault": Fault.NONE, "ours": row.pk}
