"""Questions about many rows, by name."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, Subquery, Sum
from django.utils import timezone

from core.insert_new import insert_new
from core.money import Money

if TYPE_CHECKING:
    from donations.models import (  # noqa: F401  the rows, by name
        DataImport,
        Designation,
        Difference,
        Donation,
        Donor,
        LedgerEntry,
        Payment,
        ProviderEvent,
        Receipt,
        ReconcileRun,
        Refund,
        Sponsorship,
        Statement,
    )


class LedgerRowsNeverChange(TypeError):
    """Somebody tried to change or delete a ledger entry."""

    def __init__(self) -> None:
        super().__init__("Ledger entries are never changed or deleted; book an entry against them.")


class ReceiptsStay(TypeError):
    """Somebody tried to delete a receipt: its number would be missing from the row."""


class DesignationQuerySet(models.QuerySet["Designation"]):
    """Purposes of gifts."""

    def taking_gifts(self, today: date | None = None) -> "DesignationQuerySet":
        """Those open to donors on `today` (default: now, Tashkent), with what their names need."""
        today = today or timezone.localdate()
        running = Q(campaign=None) | Q(campaign__starts__lte=today, campaign__ends__gte=today)
        reachable = Q(village=None) | Q(village__is_open=True)
        return self.filter(running, reachable, is_open=True).select_related("village", "campaign")


class DonorQuerySet(models.QuerySet["Donor"]):
    """People who give."""

    def attach(self, user: models.Model, email: str) -> int:
        """Give what was left under a proven address to its owner; returns how many were attached."""
        return self.filter(email=email.strip().lower(), user=None).update(user=user)

    def given_up(self) -> "DonorQuerySet":
        """Those with an address that their account has no more."""
        addresses = apps.get_model("account", "EmailAddress").objects
        held = addresses.filter(user=OuterRef("user"), email=OuterRef("email"))
        left = self.filter(~Exists(held), user__isnull=False).exclude(email="")
        return left.exclude(user__email=models.F("email"))

    def known_by(self, emails: Iterable[str], numbers: Iterable[str]) -> "DonorQuerySet":
        """Those with one of these addresses, or one of these numbers of a list."""
        return self.filter(Q(email__in=list(emails)) | Q(number__in=list(numbers)))


class DonationQuerySet(models.QuerySet["Donation"]):
    """Gifts."""

    def for_user(self, user: models.Model) -> "DonationQuerySet":
        """What belongs to a signed-in person."""
        return self.filter(donor__user=user)

    def with_names(self) -> "DonationQuerySet":
        """With the rows that a list shows."""
        return self.select_related("donor", "designation__village", "sponsorship")

    def with_money(self) -> "DonationQuerySet":
        """With what was paid, went back and was kept of each (for files); three queries for all."""
        return self.prefetch_related("payments__refunds", lines_there("payments"))


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Attempts to pay."""

    def open(self) -> "PaymentQuerySet":
        """Those whose end is unknown."""
        return self.filter(state__in=("created", "redirected", "processing"))

    def unwanted(self) -> "PaymentQuerySet":
        """Those that a person could still make, for a donation that is paid or a sponsorship that has ended."""
        paid = Q(donation__state__in=("paid", "refunded"))
        over = Q(donation__sponsorship__state__in=("cancelled", "unpaid"))
        return self.filter(paid | over, state__in=("created", "redirected"), off_session=False)

    def interrupted(self, before: datetime) -> "PaymentQuerySet":
        """Charges that were begun before `before` and of which no provider's reference is known."""
        return self.open().filter(off_session=True, provider_reference="", changed_at__lte=before)

    def credited(self) -> "PaymentQuerySet":
        """Those that brought a gift: not what came twice or after cancelling."""
        return self.filter(state="succeeded", refund_due="")

    def not_entered_wrongly(self) -> "PaymentQuerySet":
        """Without cash that never came so (`Payment.was_entered_wrongly`)."""
        return self.exclude(cash_corrections__state="booked")

    def without_their_papers(self) -> "PaymentQuerySet":
        """Credited ones that lack a receipt, a correction or a void, for whatever reason."""
        receipt, refund = apps.get_model("donations", "Receipt"), apps.get_model("donations", "Refund")
        held = Q(donation__state="paid")
        receipts = receipt.objects.filter(payment=OuterRef("pk"))
        lacks_receipt = held & ~Exists(receipts)
        corrected = refund.objects.of_gifts().filter(payment=OuterRef("pk"), correction=None)
        lacks_correction = held & Exists(corrected)
        lacks_void = Q(donation__state="refunded") & Exists(receipts.filter(state="issued"))
        return self.credited().with_papers().filter(lacks_receipt | lacks_correction | lacks_void)

    def with_papers(self) -> "PaymentQuerySet":
        """Without those for which nobody wants a receipt, and those of the past that were imported without."""
        imported = apps.get_model("donations", "ImportedRow")
        return self.filter(donation__wants_receipt=True).exclude(
            Exists(imported.objects.filter(donation=OuterRef("donation"), data_import__with_receipts=False))
        )


