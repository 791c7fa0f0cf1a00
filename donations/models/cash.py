"""Cash that people gave: into our hands, or into a box that is opened and counted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from donations.references import LENGTH, count_reference

from .amounts import HasAmount
from .constraints import state_constraint, two_persons
from .decided import Decided
from .designation import Designation
from .donation import Donation
from .donor import Donor


class CashBox(models.Model):
    """A box that people put money into. What comes out of it was given by nobody whom we could name."""

    number = models.CharField(_("number of the box"), max_length=20, unique=True)
    place = models.CharField(_("place where it stands"), max_length=150)
    keeper = models.CharField(
        _("keeper"), max_length=100, help_text=_("Who looks after it there, and how they are reached.")
    )
    designation = models.ForeignKey(
        Designation, on_delete=models.PROTECT, related_name="+", verbose_name=_("purpose")
    )
    is_open = models.BooleanField(_("takes money"), default=True)
    donor = models.OneToOneField(
        Donor, on_delete=models.PROTECT, null=True, editable=False, related_name="cash_box"
    )

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("is_open")]),
        FieldPanel("place"),
        FieldPanel("keeper"),
        FieldPanel("designation"),
    ]

    class Meta:
        ordering = ("number",)
        verbose_name = _("donation box")
        verbose_name_plural = _("donation boxes")

    def __str__(self) -> str:
        return f"{self.number}, {self.place}"


class CashGift(models.Model):
    """What is known of a gift in cash beside the donation itself."""

    donation = models.OneToOneField(
        Donation, on_delete=models.PROTECT, related_name="cash_gift", verbose_name=_("donation")
    )
    given_on = models.DateField(_("given on"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)

    class Meta:
        ordering = ("-given_on", "-pk")
        verbose_name = _("gift in cash")
        verbose_name_plural = _("gifts in cash")

    def __str__(self) -> str:
        return self.donation.reference


class BoxCountState(models.TextChoices):
    """How far a count has come."""

    ENTERED = "entered", _("Waits for the second counter")
    CONFIRMED = "confirmed", _("Counted by two and booked")
    REFUSED = "refused", _("Not confirmed")


class BoxCount(Decided):
    """What lay in a box when it was opened. One enters what was counted, another who counted too confirms it."""

    State = BoxCountState
    TRANSITIONS = {
        BoxCountState.ENTERED: frozenset({BoxCountState.CONFIRMED, BoxCountState.REFUSED}),
        BoxCountState.CONFIRMED: frozenset(),
        BoxCountState.REFUSED: frozenset(),
    }

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=count_reference, editable=False
    )
    box = models.ForeignKey(CashBox, on_delete=models.PROTECT, related_name="counts", verbose_name=_("box"))
    designation = models.ForeignKey(
        Designation, on_delete=models.PROTECT, related_name="+", verbose_name=_("purpose")
    )
    opened_on = models.DateField(_("opened on"))
    opened_by = models.CharField(_("opened by"), max_length=150)
    note = models.CharField(_("note"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=BoxCountState.choices, default=BoxCountState.ENTERED
    )
    form_key = models.CharField(max_length=64, unique=True, null=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        ordering = ("-opened_on", "-pk")
        verbose_name = _("count of a donation box")
        verbose_name_plural = _("counts of donation boxes")
        constraints = [
            state_constraint(BoxCountState, "boxcount_state_known"),
            *two_persons("boxcount", "entered_by", undecided="entered", yes="confirmed"),
        ]

    def __str__(self) -> str:
        return self.reference


class BoxAmount(HasAmount):
    """What was counted in one currency, and, where somebody filled the sheet, how many of which note."""

    count = models.ForeignKey(BoxCount, on_delete=models.PROTECT, related_name="amounts")
    notes = models.JSONField(_("notes and coins"), default=dict, editable=False)
    donation = models.OneToOneField(
        Donation, on_delete=models.PROTECT, null=True, related_name="box_amount", verbose_name=_("donation")
    )

    class Meta:
        ordering = ("pk",)
        verbose_name = _("amount out of a box")
        verbose_name_plural = _("amounts out of boxes")
        constraints = [
            *HasAmount.Meta.constraints,
            models.UniqueConstraint(fields=("count", "currency"), name="one_boxamount_per_currency"),
        ]

    def __str__(self) -> str:
        return str(self.amount)
