"""Cash that staff take in: written down as a gift and booked through the one door, on the day that it was given."""

from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.money import Money
from donations.gateways.cash.gateway import CashGateway
from donations.gateways.instructions import Settle
from donations.gateways.outcomes import Verdict
from donations.models import CashGift, Designation, Donation, DonationState, Donor, Payment, fold_email
from donations.services import donors, payments
from donations.services.decisions import Refused, sent_before

CODE = CashGateway.code


@dataclass(frozen=True, kw_only=True)
class Given:
    """Cash from somebody who said who they are. `token` names the sheet of paper: one gift each."""

    amount: Money
    designation: Designation
    name: str
    email: str
    phone: str
    country: str
    language: str
    given_on: date
    wants_receipt: bool
    is_anonymous: bool
    note: str
    token: str


def key_of(kind: str, token: str) -> str:
    """What keeps a form that is sent twice from counting twice."""
    return sha256(f"{kind}:{token}".encode()).hexdigest()


def enter(given: Given, by: User) -> tuple[Donation, bool]:
    """Book a named gift and thank for it; the gift, and whether it is new: the same form sent again finds it.

    Raises Refused for another gift on the same form, and for one that somebody has entered from the same sheet.
    """
    key = key_of("cash", given.token)
    try:
        with transaction.atomic():
            if not Donation.objects.filter(form_key=key).exists():
                _demand_new(given)
            donation = _write(given, key, by)
    except IntegrityError:
        known = Donation.objects.filter(form_key=key).first()
        if known is None:
            raise
        if not _is(known, given):
            raise sent_before() from None
        return known, False
    return donation, True


def _demand_new(given: Given) -> None:
    """Two who enter the same sheet would book it twice, and mail two receipts. Raises Refused.

    A note tells it from others, but not from one with the same: what stands on the sheet both copy.
    """
    same = Donation.objects.filter(
        cash_gift__given_on=given.given_on,
        state=DonationState.PAID,
        donor_name=given.name,
        donor__email=fold_email(given.email),
        designation=given.designation,
        amount_minor=given.amount.minor,
        currency=given.amount.currency,
    )
    if given.note:
        same = same.filter(cash_gift__note=given.note)
    if known := same.first():
        words = _("The same gift is there already: %(reference)s. If it is another one, say so in the note.")
        raise Refused(words % {"reference": known.reference}, "note")


def _is(known: Donation, given: Given) -> bool:
    """Whether a gift that is booked is the one on the form."""
    day = CashGift.objects.values_list("given_on", flat=True).get(donation=known)
    booked = (known.amount, known.donor_name, known.designation_id, day)
    return booked == (given.amount, given.name, given.designation.pk, given.given_on)


def take(donation: Donation, on: date) -> Payment:
    """Book cash for a donation that has just been written, as given on a day. In the caller's transaction."""
    payment = Payment.objects.create(
        donation=donation,
        amount_minor=donation.amount_minor,
        currency=donation.currency,
        gateway=CODE,
        livemode=settings.PAYMENTS_LIVE,
    )
    outcome = payments.apply(
        Settle(
            gateway=CODE,
            livemode=payment.livemode,
            event_id=f"cash:{payment.reference}",
            reference=payment.reference,
            occurred_at=timezone.make_aware(datetime.combine(on, time(12))),
            amount=payment.amount,
            moved_on=on,
        )
    )
    if outcome.verdict is not Verdict.APPLIED:
        raise RuntimeError(f"cash for {donation.reference} was {outcome.verdict}")
    return payment


def donation_of(donor: Donor, amount: Money, designation: Designation, **fields: Any) -> Donation:
    """A row for cash that has come."""
    defaults = {"donor_name": donor.name, "language": donor.language, "consented_at": timezone.now()}
    return Donation.objects.create(
        donor=donor,
        amount_minor=amount.minor,
        currency=amount.currency,
        designation=designation,
        **defaults | fields,
    )


def _write(given: Given, key: str, by: User) -> Donation:
    donation = donation_of(
        donors.donor_on_paper(given.email, name=given.name, language=given.language, country=given.country),
        given.amount,
        given.designation,
        donor_name=given.name,
        language=given.language,
        is_anonymous=given.is_anonymous,
        wants_receipt=given.wants_receipt,
        form_key=key,
    )
    row = CashGift.objects.create(
        donation=donation, given_on=given.given_on, phone=given.phone, note=given.note, entered_by=by
    )
    take(donation, given.given_on)
    audit.record(action="cashgift.entered", obj=row, actor=by, new=donation.reference)
    donation.refresh_from_db()
    return donation
