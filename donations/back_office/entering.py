"""Forms in which staff write down what happened: each with a sheet's token, so that sending it twice counts once."""

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.money import Money, MoneyError, Problem, parse_money
from core.money_fields import PROBLEMS
from donations.days import problem_of
from donations.gateways import registry
from donations.importing.words import OF_CELLS
from donations.services.decisions import Refused

# Where staff need other words than donors.
WORDS = PROBLEMS | {
    Problem.EMPTY: gettext_lazy("Write the amount."),
    Problem.TOO_LARGE: gettext_lazy("This amount is too large."),
}


class PastDayField(forms.DateField):
    """A day that has come already."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Raises ValidationError for a day to come, and for one so long ago that it is a slip of the pen."""
        day = super().clean(value)
        problem = problem_of(day) if day is not None else ""
        if problem == "in_future":
            raise ValidationError(_("This day is still to come."))
        if problem:
            raise ValidationError(OF_CELLS[problem])
        return day


class EntryForm(forms.Form):
    """`token` names the sheet of paper."""

    token = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A sheet whose token was lost is a new sheet."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["token"] = cleaned.get("token") or secrets.token_urlsafe(12)
        return cleaned

    def take_new_sheet(self) -> None:
        """What is on the form is shown on another one: under this one it was refused."""
        self.data = self.data.copy()
        self.data["token"] = secrets.token_urlsafe(12)

    def money(self, field: str, currency: str) -> Money | None:
        """What stands in a text field as an amount; what is wrong with it is said beside the field."""
        try:
            amount = parse_money(self.cleaned_data.get(field) or "", currency)
        except MoneyError as error:
            self.add_error(field, WORDS[error.problem])
            return None
        if not amount:
            self.add_error(field, WORDS[Problem.NEGATIVE])
            return None
        return amount


def amount_field(**kwargs: Any) -> forms.CharField:
    """An amount as people write it."""
    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
    kwargs.setdefault("label", gettext_lazy("Amount"))
    return forms.CharField(required=False, max_length=60, widget=widget, **kwargs)


def currency_choices() -> list[tuple[str, str]]:
    """What donors can give in."""
    return [(code, code) for code in registry.currencies()]


def languages() -> list[tuple[str, str]]:
    """Of mails and papers."""
    return list(settings.LANGUAGES)


class EntryView(WagtailAdminTemplateMixin, FormView):
    """One form. `enter` acts and says where to go; what is refused stands beside its field."""

    template_name = "donations/back_office/entry.html"
    permission = ""
    back: tuple[str, str] = ("", "")
    intro = ""
    button: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the permission first."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Back to where it belongs."""
        name, label = self.back
        return [
            *self.breadcrumbs_items,
            {"url": reverse(name), "label": label},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_initial(self) -> dict[str, Any]:
        """A new sheet of paper."""
        return {"token": secrets.token_urlsafe(12)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the words around the form."""
        return super().get_context_data(**kwargs) | {"intro": self.intro, "button": self.button}

    def form_valid(self, form: EntryForm) -> HttpResponse:
        """Act; a refusal is an error of the form."""
        try:
            return redirect(self.enter(form))
        except Refused as error:
            words, *field = error.args
            form.add_error(field[0] if field and field[0] in form.fields else None, words)
            form.take_new_sheet()
            return self.form_invalid(form)

    def enter(self, form: forms.Form) -> str:
        """The address to go on to. Raises Refused."""
        raise NotImplementedError
