"""Differences between providers and books: found, found again, gone by themselves, or resolved by a person.

Nothing is credited here. What a provider says goes into the books through the one door only.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.money import Money
from donations.gateways.registry import GatewayOffer
from donations.gateways.reports import Seen, Standing
from donations.models import Difference, DifferenceState, Origin, Payment, ReconcileRun, RunKind, RunState
from donations.services import inbox, runs
from donations.services.comparing import Comparison, Found
from donations.services.decisions import Refused, decide
from donations.services.transitions import move


def resolve(row: Difference, reason: str, by: User) -> None:
    """Say that nothing is left to do about it, and why. Raises Refused."""
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(_("Write what was done about it."))
    decide(row, DifferenceState.RESOLVED, by, reason=reason[:200], resolved_by=by)


def look_at_statement(offer: GatewayOffer, told: list[Standing], ours: Iterable[Payment]) -> list[Found]:
    """What laying a statement beside the books finds; changes nothing. `ours` is what must stand on it."""
    return _of_statement(offer, told, ours).found


def take_statement(
    offer: GatewayOffer, told: list[Standing], ours: Iterable[Payment], by: User
) -> ReconcileRun:
    """Write down what laying a statement beside the books finds."""
    run = runs.begin(offer.code, RunKind.STATEMENT, Origin.PERSON, by)
    comparison = _of_statement(offer, told, ours)
    run.asked = len(told)
    run.differences = len(comparison.found)
    run.changed = write(comparison, run)
    runs.end(run, RunState.DONE)
    return run


def write(comparison: Comparison, run: ReconcileRun) -> int:
    """Note what differs, resolve what no longer does, tell people of what is new; returns how many rows moved."""
    new = sum(_note(found, comparison, run) for found in comparison.found)
    if new:
        words = gettext_lazy("New differences between {gateway} and the books: {count}.")
        inbox.alert(f"differences:{run.pk}", format_lazy(words, gateway=run.gateway, count=new))
    return new + sum(_is_gone(row, run) for row in _agreeing(comparison, run))


def open_of(comparison: Comparison) -> list[Difference]:
    """Those of this provider that were found before and not resolved."""
    of_gateway = Difference.objects.open().filter(gateway=comparison.gateway, livemode=comparison.livemode)
    return list(of_gateway.select_related("payment").order_by("pk"))


def _of_statement(offer: GatewayOffer, told: list[Standing], ours: Iterable[Payment]) -> Comparison:
    comparison = Comparison(offer.code, offer.gateway.livemode)
    list(comparison.take(told))
    missing = (payment for payment in ours if not comparison.has_looked_at(payment))
    list(comparison.take(nowhere(payment) for payment in missing))
    return comparison


def nowhere(payment: Payment) -> Standing:
    """The provider has never heard of it."""
    return Standing(number=payment.provider_reference, reference=payment.reference, seen=Seen.UNKNOWN)


def _note(found: Found, comparison: Comparison, run: ReconcileRun) -> bool:
    """Whether it is new, or stands again. What a person has resolved stays so until one of the sides changes."""
    key = {
        "gateway": comparison.gateway,
        "livemode": comparison.livemode,
        "about": found.about,
        "kind": found.kind,
        "reference": found.reference,
    }
    values = _values(found)
    with transaction.atomic():
        row, made = Difference.objects.get_or_create(**key, defaults={**values, "found_in": run})
        if made:
            return True
        row = Difference.objects.select_for_update(of=("self",)).get(pk=row.pk)
        same = all(getattr(row, name) == value for name, value in values.items())
        Difference.objects.filter(pk=row.pk).update(**values, seen_at=timezone.now())
        if row.state == DifferenceState.OPEN or (row.resolved_by_id and same):
            return False
        return move(row, DifferenceState.OPEN, reason="", resolved_by=None, found_in=run)


def _values(found: Found) -> dict[str, object]:
    return {
        "number": found.number,
        "payment_id": found.payment.pk if found.payment else None,
        "ours": found.ours.value,
        "theirs": found.theirs.value,
        **_columns("our", found.our_amount),
        **_columns("their", found.their_amount),
    }


def _columns(side: str, amount: Money | None) -> dict[str, object]:
    return {
        f"{side}_minor": amount.minor if amount else None,
        f"{side}_currency": amount.currency if amount else "",
    }


def _agreeing(comparison: Comparison, run: ReconcileRun) -> list[Difference]:
    """Open ones that were compared in this run and not found."""
    still = {found.key for found in comparison.found}
    return [
        row
        for row in open_of(comparison)
        if (row.about, row.reference) in comparison.looked_at
        and (row.about, row.kind, row.reference) not in still
        and row.seen_at < run.started_at
    ]


@transaction.atomic
def _is_gone(row: Difference, run: ReconcileRun) -> bool:
    """Resolve it, unless another run has seen it since this one began."""
    row = Difference.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.state != DifferenceState.OPEN or row.seen_at >= run.started_at:
        return False
    return move(row, DifferenceState.RESOLVED)
