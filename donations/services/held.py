"""Messages that were held for a person: looked up again, or dismissed with a reason.

A retry never applies what a message said back then. It puts the message back to those that wait, asks the provider
how things stand now, and passes the answer through the one door (`following`): what is kept of a message is not
enough to act on, and rightly so. Where the provider cannot be asked, a person has other ways (`other_way`).
"""

import logging

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from donations.models import EventState, ProviderEvent
from donations.services import following
from donations.services.decisions import Refused
from donations.services.transitions import may_move, move

logger = logging.getLogger(__name__)
WOULD_CREDIT = ("settle", "charged")
LONG_ENOUGH = 20  # characters of a reason not to take money


def would_credit(event: ProviderEvent) -> bool:
    """Whether it said that money had come."""
    return event.kind in WOULD_CREDIT


def retry(event: ProviderEvent, by: User) -> ProviderEvent:
    """Look it up once more; returns the row as it is then, `received` where the provider was silent. Raises Refused."""
    if not following.can_look_up(event):
        raise Refused(_("The provider cannot be asked about this message."))
    _move(event, EventState.RECEIVED, by, due_at=timezone.now() + following.AGAIN_AFTER)
    try:
        following.follow(event.pk)
    except Exception:  # a worker comes back to it
        logger.exception("message %s cannot be followed", event.event_id)
    after = ProviderEvent.objects.select_related("payment").get(pk=event.pk)
    audit.record(
        action="providerevent.looked_up", obj=after, actor=by, old=EventState.QUARANTINED, new=after.state
    )
    return after


def dismiss(event: ProviderEvent, note: str, by: User) -> None:
    """Say that nothing will be done about it, and why. Raises Refused."""
    note = " ".join(note.split())
    if not note:
        raise Refused(_("Write why nothing is to be done about it."))
    if would_credit(event) and len(note) < LONG_ENOUGH:
        raise Refused(
            _("It is about money that came in: write the reason in at least %(count)s characters.")
            % {"count": LONG_ENOUGH}
        )
    _move(event, EventState.DISMISSED, by, note=note[:200])


def _move(event: ProviderEvent, to: EventState, by: User, **fields: object) -> None:
    """Compare-and-swap: of two people one acts. Raises Refused for the other."""
    if not may_move(event, to) or not move(event, to, actor=by, decided_by=by, **fields):
        raise Refused(_("Somebody was quicker: this message is no longer held."))
