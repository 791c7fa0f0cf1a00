"""Numbers the association publishes: one value, one date, one source, wherever they are shown."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from core.localized import LocalizedCharField
from programmes.querysets import KeyFigureQuerySet


class KeyFigure(models.Model):
    """A dated fact in numbers."""

    key = models.SlugField(_("key"), unique=True, help_text=_("How pages refer to it; it never changes."))
    value = models.CharField(
        _("value"), max_length=20, help_text=_("A whole number, a year or a range such as 4–7.")
    )
    is_year = models.BooleanField(
        _("is a year"), default=False, help_text=_("Years are written without spaces.")
    )
    unit = LocalizedCharField(
        _("unit"), blank=True, help_text=_("Written after the value wherever it stands, such as %.")
    )
    label = LocalizedCharField(pgettext_lazy("of a figure", "label"))
    as_of = models.DateField(_("as of"))
    source = LocalizedCharField(_("source"))
    source_url = models.URLField(_("address of the source"), blank=True)
    show_on_home = models.BooleanField(_("show on the home page"), default=False)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = KeyFigureQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("value"), FieldPanel("is_year")]),
        FieldPanel("label"),
        FieldPanel("unit"),
        FieldRowPanel([FieldPanel("as_of"), FieldPanel("source_url")]),
        FieldPanel("source"),
        FieldRowPanel([FieldPanel("show_on_home"), FieldPanel("sort_order")]),
    ]

    class Meta:
        ordering = ("sort_order", "key")
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"

    def clean(self) -> None:
        """Translators' texts and other sites name a figure by its key, so it stays."""
        if self.pk and type(self).objects.filter(pk=self.pk).exclude(key=self.key).exists():
            raise ValidationError({"key": _("The key stays: translations and other sites refer to it.")})

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Delete it; raises ProtectedError where a page refers to it."""
        type(self).objects.filter(pk=self.pk).refuse_if_used()
        return super().delete(*args, **kwargs)

    @property
    def display(self) -> str:
        """The value with its unit as a reader of the active language expects it."""
        unit = str(self.unit)
        return f"{self._number}\N{NO-BREAK SPACE}{unit}" if unit else self._number

    @property
    def _number(self) -> str:
        # Not isdigit(): to it "154¹", with the sign of a footnote, is a number, and no page could be shown.
        if self.is_year or not self.value.isdecimal():
            return self.value
        return number_format(int(self.value), use_l10n=True, force_grouping=True)

    @property
    def shown_as_of(self) -> date | None:
        """The date beside the value; a year speaks for itself."""
        return None if self.is_year else self.as_of
