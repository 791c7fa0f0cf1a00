"""What focal points fill in about a report."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.services import members_of
from safeguarding.concerns.forms import WordsField
from safeguarding.concerns.notifications import ROLE
from safeguarding.models import Concern


class AnswerForm(forms.Form):
    """Words to whoever reported."""

    text = WordsField(
        label=gettext_lazy("Answer"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy(
            "Whoever reported reads this on the site with their code. Write so that a child understands."
        ),
    )


class NoteForm(forms.Form):
    """A remark among focal points."""

    text = WordsField(
        label=gettext_lazy("Internal note"), max_length=4000, widget=forms.Textarea({"rows": 3})
    )


class AssignForm(forms.Form):
    """Who takes care."""

    person = forms.ModelChoiceField(label=gettext_lazy("Assigned to"), queryset=None, required=False)

    def __init__(self, *args: object, concern: Concern, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        field.queryset = members_of(ROLE).order_by("full_name", "email")
        field.label_from_instance = lambda person: person.get_full_name() or person.email
        field.initial = concern.assigned_to_id
        field.empty_label = _("Nobody yet")
