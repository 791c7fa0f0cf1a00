"""What a donor writes on a transfer."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from donations.models import BankAccount, Payment

Rows = list[tuple[str, str]]


def account_for(payment: Payment) -> BankAccount | None:
    """Our account in the payment's currency, also when it is no longer offered: who began to pay may go on."""
    return account_in(payment.currency)


def account_in(currency: str) -> BankAccount | None:
    """Likewise, for a payment that is still to be made out."""
    return BankAccount.objects.filter(currency=currency).first()


def rows(payment: Payment, account: BankAccount) -> Rows:
    """The fields of the bank's form, in the active language, the reference first: it is what finds the gift."""
    fields = [
        (_("Purpose of the payment"), payment.reference),
        (_("Amount"), payment.amount.format()),
        (_("Recipient"), str(account.recipient)),
        (pgettext("of a bank", "Account"), account.number),
        (_("Bank"), str(account.bank)),
        (_("Bank code (MFO)"), account.bank_code),
        ("SWIFT", account.swift),
        (_("Taxpayer number (STIR)"), account.tax_number),
    ]
    return [(label, value) for label, value in fields if value]
