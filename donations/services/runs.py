"""Keeping a record of each time that a provider is asked about everything of a kind.

A run shows a sign of life while it asks. A process that dies leaves a row that says `running`, without one: such a
run is shown as unfinished, and the next one simply asks again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from donations.gateways.registry import GatewayOffer, offers
from donations.gateways.requests import GatewayUnavailable
from donations.models import Origin, ReconcileRun, RunKind, RunState

logger = logging.getLogger(__name__)
SIGN_OF_LIFE = timedelta(seconds=5)
# A provider that has not answered for so many seconds is let be until the next run. Not counted in questions: one
# that is refused at once, however often, must not keep the others from their turn.
PATIENCE = 60.0


class GivenUp(Exception):
    """The provider has been silent too long: the rest waits for the next run."""


class Tally:
    """Counts what a run does, and writes it down from time to time."""

    def __init__(self, run: ReconcileRun) -> None:
        self.run = run
        self.answered_at = monotonic()
        self.went_wrong = False

    def answered(self, *, changed: bool = False, asked: int = 1) -> None:
        """The provider was asked about one thing, and said something."""
        self.answered_at = monotonic()
        self.run.asked += asked
        self.run.changed += changed
        self._live()

    def silent(self) -> None:
        """It was asked and did not answer. Raises GivenUp when that goes on."""
        self.unheard()
        if monotonic() - self.answered_at >= PATIENCE:
            raise GivenUp

    def unheard(self) -> None:
        """One question without an answer."""
        self.run.asked += 1
        self.run.failed += 1
        self._live()

    def broke(self) -> None:
        """Something went wrong on our side; the others get their turn."""
        self.went_wrong = True
        self.unheard()

    def found(self, number: int) -> None:
        """So many differences."""
        self.run.differences += number

    def _live(self) -> None:
        if timezone.now() - self.run.moved_at >= SIGN_OF_LIFE:
            _write(self.run, moved_at=timezone.now())


@dataclass(frozen=True)
class Round:
    """What can be asked, of which gateways, and how."""

    kind: RunKind
    fits: Callable[[object], bool]
    ask: Callable[[GatewayOffer, Tally], None]

    def all(self, origin: Origin = Origin.CLOCK) -> list[ReconcileRun]:
        """Ask every gateway that it fits, each in a run of its own."""
        return [self.one(offer, begin(offer.code, self.kind, origin)) for offer in self.fitting()]

    def fitting(self) -> list[GatewayOffer]:
        """The gateways that it fits."""
        return [offer for offer in offers().values() if self.fits(offer.gateway)]

    def one(self, offer: GatewayOffer, run: ReconcileRun) -> ReconcileRun:
        """Ask one gateway, and write down what came of it."""
        tally = Tally(run)
        state = RunState.DONE
        try:
            self.ask(offer, tally)
        except GivenUp:
            logger.warning("%s does not answer", offer.code)
        except GatewayUnavailable:
            tally.unheard()
            logger.warning("%s does not answer", offer.code)
        except Exception:
            tally.broke()
            logger.exception("asking %s failed", offer.code)
        if run.failed:
            state = RunState.FAILED if tally.went_wrong else RunState.SILENT
        end(run, state)
        return run


def begin(gateway: str, kind: RunKind, origin: Origin = Origin.CLOCK, by: User | None = None) -> ReconcileRun:
    """A run that starts now."""
    return ReconcileRun.objects.create(gateway=gateway, kind=kind, origin=origin, started_by=by)


def queue(gateway: str, kind: RunKind, by: User) -> ReconcileRun:
    """A run that waits for the worker: the one that waits already, where there is one."""
    try:
        with transaction.atomic():
            return ReconcileRun.objects.create(
                gateway=gateway, kind=kind, state=RunState.QUEUED, origin=Origin.PERSON, started_by=by
            )
    except IntegrityError:
        waiting = ReconcileRun.objects.filter(gateway=gateway, kind=kind, state=RunState.QUEUED).first()
        return waiting or queue(gateway, kind, by)  # it began in this moment


def take_up(pk: int) -> ReconcileRun | None:
    """Begin a run that waited; None when another worker has begun it, or it is gone. Compare-and-swap."""
    now = timezone.now()
    rows = ReconcileRun.objects.filter(pk=pk, state=RunState.QUEUED)
    if not rows.update(state=RunState.RUNNING, started_at=now, moved_at=now):
        return None
    return ReconcileRun.objects.get(pk=pk)


def end(run: ReconcileRun, state: RunState) -> None:
    """Write down how it ended."""
    now = timezone.now()
    run.state, run.ended_at = state, now
    _write(run, state=state, ended_at=now, moved_at=now)


def forget_old() -> int:
    """Runs that nobody needs any more: scheduled. Returns how many."""
    before = timezone.now() - timedelta(days=settings.RECONCILE_KEEP_DAYS)
    old = list(ReconcileRun.objects.forgettable(before).values_list("pk", flat=True)[:5000])
    deleted, _rows = ReconcileRun.objects.filter(pk__in=old).delete()
    return deleted


def _write(run: ReconcileRun, **fields: object) -> None:
    counted = {name: getattr(run, name) for name in ("asked", "changed", "failed", "differences")}
    for name, value in fields.items():
        setattr(run, name, value)
    ReconcileRun.objects.filter(pk=run.pk).update(**counted, **fields)
