"""A donor's year in figures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.conf import settings
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import override

from core.money import Money
from donations.models import Donation, Donor, LegalEntity, Payment, ReceiptKind


@dataclass(frozen=True)
class GiftRow:
    """One gift: when, under which receipt (or the gift's own reference), how much, how much of it went back."""

    day: date
    reference: str
    purpose: str
    given: Money
    returned: Money


@dataclass
class CurrencyYear:
    """The gifts in one currency; sums are never taken over currencies."""

    currency: str
    rows: list[GiftRow] = field(default_factory=list)

    @property
    def given(self) -> Money:
        """What arrived."""
        return _sum(self.currency, (row.given for row in self.rows))

    @property
    def returned(self) -> Money:
        """What went back of it, whenever."""
        return _sum(self.currency, (row.returned for row in self.rows))

    @property
    def kept(self) -> Money:
        """What stays given."""
        return self.given - self.returned


@dataclass(frozen=True)
class Year:
    """What a statement says."""

    year: int
    donor: str
    entity: dict[str, str]
    livemode: bool
    currencies: list[CurrencyYear]


def year_of(donor: Donor, year: int, language: str, entity: LegalEntity) -> Year:
    """The credited gifts of a donor that arrived in a year (Tashkent), in the mode that this site runs in.

    The donor's name is that of the latest of them.
    """
    with override(language):
        parts: dict[str, CurrencyYear] = {}
        name = donor.name
        for payment in payments_of(donor, year):
            name = payment.donation.donor_name  # what came with money: anybody can type anybody's address
            row = _row(payment)
            parts.setdefault(row.given.currency, CurrencyYear(row.given.currency)).rows.append(row)
        return Year(
            year,
            name,
            entity_facts(entity, language),
            settings.PAYMENTS_LIVE,
            [parts[currency] for currency in sorted(parts)],
        )


def payments_of(donor: Donor, year: int) -> Iterable[Payment]:
    """Oldest first; three queries."""
    credited = Payment.objects.credited().not_entered_wrongly()
    rows = credited.filter(
        donation__donor=donor,
        donation__paid_at__gte=_new_year(year),
        donation__paid_at__lt=_new_year(year + 1),
        livemode=settings.PAYMENTS_LIVE,
    )
    names = rows.select_related("donation__designation__village", "donation__designation__campaign")
    return names.prefetch_related("refunds", "receipts").order_by("donation__paid_at", "pk")


def years_of(donors: Iterable[Donor]) -> list[tuple[Donor, int]]:
    """Each donor with each year that has a gift, latest first."""
    owners = {donor.pk: donor for donor in donors}
    paid = Donation.objects.filter(donor__in=owners, paid_at__isnull=False).order_by()
    found = paid.values_list(ExtractYear("paid_at"), "donor_id").distinct()
    return [(owners[pk], year) for year, pk in sorted(found, reverse=True)]


def entity_facts(entity: LegalEntity, language: str) -> dict[str, str]:
    """What papers say of it, in a language."""
    return {
        "name": entity.name.in_language(language),
        "address": entity.address.in_language(language),
        "registration": entity.registration.in_language(language),
        "tax_number": entity.tax_number,
        "email": entity.email,
    }


def _row(payment: Payment) -> GiftRow:
    donation = payment.donation
    receipts = [row for row in payment.receipts.all() if row.kind == ReceiptKind.RECEIPT]
    return GiftRow(
        day=timezone.localdate(donation.paid_at),
        reference=receipts[0].reference if receipts else donation.reference,
        purpose=str(donation.designation),
        given=payment.amount,
        returned=_sum(payment.currency, (refund.gift for refund in payment.refunds.all())),
    )


def _sum(currency: str, amounts: Iterable[Money]) -> Money:
    return sum(amounts, Money(0, currency))


def _new_year(year: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, 1, 1), time()))
