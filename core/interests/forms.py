"""The fields that every registration of interest asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from core import names
from core.interests import consent
from core.interests.spam import GuardedForm


class InterestForm(GuardedForm):
    """Who you are, how to reach you, what you have in mind, and that we may keep it."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("We send a mail there to confirm it."),
        error_messages={
            "required": _("Write your e-mail address, so that we can answer."),
            "invalid": _("This does not look like an e-mail address. For example: name@mail.uz"),
        },
    )
    phone = PhoneNumberField(
        label=_("Phone"),
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        help_text=_("For example 90 123 45 67; with the country code if it is not Uzbek."),
        error_messages={"invalid": _("This does not look like a phone number. For example: 90 123 45 67.")},
    )
    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 5, "maxlength": 2000}),
    )
    consent = forms.BooleanField(
        label=_("I agree to this"),
        help_text=consent.TEXTS[consent.CURRENT],
        error_messages={"required": _("We may only keep this if you agree.")},
    )

    def clean_name(self) -> str:
        """One line of letters."""
        return names.of_person(self.cleaned_data["name"])

    def answers(self) -> dict[str, object]:
        """The cleaned values that the model keeps."""
        left_out = {*self.trap_fields, "consent"}
        return {key: value for key, value in self.cleaned_data.items() if key not in left_out}
