"""Registering as a volunteer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.interests.forms import InterestForm
from programmes.models import Village


class VolunteerForm(InterestForm):
    """Six inputs; everything else is talked about later."""

    place = forms.ModelChoiceField(
        label=_("Where would you like to help?"),
        queryset=Village.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("Anywhere, or from home"),
    )
    field_order = ["name", "email", "phone", "place", "message", "consent"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].label = _("What would you like to do, and when do you have time?")
        self.fields["message"].help_text = _("For example: help with homework in Russian, Saturdays.")
