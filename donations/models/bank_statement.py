"""What the bank says came in, line by line."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from donations import explanations

from .amounts import HasAmount
from .constraints import state_constraint
from .decided import Decided
from .designation import Designation
from .payment import Payment, PaymentState


class BankStatement(models.Model):
    """A file that somebody imported. The file itself is not kept: its lines are."""

    name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("imported by")
    )
    imported_at = models.DateTimeField(_("imported"), auto_now_add=True)

    class Meta:
        ordering = ("-imported_at", "-pk")
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")

    def __str__(self) -> str:
        return self.name


class LineState(models.TextChoices):
    """What became of a line."""

    UNMATCHED = "unmatched", _("Waits for a person")
    PROPOSED = "proposed", _("Waits for a second person")
    MATCHED = "matched", _("Booked")
    DISMISSED = "dismissed", _("No gift")


class UnannouncedGift(models.Model):
    """Whose gift a transfer is that nobody announced, as one person has said. Gone when another has decided: what is
    confirmed is a gift with its donor.
    """

    name = models.CharField(max_length=100)
    email = models.EmailField(blank=True)
    designation = models.ForeignKey(Designation, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    country = models.CharField(max_length=2, blank=True)
    is_anonymous = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("gift that nobody announced")
        verbose_name_plural = _("gifts that nobody announced")

    def __str__(self) -> str:
        return self.name


class StatementLine(HasAmount, Decided):
    """Money that came in by transfer. A line is one line, in whatever file and form it comes again."""

    State = LineState

    statement = models.ForeignKey(
        BankStatement, on_delete=models.PROTECT, related_name="lines", verbose_name=_("bank statement")
    )
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    booked_on = models.DateField(_("day"))
    payer = models.CharField(_("payer"), max_length=200, blank=True)
    text = models.CharField(_("purpose"), max_length=500, blank=True)
    bank_reference = models.CharField(_("bank's number"), max_length=100, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=LineState.choices, default=LineState.UNMATCHED
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    payment = models.ForeignKey(
        Payment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statement_lines",
        verbose_name=_("payment"),
    )
    unannounced = models.OneToOneField(
        UnannouncedGift, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="line"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ("-booked_on", "-pk")
        verbose_name = _("line of a bank statement")
        verbose_name_plural = _("lines of bank statements")
        indexes = [
            models.Index(fields=("-booked_on", "-id"), name="statementline_newest"),
            models.Index(fields=("state", "-booked_on"), name="statementline_by_state"),
        ]
        constraints = [
            *HasAmount.Meta.constraints,
            state_constraint(LineState, "statementline_state_known"),
            models.UniqueConstraint(
                fields=("payment",), condition=Q(state="matched"), name="one_line_per_payment"
            ),
            models.CheckConstraint(
                condition=~Q(state="matched") | Q(payment__isnull=False),
                name="statementline_matched_has_payment",
            ),
            models.CheckConstraint(
                condition=~Q(state="proposed")
                | Q(payment__isnull=False, unannounced=None)
                | Q(payment=None, unannounced__isnull=False),
                name="statementline_proposed_is_one_gift",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(unannounced=None), name="statementline_said_is_proposed"
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | Q(decided_by=None) | ~Q(proposed_by=F("decided_by")),
                name="statementline_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on:%d.%m.%Y} {self.amount}"

    @property
    def proposal(self) -> str:
        """Names what somebody has proposed, so that nobody confirms what they have not seen; "" for nothing."""
        if self.payment is not None:
            return self.payment.reference
        return f"new-{self.unannounced_id}" if self.unannounced_id else ""

    @property
    def note_in_words(self) -> str:
        """Why it waits, in the reader's language; what somebody wrote as it is."""
        return explanations.of_line(self.note, dict(PaymentState.choices))

    note_in_words.fget.short_description = _("Note")
