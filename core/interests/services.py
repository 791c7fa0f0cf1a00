"""What happens to an interest: the only place where its state changes."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core import audit, mail, transitions
from core.interests import consent
from core.interests.models import Interest
from core.interests.states import TRANSITIONS, InterestState

LINK_VALID = timedelta(days=30)
ABANDONED_AFTER = timedelta(days=60)


class LinkExpired(Exception):
    """The confirmation link is genuine and too old."""


class LinkInvalid(Exception):
    """The confirmation link is not one of ours."""


@transaction.atomic
def register(
    model: type[Interest], *, submission: str, owner: models.Model | None = None, **fields: Any
) -> Interest:
    """Save a registration and mail the person; return it.

    `submission` identifies the sent form: a form sent twice makes one row and one mail.
    `owner` is an account whose confirmed address `email` is; without one the mail asks to confirm.
    Whether the address is known already is said in the mail only, never to whoever filled in the form.
    """
    try:
        with transaction.atomic():
            interest = model.objects.create(
                submission=submission,
                consent_version=consent.CURRENT,
                consent_purpose=model.kind,
                user=owner,
                address_confirmed_at=timezone.now() if owner else None,
                **fields,
            )
    except IntegrityError:
        return model.objects.get(submission=submission)
    audit.record(action="interest.register", obj=interest, actor=owner, new=interest.state)
    if interest.is_repeat:
        write_to_person(interest, "again")
    else:
        write_to_person(interest, "received" if owner else "confirm")
    return interest


@transaction.atomic
def confirm_address(interest: Interest, *, owner: models.Model | None, staff: Iterable[models.Model]) -> bool:
    """Note that the address works and tell `staff`; False when that had been done before.

    `owner` is the account that has this confirmed address, if there is one: the interest becomes its.
    """
    locked = type(interest).objects.select_for_update().get(pk=interest.pk)
    if locked.is_confirmed:
        return False
    locked.address_confirmed_at = timezone.now()
    locked.user = locked.user or owner
    locked.save()
    audit.record(action="interest.confirm", obj=locked, actor=None)
    tell_staff(locked, staff)
    return True


@transaction.atomic
def change_state(interest: Interest, state: str, *, actor: models.Model) -> Interest:
    """Move an interest to `state`; raises InvalidTransition. The first change is mailed to the person.

    Nothing is mailed to an address that nobody confirmed, nor for a repeat: the first one was answered.
    """
    locked = type(interest).objects.select_for_update().get(pk=interest.pk)
    old = locked.state
    transitions.check(TRANSITIONS, old, state)
    locked.state = InterestState(state)
    locked.save()
    audit.record(action="interest.state", obj=locked, actor=actor, old=old, new=state)
    if old == InterestState.NEW and locked.is_confirmed and not locked.is_answered_elsewhere:
        write_to_person(locked, "first_change")
    return locked


@transaction.atomic
def assign(interest: Interest, person: models.Model | None, *, actor: models.Model) -> None:
    """Make `person` responsible, or nobody."""
    old = interest.assigned_to_id
    interest.assigned_to = person
    interest.save(update_fields=["assigned_to"])
    new = person.pk if person else ""
    audit.record(action="interest.assign", obj=interest, actor=actor, old=str(old or ""), new=str(new))


@transaction.atomic
def add_note(interest: Interest, text: str, *, author: models.Model) -> models.Model:
    """Keep a remark; the audit says that there is one, not what it says."""
    note = interest.notes.create(text=text, author=author)
    audit.record(action="interest.note", obj=interest, actor=author)
    return note


def attach(model: type[Interest], user: models.Model, email: str) -> int:
    """Give an account the confirmed registrations of an address that it has proven; return how many."""
    return (
        model.objects.of_mailbox(email).confirmed().filter(user=None, email__iexact=email).update(user=user)
    )


def confirmation_link(interest: Interest) -> str:
    """The absolute, signed address that confirms, in the interest's language."""
    token = _signer(interest.kind).sign(interest.reference)
    with override(interest.language):
        return settings.SITE_URL + reverse(f"{interest.kind}_confirm", args=[token])


def read_confirmation(model: type[Interest], token: str) -> Interest:
    """Return the interest that `token` confirms; raises LinkExpired or LinkInvalid."""
    try:
        reference = _signer(model.kind).unsign(token, max_age=LINK_VALID)
        return model.objects.get(reference=reference)
    except signing.SignatureExpired as too_old:
        raise LinkExpired from too_old
    except (signing.BadSignature, model.DoesNotExist) as unknown:
        raise LinkInvalid from unknown


def _signer(kind: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"interest.{kind}")


def write_to_person(interest: Interest, occasion: str) -> None:
    """Put the mail of an occasion (confirm, again, received, first_change) into the outbox."""
    with override(interest.language):
        portal = settings.SITE_URL + reverse("my")
    mail.enqueue(
        key=f"interest:{interest.kind}:{interest.reference}:{occasion}",
        to=interest.email,
        language=interest.language,
        template=f"interests/mail/{occasion}",
        context={
            "kind": interest.kind,
            # Whoever typed it may have typed somebody else's address: no words of theirs go to a stranger.
            "name": interest.name if interest.is_confirmed else "",
            "state": interest.state,
            "reference": interest.reference,
            "confirm_url": "" if interest.is_confirmed else confirmation_link(interest),
            "portal_url": portal,
        },
        sensitive=not interest.is_confirmed,
    )


def tell_staff(interest: Interest, staff: Iterable[models.Model]) -> None:
    """Write to staff that there is somebody new: a link, and nothing about the person."""
    address = settings.SITE_URL + reverse(f"{interest.kind}_interests:inspect", args=[interest.pk])
    for person in staff:
        mail.enqueue(
            key=f"interest:{interest.kind}:{interest.reference}:staff:{person.pk}",
            to=person.email,
            language=person.language,
            template="interests/mail/staff",
            context={"kind": interest.kind, "url": address},
        )


def forget_abandoned(model: type[Interest]) -> int:
    """Delete registrations that were neither confirmed nor taken up in time; return how many."""
    before = timezone.now() - ABANDONED_AFTER
    return model.objects.abandoned(before).delete()[0]
