"""What messages were about and why some were held, in words for whoever has to do something about it.

Kinds and reasons themselves are short and English: they stand in rows and logs for ever.
"""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
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

# Of a payout's lines, which must come to what arrives at our bank.
_PAYOUTS: tuple[tuple[str, Promise], ...] = (
    (" instead of ", _("The provider names another amount than it did at first.")),
    ("another currency", _("A line of the payout is in another currency.")),
    ("lines come to", _("The lines do not come to the amount of the payout.")),
    ("is not booked", _("A gift among its lines is not in our books.")),
)
_PAYOUT = _("It does not fit what we know of the payout.")

# Why a line of a bank statement waits, as services.bank_statements notes it; whatever else stands there somebody wrote.
_LINES: dict[str, Promise] = {
    "name and amount": _("A gift has the same amount and a like name."),
    "amount differs": _("It names a gift of another amount."),
}
_PAYMENT_IS = "payment is "

# Why an attempt to pay ended, by what its detail begins with; a provider's own number stands behind the words.
_ENDINGS: dict[str, Promise | str] = {
    "sponsorship cancelled": _("Its regular gift was ended."),
    "never reached the provider": _("It never reached the payment provider."),
    "declined": _("The bank declined it."),
    "checkout expired": _("Nobody paid before the payment page closed."),
    "payment failed": _("The money could not be taken."),
    "Payme: 12 hours": _("Nobody paid within the twelve hours that Payme gives."),
    "Payme: reason": _("Payme ended it."),
    "Click: error": _("Click ended it."),
    "Click: status": _("Click ended it."),
    "payment.": "",  # the sandbox's own word for the state
}

# Why money that was sent back came back, as Stripe calls it, or the state of the refund where it gives no reason.
_RETURNS: dict[str, Promise] = {
    "lost_or_stolen_card": _("The donor’s card was lost or stolen."),
    "expired_or_canceled_card": _("The donor’s card has expired or was closed."),
    "declined": _("The donor’s bank did not take it."),
    "insufficient_funds": _("Our balance at the payment provider is too low."),
    "charge_for_pending_refund_disputed": _("The payer’s bank wants the money back."),
    "merchant_request": _("It was called off at the payment provider."),
    "canceled": _("It was called off at the payment provider."),
}
_RETURN = _("The payment provider gives no reason.")

# What need not be looked at, by what became of it.
_SETTLED: dict[str, Promise] = {
    "repeated": _("Our books said the same already."),
    "ignored": _("Messages of this kind change nothing in our books."),
}

# By the name of what a message asks of us (gateways.instructions).
_KINDS: dict[str, Promise] = {
    "check": pgettext_lazy("message", "May it be paid?"),
    "reserve": pgettext_lazy("message", "Begun"),
    "confirm": pgettext_lazy("message", "To be taken"),
    "settle": pgettext_lazy("message", "Paid"),
    "release": pgettext_lazy("message", "Not paid"),
    "undo": pgettext_lazy("message", "Taken back"),
    "refund": pgettext_lazy("message", "Given back"),
    "refundpending": pgettext_lazy("message", "On its way back"),
    "refundfailed": pgettext_lazy("message", "Could not be given back"),
    "query": pgettext_lazy("message", "How does it stand?"),
    "statement": pgettext_lazy("message", "Statement"),
    "annotate": pgettext_lazy("message", "Papers"),
    "ignore": pgettext_lazy("message", "Does not concern us"),
    "attend": pgettext_lazy("message", "For a person to look at"),
    "told": pgettext_lazy("message", "To be looked up"),
    "charged": pgettext_lazy("message", "Regular gift charged"),
    "chargefailed": pgettext_lazy("message", "Regular gift not paid"),
    "ended": pgettext_lazy("message", "Regular gift ended"),
    "goeson": pgettext_lazy("message", "How a regular gift goes on"),
    "declined": pgettext_lazy("message", "Card declined"),
    "booked": pgettext_lazy("message", "Fee"),
    "disputed": pgettext_lazy("message", "Dispute"),
    "paidout": pgettext_lazy("message", "Payout"),
}

# By what a source of the books begins with (services.ledger).
_MOVEMENTS: dict[str, Promise] = {
    "capture": _KINDS["settle"],
    "refund": _KINDS["refund"],
    "refund-failed": _KINDS["refundfailed"],
    "fee": _KINDS["booked"],
    "exchange": _("Changed into another currency"),
    "dispute": _KINDS["disputed"],
    "dispute-lost": pgettext_lazy("movement", "Lost dispute"),
    "payout": _KINDS["paidout"],
    "payout-failed": pgettext_lazy("movement", "Payout that failed"),
    "deposit": pgettext_lazy("movement", "Deposit at the bank"),
    "deposit-undone": pgettext_lazy("movement", "Deposit entered wrongly"),
}


def of_movement(source: str) -> Promise | str:
    """What moved the money: "" for what we have no word for."""
    return _MOVEMENTS.get(source.partition(":")[0], "")


def of_kind(kind: str) -> Promise | str:
    """What a message was about; until it is looked up that is the provider's own word."""
    return _KINDS.get(kind, kind)


def of(reason: str) -> Promise:
    """A sentence for why a message is held."""
    if reason.startswith("payout "):
        return of_payout(reason)
    return _first(_WORDS, reason, _OTHERWISE)


def of_line(note: str, states: Mapping[str, str | Promise]) -> str:
    """Why a line of a bank statement waits, in words; `states` are those of payments."""
    if note.removeprefix("the ").startswith(_PAYMENT_IS):
        state = note.partition(_PAYMENT_IS)[2]
        return gettext("The payment that it names: %(state)s.") % {"state": states.get(state, state)}
    return str(_LINES.get(note, note))


def of_ending(detail: str) -> str:
    """Why an attempt to pay ended, with the number that the provider gave for it; "" where its state says it all."""
    mark = next((mark for mark in _ENDINGS if detail.startswith(mark)), None)
    if mark is None:
        return detail
    words = str(_ENDINGS[mark])
    return f"{words} ({detail})" if words and re.search(r" -?\d+$", detail) else words


def of_return(note: str) -> str:
    """Why what was given back did not reach the donor; the provider's number and its own word stand behind it."""
    return f"{_RETURNS.get(note.rpartition(' ')[2], _RETURN)} ({note})"


def of_payout(reason: str) -> Promise:
    """A sentence for why a payout is held."""
    return _first(_PAYOUTS, reason, _PAYOUT)


def of_outcome(state: str, reason: str) -> str:
    """Why a message is held, with the reason as it stands in the log where that says more: it names figures, or we have
    no words; or why nothing came of it; "" where its state says it all.
    """
    if state == "quarantined":
        sentence = of(reason)
        says_more = sentence is _OTHERWISE or re.search(r"\d", reason)
        return f"{sentence} ({reason})" if says_more else str(sentence)
    return str(_SETTLED.get(state, ""))


def _first(words: tuple[tuple[str, Promise], ...], reason: str, otherwise: Promise) -> Promise:
    return next((sentence for mark, sentence in words if mark in reason), otherwise)
