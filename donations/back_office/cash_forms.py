"""What staff write down about cash."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import Money
from donations.models import CashBox
from donations.services.box_counts import Counted

from . import banknotes
from .entering import EntryForm, PastDayField, amount_field, currency_choices
from .giver_form import GiverForm


class CashGiftForm(GiverForm):
    """Cash from somebody who said who they are. Valid, it has `amount_given`."""

    phone = forms.CharField(label=gettext_lazy("Telephone"), required=False, max_length=40)
    amount = amount_field()
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    given_on = PastDayField(label=gettext_lazy("Given on"))
    wants_receipt = forms.BooleanField(label=gettext_lazy("A receipt is wanted"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)
    agreed = forms.BooleanField(
        label=gettext_lazy("The giver agreed that we keep this to thank them and to account for the gift"),
        error_messages={
            "required": gettext_lazy("Ask the giver first. Without a name, use the donation box.")
        },
    )
    field_order = (
        "token", "name", "email", "phone", "amount", "currency", "designation", "given_on", "language", "country",
        "wants_receipt", "is_anonymous", "note", "agreed",
    )  # fmt: skip
    amount_given: Money | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = currency_choices()

    def clean(self) -> dict[str, Any]:
        """Read the amount in its currency."""
        cleaned = super().clean()
        if currency := cleaned.get("currency"):
            self.amount_given = self.money("amount", currency)
        return cleaned


class BoxCountForm(EntryForm):
    """What lay in a box: an amount by currency, or a sheet that adds itself up. Valid, it has `amounts`."""

    box = forms.ModelChoiceField(
        label=gettext_lazy("Donation box"),
        queryset=CashBox.objects.filter(is_open=True),
        error_messages={"required": gettext_lazy("Choose the box that was opened.")},
    )
    opened_on = PastDayField(label=gettext_lazy("Opened on"))
    opened_by = forms.CharField(
        label=gettext_lazy("Opened by"),
        max_length=150,
        help_text=gettext_lazy("The names of all who were there."),
        error_messages={"required": gettext_lazy("Write who opened it.")},
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currencies = [code for code, _label in currency_choices()]
        self.amounts: list[Counted] = []
        for code in self.currencies:
            self.fields[f"amount_{code}"] = amount_field(
                label=_("Amount in %(currency)s") % {"currency": code}
            )
            self.fields.update(banknotes.fields(code))

    def sheets(self) -> list[dict[str, Any]]:
        """For the template: each currency's amount with its notes and coins."""
        return [
            {
                "currency": code,
                "amount": self[f"amount_{code}"],
                "notes": [self[row.field] for row in banknotes.rows(code)],
                "coins": self[f"coins_{code}"],
                "is_open": any(self[name].value() for name in banknotes.fields(code)),
            }
            for code in self.currencies
        ]

    def clean(self) -> dict[str, Any]:
        """Add the sheets up; an amount beside a sheet must be what the sheet comes to."""
        cleaned = super().clean()
        for code in self.currencies:
            amount = self._amount(code)
            if amount:
                self.amounts.append(Counted(amount=amount, notes=banknotes.kept(self, code)))
        if not self.amounts and not self.errors:
            self.add_error(
                f"amount_{self.currencies[0]}", _("Write what was counted, in at least one currency.")
            )
        return cleaned

    def added_up(self) -> dict[str, Any]:
        """What stands on the form, with the amounts that the sheets come to."""
        typed = {name: self[name].value() for name in self.fields}
        self.is_valid()
        for code in self.currencies:
            if (total := banknotes.added(self, code)) is not None:
                typed[f"amount_{code}"] = total.plain()
        return typed

    def _amount(self, code: str) -> Money | None:
        field = f"amount_{code}"
        total = banknotes.added(self, code)
        if not self.cleaned_data.get(field):
            return total
        amount = self.money(field, code)
        if amount is not None and total is not None and amount != total:
            words = _("The notes and coins add up to %(sum)s.") % {"sum": total}
            self.add_error(field, words)
            return None
        return amount


class DepositForm(EntryForm):
    """Cash that was handed over to the bank. Valid, it has `amount_given`."""

    amount = amount_field()
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    deposited_on = PastDayField(label=gettext_lazy("Handed over on"))
    slip = forms.CharField(
        label=gettext_lazy("Number of the bank’s slip"),
        max_length=60,
        error_messages={"required": gettext_lazy("Write the number that is printed on the bank’s slip.")},
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)
    amount_given: Money | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = currency_choices()

    def clean(self) -> dict[str, Any]:
        """Read the amount in its currency."""
        cleaned = super().clean()
        if currency := cleaned.get("currency"):
            self.amount_given = self.money("amount", currency)
        return cleaned
