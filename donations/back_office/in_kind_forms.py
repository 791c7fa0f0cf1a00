"""What staff write down about gifts in kind."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.models import Designation, GiftInKind, KindCondition, fold_email
from programmes.models import Village

from .entering import EntryForm, PastDayField, amount_field, currency_choices, languages

SAME = (
    "what",
    "unit",
    "condition",
    "giver",
    "phone",
    "language",
    "designation",
    "received_on",
    "received_by",
)


class QuantityField(forms.DecimalField):
    """A number as people here write it in every language.

    Django takes the comma of "12,5" for one of thousands on an English page: 125 kilograms were written down.
    """

    def to_python(self, value: Any) -> Any:
        """A comma with one or two digits behind it stands before decimals. Raises ValidationError."""
        if isinstance(value, str) and re.fullmatch(r"[\d\s]*\d,\d{1,2}", value.strip()):
            value = re.sub(r"\s", "", value).replace(",", get_format("DECIMAL_SEPARATOR"))
        return super().to_python(value)


class KindForm(EntryForm):
    """One kind of thing. Valid, `facts` are its columns."""

    what = forms.CharField(
        label=gettext_lazy("Things that were given"),
        max_length=200,
        help_text=gettext_lazy("For example: winter coats for children of 7 to 10."),
        error_messages={"required": gettext_lazy("Write what was given.")},
    )
    quantity = QuantityField(
        label=gettext_lazy("Quantity"),
        max_digits=10,
        decimal_places=2,
        localize=True,
        validators=[MinValueValidator(Decimal("0.01"), gettext_lazy("The quantity must be more than zero."))],
        error_messages={
            "required": gettext_lazy("Write how much it is."),
            "invalid": gettext_lazy("Write the quantity in digits, for example 12 or 2.5."),
        },
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit of measure"),
        max_length=30,
        help_text=gettext_lazy("Pieces, pairs, kilograms, litres …"),
        error_messages={"required": gettext_lazy("Write in which unit it is measured.")},
    )
    condition = forms.ChoiceField(label=gettext_lazy("Condition"), choices=KindCondition.choices)
    giver = forms.CharField(
        label=gettext_lazy("Giver"),
        max_length=150,
        help_text=gettext_lazy("A person, a company, an organisation."),
        error_messages={"required": gettext_lazy("Write who gave it.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": gettext_lazy("This does not look like an e-mail address. For example: name@mail.uz")
        },
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), required=False, max_length=40)
    language = forms.ChoiceField(label=gettext_lazy("Language of the giver"))
    designation = forms.ModelChoiceField(
        label=gettext_lazy("Purpose"), queryset=Designation.objects.all(), empty_label=None
    )
    received_on = PastDayField(label=gettext_lazy("Received on"))
    received_by = forms.CharField(
        label=gettext_lazy("Received by"),
        max_length=100,
        error_messages={"required": gettext_lazy("Write who received it.")},
    )
    value = amount_field(
        label=gettext_lazy("Estimated value"),
        help_text=gettext_lazy("Only if somebody can say. It stands in no books of money."),
    )
    value_currency = forms.ChoiceField(label=gettext_lazy("Currency of the estimate"), required=False)
    valued_by = forms.CharField(label=gettext_lazy("Estimated by"), required=False, max_length=100)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages()
        self.fields["value_currency"].choices = currency_choices()
        self.facts: dict[str, Any] = {}

    def clean_email(self) -> str:
        """In the form in which addresses are kept."""
        return fold_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """An estimate says whose it is."""
        cleaned = super().clean()
        value = self._value(cleaned)
        self.facts = {name: cleaned.get(name) for name in (*SAME, "quantity", "email")} | value
        return cleaned

    def _value(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        nothing = {"value_minor": None, "value_currency": "", "valued_by": ""}
        if not cleaned.get("value"):
            return nothing
        amount = self.money(
            "value", cleaned.get("value_currency") or self.fields["value_currency"].choices[0][0]
        )
        if not cleaned.get("valued_by"):
            self.add_error("valued_by", _("Write who estimated it."))
        if amount is None:
            return nothing
        return {
            "value_minor": amount.minor,
            "value_currency": amount.currency,
            "valued_by": cleaned.get("valued_by", ""),
        }


def of(gift: GiftInKind) -> dict[str, Any]:
    """A gift as the form shows it."""
    shown = {
        name: getattr(gift, name) for name in (*SAME, "quantity", "email", "value_currency", "valued_by")
    }
    return shown | {"value": gift.value.plain() if gift.value else "", "seen": gift.version}


class HandOverForm(EntryForm):
    """To a village, by one who hands it over to one who takes it."""

    village = forms.ModelChoiceField(
        label=gettext_lazy("Handed over to"),
        queryset=Village.objects.all(),
        error_messages={"required": gettext_lazy("Choose where it went.")},
    )
    left_on = PastDayField(label=gettext_lazy("Handed over on"))
    handed_by = forms.CharField(
        label=gettext_lazy("Handed over by"),
        max_length=100,
        error_messages={"required": gettext_lazy("Write who handed it over.")},
    )
    taken_by = forms.CharField(
        label=gettext_lazy("Taken over by"),
        max_length=100,
        error_messages={"required": gettext_lazy("Write who took it over.")},
    )


class LeaveForm(EntryForm):
    """Given back, or written off; with the reason."""

    left_on = PastDayField(label=gettext_lazy("Day"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write why.")},
    )
