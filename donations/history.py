"""What the audit says of giving where a row came into no other state (core.audit_words)."""

from django.utils.translation import pgettext_lazy

WORDS = {
    "cashgift.entered": pgettext_lazy("history", "Cash entered"),
    "cashdeposit.entered": pgettext_lazy("history", "Deposit at the bank entered"),
    "donation.amount": pgettext_lazy("history", "The gift has what came"),
    "donation.imported": pgettext_lazy("history", "Imported from a list"),
    "donor.country": pgettext_lazy("history", "Country of the donor noted"),
    "giftinkind.act": pgettext_lazy("history", "Act printed"),
    "giftinkind.changed": pgettext_lazy("history", "Put right"),
    "giftinkind.thanked": pgettext_lazy("history", "Thanked"),
    "payment.amount": pgettext_lazy("history", "Another amount came"),
    "providerevent.looked_up": pgettext_lazy("history", "Looked up again"),
    "receipt.view": pgettext_lazy("history", "Receipt opened"),
    "refundorder.recorded": pgettext_lazy("history", "Recorded by hand"),
    "sponsorship.imported": pgettext_lazy("history", "Imported from a list"),
    "statement.ask": pgettext_lazy("history", "Annual statement asked for"),
    "statement.view": pgettext_lazy("history", "Annual statement opened"),
}
