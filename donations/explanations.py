"""Why messages were held, in words for whoever has to do something about it.

The reasons themselves are short and English: they stand in rows and logs for ever.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By what a reason begins with or holds, the first that fits.
_WORDS: tuple[tuple[str, Promise], ...] = (
    ("no such payment", _("We have no payment of this reference.")),
    ("no such sponsorship", _("We have no regular gift of this reference.")),
    ("another gateway", _("The payment was begun with another way to pay.")),
    ("another provider's reference", _("The provider names another payment of its own under our reference.")),
    ("another subscription", _("The regular gift is known to the provider under another number.")),
    ("test message", _("It is about test money, and our row is about real money, or the reverse.")),
    ("other mode", _("It is about test money, and our row is about real money, or the reverse.")),
    ("money for a payment that is", _("Money came for an attempt that had ended here.")),
    (" instead of ", _("The amount or the currency is not the one that was promised.")),
    ("refund of more", _("More is said to have gone back than is left of the payment.")),
    ("Click cancels", _("Click says that it has cancelled what it had completed before.")),
    ("dispute", _("The payer’s bank wants the money back.")),
    ("tells nothing new", _("The provider was asked again and tells nothing that could be booked.")),
    ("refused:", _("It was looked up again, and does not fit the payment as that stands now.")),
)
_OTHERWISE = _("It does not fit what we know of the payment.")


def of(reason: str) -> Promise:
    """A sentence for a reason."""
    return next((words for mark, words in _WORDS if mark in reason), _OTHERWISE)
