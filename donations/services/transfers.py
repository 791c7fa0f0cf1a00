"""Transfers that do not come."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from donations.gateways.bank.gateway import BankTransferGateway
from donations.models import Payment
from donations.services import payments


def stop_waiting() -> int:
    """End the transfers that nobody has made for `settings.BANK_TRANSFER_DAYS`; returns how many.

    Money that comes later all the same is booked: an attempt that has expired may still succeed.
    """
    before = timezone.now() - timedelta(days=settings.BANK_TRANSFER_DAYS)
    waiting = list(Payment.objects.open().filter(gateway=BankTransferGateway.code, changed_at__lte=before))
    for payment in waiting:
        payments.give_up(payment, "waited", "no transfer came")
    return len(waiting)
