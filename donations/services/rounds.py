"""All that can be asked of providers, in the order in which it is: news first, the comparison with the books last."""

from django_tasks import task

from accounts.models import User
from donations.gateways.registry import GatewayOffer, offers
from donations.models import Origin, ReconcileRun, RunKind, RunState
from donations.services import runs
from donations.services.account_lines import COSTS, PAYOUTS
from donations.services.books import BOOKS
from donations.services.following import MISSED, SPONSORSHIPS
from donations.services.reconciliation import OPEN
from donations.services.runs import Round

ROUNDS: tuple[Round, ...] = (OPEN, MISSED, SPONSORSHIPS, COSTS, PAYOUTS, BOOKS)


def rounds_of(offer: GatewayOffer) -> list[Round]:
    """What this gateway can be asked."""
    return [one for one in ROUNDS if one.fits(offer.gateway)]


def run_all(gateway: str = "", kind: str = "", origin: Origin = Origin.COMMAND) -> list[ReconcileRun]:
    """Ask every gateway (or one) about everything (or one kind), now."""
    wanted = [offer for offer in offers().values() if gateway in ("", offer.code)]
    return [
        one.one(offer, runs.begin(offer.code, one.kind, origin))
        for offer in wanted
        for one in rounds_of(offer)
        if kind in ("", one.kind)
    ]


def ask_soon(offer: GatewayOffer, by: User) -> list[ReconcileRun]:
    """Let the worker ask a gateway about everything, for somebody who waits for it."""
    queued = [runs.queue(offer.code, one.kind, by) for one in rounds_of(offer)]
    if queued:
        run_queued.enqueue([run.pk for run in queued])
    return queued


@task()
def run_queued(pks: list[int]) -> None:
    """Those of the runs that still wait, in their order."""
    for pk in pks:
        run = runs.take_up(pk)
        if run is not None:
            _run(run)


def _run(run: ReconcileRun) -> None:
    offer = offers().get(run.gateway)
    if offer is None:  # switched off meanwhile
        runs.end(run, RunState.FAILED)
        return
    next(one for one in ROUNDS if one.kind == run.kind).one(offer, run)


KINDS = [RunKind(one.kind) for one in ROUNDS]
