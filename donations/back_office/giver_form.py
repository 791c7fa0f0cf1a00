"""Whose gift it is, as staff write it down: of cash, and of a transfer that nobody announced."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from donations import countries
from donations.models import Designation, fold_email

from .entering import EntryForm, languages


class GiverForm(EntryForm):
    """A person or a company, and what the gift is for."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=100,
        help_text=gettext_lazy("As it should stand on the receipt."),
        error_messages={"required": gettext_lazy("Write who gave it.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("For the receipt. Without one, print the receipt from the gift’s page."),
        error_messages={
            "invalid": gettext_lazy("This does not look like an e-mail address. For example: name@mail.uz")
        },
    )
    designation = forms.ModelChoiceField(
        label=gettext_lazy("Purpose"), queryset=Designation.objects.all(), empty_label=None
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of mail and receipt"))
    country = forms.ChoiceField(
        label=gettext_lazy("Country where the giver lives"),
        required=False,
        help_text=gettext_lazy("Only if they said so. Gifts from abroad are reported by country."),
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("The giver wants to stay unnamed elsewhere"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages()
        self.fields["country"].choices = [("", _("Not known")), *countries.choices()]

    def clean_email(self) -> str:
        """In the form in which addresses are kept."""
        return fold_email(self.cleaned_data["email"])

    def clean_name(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["name"].split())
