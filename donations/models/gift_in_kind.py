"""Things that people give: what it is, in which state, where it went. No money: the ledger knows nothing of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from core.money import EXPONENTS, Money
from donations.references import LENGTH, kind_reference
from programmes.models import Village

from .constraints import state_constraint
from .designation import Designation
from .donor import Donor


class KindState(models.TextChoices):
    """Where a gift in kind is."""

    RECEIVED = "received", _("With us")
    HANDED_OVER = "handed_over", _("Handed over")
    RETURNED = "returned", _("Given back to the giver")
    WRITTEN_OFF = "written_off", _("Written off")


class KindCondition(models.TextChoices):
    """What state it came in."""

    NEW = "new", _("New, never used")
    GOOD = "good", _("Used, in good condition")
    WORN = "worn", _("Used, with signs of wear")


class GiftInKind(models.Model):
    """One kind of thing out of one gift; a gift of coats and books is two rows."""

    State = KindState
    Condition = KindCondition
    TRANSITIONS = {
        KindState.RECEIVED: frozenset({KindState.HANDED_OVER, KindState.RETURNED, KindState.WRITTEN_OFF}),
        KindState.HANDED_OVER: frozenset(),
        KindState.RETURNED: frozenset(),
        KindState.WRITTEN_OFF: frozenset(),
    }

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=kind_reference, editable=False
    )
    what = models.CharField(_("what was given"), max_length=200)
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=2)
    unit = models.CharField(
        _("unit of measure"), max_length=30, help_text=_("Pieces, pairs, kilograms, litres …")
    )
    condition = models.CharField(_("condition"), max_length=5, choices=KindCondition.choices)
    value_minor = models.BigIntegerField(_("estimated value"), null=True, blank=True)
    value_currency = models.CharField(_("currency of the estimate"), max_length=3, blank=True)
    valued_by = models.CharField(_("estimated by"), max_length=100, blank=True)
    giver = models.CharField(_("giver"), max_length=150, help_text=_("A person, a company, an organisation."))
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    donor = models.ForeignKey(
        Donor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="gifts_in_kind",
        verbose_name=_("donor"),
    )
    designation = models.ForeignKey(
        Designation, on_delete=models.PROTECT, related_name="+", verbose_name=_("purpose")
    )
    received_on = models.DateField(_("received on"))
    received_by = models.CharField(_("received by"), max_length=100)
    state = models.CharField(_("state"), max_length=12, choices=KindState.choices, default=KindState.RECEIVED)
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed over to"),
    )
    left_on = models.DateField(
        _("left us on"), null=True, blank=True, help_text=_("Handed over, given back or written off.")
    )
    handed_by = models.CharField(_("handed over by"), max_length=100, blank=True)
    taken_by = models.CharField(_("taken over by"), max_length=100, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    thanked_on = models.DateField(_("thanked on"), null=True, blank=True)
    form_key = models.CharField(max_length=64, unique=True, null=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        ordering = ("-received_on", "-pk")
        verbose_name = _("gift in kind")
        verbose_name_plural = _("gifts in kind")
        constraints = [
            state_constraint(KindState, "giftinkind_state_known"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="giftinkind_quantity_positive"),
            models.CheckConstraint(
                condition=Q(value_minor=None, value_currency="", valued_by="")
                | (Q(value_minor__gt=0, value_currency__in=sorted(EXPONENTS)) & ~Q(valued_by="")),
                name="giftinkind_value_says_whose",
            ),
            models.CheckConstraint(
                condition=Q(state="received", left_on=None, village=None, handed_by="", taken_by="")
                | (
                    Q(state="handed_over", left_on__isnull=False, village__isnull=False)
                    & ~Q(handed_by="")
                    & ~Q(taken_by="")
                    & ~Q(handed_by=F("taken_by"))
                )
                | (
                    Q(state__in=["returned", "written_off"], left_on__isnull=False, village=None)
                    & ~Q(reason="")
                ),
                name="giftinkind_state_has_its_facts",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def version(self) -> str:
        """Another one each time that it is put right."""
        return self.changed_at.isoformat()

    @property
    def is_thanked_by_mail(self) -> bool:
        """Whether there is an address, and what the mail says is true: that it is with us, and will be used."""
        return bool(self.email) and self.state in (KindState.RECEIVED, KindState.HANDED_OVER)

    @property
    def value(self) -> Money | None:
        """What somebody thinks it is worth."""
        return Money(self.value_minor, self.value_currency) if self.value_minor else None

    value.fget.short_description = _("Estimated value")

    @property
    def measured(self) -> str:
        """ "12.5 kg", as the reader writes numbers."""
        return f"{number_format(self.quantity.normalize())} {self.unit}"

    measured.fget.short_description = _("Quantity")
