"""The donate form's two screens: the gift (no personal data, travels in the address) and the giver. And the code of a
receipt that is verified.
"""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import names
from core.money import Money, MoneyError, parse_money
from core.money_fields import PROBLEMS
from donations import giving_from
from donations.gateways import registry
from donations.models import Designation, Frequency, fold_email
from donations.references import typed_code


class GiftForm(forms.Form):
    """How much, how often, for what. Valid, it has `gift_amount` and `designation`."""

    # In the order of the page: the summary of errors leads from the top down.
    frequency = forms.ChoiceField(
        label=gettext_lazy("How often"),
        error_messages={"invalid_choice": gettext_lazy("Choose how often you want to give.")},
    )
    amount = forms.CharField(label=gettext_lazy("Amount"), required=False, max_length=60)
    amount_other = forms.CharField(label=gettext_lazy("Another amount"), required=False, max_length=60)
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        error_messages={"invalid_choice": gettext_lazy("We cannot take this currency. Choose another one.")},
    )
    # Only where it makes a difference: see `asks_country`.
    country = forms.ChoiceField(label=gettext_lazy("Where do you give from?"), required=False)
    designation = forms.ModelChoiceField(
        label=gettext_lazy("What for"),
        queryset=Designation.objects.none(),
        to_field_name="code",
        empty_label=None,
        error_messages={
            "invalid_choice": gettext_lazy("Gifts for this purpose are not taken now. Choose another one.")
        },
    )
    gift_amount: Money

    def __init__(self, data: Any) -> None:
        super().__init__(_with_defaults(data))
        currency = self.data.get("currency", "")
        self.said_country = self.data.get("country", "")
        self.asks_country = bool(self.said_country) or registry.hides_a_way(currency)
        self.from_country = self.said_country or registry.usual_country(currency)
        self.fields["country"].choices = giving_from.choices(self.from_country)
        self.fields["currency"].choices = [(code, code) for code in registry.currencies()]
        able = registry.frequencies(currency, self.from_country) or registry.frequencies(currency)
        self.fields["frequency"].choices = [(f.value, f.label) for f in Frequency if f.value in able]
        self.fields["designation"].queryset = Designation.objects.taking_gifts()

    @property
    def typed(self) -> str:
        """The amount as it came: what was typed counts before what was chosen."""
        return self.data.get("amount_other", "").strip() or self.data.get("amount", "").strip()

    def clean(self) -> dict[str, Any]:
        """Read the amount in the currency, within what some gateway takes."""
        cleaned = super().clean() or self.cleaned_data
        currency, frequency = cleaned.get("currency"), cleaned.get("frequency")
        if self.said_country and currency and not registry.frequencies(currency, self.said_country):
            self.add_error("country", _("From there we cannot take this currency. Choose another one."))
        purpose = cleaned.get("designation")
        if purpose and purpose.campaign_id and frequency not in (None, registry.ONCE):
            self.add_error(
                "frequency",
                _("A campaign has an end: give to it once, or choose another purpose for a regular gift."),
            )
        if currency:
            place = "amount_other" if cleaned.get("amount_other") else "amount"
            try:
                self.gift_amount = self._within_limits(parse_money(self.typed, currency), frequency)
            except MoneyError as error:
                self.add_error(place, PROBLEMS[error.problem])
            except forms.ValidationError as error:
                self.add_error(place, error)
        return cleaned

    def _within_limits(self, amount: Money, frequency: str | None) -> Money:
        limits = registry.limits_for(amount.currency, frequency or registry.ONCE, self.from_country)
        if limits and amount < limits.least:
            raise forms.ValidationError(_("The smallest gift is %(amount)s.") % {"amount": limits.least})
        if limits and amount > limits.most:
            raise forms.ValidationError(
                _("The largest gift online is %(amount)s. For more, please write to us.")
                % {"amount": limits.most}
            )
        return amount

    def address_fields(self) -> dict[str, str]:
        """A valid gift as the fields that preset this form."""
        fields = {
            "amount": self.gift_amount.plain(),
            "currency": self.gift_amount.currency,
            "frequency": self.cleaned_data["frequency"],
            "designation": self.cleaned_data["designation"].code,
        }
        return fields | ({"country": self.said_country} if self.said_country else {})


