"""Reporting, coming back and adding, in words that a child reads."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.interests.spam import GuardedForm
from safeguarding.concerns.attachments import AttachmentsField, check, naming


class WordsField(forms.CharField):
    """Many lines, counted as the box they are typed in counts: browsers send two characters for the end of each."""

    def to_python(self, value: object) -> str:
        """With one."""
        text: str = super().to_python(value)
        return text.replace("\r\n", "\n")


def _line(**kwargs: object) -> forms.CharField:
    """A short answer that nobody's browser remembers or fills in."""
    return forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off"}), **kwargs)


class TokenForm(GuardedForm):
    """Guarded like the other public forms; links may be what it is about, so they are not counted."""

    free_text_fields = ()

    def read_files(self) -> bool:
        """Read what was attached to a valid form that its sender may send; False, and an error beside it, if it cannot
        be kept.
        """
        uploads, kept = self.cleaned_data["files"], []
        try:
            for upload in uploads:
                with naming(upload, of=uploads):
                    kept.append(check(upload))
            self.cleaned_data["files"] = kept
        except forms.ValidationError as error:
            self.add_error("files", error)
        return not self.errors


class ReportForm(TokenForm):
    """What happened; all else only if one likes."""

    text = WordsField(
        label=_("What happened?"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 8, "maxlength": 10_000, "autocomplete": "off"}),
        help_text=_("Write it as you would tell it. You need not be sure, and mistakes do not matter."),
        error_messages={"required": _("Write a few words about what happened.")},
    )
    place = _line(
        label=_("Where?"), max_length=200, help_text=_("A village, a school, a street, the internet.")
    )
    name = _line(label=_("Who are you?"), max_length=150, help_text=_("You need not say."))
    contact = _line(
        label=_("How can we reach you?"),
        max_length=200,
        help_text=_("A phone number, Telegram or e-mail where it is safe to write to you."),
    )
    is_child = forms.BooleanField(label=_("I am under 18"), required=False)
    files = AttachmentsField(label=_("Pictures or papers"))

    def report(self) -> dict[str, object]:
        """What is kept of the answers."""
        return {
            name: self.cleaned_data[name]
            for name in ("text", "place", "name", "contact", "is_child", "files")
        }


class CodeForm(forms.Form):
    """The receipt code. `text` carries what had been typed when the time ran out."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=format_lazy(
            _("For example {code}. Small letters and spaces do not matter."),
            code='<span class="num">ABCD-EFGH-JKMN-PQRS</span>',
        ),
        error_messages={"required": _("Write your code.")},
    )
    text = WordsField(required=False, max_length=10_000, widget=forms.HiddenInput)


class AddForm(TokenForm):
    """More words, more files, or both."""

    text = WordsField(
        label=_("Write more"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 5, "maxlength": 10_000, "autocomplete": "off"}),
    )
    files = AttachmentsField(label=_("Pictures or papers"))

    def clean(self) -> dict[str, object]:
        """Nothing at all is not sent."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("text") and not cleaned.get("files"):
            self.add_error("text", _("Write something or choose a file."))
        return cleaned