class RefundQuerySet(models.QuerySet["Refund"]):
    """Money that went back."""

    def of_gifts(self) -> "RefundQuerySet":
        """Those that took something from a gift; others paid only what was owed, which is on no paper."""
        return self.filter(gift_minor__gt=0)


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Receipts and their corrections."""

    def for_user(self, user: models.Model) -> "ReceiptQuerySet":
        """What belongs to a signed-in person."""
        return self.filter(payment__donation__donor__user=user)

    def with_correction(self) -> "ReceiptQuerySet":
        """With the paper that took each one's place."""
        return self.select_related("correction", "entity", "payment__donation")

    def unmade(self) -> "ReceiptQuerySet":
        """Numbered, but without a file."""
        return self.filter(file="")

    def delete(self) -> NoReturn:
        """Raises ReceiptsStay: a number must not be missing from the row."""
        raise ReceiptsStay


class StatementQuerySet(models.QuerySet["Statement"]):
    """Annual statements."""

    def for_user(self, user: models.Model) -> "StatementQuerySet":
        """What belongs to a signed-in person."""
        return self.filter(donor__user=user)

    def unmade(self) -> "StatementQuerySet":
        """Asked for, but without a file."""
        return self.filter(file="")


class SponsorshipQuerySet(models.QuerySet["Sponsorship"]):
    """Gifts that come again."""

    def for_user(self, user: models.Model) -> "SponsorshipQuerySet":
        """What belongs to a signed-in person."""
        return self.filter(donor__user=user)

    def started(self) -> "SponsorshipQuerySet":
        """Without those whose first payment never came."""
        return self.exclude(state="incomplete")

    def running(self) -> "SponsorshipQuerySet":
        """Those that have begun and not ended, in the mode (real money or not) that this instance runs in."""
        states = ("active", "past_due", "paused", "cancel_scheduled")
        return self.filter(state__in=states, livemode=settings.PAYMENTS_LIVE)

    def giving(self) -> "SponsorshipQuerySet":
        """Of those the ones whose money comes now: one that is paused covers no need, one that ends soon still does."""
        return self.running().exclude(state="paused")

    def charged_by(self, gateways: Iterable[str]) -> "SponsorshipQuerySet":
        """Those whose gateway is one of these, by the leave that their givers gave."""
        return self.filter(gateway__in=gateways, is_pledge=False)

    def pledges(self) -> "SponsorshipQuerySet":
        """Those that nobody charges: their givers are asked each time."""
        return self.filter(is_pledge=True)

    def with_latest_period(self) -> "SponsorshipQuerySet":
        """With `latest_period`, the number of the donation that was made out last."""
        periods = apps.get_model("donations", "Donation").objects.filter(sponsorship=OuterRef("pk"))
        return self.annotate(latest_period=Subquery(periods.order_by("-period").values("pk")[:1]))

    def due(self, today: date) -> "SponsorshipQuerySet":
        """Active ones with a period to charge."""
        return self.running().filter(state="active", next_charge_on__lte=today)

    def to_retry(self, now: datetime) -> "SponsorshipQuerySet":
        """Those whose failed payment is to be tried again."""
        return self.running().filter(state="past_due", retry_at__lte=now)

    def monthly_sums(self) -> list[tuple[Money, int]]:
        """What comes in a month (a year's gift counts a twelfth, rounded down) and from how many, by currency."""
        rows = (
            self.order_by()
            .values("currency")
            .annotate(
                monthly=Sum("amount_minor", filter=Q(frequency="month"), default=0),
                yearly=Sum("amount_minor", filter=Q(frequency="year"), default=0),
                givers=Count("donor", distinct=True),
            )
        )
        return [(Money(int(r["monthly"]) + int(r["yearly"]) // 12, r["currency"]), r["givers"]) for r in rows]


def lines_there(path: str) -> Prefetch:
    """What providers keep of payments; as a list, as files of the whole ledger are written from it."""
    lines = apps.get_model("donations", "BalanceLine").objects.select_related("payout")
    return Prefetch(f"{path}__balance_lines", lines, to_attr="lines_there")


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    """Entries: asked and added, nothing else."""

    def with_payouts(self) -> "LedgerQuerySet":
        """With what says what was kept of each, and which payout it went with (`provider_line`); one query for all."""
        return self.prefetch_related(lines_there("payment"))

    def live(self) -> "LedgerQuerySet":
        """In the mode (real money or not) that this instance runs in."""
        return self.filter(livemode=settings.PAYMENTS_LIVE)

    def balances(self) -> dict[str, int]:
        """Minor units by currency; all zero for the whole ledger and for each source."""
        rows = self.order_by().values("currency").annotate(total=Sum("amount_minor"))
        return {row["currency"]: int(row["total"]) for row in rows}

    def with_happened(self) -> "LedgerQuerySet":
        """With `happened_on`: the day of a movement that came after its month was closed, else None."""
        late = apps.get_model("donations", "LateBooking").objects.filter(source=OuterRef("source"))
        return self.annotate(happened_on=Subquery(late.values("happened_on")[:1]))

    def given_to(self, designation: models.Model) -> list[Money]:
        """What gifts brought for a purpose, by currency."""
        gifts = self.live().filter(designation=designation, account="gifts")
        return [Money(-minor, currency) for currency, minor in sorted(gifts.balances().items()) if minor]

    def update(self, **kwargs: Any) -> NoReturn:
        """Raises LedgerRowsNeverChange."""
        raise LedgerRowsNeverChange

    def delete(self) -> NoReturn:
        """Raises LedgerRowsNeverChange."""
        raise LedgerRowsNeverChange


class EventQuerySet(models.QuerySet["ProviderEvent"]):
    """Messages from providers."""

    def insert_new(self, **said: object) -> bool:
        """Write a row in one statement, with what is said of it and nothing else; False when its message is here
        already, which is no error.
        """
        now = timezone.now()
        return insert_new(self.model, received_at=now, due_at=now, **said)

    def quarantined(self) -> "EventQuerySet":
        """Those that wait for a person."""
        return self.filter(state="quarantined")

    def waiting(self) -> "EventQuerySet":
        """Those that are still to be looked up at their provider."""
        return self.filter(state="received")

    def due(self, now: datetime) -> "EventQuerySet":
        """Of those that wait, the ones whose turn it is, longest first."""
        return self.waiting().filter(due_at__lte=now).order_by("due_at", "pk")

    def followed(self) -> "EventQuerySet":
        """All others."""
        return self.exclude(state="received")


class RunQuerySet(models.QuerySet["ReconcileRun"]):
    """Runs of reconciliation."""

    def under_way(self) -> "RunQuerySet":
        """Those that are queued, or have shown a sign of life lately."""
        alive = timezone.now() - timedelta(minutes=settings.RECONCILE_UNFINISHED_MINUTES)
        return self.filter(Q(state="queued") | Q(state="running", moved_at__gte=alive))

    def latest_of_each(self) -> "RunQuerySet":
        """The last one of each gateway and kind."""
        latest = self.order_by().values("gateway", "kind").annotate(last=Max("pk")).values("last")
        return self.filter(pk__in=latest)

    def forgettable(self, before: datetime) -> "RunQuerySet":
        """Old ones that nobody needs: not the last of its kind, and no difference was found in it."""
        kept = self.model.objects.latest_of_each().values("pk")
        return self.filter(started_at__lt=before, found=None).exclude(pk__in=kept)


class DifferenceQuerySet(models.QuerySet["Difference"]):
    """Differences between providers and books."""

    def open(self) -> "DifferenceQuerySet":
        """Those that wait for a person, or for the two sides to agree."""
        return self.filter(state="open")


class ImportQuerySet(models.QuerySet["DataImport"]):
    """Files that staff bring."""

    def at_work(self) -> "ImportQuerySet":
        """Those that the worker has to do with."""
        return self.filter(state__in=("checking", "importing"))

    def left(self, before: datetime) -> "ImportQuerySet":
        """Those at work of which nothing was heard since `before`: a worker died over them."""
        return self.at_work().filter(changed_at__lte=before)

    def named(self, kind: str, headings_mark: str) -> "ImportQuerySet":
        """Those whose columns somebody has named, with these headings; latest first."""
        known = self.filter(kind=kind, headings_mark=headings_mark).exclude(columns={})
        return known.exclude(state="uploaded").order_by("-pk")

    def to_forget(self, before: datetime) -> "ImportQuerySet":
        """Those whose file is still there though it was brought before `before`, and nobody is busy with it."""
        return (
            self.exclude(file="").filter(created_at__lt=before).exclude(state__in=("checking", "importing"))
        )
