"""Subscribing, and changing what one gets."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.interests.spam import GuardedForm
from newsletter import consent
from newsletter.models import Purpose


class SubscribeForm(GuardedForm):
    """An address, and what for."""

    free_text_fields = ()
    # As on the page: the summary of errors leads from the top down.
    field_order = ("purposes", "email", "consent")

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("We send a mail there to confirm it."),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This does not look like an e-mail address. For example: name@mail.uz"),
        },
    )
    purposes = forms.MultipleChoiceField(
        label=_("What would you like to get?"),
        choices=Purpose,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose one or more."),
        error_messages={"required": _("Choose at least one.")},
    )
    consent = forms.BooleanField(
        label=_("I agree to this"),
        help_text=consent.TEXTS[consent.CURRENT],
        error_messages={"required": _("We may only write to you if you agree.")},
    )


class PreferencesForm(forms.Form):
    """What to get, in which language; nothing chosen ends it."""

    purposes = forms.MultipleChoiceField(
        label=_("What would you like to get?"),
        choices=Purpose,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose nothing to get no more mails."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
