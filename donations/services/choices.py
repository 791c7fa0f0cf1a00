"""What a donor may do with a regular gift of theirs, where its provider can: pause it, keep it on, change the card."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from donations.gateways.instructions import Instruction
from donations.gateways.protocols import ChangesCourse, HasDonorPages
from donations.gateways.registry import UnknownGateway, offer
from donations.models import Frequency, Sponsorship, SponsorshipState
from donations.periods import due_on, latest_until, next_after
from donations.services import payments

MONTHS = (1, 2, 3)  # for which a gift may be paused


class NotNow(Exception):
    """The gift is no longer, or never was, in a state in which this can be done."""


@dataclass(frozen=True)
class Choices:
    """What stands open. `pause`: for how many months."""

    has_page: bool = False
    pause: tuple[int, ...] = ()
    may_resume: bool = False
    may_keep: bool = False

    @property
    def any(self) -> bool:
        """Whether there is a button to show at all."""
        return self.has_page or bool(self.pause) or self.may_resume or self.may_keep


def choices_of(sponsorship: Sponsorship) -> Choices:
    """Of one that runs; nothing where it has ended, or its provider can do nothing of it."""
    gateway = _gateway(sponsorship)
    changes = isinstance(gateway, ChangesCourse)
    # A pause that a year's payment falls into would cost a village the whole year.
    may_pause = sponsorship.state == SponsorshipState.ACTIVE and sponsorship.frequency == Frequency.MONTH
    return Choices(
        has_page=isinstance(gateway, HasDonorPages),
        pause=MONTHS if changes and may_pause else (),
        may_resume=changes and sponsorship.state == SponsorshipState.PAUSED,
        may_keep=changes and sponsorship.state == SponsorshipState.CANCEL_SCHEDULED,
    )


def page_of(sponsorship: Sponsorship, language: str, return_url: str) -> str:
    """Where its donor changes the card and finds invoices. Raises NotNow, GatewayUnavailable."""
    gateway = _gateway(sponsorship)
    if not isinstance(gateway, HasDonorPages):
        raise NotNow
    page = gateway.donor_page(sponsorship.charge_token, language, return_url)
    if not page:
        raise NotNow
    return page


def pause(sponsorship: Sponsorship, months: int) -> None:
    """Charge nothing for so many months. Raises NotNow, GatewayUnavailable."""
    if months not in choices_of(sponsorship).pause:
        raise NotNow
    until = _in_months(months, sponsorship.started_on)
    _change(sponsorship, lambda gateway: gateway.pause(sponsorship.charge_token, until))


def resume(sponsorship: Sponsorship) -> None:
    """Charge again from the next period on. Raises NotNow, GatewayUnavailable."""
    if not choices_of(sponsorship).may_resume:
        raise NotNow
    _change(sponsorship, lambda gateway: gateway.resume(sponsorship.charge_token))


def keep(sponsorship: Sponsorship) -> None:
    """Take back that it is to end. Raises NotNow, GatewayUnavailable."""
    if not choices_of(sponsorship).may_keep:
        raise NotNow
    _change(sponsorship, lambda gateway: gateway.take_end_back(sponsorship.charge_token))


def _change(sponsorship: Sponsorship, ask: Callable[[ChangesCourse], Instruction]) -> None:
    gateway = _gateway(sponsorship)
    if isinstance(gateway, ChangesCourse):
        payments.apply(ask(gateway))


def _in_months(months: int, started: date | None) -> datetime:
    """The same hour then, so that of a monthly gift just as many payments fall into it.

    On a day of payment the calendar of the gift counts: what is charged on the 31st is charged on 30 April, and a pause
    from then to 30 May would end a day before the payment that it was for.
    """
    now = timezone.localtime()
    day = now.date()
    if started is not None and latest_until(started, "month", day) == day:
        for _month in range(months):
            day = next_after(started, "month", day)
    else:
        day = due_on(day, "month", months)
    return now + timedelta(days=(day - now.date()).days)


def _gateway(sponsorship: Sponsorship) -> object:
    """What charges it; None for one that has ended, or that its provider does not know yet."""
    if not sponsorship.is_running or not sponsorship.charge_token:
        return None
    try:
        return offer(sponsorship.gateway).gateway
    except UnknownGateway:
        return None
