"""Files of donors, gifts and sponsorships that staff bring from elsewhere, and what came of their rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.money import Money
from donations.querysets import ImportQuerySet
from safeguarding.storage import private_storage

from .constraints import state_constraint
from .designation import Designation
from .donation import Donation
from .donor import Donor
from .sponsorship import Sponsorship

IMPORTED = "imported"  # the payment method of gifts that came before the portal


SUM_OF = "sum:"  # of a currency, beside the numbers of rows
# Said of rows that are here already, by what they say or by their number.
PASSED_OVER = ("same_as_row", "key_of_another")


class ImportKind(models.TextChoices):
    """What the rows of a file are."""

    DONORS = "donors", _("Donors")
    GIFTS = "gifts", _("Gifts of the past")
    SPONSORSHIPS = "sponsorships", _("Running regular gifts")


class ImportState(models.TextChoices):
    """How far an import has come."""

    UPLOADED = "uploaded", _("Its columns are to be named")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, nothing is imported yet")
    UNREADABLE = "unreadable", _("The file cannot be read")
    IMPORTING = "importing", _("Being imported")
    STOPPED = "stopped", _("Stopped in the middle")
    DONE = "done", _("Imported")


AT_WORK = (ImportState.CHECKING, ImportState.IMPORTING)
WRITES = (ImportState.IMPORTING, ImportState.STOPPED, ImportState.DONE)


class DataImport(models.Model):
    """One file. It lies in private storage and is deleted by the clock, with what the report says of its rows."""

    State = ImportState
    TRANSITIONS = {
        ImportState.UPLOADED: frozenset({ImportState.CHECKING}),
        ImportState.CHECKING: frozenset({ImportState.CHECKED, ImportState.UPLOADED, ImportState.UNREADABLE}),
        ImportState.CHECKED: frozenset({ImportState.CHECKING, ImportState.IMPORTING}),
        ImportState.UNREADABLE: frozenset(),
        ImportState.IMPORTING: frozenset({ImportState.STOPPED, ImportState.DONE}),
        ImportState.STOPPED: frozenset({ImportState.IMPORTING}),
        ImportState.DONE: frozenset(),
    }

    kind = models.CharField(_("what the file holds"), max_length=12, choices=ImportKind.choices)
    name = models.CharField(_("file"), max_length=200)
    file = models.FileField(storage=private_storage, blank=True, editable=False, max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    currency = models.CharField(_("currency where the file names none"), max_length=3, blank=True)
    language = models.CharField(
        _("language where the file names none"), max_length=10, choices=settings.LANGUAGES
    )
    designation = models.ForeignKey(
        Designation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("purpose where the file names none"),
    )
    with_receipts = models.BooleanField(_("make receipts for these gifts"), default=False)
    headings = models.JSONField(default=list, editable=False)
    headings_mark = models.CharField(max_length=64, editable=False, db_index=True)
    columns = models.JSONField(default=dict, editable=False)
    rows = models.PositiveIntegerField(_("rows"), default=0, editable=False)
    worked = models.PositiveIntegerField(_("rows worked through"), default=0, editable=False)
    last_row = models.PositiveIntegerField(default=0, editable=False)
    would = models.JSONField(default=dict, editable=False)
    did = models.JSONField(default=dict, editable=False)
    runs = models.PositiveIntegerField(default=0, editable=False)
    stumbles = models.PositiveSmallIntegerField(default=0, editable=False)
    trouble = models.CharField(_("what went wrong"), max_length=40, blank=True, editable=False)
    trouble_row = models.PositiveIntegerField(null=True, editable=False)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("imported by")
    )
    created_at = models.DateTimeField(_("brought"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("import of a file")
        verbose_name_plural = _("imports of files")
        permissions = [("import_gifts", "Can import gifts of the past into the books")]
        constraints = [
            state_constraint(ImportState, "dataimport_state_known"),
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="dataimport_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """How the log calls it: nothing of the file."""
        return f"import {self.pk}"

    @property
    def check_mark(self) -> str:
        """Another one for each time that the file was checked."""
        return str(self.runs)

    @property
    def is_at_work(self) -> bool:
        """Whether the worker is busy with it."""
        return self.state in AT_WORK

    @property
    def writes(self) -> bool:
        """Whether rows have been, or are being, imported."""
        return self.state in WRITES

    @property
    def counts(self) -> dict[str, int]:
        """Rows by what became, or would become, of them."""
        return {name: number for name, number in self._noted.items() if not name.startswith(SUM_OF)}

    @property
    def sums(self) -> list[Money]:
        """What the rows that are, or would be, new come to: to be held against the list that they are from."""
        found = sorted((name, minor) for name, minor in self._noted.items() if name.startswith(SUM_OF))
        return [Money(minor, name.removeprefix(SUM_OF)) for name, minor in found]

    @property
    def _noted(self) -> dict[str, int]:
        noted: dict[str, int] = self.did if self.writes else self.would
        return noted

    @property
    def percent(self) -> int:
        """How much is done of what is being done."""
        return min(100, self.worked * 100 // self.rows) if self.rows else 0


class ImportProblem(models.Model):
    """What is to be said of a cell, or of a row where `field` is empty; a code: all read it in their language."""

    data_import = models.ForeignKey(DataImport, on_delete=models.CASCADE, related_name="problems")
    is_dry = models.BooleanField()
    row = models.PositiveIntegerField(_("row"))
    field = models.CharField(_("column"), max_length=20, blank=True)
    code = models.CharField(max_length=30)
    value = models.CharField(_("what stands there"), max_length=100, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    refuses = models.BooleanField()

    class Meta:
        ordering = ("row", "pk")
        verbose_name = _("problem of a row")
        verbose_name_plural = _("problems of rows")
        indexes = [models.Index(fields=("data_import", "is_dry", "row"), name="importproblem_of_import")]

    def __str__(self) -> str:
        return f"{self.data_import_id}:{self.row} {self.field} {self.code}"

    @property
    def is_taken(self) -> bool:
        """Whether its row is, or would be, imported all the same."""
        return not self.refuses and self.code not in PASSED_OVER


class ImportedRow(models.Model):
    """A row that became a gift or a sponsorship. The constraints keep it from becoming a second one.

    `key` is the number that the file gives it. Without one, a giver's rows are told apart by what they say.
    `by_number`: it says its giver's number; else the giver is found by the address.
    """

    data_import = models.ForeignKey(
        DataImport, on_delete=models.PROTECT, related_name="imported", verbose_name=_("import of a file")
    )
    row = models.PositiveIntegerField(_("row"))
    kind = models.CharField(max_length=12, choices=ImportKind.choices)
    livemode = models.BooleanField(_("real money"))
    key = models.CharField(_("number in the file"), max_length=60, blank=True)
    fingerprint = models.CharField(max_length=64)
    by_number = models.BooleanField(default=False)
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="imported_rows")
    donation = models.OneToOneField(
        Donation, on_delete=models.PROTECT, null=True, related_name="imported_row"
    )
    sponsorship = models.OneToOneField(
        Sponsorship, on_delete=models.PROTECT, null=True, related_name="imported_row"
    )

    class Meta:
        ordering = ("pk",)
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        indexes = [models.Index(fields=("donor", "fingerprint"), name="importedrow_by_donor")]
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "livemode", "key"), condition=~Q(key=""), name="one_imported_row_per_key"
            ),
            models.UniqueConstraint(
                fields=("kind", "livemode", "donor", "fingerprint"),
                condition=Q(key=""),
                name="one_imported_row_per_fingerprint",
            ),
            models.UniqueConstraint(fields=("data_import", "row"), name="one_imported_row_per_row"),
            models.CheckConstraint(
                condition=Q(donation=None, sponsorship__isnull=False)
                | Q(donation__isnull=False, sponsorship=None),
                name="importedrow_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.data_import_id}:{self.row}"
