"""Ending a sponsorship because its giver wants it."""

import logging

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.page_cache import invalidate
from donations import notifications
from donations.gateways.instructions import Ending, Release
from donations.gateways.protocols import TakesBackLeave
from donations.gateways.registry import UnknownGateway, offer
from donations.gateways.requests import GatewayUnavailable
from donations.models import PaymentState, Sponsorship, SponsorshipState
from donations.services import pay_pages, payments, sponsorships
from donations.services.transitions import move

logger = logging.getLogger(__name__)


def cancel(sponsorship: Sponsorship, actor: User | None = None) -> bool:
    """Cancel at once; False when it had ended before. Nothing is charged afterwards, also not by a job under way."""
    with transaction.atomic():
        row = sponsorships.lock(sponsorship.pk)
        if not row.can_cancel:
            return False
        had_started = row.is_running
        move(row, SponsorshipState.CANCELLED, actor, retry_at=None)
        if had_started:
            notifications.cancelled(row)
            invalidate(row.designation)
    clear_up(row)
    return True


def clear_up(sponsorship: Sponsorship) -> None:
    """Give up charges that were made out and not yet sent, close the pay page, let the provider forget the card.

    The charging job asks for the sponsorship's state again before it sends, the provider refuses a revoked card:
    whichever of the three comes first, no money moves. Repeated by `revoke_cards` and `pay_pages` after a crash.
    """
    for reference in _unsent(sponsorship):
        release_unsent(sponsorship, reference)
    pay_pages.close_of(sponsorship)
    _revoke(sponsorship)


def release_unsent(sponsorship: Sponsorship, reference: str) -> None:
    """End a payment that will not be sent to the provider."""
    payments.apply(
        Release(
            gateway=sponsorship.gateway,
            livemode=sponsorship.livemode,
            reference=reference,
            ending=Ending.CANCELLED,
            detail="sponsorship cancelled",
        )
    )


def revoke_cards() -> int:
    """Finish what `clear_up` could not: scheduled. Returns how many were left over."""
    ended = (SponsorshipState.CANCELLED, SponsorshipState.UNPAID)
    left = Sponsorship.objects.filter(state__in=ended, token_revoked_at=None).exclude(charge_token="")
    for sponsorship in (rows := list(left)):
        _revoke(sponsorship)
    return len(rows)


def _unsent(sponsorship: Sponsorship) -> list[str]:
    waiting = sponsorship.donations.filter(payments__state=PaymentState.CREATED, payments__off_session=True)
    return list(waiting.values_list("payments__reference", flat=True))


def _revoke(sponsorship: Sponsorship) -> None:
    if not sponsorship.charge_token or sponsorship.token_revoked_at:
        return
    try:
        gateway = offer(sponsorship.gateway).gateway
        if isinstance(gateway, TakesBackLeave):
            gateway.revoke(sponsorship.charge_token)
    except (GatewayUnavailable, UnknownGateway):
        logger.warning("card of %s not revoked yet", sponsorship.reference)
        return
    except Exception:  # the clock comes back to it: its giver has cancelled, and other cards wait
        logger.exception("card of %s cannot be revoked", sponsorship.reference)
        return
    Sponsorship.objects.filter(pk=sponsorship.pk).update(token_revoked_at=timezone.now())
