"""What the audit says of giving where a row came into no other state (core.audit_words)."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.translation import pgettext_lazy

from donations.models import GiftInKind

# Whether a mail went out when it was noted that a giver of things was thanked.
_THANKED = {
    "mail": pgettext_lazy("history", "by mail"),
    "otherwise": pgettext_lazy("history", "not by mail"),
}

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


def _fields(note: str) -> str:
    """What was put right, as the page calls it; a field that there is no more, or a name that was cut, as it is."""
    called = {
        field.name: str(getattr(field, "verbose_name", field.name)) for field in GiftInKind._meta.get_fields()
    }
    return ", ".join(called.get(name, name) for name in note.split(", "))


NOTES: Mapping[str, Callable[[str], str]] = {
    "giftinkind.act": lambda code: str(dict(settings.LANGUAGES).get(code, code)),
    "giftinkind.changed": _fields,
    "giftinkind.thanked": lambda how: str(_THANKED.get(how, how)),
}
