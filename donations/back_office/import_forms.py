"""What staff say of a file: what it holds, and which column is what."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import EXPONENTS
from donations.importing.columns import columns_of
from donations.models import DataImport, Designation, ImportKind
from donations.services.imports import Choices

IMPORT_GIFTS = "donations.import_gifts"


def kinds_for(user: Any) -> list[tuple[str, str]]:
    """What somebody may import: gifts go into the books, so not everybody."""
    return [
        (kind.value, str(kind.label))
        for kind in ImportKind
        if kind != ImportKind.GIFTS or user.has_perm(IMPORT_GIFTS)
    ]


class BringForm(forms.Form):
    """The file, and what holds for all its rows where they say nothing."""

    kind = forms.ChoiceField(label=gettext_lazy("What the file holds"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("CSV or Excel file"),
        error_messages={
            "required": gettext_lazy("Choose the file with the list."),
            "empty": gettext_lazy("The file is empty."),
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the donors"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("For those whose language the file does not name."),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency of the amounts"),
        help_text=gettext_lazy("For rows that name none. Not needed for donors."),
    )
    designation = forms.ModelChoiceField(
        label=gettext_lazy("What the gifts are for"),
        queryset=Designation.objects.all(),
        required=False,
        empty_label=gettext_lazy("The file says it for each gift"),
        help_text=gettext_lazy("For rows that name no purpose."),
    )
    with_receipts = forms.BooleanField(
        label=gettext_lazy("Make receipts for these gifts"),
        required=False,
        help_text=gettext_lazy(
            "Only if these gifts never had any: they get numbers of the years they were given in. No mail is sent."
        ),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds_for(user)
        first = list(settings.DONATION_AMOUNTS)
        codes = [*first, *(code for code in sorted(EXPONENTS) if code not in first)]
        self.fields["currency"].choices = [(code, code) for code in codes]
        self.fields["file"].help_text = _(
            "At most %(size)s and %(rows)s rows. The first row names the columns."
        ) % {
            "size": filesizeformat(settings.IMPORT_LARGEST),
            "rows": settings.IMPORT_MOST_ROWS,
        }
        self.fields["language"].initial = settings.LANGUAGE_CODE
        self.fields["kind"].initial = self.fields["kind"].choices[0][0]

    def clean_file(self) -> Any:
        """Raises ValidationError for what is too large, before anything looks into it."""
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_LARGEST:
            raise ValidationError(_("The file is too large. Divide it."))
        return file

    @property
    def choices(self) -> Choices:
        """Of a valid form."""
        data = self.cleaned_data
        return Choices(
            kind=data["kind"],
            language=data["language"],
            currency=data["currency"],
            designation=data["designation"],
            with_receipts=data["with_receipts"],
        )


class ColumnsForm(forms.Form):
    """Which column is what: one choice for each thing that a row can say."""

    def __init__(self, data: Any = None, *, data_import: DataImport) -> None:
        super().__init__(data)
        named = [(str(place), heading or "–") for place, heading in enumerate(data_import.headings)]
        self.columns = columns_of(data_import.kind)
        for column in self.columns:
            self.fields[column.field] = forms.ChoiceField(
                label=column.label,
                help_text=column.help,
                choices=[("", _("Not in the file")), *named],
                required=column.required,
                initial=str(data_import.columns.get(column.field, "")),
                error_messages={"required": _("This is needed: choose the column that holds it.")},
            )

    def clean(self) -> dict[str, Any]:
        """Each column once; a donor must be found by something."""
        cleaned = super().clean() or self.cleaned_data
        taken: set[str] = set()
        for name, place in list(cleaned.items()):
            if place and place in taken:
                self.add_error(name, _("This column is chosen twice."))
            taken.add(place)
        if not cleaned.get("email") and not cleaned.get("number") and not self.errors:
            self.add_error(
                "email", _("Choose the column with the e-mail address or the one with the number.")
            )
        return cleaned

    @property
    def chosen(self) -> dict[str, int]:
        """Of a valid form: field → place of its column."""
        return {name: int(place) for name, place in self.cleaned_data.items() if place}
