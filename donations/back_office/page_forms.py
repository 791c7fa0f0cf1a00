"""Forms on a row's page: sending one acts and comes back; what is refused is said beside its field, kept as typed."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from donations.services.decisions import Refused

from .base import ReadOnlyInspectView


class PageFormView(ReadOnlyInspectView):
    """Mixed into a row's page, which shows the form by `form_of` while this person may send it."""

    http_method_names = ["post"]
    permission = ""
    index_name = ""
    form_class: type[forms.Form]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the permission first."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, or say what is wrong. `Refused` may name the field as its second argument; else it is the first."""
        form = self.bind(request)
        if form.is_valid():
            try:
                said = self.act(form)
            except Refused as error:
                words, *field = error.args
                known = field and field[0] in form.fields
                form.add_error(field[0] if known else next(iter(form.fields)), words)
            else:
                messages.success(request, said)
                return self._back()
        return self._again(form)

    def _again(self, form: forms.Form) -> HttpResponse:
        """The page with what was typed; where the form is not there any more only what was said."""
        self.object.refresh_from_db()
        self.sent = form
        first = next(iter(form.errors))
        form.fields[first].widget.attrs["autofocus"] = True  # the page is long
        context = self.get_context_data()
        if self.is_sent_shown:
            return self.render_to_response(context, status=422)
        for errors in form.errors.values():
            messages.error(self.request, " ".join(errors))
        return self._back()

    def _back(self) -> HttpResponse:
        return redirect(f"{self.index_name}:inspect", self.object.pk)

    def bind(self, request: HttpRequest) -> forms.Form:
        """The form as it was sent; views of which the page has several say which."""
        return self.form_class(request.POST)

    def act(self, form: Any) -> str:
        """Do it; returns what to say. Raises Refused."""
        raise NotImplementedError


class ReasonForm(forms.Form):
    """One line."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonView(PageFormView):
    """Acts on the page's row for a reason that is given."""

    form_class = ReasonForm

    def act(self, form: forms.Form) -> str:
        """Raises Refused."""
        return self.decide(form.cleaned_data["reason"])

    def decide(self, reason: str) -> str:
        """Do it; returns what to say. Raises Refused."""
        raise NotImplementedError
