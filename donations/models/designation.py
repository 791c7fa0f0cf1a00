"""What a gift is for."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel

from core.localized import LocalizedCharField
from donations.querysets import DesignationQuerySet
from programmes.models import Village

from .campaign import Campaign

STAYS = ("code", "kind", "village", "campaign")  # once something was given


class DesignationKind(models.TextChoices):
    """Where the money goes."""

    GENERAL = "general", _("Where it is needed most")
    VILLAGE = "village", _("A village")
    CAMPAIGN = "campaign", _("A campaign")


class Designation(models.Model):
    """A purpose that donors can choose, known by its code in addresses and on forms."""

    Kind = DesignationKind

    code = models.SlugField(_("code"), unique=True, help_text=_("Used in addresses and on forms."))
    kind = models.CharField(_("kind"), max_length=10, choices=DesignationKind.choices)
    name = LocalizedCharField(pgettext_lazy("of a thing", "name"))
    village = models.OneToOneField(
        Village,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="designation",
        verbose_name=_("village"),
    )
    campaign = models.OneToOneField(
        Campaign,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="designation",
        verbose_name=_("campaign"),
    )
    is_open = models.BooleanField(_("takes gifts"), default=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = DesignationQuerySet.as_manager()

    panels = [
        HelpPanel(template="donations/back_office/regular_gifts.html", heading=_("Regular gifts")),
        FieldRowPanel(
            [FieldPanel("code"), FieldPanel("kind"), FieldPanel("is_open"), FieldPanel("sort_order")]
        ),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("village"), FieldPanel("campaign")]),
    ]

    class Meta:
        ordering = ("sort_order", "code")
        verbose_name = _("purpose of gifts")
        verbose_name_plural = _("purposes of gifts")
        constraints = [
            models.CheckConstraint(
                name="designation_kind_has_its_noun",
                condition=Q(kind="general", village=None, campaign=None)
                | Q(kind="village", village__isnull=False, campaign=None)
                | Q(kind="campaign", village=None, campaign__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        """Raises ValidationError for what would take along gifts that were given for something else.

        By its code lists that were imported are known: with another they would be imported once more.
        """
        super().clean()
        before = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        changed = [name for name in STAYS if before and getattr(before, name) != getattr(self, name)]
        if changed and before and (before.donations.exists() or before.sponsorships.exists()):
            words = _("Gifts were given for this purpose, so this stays as it is. Make another purpose.")
            raise ValidationError(dict.fromkeys(changed, words))

    @property
    def takes_gifts(self) -> bool:
        """Whether donors can choose it today: for one row what `taking_gifts` asks of all."""
        is_reachable = self.village is None or self.village.is_open
        return self.is_open and is_reachable and (self.campaign is None or self.campaign.is_running)
