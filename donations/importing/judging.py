"""What is to become of rows, batch by batch. The dry run and the import ask the same questions in the same order: the
dry run remembers what earlier rows would have made, the import finds it in the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from donations.models import (
    IMPORTED,
    DataImport,
    Donation,
    DonationState,
    Donor,
    ImportedRow,
    ImportKind,
    MonthClose,
    Sponsorship,
)

from .records import Finding, Giver, Record, Terms, read_row
from .tables import Row

Whose = tuple[int, str]  # who gave, and what the row says (Record.fingerprint)


class Verdict(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"  # a donor's empty fields are filled
    KNOWN = "known"  # it is here already
    REFUSED = "refused"


@dataclass(slots=True)
class Person:
    """A donor as far as an import cares. `pk` is None for one that does not exist yet."""

    pk: int | None
    email: str
    number: str
    name: str
    country: str
    language: str
    filled: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Judged:
    """A row and what is to become of it."""

    row: int
    verdict: Verdict
    findings: list[Finding]
    record: Record | None = None
    person: Person | None = None


class World:
    """What is there, as far as the rows of a batch ask for it. `look` first, then `judge` each row in order.

    Who somebody is: a donor's pk, or a negative number for one that is only planned.
    """

    def __init__(self, data_import: DataImport, *, locking: bool) -> None:
        self.kind, self.pk, self.locking = data_import.kind, data_import.pk, locking
        self.livemode = bool(settings.PAYMENTS_LIVE)
        self.by_email: dict[str, Person] = {}
        self.by_number: dict[str, Person] = {}
        self.persons: dict[int, Person] = {}  # by the donor's pk
        self.keys: dict[str, Whose] = {}
        self.seen: dict[Whose, tuple[str, int]] = {}  # its key, and its row if it is of this file
        self.others: dict[tuple[int, str, int, date], str] = {}
        self.running: dict[int, list[str]] = {}  # references of regular gifts by the donor's pk
        self.late_is_said = False

    def look(self, records: Iterable[Record]) -> None:
        """Ask the database, with a constant number of queries. Locking needs a transaction."""
        rows = list(records)
        emails = {row.giver.email for row in rows} - {""} - self.by_email.keys()
        numbers = {row.giver.number for row in rows} - {""} - self.by_number.keys()
        donors = Donor.objects.known_by(emails, numbers).order_by("pk")
        for donor in donors.select_for_update(no_key=True) if self.locking else donors:
            if donor.pk not in self.persons:
                self._know(_person(donor))
        here = self._donors_of(rows)
        if self.kind != ImportKind.DONORS:
            self._look_for_imported(rows, here)
        if self.kind == ImportKind.GIFTS:
            self._look_for_others(rows, here)
        if self.kind == ImportKind.SPONSORSHIPS:
            self._look_for_running(here)

    def judge(self, record: Record) -> Judged:
        """What becomes of a row; it counts for those after it."""
        giver = record.giver
        mail, number = self.by_email.get(giver.email), self.by_number.get(giver.number)
        if mail and number and mail is not number:
            return _refused(record, Finding("number", "two_donors", giver.number))
        person = mail or number
        if not giver.name and not (person and person.name):
            return _refused(record, Finding("name", "name_of_new_donor"))
        if self.kind == ImportKind.SPONSORSHIPS and not (giver.email or (person and person.email)):
            return _refused(record, Finding("email", "address_for_asking"))
        if self.kind == ImportKind.DONORS:
            return self._donor(record, person)
        return self._gift(record, person)

    def _donor(self, record: Record, person: Person | None) -> Judged:
        if person is None:
            return Judged(record.row, Verdict.ADDED, [], record, self._meet(record))
        findings = _differences(person, record.giver, ("email", "number", "name", "country", "language"))
        changed = self._fill(person, record.giver)
        return Judged(record.row, Verdict.CHANGED if changed else Verdict.KNOWN, findings, record, person)

    def _gift(self, record: Record, person: Person | None) -> Judged:
        if (known := self._known(record, person)) is not None:
            return Judged(record.row, Verdict.KNOWN, known)
        findings = _differences(person, record.giver, ("email", "number")) if person else []
        if person is None:
            person = self._meet(record)
        else:
            self._fill(person, record.giver)
        findings += [*self._resembling(record, person), *self._giving(person), *self._late(record)]
        whose = (_who(person), record.fingerprint)
        if record.key:
            self.keys[record.key] = whose
        self.seen[whose] = (record.key, record.row)
        return Judged(record.row, Verdict.ADDED, findings, record, person)

    def _known(self, record: Record, person: Person | None) -> list[Finding] | None:
        """What to say of a row that is here already; None for one that is not."""
        whose = (_who(person), record.fingerprint) if person else None
        if record.key and record.key in self.keys:
            same = self.keys[record.key] == whose
            return [] if same else [Finding("key", "key_of_another", record.key, refuses=False)]
        if whose is None or whose not in self.seen:
            return None
        key, row = self.seen[whose]
        if record.key and key:
            return None  # two numbers, two gifts
        return [Finding("", "same_as_row", detail=str(row), refuses=False)] if row else []

    def _resembling(self, record: Record, person: Person) -> list[Finding]:
        if record.amount is None or record.day is None or person.pk is None:
            return []
        amount = record.amount
        found = self.others.get((person.pk, amount.currency, amount.minor, record.day))
        return [Finding("", "resembles", detail=found, refuses=False)] if found else []

    def _giving(self, person: Person) -> list[Finding]:
        """Who gives regularly already may stand twice from now on: a person decides."""
        found = self.running.get(person.pk or 0)
        if not found:
            return []
        who = f"{person.name} <{person.email}>"
        return [Finding("", "gives_already", who[:100], ", ".join(found)[:200], refuses=False)]

    def _late(self, record: Record) -> list[Finding]:
        """Said once, beforehand, at the first: what is booked late stands in another month's sums."""
        until = self.closed_until
        if self.locking or self.late_is_said or not until or record.day is None or record.day > until:
            return []
        self.late_is_said = True
        first_open = until + timedelta(days=1)
        return [
            Finding("day", "closed_month", f"{record.day:%d.%m.%Y}", f"{first_open:%d.%m.%Y}", refuses=False)
        ]

    @cached_property
    def closed_until(self) -> date | None:
        """The last day that no gift is booked on any more."""
        return None if self.kind != ImportKind.GIFTS else MonthClose.objects.closed_until()

    def _meet(self, record: Record) -> Person:
        giver = record.giver
        person = Person(None, giver.email, giver.number, giver.name, giver.country, record.language)
        self._know(person)
        return person

    def _know(self, person: Person) -> None:
        if person.email:
            self.by_email[person.email] = person
        if person.number:
            self.by_number[person.number] = person
        if person.pk:
            self.persons[person.pk] = person

    def _fill(self, person: Person, giver: Giver) -> bool:
        """Only what is empty; what is there stays."""
        before = len(person.filled)
        for name in ("email", "number", "country"):
            value = getattr(giver, name)
            if value and not getattr(person, name):
                setattr(person, name, value)
                person.filled.add(name)
        self._know(person)
        return len(person.filled) > before

    def _donors_of(self, rows: list[Record]) -> set[int]:
        found = [self.by_email.get(row.giver.email) for row in rows]
        found += [self.by_number.get(row.giver.number) for row in rows]
        return {person.pk for person in found if person is not None and person.pk is not None}

    def _look_for_imported(self, rows: list[Record], here: set[int]) -> None:
        ours = ImportedRow.objects.filter(kind=self.kind, livemode=self.livemode)
        fields = ("pk", "key", "donor", "fingerprint", "data_import", "row")
        keys = {row.key for row in rows} - {""}
        marks = {row.fingerprint for row in rows}
        wanted = Q(key__in=keys) | Q(donor__in=here, fingerprint__in=marks)
        found: dict[Whose, tuple[str, int]] = {}
        for _pk, key, donor, mark, data_import, row in (
            ours.filter(wanted).order_by("pk").values_list(*fields)
        ):
            whose = (donor, mark)
            if key:
                self.keys.setdefault(key, whose)
            if (
                not key or found.get(whose, ("", 0))[0] or whose not in found
            ):  # one without a key stands for all
                found[whose] = (key, row if data_import == self.pk else 0)
        self.seen = found | self.seen  # what earlier rows would make comes later than what is there

    def _look_for_others(self, rows: list[Record], here: set[int]) -> None:
        """Gifts that came through the portal and look the same: perhaps the list held them, too."""
        paid = Donation.objects.filter(
            donor__in=here,
            amount_minor__in={row.amount.minor for row in rows if row.amount},
            state__in=(DonationState.PAID, DonationState.REFUNDED),
        ).exclude(payments__gateway=IMPORTED)
        fields = ("donor", "currency", "amount_minor", "paid_at", "reference")
        for donor, currency, minor, paid_at, reference in paid.order_by("-pk").values_list(*fields):
            self.others[(donor, currency, minor, timezone.localdate(paid_at))] = reference

    def _look_for_running(self, here: set[int]) -> None:
        """Regular gifts that did not come with this list: begun on the site, or in a list before it."""
        theirs = Sponsorship.objects.running().filter(donor__in=here)
        others = theirs.exclude(imported_row__data_import=self.pk).order_by("pk")
        found: dict[int, list[str]] = {}
        for donor, reference in others.values_list("donor", "reference"):
            found.setdefault(donor, []).append(reference)
        self.running |= found


def _who(person: Person) -> int:
    return person.pk if person.pk is not None else -id(person)


def _person(donor: Donor) -> Person:
    return Person(donor.pk, donor.email or "", donor.number or "", donor.name, donor.country, donor.language)


def _refused(record: Record, finding: Finding) -> Judged:
    return Judged(record.row, Verdict.REFUSED, [finding])


def _differences(person: Person, giver: Giver, fields: tuple[str, ...]) -> list[Finding]:
    """Where the list and we say different things: ours stays, a person looks."""
    findings = []
    for name in fields:
        ours, theirs = getattr(person, name), getattr(giver, name)
        if ours and theirs and ours != theirs:
            findings.append(Finding(name, "differs", theirs[:100], ours[:200], refuses=False))
    return findings


def judge_rows(world: World, terms: Terms, rows: list[Row]) -> list[Judged]:
    """All rows of a batch, in order."""
    read = [read_row(row, terms) for row in rows]
    world.look(record for record, _findings in read if record is not None)
    return [
        Judged(row.number, Verdict.REFUSED, findings) if record is None else world.judge(record)
        for row, (record, findings) in zip(rows, read, strict=True)
    ]
