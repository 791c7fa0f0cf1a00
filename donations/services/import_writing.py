"""What the rows of a batch become, in the transaction of the caller. Queries do not grow with the batch, but for one a
gift: its booking, which has rules of its own.

What is imported lies in the past: no mail goes out, and no receipt is made unless somebody has asked for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from core import audit
from core.page_cache import invalidate
from donations.gateways.bank.gateway import BankTransferGateway
from donations.importing.judging import Judged, Person, Verdict
from donations.importing.records import Record
from donations.models import (
    IMPORTED,
    DataImport,
    Donation,
    DonationState,
    Donor,
    ImportedRow,
    ImportKind,
    Payment,
    PaymentState,
    Sponsorship,
    SponsorshipState,
)
from donations.periods import next_after
from donations.services import donors, ledger

FILLED = ("email", "number", "country")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A row that becomes something, and whose it is."""

    record: Record
    person: Person

    @property
    def shared(self) -> dict[str, object]:
        """What gifts and sponsorships have in common."""
        record, person = self.record, self.person
        if record.amount is None or record.designation is None:
            raise TypeError("a row of donors is no gift")
        return {
            "donor_id": self.donor_pk,
            "donor_name": record.giver.name or person.name,
            "designation_id": record.designation.pk,
            "amount_minor": record.amount.minor,
            "currency": record.amount.currency,
            "language": record.giver.language or person.language,
            "is_anonymous": record.is_anonymous,
        }

    @property
    def donor_pk(self) -> int:
        """Donors are written first."""
        if self.person.pk is None:
            raise TypeError("the donor is not written yet")
        return self.person.pk

    @property
    def day(self) -> date:
        """Of the gift, or the first of the sponsorship."""
        if self.record.day is None:
            raise TypeError("a row of donors has no day")
        return self.record.day


def write(data_import: DataImport, judged: Iterable[Judged]) -> None:
    """Write what is to be added and changed. Raises IntegrityError where somebody was quicker: judge again."""
    rows = [
        _Wanted(one.record, one.person)
        for one in judged
        if one.verdict in (Verdict.ADDED, Verdict.CHANGED) and one.record and one.person
    ]
    persons = {id(row.person): row.person for row in rows}.values()
    _part_from_former_owners(rows)
    _write_donors(data_import, persons)
    if data_import.kind == ImportKind.GIFTS:
        _write_gifts(data_import, rows)
    elif data_import.kind == ImportKind.SPONSORSHIPS:
        _write_sponsorships(data_import, rows)
    if data_import.kind != ImportKind.DONORS:
        invalidate(
            *{
                row.record.designation.pk: row.record.designation for row in rows if row.record.designation
            }.values()
        )


def _part_from_former_owners(rows: list[_Wanted]) -> None:
    """Who is named by nothing but an address that an account has given up is somebody new, also where another list has
    given whoever had it a number.
    """
    names = {id(row.person): row.record.giver.name for row in rows if row.record.giver.name}
    numbered = {
        id(row.person) for row in rows if row.record.giver.number and "number" not in row.person.filled
    }
    known = [row.person for row in rows if row.person.pk is not None and id(row.person) not in numbered]
    by_email = {one.email: one for one in known if one.email}
    for donor in Donor.objects.filter(email__in=by_email).given_up():
        person = by_email[donor.email]
        name = names.get(id(person), person.name)
        now = donors.donor_of(donor.email, name=name, language=person.language)
        if now.pk != person.pk:  # what we know beside the address is of the former owner
            person.name = now.name
            person.number = person.number if "number" in person.filled else ""
            person.country = person.country if "country" in person.filled else ""
        person.pk = now.pk


def _write_donors(data_import: DataImport, persons: Iterable[Person]) -> None:
    new = [person for person in persons if person.pk is None]
    filled = [person for person in persons if person.pk is not None and person.filled]
    made = Donor.objects.bulk_create(_donor(person) for person in new)
    for person, row in zip(new, made, strict=True):
        person.pk = row.pk
    changed = [_donor(person) for person in filled]
    if changed:
        Donor.objects.bulk_update(changed, FILLED)
    audit.record_all(action="donor.imported", objects=made, note=data_import.reference)
    audit.record_all(action="donor.filled", objects=changed, note=data_import.reference)


def _donor(person: Person) -> Donor:
    return Donor(
        pk=person.pk,
        email=person.email,
        number=person.number or None,
        name=person.name,
        country=person.country,
        language=person.language,
    )


def _write_gifts(data_import: DataImport, rows: list[_Wanted]) -> None:
    livemode = bool(settings.PAYMENTS_LIVE)
    donations = Donation.objects.bulk_create(
        Donation(
            **row.shared,
            state=DonationState.PAID,
            paid_at=timezone.make_aware(datetime.combine(row.day, time(12))),
        )
        for row in rows
    )
    payments = Payment.objects.bulk_create(
        Payment(
            donation=donation,
            amount_minor=donation.amount_minor,
            currency=donation.currency,
            gateway=IMPORTED,
            livemode=livemode,
            state=PaymentState.SUCCEEDED,
            provider_reference=f"{data_import.pk}:{row.record.row}",
        )
        for row, donation in zip(rows, donations, strict=True)
    )
    _date_back(donations, payments)
    ledger.book_gifts_of_the_past((payment, row.day) for row, payment in zip(rows, payments, strict=True))
    _note(data_import, rows, donations=donations)
    audit.record_all(action="donation.imported", objects=donations, new="paid", note=data_import.reference)


def _date_back(donations: list[Donation], payments: list[Payment]) -> None:
    """Donors and staff see gifts by the day they were given, not by that of the import."""
    rows = Donation.objects.filter(pk__in=[donation.pk for donation in donations])
    rows.update(created_at=F("paid_at"), changed_at=F("paid_at"))
    paid_at = Subquery(Donation.objects.filter(pk=OuterRef("donation")).values("paid_at"))
    attempts = Payment.objects.filter(pk__in=[payment.pk for payment in payments])
    attempts.update(created_at=paid_at, changed_at=paid_at)


def _write_sponsorships(data_import: DataImport, rows: list[_Wanted]) -> None:
    """Paid by transfer: from the next due day on, `services.pledges` asks for each period."""
    today = timezone.localdate()
    sponsorships = Sponsorship.objects.bulk_create(
        Sponsorship(
            **row.shared,
            frequency=row.record.frequency,
            state=SponsorshipState.ACTIVE,
            gateway=BankTransferGateway.code,
            is_pledge=True,
            livemode=bool(settings.PAYMENTS_LIVE),
            started_on=row.day,
            next_charge_on=next_after(row.day, row.record.frequency, today),
        )
        for row in rows
    )
    _note(data_import, rows, sponsorships=sponsorships)
    audit.record_all(
        action="sponsorship.imported", objects=sponsorships, new="active", note=data_import.reference
    )


def _note(
    data_import: DataImport,
    rows: list[_Wanted],
    donations: list[Donation] | None = None,
    sponsorships: list[Sponsorship] | None = None,
) -> None:
    """What keeps the same row from coming in twice."""
    ImportedRow.objects.bulk_create(
        ImportedRow(
            data_import=data_import,
            row=row.record.row,
            kind=data_import.kind,
            livemode=bool(settings.PAYMENTS_LIVE),
            key=row.record.key,
            fingerprint=row.record.fingerprint,
            by_number=bool(row.record.giver.number),
            donor_id=row.donor_pk,
            donation=donations[number] if donations else None,
            sponsorship=sponsorships[number] if sponsorships else None,
        )
        for number, row in enumerate(rows)
    )
