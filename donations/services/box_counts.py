"""Counting donation boxes: one enters what was counted, another who counted too confirms it, and then it is booked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core import audit
from core.money import Money
from donations.models import BoxAmount, BoxCount, BoxCountState, CashBox, DonationState, Donor
from donations.services import cash
from donations.services.decisions import Refused, decide, sent_before


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One currency; `notes` says how many of which note there were, where somebody filled the sheet."""

    amount: Money
    notes: dict[str, int]


def enter(
    box: CashBox,
    amounts: Iterable[Counted],
    *,
    opened_on: date,
    opened_by: str,
    note: str,
    token: str,
    by: User,
) -> tuple[BoxCount, bool]:
    """Write a count down; nothing is booked yet. The count, and whether it is new: the same form finds it again.

    Raises Refused for another count on the same form, and for one that the other counter has entered.
    """
    key, amounts = cash.key_of("count", token), list(amounts)
    kept = {one.amount.currency: one.amount for one in amounts}
    fields = {"opened_on": opened_on, "opened_by": opened_by, "note": note, "entered_by": by}
    try:
        with transaction.atomic():
            if not BoxCount.objects.filter(form_key=key).exists():
                twins = BoxCount.objects.filter(box=box, opened_on=opened_on)
                _demand_no_twin(twins.exclude(state=BoxCountState.REFUSED), note, kept)
            count = BoxCount.objects.create(box=box, designation=box.designation, form_key=key, **fields)
            BoxAmount.objects.bulk_create(
                BoxAmount(
                    count=count,
                    amount_minor=one.amount.minor,
                    currency=one.amount.currency,
                    notes=one.notes,
                )
                for one in amounts
            )
            audit.record(action="boxcount.entered", obj=count, actor=by, new=count.reference)
    except IntegrityError:
        known = BoxCount.objects.filter(form_key=key).first()
        if known is None:
            raise
        if (known.box_id, known.opened_on) != (box.pk, opened_on) or _amounts(known) != kept:
            raise sent_before() from None
        return known, False
    return count, True


def _amounts(count: BoxCount) -> dict[str, Money]:
    return {row.currency: row.amount for row in count.amounts.all()}


def _is_undone(count: BoxCount) -> bool:
    """Whether all of it was booked against: then it is entered anew."""
    gifts = [row.donation for row in count.amounts.all()]
    return all(gift is not None and gift.state == DonationState.REFUNDED for gift in gifts)


def _demand_no_twin(others: QuerySet[BoxCount], note: str, amounts: dict[str, Money]) -> None:
    """Both counters may enter what they counted, and confirm each other's: it would be booked twice. Raises Refused.

    A note tells a count from others, but not from one with the same.
    """
    if note:
        others = others.filter(note=note)
    for other in others.prefetch_related("amounts__donation"):
        if _amounts(other) == amounts and not _is_undone(other):
            words = _(
                "The same count is there already: %(reference)s. If it is another one, say so in the note."
            )
            raise Refused(words % {"reference": other.reference}, "note")


@transaction.atomic
def confirm(count: BoxCount, by: User) -> None:
    """Book what another person has entered, as gifts of nobody in particular. Raises Refused."""
    if count.entered_by_id == by.pk:
        raise Refused(_("The other person who counted must confirm it."))
    donor = _donor_of(count.box)  # locked: of two counts the second sees the first
    twins = BoxCount.objects.filter(box=count.box_id, opened_on=count.opened_on).exclude(pk=count.pk)
    _demand_no_twin(twins.filter(state=BoxCountState.CONFIRMED), count.note, _amounts(count))
    decide(count, BoxCountState.CONFIRMED, by, decided_by=by)
    for row in count.amounts.all():
        donation = cash.donation_of(
            donor, row.amount, count.designation, is_anonymous=True, wants_receipt=False
        )
        BoxAmount.objects.filter(pk=row.pk, donation=None).update(donation=donation)
        cash.take(donation, count.opened_on)


def refuse(count: BoxCount, by: User) -> None:
    """It was counted wrongly: nothing is booked, it is entered anew. Who entered it may say so, too. Raises Refused."""
    decide(count, BoxCountState.REFUSED, by, decided_by=by)


def _donor_of(box: CashBox) -> Donor:
    """The box stands for all who put something into it."""
    locked = CashBox.objects.select_for_update().get(pk=box.pk)
    if locked.donor is None:
        with override(settings.LANGUAGE_CODE):
            name = _("Donation box %(number)s") % {"number": locked.number}
        locked.donor = Donor.objects.create(email="", name=name, language=settings.LANGUAGE_CODE)
        locked.save(update_fields=["donor"])
    return locked.donor
