"""Mails to donors: written into the outbox by whoever moves a state, in the donor's language, one for each cause."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.mail import enqueue
from core.models import OutboxMessage
from core.money import Money
from donations import effects, transfers
from donations.links import cancel_url, receipts_url, thanks_url
from donations.models import (
    Donation,
    Frequency,
    GiftInKind,
    Payment,
    Receipt,
    RefundOrder,
    Sponsorship,
    SponsorshipState,
)

Rows = list[tuple[str, str]]
ON_ITS_WAY = timedelta(days=1)  # a mail: later it is there, or lost


def thank(payment: Payment, *, first: bool) -> None:
    """The receipt: of a single gift, of the first payment of a sponsorship, or of one that was charged."""
    donation = payment.donation
    sponsorship = donation.sponsorship
    template = "receipt"
    if sponsorship is not None:
        template = "sponsorship_started" if first else "sponsorship_charged"
    with override(donation.language):
        context = {
            "name": donation.donor_name,
            "amount": donation.amount.format(),
            "purpose": str(donation.designation),
            "is_village": donation.designation.village_id is not None,
            "effect": effects.of(donation.designation.kind, donation.amount),
            "rows": _receipt_rows(payment, sponsorship),
            "receipts_url": receipts_url(payment) if donation.wants_receipt else "",
            **_about(sponsorship),
        }
    _send(_thanks_key(payment), donation, template, context)


def is_just_thanked(payment: Payment) -> bool:
    """Whether that mail was written a short while ago."""
    since = timezone.now() - ON_ITS_WAY
    return OutboxMessage.objects.filter(key=_thanks_key(payment), created_at__gte=since).exists()


def _thanks_key(payment: Payment) -> str:
    return f"receipt:{payment.reference}"


def charge_failed(
    payment: Payment, sponsorship: Sponsorship, retry_at: datetime | None, attempt: int = 0
) -> None:
    """A renewal did not go through: when we try again, or that it has ended, and how to pay by hand.

    `attempt` counts the tries of one payment where a provider makes several.
    """
    donation = payment.donation
    with override(donation.language):
        context = {
            "name": donation.donor_name,
            "amount": donation.amount.format(),
            "purpose": str(donation.designation),
            "retry_on": _day(timezone.localdate(retry_at)) if retry_at else "",
            "pay_url": settings.SITE_URL + thanks_url(donation),
            **_about(sponsorship),
        }
    key = f"charge-failed:{payment.reference}" + (f":{attempt}" if attempt else "")
    _send(key, donation, "sponsorship_failed", context)


def how_to_transfer(payment: Payment) -> None:
    """Our account and what to write, for whoever pays at the bank tomorrow."""
    donation = payment.donation
    account = transfers.account_for(payment)
    if account is None:
        return
    with override(donation.language):
        context = {
            "name": _greeted(donation.donor_name, donation.sponsorship),
            "begins": _begins(donation.sponsorship),
            "amount": donation.amount.format(),
            "purpose": str(donation.designation),
            "rows": transfers.rows(payment, account),
            "page_url": settings.SITE_URL + thanks_url(donation),
            **_about(donation.sponsorship),
        }
    _send(_transfer_key(payment), donation, "transfer", context)


def was_told_how(payment: Payment) -> bool:
    """Whether that mail was written."""
    return OutboxMessage.objects.filter(key=_transfer_key(payment)).exists()


def _transfer_key(payment: Payment) -> str:
    return f"transfer:{payment.reference}"


def pledge_due(donation: Donation, reminder: date | None = None) -> None:
    """A period of a pledge is to be paid: the link to pay, once; or once more on the day of a reminder."""
    with override(donation.language):
        context = {
            "name": donation.donor_name,
            "amount": donation.amount.format(),
            "purpose": str(donation.designation),
            "due_on": _day(donation.period) if donation.period else "",
            "reminder": reminder is not None,
            "pay_url": settings.SITE_URL + thanks_url(donation),
            **_about(donation.sponsorship),
        }
    key = f"pledge:{donation.reference}" + (f":{reminder.isoformat()}" if reminder else "")
    _send(key, donation, "pledge_due", context)


def pledge_ended(sponsorship: Sponsorship) -> None:
    """Nobody asks any more: several periods in a row did not come."""
    with override(sponsorship.language):
        context = {
            "name": sponsorship.donor_name,
            "amount": sponsorship.amount.format(),
            "purpose": str(sponsorship.designation),
        }
    _send(f"pledge-ended:{sponsorship.reference}", sponsorship, "pledge_ended", context)


def cancelled(sponsorship: Sponsorship) -> None:
    """The confirmation that nothing will be charged any more."""
    with override(sponsorship.language):
        context = {
            "name": sponsorship.donor_name,
            "amount": sponsorship.amount.format(),
            "purpose": str(sponsorship.designation),
            "reference": sponsorship.reference,
        }
    _send(f"cancelled:{sponsorship.reference}", sponsorship, "sponsorship_cancelled", context)


def end_scheduled(sponsorship: Sponsorship) -> None:
    """It ends with the period that is paid for, and until then that may be taken back."""
    if sponsorship.ends_on is not None:
        _about_course(sponsorship, "ends", sponsorship.ends_on, "sponsorship_ends")


def paused(sponsorship: Sponsorship) -> None:
    """Nothing is charged for a while."""
    _about_course(sponsorship, "paused", sponsorship.paused_until, "sponsorship_paused")


def receipt_corrected(receipt: Receipt) -> None:
    """Part of a gift was given back: there is a new paper, and the former says too much."""
    _about_receipt(f"correction:{receipt.reference}", receipt, "receipt_corrected")


def receipt_voided(receipt: Receipt) -> None:
    """All of a gift was given back: its paper says nothing any more."""
    wrong = receipt.payment.was_entered_wrongly
    _about_receipt(f"void:{receipt.reference}", receipt, "receipt_voided", entered_wrongly=wrong)


def not_given_back(payment: Payment, amount: Money, number: str) -> None:
    """What we gave back did not reach the donor; `number` is the provider's of that try. It comes another way."""
    donation = payment.donation
    context = {"name": donation.donor_name, "gift": donation.reference}
    with override(donation.language):
        context["amount"] = amount.format()
    _send(f"not-given-back:{payment.gateway}:{number}", donation, "refund_failed", context)


