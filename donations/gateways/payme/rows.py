"""Reading and writing our records of Payme's transactions. Only `records` changes them, inside the door."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from donations.gateways.instructions import Instruction, Reserve
from donations.gateways.protocols import Door
from donations.models import Payment

from .models import LIVE, PaymeTransaction
from .reading import EPOCH


def live_of(reference: str) -> PaymeTransaction | None:
    """The transaction that is under way or paid, of our payment."""
    return PaymeTransaction.objects.filter(payment__reference=reference, state__in=LIVE).first()


def find(call: Instruction, door: Door) -> tuple[PaymeTransaction | None, Payment | None]:
    """The record and its payment, locked; the record is read after the lock, as the one before it left it."""
    found = PaymeTransaction.objects.filter(
        payme_id=call.provider_reference, payment__livemode=call.livemode
    ).select_related("payment")
    row = found.first()
    if row is None:
        return None, None
    payment = door.lock(row.payment.reference)
    return found.first(), payment


def write(call: Reserve, payment: Payment) -> PaymeTransaction | None:
    """None when the number was taken by another payment at the same moment: the constraint decides."""
    time = call.payload["time"]
    try:
        with transaction.atomic():
            return PaymeTransaction.objects.create(
                payme_id=call.provider_reference,
                payment=payment,
                amount_minor=call.amount.minor,
                payme_time=time if isinstance(time, int) else 0,
                create_time=now(),
            )
    except IntegrityError:
        return None


def change(row: PaymeTransaction, **fields: object) -> None:
    """Set and save. The payment is locked by now."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))


def told(row: PaymeTransaction) -> dict[str, object]:
    """What answers are made of."""
    return {
        "transaction": str(row.pk),
        "create_time": row.create_time,
        "perform_time": row.perform_time,
        "cancel_time": row.cancel_time,
        "state": int(row.state),
        "reason": row.reason,
    }


def now() -> int:
    """In milliseconds, as Payme counts; no float between."""
    return (timezone.now() - EPOCH) // timedelta(milliseconds=1)
