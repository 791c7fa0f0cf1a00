"""Gifts in kind: taken in, put right while they are with us, thanked for, handed over. No money moves."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from donations import notifications
from donations.models import Designation, Donor, GiftInKind, KindState, fold_email
from donations.services import cash
from donations.services.decisions import Refused, decide, sent_before, too_late
from languages.folding import fold
from programmes.models import Village

Value = str | int | date | Decimal | Designation | None


def take_in(facts: Mapping[str, Value], token: str, by: User) -> tuple[GiftInKind, bool]:
    """Write a gift down; it, and whether it is new: the same form sent again finds it. `facts` are its columns.

    Raises Refused for another gift on the same form.
    """
    key = cash.key_of("kind", token)
    try:
        with transaction.atomic():
            gift = GiftInKind.objects.create(**facts, donor=_donor(facts), form_key=key, entered_by=by)
            audit.record(action="giftinkind.received", obj=gift, actor=by, new=gift.reference)
    except IntegrityError:
        known = GiftInKind.objects.filter(form_key=key).first()
        if known is None:
            raise
        if any(getattr(known, name) != value for name, value in facts.items()):
            raise sent_before() from None
        return known, False
    return gift, True


@transaction.atomic
def put_right(gift: GiftInKind, facts: Mapping[str, Value], seen: str, by: User) -> None:
    """Change what was written down, as long as it is with us; which columns is on the record. Raises Refused.

    `seen` is the `version` that `by` had before them: what somebody else has put right since is not written over.
    """
    changed = sorted(name for name, value in facts.items() if getattr(gift, name) != value)
    if not changed:
        return
    if seen != gift.version:
        raise too_late()
    rows = GiftInKind.objects.filter(pk=gift.pk, state=KindState.RECEIVED, changed_at=gift.changed_at)
    if not rows.update(**facts, donor=_donor(facts), changed_at=timezone.now()):
        raise too_late()
    audit.record(action="giftinkind.changed", obj=gift, actor=by, note=", ".join(changed)[:500])


def hand_over(
    gift: GiftInKind, *, village: Village, on: date, handed_by: str, taken_by: str, by: User
) -> None:
    """It goes to a village; one hands it over, another takes it. Raises Refused."""
    if fold(handed_by) == fold(taken_by):  # in whichever script
        raise Refused(_("Two persons are needed: one who hands it over, another who takes it."), "taken_by")
    _leave(gift, KindState.HANDED_OVER, by, on, village=village, handed_by=handed_by, taken_by=taken_by)


def give_back(gift: GiftInKind, *, on: date, reason: str, by: User) -> None:
    """It goes back to the giver. Raises Refused."""
    _leave(gift, KindState.RETURNED, by, on, reason=reason)


def write_off(gift: GiftInKind, *, on: date, reason: str, by: User) -> None:
    """It cannot be used. Raises Refused."""
    _leave(gift, KindState.WRITTEN_OFF, by, on, reason=reason)


@transaction.atomic
def thank(gift: GiftInKind, by: User) -> bool:
    """Note that the giver was thanked, and do it by mail where there is an address and the thing did not go back or
    away; False when that was done before.
    """
    today = timezone.localdate()
    if not GiftInKind.objects.filter(pk=gift.pk, thanked_on=None).update(thanked_on=today):
        return False
    gift.refresh_from_db()  # somebody may have put it right since it was read
    if gift.is_thanked_by_mail:
        notifications.thank_for_kind(gift)
    note = "mail" if gift.is_thanked_by_mail else "otherwise"
    audit.record(action="giftinkind.thanked", obj=gift, actor=by, note=note)
    return True


def _leave(gift: GiftInKind, to: KindState, by: User, on: date, **facts: str | Village) -> None:
    if on < gift.received_on:
        raise Refused(_("That is before it was received."), "left_on")
    decide(gift, to, by, left_on=on, **facts)


def _donor(facts: Mapping[str, Value]) -> Donor | None:
    """Somebody who has given money with the same address, too."""
    email = fold_email(str(facts.get("email", "")))
    return Donor.objects.filter(email=email).first() if email else None
