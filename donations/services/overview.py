"""How each way to pay stands: what was heard of it, what waits, what was asked last. For people to look at."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone

from donations.gateways.protocols import CallsBack
from donations.gateways.registry import GatewayOffer, offers
from donations.models import Difference, Payment, ProviderEvent, ReconcileRun, RunKind
from donations.services.rounds import rounds_of

# Attempts before that say nothing about today: nobody may have wanted to give since.
SILENCE_LOOKS_BACK = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One way to pay. `offer` is None where it is switched off and something of it still waits."""

    code: str
    offer: GatewayOffer | None
    calls_back: bool
    last_message: datetime | None
    silent_since: datetime | None
    open_payments: int
    oldest: datetime | None
    held: int
    differences: int
    runs: list[tuple[RunKind, ReconcileRun | None]]

    @property
    def needs_somebody(self) -> bool:
        """Whether anything waits for a person."""
        return bool(self.held or self.differences)

    @property
    def is_under_way(self) -> bool:
        """Whether a result is still to come."""
        return any(run is not None and run.is_under_way for _kind, run in self.runs)

    @property
    def can_be_asked(self) -> bool:
        """Whether there is anything to ask."""
        return self.offer is not None and bool(rounds_of(self.offer))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody, over all ways to pay."""

    held: int
    differences: int
    silent: list[str]


def overviews() -> list[Overview]:
    """All of them. Five queries, and two for each gateway that calls us, however much there is."""
    held, differences = _held(), _differences()
    open_payments = _open_payments()
    runs = {(run.gateway, run.kind): run for run in ReconcileRun.objects.latest_of_each()}
    codes = [*offers(), *sorted((held.keys() | differences.keys()) - offers().keys())]
    found = []
    for code in codes:
        offer = offers().get(code)
        calls_back = offer is not None and isinstance(offer.gateway, CallsBack)
        last = _last_message(offer) if offer and calls_back else None
        number, oldest = open_payments.get(code, (0, None))
        found.append(
            Overview(
                code=code,
                offer=offer,
                calls_back=calls_back,
                last_message=last,
                silent_since=_silent_since(offer, last) if offer and calls_back else None,
                open_payments=number,
                oldest=oldest,
                held=held.get(code, 0),
                differences=differences.get(code, 0),
                runs=[(kind, runs.get((code, kind))) for kind in _kinds(offer, code, runs)],
            )
        )
    return found


def waiting() -> Waiting:
    """For the first page of the back office: two queries, and two for each gateway that calls us."""
    silent = [
        str(offer.label)
        for offer in offers().values()
        if isinstance(offer.gateway, CallsBack) and _silent_since(offer, _last_message(offer))
    ]
    return Waiting(sum(_held().values()), sum(_differences().values()), silent)


def _open_payments() -> dict[str, tuple[int, datetime]]:
    """How many, and when the oldest was begun."""
    rows = Payment.objects.open().order_by().values_list("gateway")
    counted = rows.annotate(Count("pk"), Min("created_at"))
    return {gateway: (number, oldest) for gateway, number, oldest in counted}


def _held() -> dict[str, int]:
    rows = ProviderEvent.objects.quarantined().order_by().values_list("gateway").annotate(Count("pk"))
    return dict(rows)


def _differences() -> dict[str, int]:
    return dict(Difference.objects.open().order_by().values_list("gateway").annotate(Count("pk")))


def _kinds(offer: GatewayOffer | None, code: str, runs: dict[tuple[str, str], ReconcileRun]) -> list[RunKind]:
    """What it can be asked, and what somebody has brought."""
    asked = [one.kind for one in rounds_of(offer)] if offer else []
    return [*asked, RunKind.STATEMENT] if (code, RunKind.STATEMENT) in runs else asked


def _last_message(offer: GatewayOffer) -> datetime | None:
    of_gateway = ProviderEvent.objects.filter(gateway=offer.code, livemode=offer.gateway.livemode)
    return of_gateway.order_by("-received_at").values_list("received_at", flat=True).first()


def _silent_since(offer: GatewayOffer, last: datetime | None) -> datetime | None:
    """The first attempt after the last message, if it is too long ago to be still on its way."""
    now = timezone.now()
    since = max(filter(None, (last, now - SILENCE_LOOKS_BACK)))
    attempts = Payment.objects.filter(
        gateway=offer.code, livemode=offer.gateway.livemode, created_at__gt=since
    )
    first = attempts.aggregate(first=Min("created_at"))["first"]
    late = now - timedelta(hours=settings.GATEWAY_SILENT_HOURS)
    return first if first is not None and first < late else None
