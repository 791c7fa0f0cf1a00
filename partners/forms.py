"""Registering a company or an organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.interests.forms import InterestForm
from partners.countries import HOME, country_choices
from partners.models import Engagement


class PartnerForm(InterestForm):
    """The organisation, somebody to talk to, and what they have in mind."""

    organisation = forms.CharField(
        label=_("Name of the organisation"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "organization"}),
        error_messages={"required": _("Write the name of the organisation.")},
    )
    country = forms.ChoiceField(label=_("Country"), choices=country_choices, initial=HOME)
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput({"autocomplete": "url", "inputmode": "url"}),
        error_messages={
            "invalid": _("This does not look like the address of a website. For example: example.uz")
        },
    )
    engagements = forms.MultipleChoiceField(
        label=_("How would you like to work with us?"),
        choices=Engagement,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose one or more."),
        error_messages={"required": _("Choose at least one.")},
    )
    field_order = [
        "organisation",
        "country",
        "website",
        "name",
        "email",
        "phone",
        "engagements",
        "message",
        "consent",
    ]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].label = _("What do you have in mind?")
        self.fields["email"].help_text = _("We send a mail there to confirm it; an address at work is best.")

    def clean_organisation(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["organisation"].split())