def thank_for_kind(gift: GiftInKind) -> None:
    """For things, in their giver's language."""
    with override(gift.language):
        context = {
            "name": gift.giver,
            "rows": [
                (_("Gift"), gift.reference),
                (_("Things that were given"), gift.what),
                (_("Quantity"), gift.measured),
                (_("Received on"), _day(gift.received_on)),
            ],
        }
    enqueue(
        key=f"kind:{gift.reference}",
        to=gift.email,
        language=gift.language,
        template="donations/emails/in_kind",
        context=context,
    )


def of_gift(
    donation: Donation,
    payments: Iterable[Payment],
    receipts: Iterable[Receipt],
    orders: Iterable[RefundOrder],
) -> QuerySet[OutboxMessage]:
    """All that was written to its donor about a gift, latest first; what stands beside it is that of the gift."""
    causes = ("receipt", "transfer", "charge-failed")
    keys = [f"{cause}:{one.reference}" for one in payments for cause in causes]
    keys += [f"{cause}:{one.reference}" for one in receipts for cause in ("correction", "void")]
    # The number of a try that did not arrive stands first in the order's note, also where nothing was booked.
    sent = [(one.gateway, refund.provider_reference) for one in payments for refund in one.refunds.all()]
    sent += [(order.payment.gateway, order.note.partition(" ")[0]) for order in orders]
    wanted = Q(key__in=keys + [f"not-given-back:{gateway}:{number}" for gateway, number in sent])
    if donation.sponsorship_id:  # its payments are tried, and its pledges asked for, more than once
        wanted |= _again("pledge", donation.reference)
        for one in payments:
            wanted |= Q(key__startswith=f"charge-failed:{one.reference}:")
    return OutboxMessage.objects.filter(wanted)


