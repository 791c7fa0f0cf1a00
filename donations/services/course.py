"""How a sponsorship goes on that a provider charges by itself: paused for a while, or until its giver wants it to end.

The provider decides: what somebody presses here is asked of it, and its answer goes through the one door, as its
messages do. So a press that we die over is told to us all the same.
"""

from typing import Any

from core.page_cache import invalidate
from donations import notifications
from donations.gateways.instructions import GoesOn
from donations.gateways.outcomes import Outcome, Verdict
from donations.models import EventState, Sponsorship, SponsorshipState
from donations.services import inbox, sponsorships
from donations.services.transitions import move


def take(notice: GoesOn, sponsorship: Sponsorship) -> Outcome:
    """Bring the sponsorship to where the provider is. Part of the one door; what is older than what we know is late."""
    row = sponsorships.lock(sponsorship.pk)
    is_late = row.course_at is not None and notice.asked_at < row.course_at
    if row.charge_token != notice.charge_token or not row.is_running or is_late:
        inbox.receive(notice, EventState.REPEATED, reason=f"sponsorship is {row.state}")
        return Outcome(Verdict.REPEATED, row.state, row.changed_at)
    changed = _bring(row, notice)
    if notice.next_on is not None:
        sponsorships.renewed(row.pk, notice.next_on)
    inbox.receive(notice, EventState.APPLIED if changed else EventState.REPEATED)
    return Outcome(Verdict.APPLIED if changed else Verdict.REPEATED, row.state, row.changed_at)


def _bring(row: Sponsorship, notice: GoesOn) -> bool:
    """Whether anything has changed. Another day of the same end or pause is no step, and told all the same."""
    known = (row.state, row.ends_on, row.paused_until)
    fields: dict[str, Any] = {
        "ends_on": notice.ends_on,
        "paused_until": notice.paused_until,
        "course_at": notice.asked_at,
    }
    to = _state(row, notice)
    if to != row.state:
        move(row, to, **fields)
        invalidate(row.designation)
    else:
        Sponsorship.objects.filter(pk=row.pk).update(**fields)
    if (to, notice.ends_on, notice.paused_until) == known:
        return False
    row.ends_on, row.paused_until = notice.ends_on, notice.paused_until
    _tell(row)
    return True


def _state(row: Sponsorship, notice: GoesOn) -> SponsorshipState:
    """The end counts for more than a pause before it."""
    if notice.ends_on is not None:
        return SponsorshipState.CANCEL_SCHEDULED
    if notice.is_paused:
        return SponsorshipState.PAUSED
    if row.state in (SponsorshipState.CANCEL_SCHEDULED, SponsorshipState.PAUSED):
        return SponsorshipState.PAST_DUE if row.failures else SponsorshipState.ACTIVE
    return SponsorshipState(row.state)


def _tell(row: Sponsorship) -> None:
    if row.state == SponsorshipState.CANCEL_SCHEDULED:
        notifications.end_scheduled(row)
    elif row.state == SponsorshipState.PAUSED:
        notifications.paused(row)
