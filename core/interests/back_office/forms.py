"""What staff fill in about an interest."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.interests.models import Interest

from .people import colleagues, name_of


class NoteForm(forms.Form):
    """A remark."""

    text = forms.CharField(label=gettext_lazy("Note"), max_length=4000, widget=forms.Textarea({"rows": 3}))


class AssignForm(forms.Form):
    """Who takes care."""

    person = forms.ModelChoiceField(label=gettext_lazy("Assigned to"), queryset=None, required=False)

    def __init__(self, *args: object, interest: Interest, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues(type(interest))
        self.fields["person"].label_from_instance = name_of
        self.fields["person"].initial = interest.assigned_to_id
        self.fields["person"].empty_label = _("Nobody yet")