class DonorForm(forms.Form):
    """Who gives, and through which gateway."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name, so that we can thank you.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("Your receipt goes there."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Write your e-mail address, so that we can send the receipt."),
            "invalid": gettext_lazy("This does not look like an e-mail address. For example: name@mail.uz"),
        },
    )
    anonymous = forms.BooleanField(
        label=gettext_lazy("Do not name me anywhere as a donor"),
        required=False,
    )
    gateway = forms.ChoiceField(
        label=gettext_lazy("How you pay"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how you want to pay."),
            "invalid_choice": gettext_lazy(
                "This way of paying does not take such a gift. Choose another one."
            ),
        },
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    token = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, gift: GiftForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        amount, frequency = gift.gift_amount, gift.cleaned_data["frequency"]
        fitting = [
            one
            for one in registry.offers_for(amount.currency, frequency, gift.from_country)
            if one.takes_amount(amount)
        ]
        self._offer(fitting, frequency)
        self.fields["anonymous"].widget.attrs.pop("required", None)
        if fitting:
            self.fields["gateway"].initial = fitting[0].code
            if self.is_bound and not self.data.get("gateway"):  # the first is chosen on the form already
                self.data = self.data.copy()
                self.data["gateway"] = fitting[0].code
        if len(fitting) == 1:
            self.only_gateway = fitting[0]

    only_gateway: registry.GatewayOffer | None = None

    def _offer(self, fitting: list[registry.GatewayOffer], frequency: str) -> None:
        """Say what a pledge is: once where all are, else beside each that is."""
        field = self.fields["gateway"]
        pledges = [one for one in fitting if one.is_pledge(frequency)]
        words = pledge_words(frequency)
        if len(pledges) == len(fitting):
            field.help_text = words if pledges else ""
            pledges = []
        field.choices = [
            (
                one.code,
                format_html("<span>{}<br><small>{}</small></span>", one.label, words)
                if one in pledges
                else one.label,
            )
            for one in fitting
        ]

    def clean_name(self) -> str:
        """One line of letters."""
        return names.of_person(self.cleaned_data["name"])

    def clean_email(self) -> str:
        """In the form in which addresses are kept."""
        return fold_email(self.cleaned_data["email"])

    def clean_website(self) -> str:
        """The trap."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty, then send the form again."))
        return ""


def pledge_words(frequency: str) -> str:
    """What giving again and again means where nobody can charge."""
    if frequency == Frequency.YEAR:
        return _("We remind you by mail every year with a link to pay; nothing is taken by itself.")
    return _("We remind you by mail every month with a link to pay; nothing is taken by itself.")


def presets(query: Any) -> dict[str, str]:
    """What of an address's query makes sense, for the form's first showing. The rest is ignored without a word."""
    data = _with_defaults(query)
    currencies = registry.currencies()
    if data["currency"] not in currencies and currencies:
        data["currency"] = currencies[0]
    shown = query.get("shown", data["currency"])
    data["country"] = giving_from.kept(data.get("country", ""), shown, data["currency"])
    if data["frequency"] not in registry.frequencies(data["currency"], data["country"]):
        data["frequency"] = registry.ONCE
    form = GiftForm(data)
    form.is_valid()
    if "designation" in form.errors:
        data.pop("designation")
    if "frequency" in form.errors:
        data["frequency"] = registry.ONCE
    if {"amount", "amount_other"} & form.errors.keys() or shown != data["currency"]:
        data.pop("amount", None), data.pop("amount_other", None)
    return data


def _with_defaults(data: Any) -> dict[str, str]:
    """Plain texts of our fields; currency, frequency and purpose have a default, the amount has none."""
    names = ("amount", "amount_other", "currency", "frequency", "designation")
    country = giving_from.said(data)
    given = {name: str(data[name])[:100].replace("\x00", "") for name in names if data.get(name)}
    defaults = {"currency": next(iter(registry.currencies()), ""), "frequency": registry.ONCE}
    first = Designation.objects.taking_gifts().first()
    if first is not None:
        defaults["designation"] = first.code
    return defaults | given | ({"country": country} if country else {})


class VerifyForm(forms.Form):
    """The code that stands below the square on a receipt, however it is typed."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=format_lazy(
            gettext_lazy("It is printed on the receipt and looks like {code}."),
            code='<span class="num">V-7K3M-Q9XT-2BC4</span>',
        ),
        max_length=60,
        error_messages={"required": gettext_lazy("Write the code that is printed on the receipt.")},
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        """In the form in which codes are kept; raises ValidationError for what cannot be one."""
        code = typed_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                _("This is not a receipt’s code. It has the letter V and twelve letters and digits.")
            )
        return code
