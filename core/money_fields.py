"""Amounts in forms: people write soʻm, rows keep tiyin."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.money import EXPONENTS, Money, MoneyError, Problem, parse_money

PROBLEMS: dict[Problem, str | Promise] = {
    Problem.EMPTY: _("Choose an amount or write another one."),
    Problem.NOT_A_NUMBER: _("Write the amount in digits, for example 75 000."),
    Problem.NEGATIVE: _("The amount must be more than zero."),
    Problem.TOO_PRECISE: _("Write at most two digits after the comma."),
    Problem.TOO_LARGE: _("This amount is too large to be paid online."),
    Problem.OTHER_CURRENCY: _("This is in another currency. Choose the currency first, then the amount."),
    Problem.UNKNOWN_CURRENCY: _("We cannot take this currency."),
}
# Only currencies of a hundred parts: then what is typed means the same whichever of them stands beside it.
HUNDREDTHS = 2
CURRENCIES = [(code, code) for code, exponent in sorted(EXPONENTS.items()) if exponent == HUNDREDTHS]
_ANY = "UZS"


class AmountFormField(forms.CharField):
    """Takes what people type, "75 000" or "12,50"; gives whole minor units, or None where nothing is needed."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: object) -> object:
        """Show minor units as people write them; what was typed wrongly stays as it was typed."""
        return Money(value, _ANY).plain() if isinstance(value, int) else value

    def to_python(self, value: object) -> int | None:
        """Raise ValidationError with the problem in the user's language."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_money(text, _ANY).minor
        except MoneyError as error:
            raise ValidationError(PROBLEMS[error.problem], code=error.problem) from None

    def has_changed(self, initial: object, data: object) -> bool:
        """Compare amounts: 75 000 and 75000 are the same."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class AmountField(models.BigIntegerField):
    """Minor units of a currency with a hundred parts, which another field names (one of CURRENCIES)."""

    def formfield(self, **kwargs: object) -> forms.Field | None:
        """Ask for soʻm, not for tiyin."""
        return models.Field.formfield(self, form_class=AmountFormField, **kwargs)
