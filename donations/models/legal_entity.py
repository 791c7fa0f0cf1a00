"""Who receives gifts in the eyes of the law, as printed on receipts."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from core.localized import LocalizedCharField


class LegalEntity(models.Model):
    """Numbers its own receipts. What a receipt says of it is copied when the number is given."""

    code = models.CharField(
        _("letters before the number"),
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2,6}\Z", _("Two to six capital Latin letters."))],
        help_text=_("Such as SOS in SOS-2026-000001. They stay once a receipt has been numbered."),
    )
    name = LocalizedCharField(pgettext_lazy("of a thing", "name"))
    address = LocalizedCharField(_("postal address"), blank=True)
    registration = LocalizedCharField(_("registration"), blank=True)
    tax_number = models.CharField(_("taxpayer number (STIR)"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("For questions about receipts."))
    is_issuing = models.BooleanField(
        _("receives the gifts of this site"), default=False, help_text=_("One at most.")
    )

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("is_issuing")]),
        FieldPanel("name"),
        FieldPanel("address"),
        FieldPanel("registration"),
        FieldRowPanel([FieldPanel("tax_number"), FieldPanel("email")]),
    ]

    class Meta:
        ordering = ("code",)
        verbose_name = _("legal entity")
        verbose_name_plural = _("legal entities")
        constraints = [
            models.UniqueConstraint(
                fields=("is_issuing",),
                condition=Q(is_issuing=True),
                name="one_issuing_legal_entity",
                violation_error_message=_("Another legal entity receives the gifts."),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        """Raises ValidationError when the letters of numbers that were given would change."""
        super().clean()
        if self.pk and self.receipts.exists() and self.code != type(self).objects.get(pk=self.pk).code:
            raise ValidationError({"code": _("Receipts with these letters have been given out.")})

    @classmethod
    def issuing(cls) -> "LegalEntity | None":
        """The one that this site's gifts go to; None while nobody has said which."""
        return cls.objects.filter(is_issuing=True).first()
