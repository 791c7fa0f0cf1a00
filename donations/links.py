"""Addresses that prove something to us: made for mails and redirects, signed, without personal data."""

from django.conf import settings
from django.core.signing import Signer
from django.urls import reverse
from django.utils.translation import override

from donations.models import Donation, Payment, Sponsorship

_THANKS = Signer(salt="donations.thanks")
_CANCEL = Signer(salt="donations.sponsorship.cancel")
_RECEIPTS = Signer(salt="donations.receipts")


def thanks_url(donation: Donation) -> str:
    """Where a donor comes back to, in the donation's language. The reference on a receipt does not open it."""
    with override(donation.language):
        return reverse("donate_thanks", args=[_THANKS.sign(donation.reference)])


def donation_reference(thanks_token: str) -> str:
    """Which donation an address is about; raises django.core.signing.BadSignature."""
    return _THANKS.unsign(thanks_token)


def cancel_url(sponsorship: Sponsorship) -> str:
    """Where a sponsorship is cancelled without a password, absolute, in its language. Old mails keep working."""
    with override(sponsorship.language):
        return settings.SITE_URL + reverse("sponsorship_cancel", args=[sponsorship_token(sponsorship)])


def sponsorship_token(sponsorship: Sponsorship) -> str:
    """What stands in that address, for the other addresses of the same sponsorship."""
    return _CANCEL.sign(sponsorship.reference)


def sponsorship_reference(cancel_token: str) -> str:
    """Which sponsorship an address is about; raises django.core.signing.BadSignature."""
    return _CANCEL.unsign(cancel_token)


def receipts_url(payment: Payment) -> str:
    """Where a donor finds the papers of one gift without a password, absolute, in its language."""
    with override(payment.donation.language):
        return settings.SITE_URL + reverse("receipts", args=[_RECEIPTS.sign(payment.reference)])


def payment_reference(receipts_token: str) -> str:
    """Whose papers an address is about; raises django.core.signing.BadSignature."""
    return _RECEIPTS.unsign(receipts_token)


def verify_url(code: str) -> str:
    """What is printed on a receipt: for ever, absolute, without a language. It proves nothing to us."""
    return f"{settings.SITE_URL}{reverse('verify_any', args=[code])}"
