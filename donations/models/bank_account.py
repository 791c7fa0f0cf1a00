"""Our accounts, one for each currency."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from core.localized import LocalizedCharField
from core.money import EXPONENTS

NUMBER = RegexValidator(r"^[0-9A-Za-z ]+$", _("Only letters, digits and spaces."))


class BankAccount(models.Model):
    """Where transfers in a currency go."""

    currency = models.CharField(
        _("currency"), max_length=3, unique=True, choices=[(code, code) for code in sorted(EXPONENTS)]
    )
    recipient = LocalizedCharField(_("recipient"))
    number = models.CharField(pgettext_lazy("of a bank", "account"), max_length=40, validators=[NUMBER])
    bank = LocalizedCharField(_("bank"))
    bank_code = models.CharField(_("bank code (MFO)"), max_length=12, blank=True, validators=[NUMBER])
    swift = models.CharField("SWIFT", max_length=11, blank=True, validators=[NUMBER])
    tax_number = models.CharField(_("taxpayer number (STIR)"), max_length=20, blank=True)
    is_open = models.BooleanField(_("offered to donors"), default=True)

    panels = [
        FieldRowPanel([FieldPanel("currency"), FieldPanel("is_open")]),
        FieldPanel("recipient"),
        FieldPanel("number"),
        FieldPanel("bank"),
        FieldRowPanel([FieldPanel("bank_code"), FieldPanel("swift"), FieldPanel("tax_number")]),
    ]

    class Meta:
        ordering = ("currency",)
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")

    def __str__(self) -> str:
        return f"{self.currency} {self.number}"
