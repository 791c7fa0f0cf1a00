"""Collections for a named purpose, with a start, an end and a goal, as the charity law asks (ZRU-96)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from core.localized import LocalizedCharField
from core.money import Money
from core.money_fields import CURRENCIES, AmountField


class Campaign(ClusterableModel):
    """An appeal. What was raised is asked of the ledger, never stored."""

    code = models.SlugField(_("code"), unique=True, help_text=_("Used in addresses and on forms."))
    name = LocalizedCharField(pgettext_lazy("of a thing", "name"))
    purpose = LocalizedCharField(_("what the money is for"))
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"), help_text=_("The last day on which gifts are taken."))
    goal_minor = AmountField(_("goal"))
    currency = models.CharField(_("currency"), max_length=3, default="UZS", choices=CURRENCIES)

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("starts"), FieldPanel("ends")]),
        FieldPanel("name"),
        FieldPanel("purpose"),
        FieldRowPanel([FieldPanel("goal_minor"), FieldPanel("currency")]),
        InlinePanel("spending_lines", label=_("What it is spent on")),
    ]

    class Meta:
        ordering = ("-starts", "code")
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(condition=models.Q(goal_minor__gt=0), name="campaign_goal_positive"),
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")), name="campaign_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def goal(self) -> Money:
        """What the campaign wants to raise."""
        return Money(self.goal_minor, self.currency)

    @property
    def is_running(self) -> bool:
        """Whether today (Tashkent) lies within its dates."""
        return self.starts <= timezone.localdate() <= self.ends


class SpendingLine(Orderable):
    """One thing that a campaign's money buys, with its part of the goal."""

    campaign = ParentalKey(Campaign, on_delete=models.CASCADE, related_name="spending_lines")
    label = LocalizedCharField(_("what for"))
    amount_minor = AmountField(_("amount"), help_text=_("In the campaign’s currency."))

    panels = [FieldPanel("label"), FieldPanel("amount_minor")]

    class Meta(Orderable.Meta):
        verbose_name = _("spending line")
        verbose_name_plural = _("spending lines")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0), name="spendingline_amount_positive"
            )
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def amount(self) -> Money:
        """In the campaign's currency."""
        return Money(self.amount_minor, self.campaign.currency)