def of_sponsorship(sponsorship: Sponsorship) -> QuerySet[OutboxMessage]:
    """What was written about a regular gift as a whole, latest first; of its payments, their gifts say it."""
    wanted = Q(key__in=[f"{cause}:{sponsorship.reference}" for cause in ("cancelled", "pledge-ended")])
    for cause in ("ends", "paused"):
        wanted |= _again(cause, sponsorship.reference)
    return OutboxMessage.objects.filter(wanted)


def _again(cause: str, reference: str) -> Q:
    """Mails of a cause that comes back, each with its day behind the reference."""
    return Q(key=f"{cause}:{reference}") | Q(key__startswith=f"{cause}:{reference}:")


def _about_course(sponsorship: Sponsorship, cause: str, until: date | None, template: str) -> None:
    with override(sponsorship.language):
        context: dict[str, object] = {
            "name": sponsorship.donor_name,
            "amount": sponsorship.amount.format(),
            "purpose": str(sponsorship.designation),
            "until": _day(until) if until else "",
            "manage_url": cancel_url(sponsorship),
        }
    key = f"{cause}:{sponsorship.reference}:{until.isoformat() if until else ''}"
    _send(key, sponsorship, template, context)


def _about_receipt(key: str, receipt: Receipt, template: str, **more: object) -> None:
    donation = receipt.payment.donation
    with override(donation.language):
        context = {
            "name": donation.donor_name,
            "amount": receipt.amount.format(),
            "number": receipt.reference,
            "former": receipt.printed.get("corrects", ""),
            "receipts_url": receipts_url(receipt.payment),
            **more,
        }
    _send(key, donation, template, context)


def _about(sponsorship: Sponsorship | None) -> dict[str, object]:
    """What mails of a sponsorship say besides. Read anew: the caller has just moved it.

    `next_on` is "" where no payment is to come, `cancel_url` where there is nothing left to cancel: what comes late for
    one that has ended must not read as if it went on.
    """
    if sponsorship is None:
        return {}
    now = Sponsorship.objects.only("state", "next_charge_on").get(pk=sponsorship.pk)
    goes_on = now.state in (SponsorshipState.ACTIVE, SponsorshipState.PAST_DUE)
    return {
        "yearly": sponsorship.frequency == Frequency.YEAR,
        "is_pledge": sponsorship.is_pledge,
        "next_on": _day(now.next_charge_on) if goes_on and now.next_charge_on else "",
        "cancel_url": cancel_url(sponsorship) if now.can_cancel else "",
    }


def _greeted(name: str, sponsorship: Sponsorship | None) -> str:
    """The name given, where a regular gift has begun; "" where nothing was paid yet.

    Anybody can type anybody's address: until there is money behind it, no words of theirs go to a stranger.
    """
    return name if sponsorship is not None and sponsorship.started_on else ""


def _begins(sponsorship: Sponsorship | None) -> bool:
    """Whether it is the first payment of a regular gift that is asked for: its donor has just chosen it."""
    return sponsorship is not None and sponsorship.started_on is None


def _receipt_rows(payment: Payment, sponsorship: Sponsorship | None) -> Rows:
    rows = [
        (_("Gift"), payment.donation.reference),
        (_("Date"), _day(timezone.localdate(payment.donation.paid_at))),
        (_("Amount"), payment.amount.format()),
        (_("Given for"), str(payment.donation.designation)),
    ]
    if sponsorship is not None:
        rows.append((_("How often"), sponsorship.get_frequency_display()))
        rows.append((_("Sponsorship"), sponsorship.reference))
    return rows


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _send(key: str, row: Donation | Sponsorship, template: str, context: dict[str, object]) -> None:
    if not row.donor.email:  # who gave cash, or stood in a list of the past, may have none
        return
    enqueue(
        key=key,
        to=row.donor.email,
        language=row.language,
        template=f"donations/emails/{template}",
        context=context,
    )
