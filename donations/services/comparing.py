"""Laying what a provider says beside the books. It only reads: `differences` writes down what is found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.money import Money
from donations.gateways.reports import Seen, Standing
from donations.models import About, DifferenceKind, LedgerEntry, Payment, PaymentState, Refund
from donations.querysets import PaymentQuerySet

# What happened more lately is not compared: its message may be on the way.
GRACE = timedelta(hours=1)
AT_ONCE = 200
MONEY = (Seen.PAID, Seen.GIVEN_BACK)
Kind = DifferenceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A difference. `reference` is ours of the payment where we know it, else the provider's number."""

    kind: DifferenceKind
    about: About
    reference: str
    number: str
    payment: Payment | None
    ours: Seen
    our_amount: Money | None
    theirs: Seen
    their_amount: Money | None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same difference when it is found again."""
        return self.about, self.kind, self.reference


@dataclass
class Comparison:
    """Takes standings; `found` is what differs, `looked_at` what was compared: about, and reference or number."""

    gateway: str
    livemode: bool
    now: datetime = field(default_factory=timezone.now)
    found: list[Found] = field(default_factory=list)
    looked_at: set[tuple[str, str]] = field(default_factory=set)

    def take(self, standings: Iterable[Standing]) -> Iterator[int]:
        """Compare them some at a time: four queries each. Gives how many, each time."""
        left = iter(standings)
        while some := list(islice(left, AT_ONCE)):
            self._payments([one for one in some if not one.is_refund])
            self._refunds([one for one in some if one.is_refund])
            yield len(some)

    def payments(self) -> PaymentQuerySet:
        """Those of this provider, each with what it gave back of it: of a transfer from our bank it knows nothing."""
        of_gateway = Payment.objects.filter(gateway=self.gateway, livemode=self.livemode)
        by_it = Sum("refunds__amount_minor", filter=Q(refunds__gateway=self.gateway))
        return of_gateway.annotate(returned=Coalesce(by_it, 0))

    def has_looked_at(self, payment: Payment) -> bool:
        """Whether it was compared."""
        return (About.PAYMENT, payment.reference) in self.looked_at

    def _payments(self, standings: list[Standing]) -> None:
        numbers = {one.number for one in standings if one.number}
        references = {one.reference for one in standings if one.reference}
        known = self.payments().filter(provider_reference__in=numbers)
        by_number = {row.provider_reference: row for row in known}
        by_ours = {row.reference: row for row in self.payments().filter(reference__in=references)}
        for one in standings:
            named = by_ours.get(one.reference)
            payment = by_number.get(one.number) or _if_nameless(one, named)
            if payment is None:
                self._not_here(one, named)
            else:
                self._lay(one, payment)

    def _lay(self, one: Standing, payment: Payment) -> None:
        ours = _seen(payment)
        if ours is Seen.OPEN and payment.changed_at > self.now - GRACE:
            return
        self._mark(About.PAYMENT, payment.reference, one.number)
        if _money_differs(one, ours, payment.amount):
            self._add(Kind.AMOUNT, About.PAYMENT, one, payment, ours, payment.amount)
        if not _agree(ours, one.seen, apart=one.refunds_apart):
            kind = Kind.MISSING_THERE if one.seen is Seen.UNKNOWN else Kind.STATE
            self._add(kind, About.PAYMENT, one, payment, ours, payment.amount)

    def _refunds(self, standings: list[Standing]) -> None:
        numbers = [one.number for one in standings]
        of_gateway = Refund.objects.filter(gateway=self.gateway, livemode=self.livemode, dispute=None)
        known = {
            row.provider_reference: row
            for row in of_gateway.filter(provider_reference__in=numbers).select_related("payment")
        }
        sources = [f"refund-failed:{self.gateway}:{number}" for number in known]
        failed = set(LedgerEntry.objects.filter(source__in=sources).values_list("source", flat=True))
        of_numbers = [one.of_number for one in standings if one.of_number]
        paid = self.payments().filter(provider_reference__in=of_numbers)
        payments = {row.provider_reference: row for row in paid}
        for one in standings:
            row = known.get(one.number)
            if row is None:
                self._not_here(one, payments.get(one.of_number))
                continue
            came_back = f"refund-failed:{self.gateway}:{one.number}" in failed
            self._lay_refund(one, row, Seen.ENDED if came_back else Seen.PAID)

    def _lay_refund(self, one: Standing, row: Refund, ours: Seen) -> None:
        self._mark(About.REFUND, row.provider_reference)
        if _money_differs(one, ours, row.amount):
            self._add(Kind.AMOUNT, About.REFUND, one, row.payment, ours, row.amount)
        gone = one.seen in (Seen.PAID, Seen.OPEN)
        if gone != (ours is Seen.PAID):
            kind = Kind.MISSING_THERE if one.seen is Seen.UNKNOWN else Kind.STATE
            self._add(kind, About.REFUND, one, row.payment, ours, row.amount)

    def _not_here(self, one: Standing, named: Payment | None) -> None:
        """What the provider has and we have not. Only money matters: attempts that came to nothing are no rows."""
        if one.at is not None and one.at > self.now - GRACE:
            return
        about = About.REFUND if one.is_refund else About.PAYMENT
        self._mark(about, one.number)
        if one.seen in MONEY:
            self._add(Kind.MISSING_HERE, about, one, named, Seen.UNKNOWN, None, by_number=True)

    def _mark(self, about: About, *references: str) -> None:
        self.looked_at |= {(about, reference) for reference in references if reference}

    def _add(
        self,
        kind: DifferenceKind,
        about: About,
        one: Standing,
        payment: Payment | None,
        ours: Seen,
        our_amount: Money | None,
        *,
        by_number: bool = False,
    ) -> None:
        number = one.number or (payment.provider_reference if payment else "")
        ours_first = payment.reference if payment and about is About.PAYMENT and not by_number else number
        self.found.append(
            Found(
                kind=kind,
                about=about,
                reference=ours_first or one.reference,
                number=number,
                payment=payment,
                ours=ours,
                our_amount=our_amount,
                theirs=one.seen,
                their_amount=one.amount,
            )
        )


def _if_nameless(one: Standing, named: Payment | None) -> Payment | None:
    """The provider's number decides: a second payment under our reference is not the first one."""
    same = named is not None and (not one.number or not named.provider_reference)
    return named if same else None


def _seen(payment: Payment) -> Seen:
    """As the books see it."""
    if payment.state == PaymentState.SUCCEEDED:
        returned: int = getattr(payment, "returned", 0)
        return Seen.GIVEN_BACK if returned >= payment.amount_minor else Seen.PAID
    return Seen.OPEN if payment.is_open else Seen.ENDED


def _agree(ours: Seen, theirs: Seen, *, apart: bool) -> bool:
    """Whether both sides hold the same money. Some providers do not tell "given back" from "not paid"."""
    if ours is Seen.PAID:
        return theirs is Seen.PAID
    if ours is Seen.GIVEN_BACK:
        return theirs in ((Seen.PAID,) if apart else (Seen.GIVEN_BACK, Seen.ENDED))
    return theirs not in MONEY


def _money_differs(one: Standing, ours: Seen, amount: Money) -> bool:
    return one.amount is not None and one.amount != amount and (ours in MONEY or one.seen in MONEY)
