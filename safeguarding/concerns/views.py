"""Reporting a concern, and coming back with the code. Never cached, never logged with what was written."""

import logging
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from core.errors import csrf_failure
from core.interests.spam import TOO_OLD_SECONDS, token_age
from core.page_view import serve
from safeguarding.concerns import access, codes, limits, services
from safeguarding.concerns.forms import AddForm, CodeForm, ReportForm, TokenForm
from safeguarding.models import Concern

logger = logging.getLogger(__name__)
# Where "leave this page" leads: nothing that anybody would ask about.
ELSEWHERE = {"uz": "uz", "uz-cyrl": "uz", "ru": "ru", "en": "en"}
OURS = ("same-origin", "none")
NO_ROOM = 503


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class QuietView(View):
    """Base: nothing of these pages stays in caches, error reports or other sites' logs."""

    template_name: str

    @property
    def exit_url(self) -> str:
        """Where "leave this page" leads."""
        return elsewhere()

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        """Render the view's page."""
        context["exit_url"] = self.exit_url
        context["files_lost"] = bool(self.request.FILES) and status != NO_ROOM  # then it would not help
        response = render(self.request, self.template_name, context, status=status)
        # Not "no-referrer": browsers then post with `Origin: null`, which the CSRF check refuses.
        response.headers["Referrer-Policy"] = "same-origin"
        return response


def elsewhere() -> str:
    """Another site, in the language of the moment."""
    return f"https://{ELSEWHERE[get_language()]}.wikipedia.org/"


def entrance(request: HttpRequest) -> HttpResponse:
    """The page that staff write about concerns; the form where they have none, as it was renamed or taken offline: each
    page of the site leads here.
    """
    try:
        return serve(request)
    except Http404:
        return HttpResponseRedirect(reverse("concern_report"))


@method_decorator(csrf_exempt, name="dispatch")
class ReportView(QuietView):
    """The form, and after it the code, shown in the answer to the form and kept nowhere.

    Whoever changes the language below the code sends the form's token once more, of which the code is made.

    It asks for no cookie, which a child's browser may not keep: nothing here depends on one. What browsers say of where
    a form stood keeps other sites from reporting through their visitors.
    """

    template_name = "concern/report.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form."""
        return self.page(form=ReportForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the report, or show its code in another language."""
        if request.headers.get("Sec-Fetch-Site", "none") not in OURS:
            return csrf_failure(request)
        if "again" in request.POST:
            return self._again(request.POST["again"])
        form = ReportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(422, form=form)
        if not limits.within_limits(request, "report"):
            form.add_error(None, too_many())
            return self.page(429, form=form)
        if not form.read_files():
            return self.page(422, form=form)
        token = form.cleaned_data["started"]
        try:
            _concern, code = services.report(token=token, language=get_language(), **form.report())
        except services.NotStored as error:
            return self.page(NO_ROOM, form=without_files(form, error))
        return self._sent(token, code)

    def _again(self, token: str) -> HttpResponse:
        """The code once more while the page may still be in front of whoever reported, else the way to use it."""
        age = token_age(token)
        told = Concern.objects.filter(submission=codes.fingerprint(token)).first()
        if age is None or age > TOO_OLD_SECONDS or told is None:
            return HttpResponseRedirect(reverse("concern_answer"))
        return self._sent(token, codes.code_again(token, told.code_hash))

    def _sent(self, token: str, code: str) -> HttpResponse:
        self.template_name = "concern/sent.html"
        return self.page(code=code, token=token)


class AnswerView(QuietView):
    """The code, then what was written and answered."""

    template_name = "concern/answer.html"

    @property
    def exit_url(self) -> str:
        """By way of here: whoever comes after and goes back must be asked for the code."""
        return f"{self.request.path}?leave"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The conversation for whoever gave the code, else the question for it; or away from it."""
        if "leave" in request.GET:
            return self._leave(elsewhere())
        concern = access.find(request)
        return self._thread(concern, AddForm()) if concern else self._ask(CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open with a code, add something, or leave."""
        if "leave" in request.POST:
            return self._leave(reverse("concern_answer"))
        return self._open(request) if "code" in request.POST else self._add(request)

    def _leave(self, where: str) -> HttpResponse:
        response = HttpResponseRedirect(where)
        access.take_back(response)
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    def _open(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self._ask(form, 422)
        if not limits.within_limits(request, "code"):
            form.add_error(None, too_many())
            return self._ask(form, 429)
        concern = Concern.objects.with_code(form.cleaned_data["code"]).first()
        if concern is None:
            form.add_error(
                "code", _("There is no report with this code. Look at it again, letter by letter.")
            )
            return self._ask(form, 422)
        text = form.cleaned_data["text"]
        # What was typed before the time ran out waits in the form; otherwise reloading must not post again.
        response = (
            self._thread(concern, AddForm(initial={"text": text}))
            if text
            else HttpResponseRedirect(request.path)
        )
        access.give(request, response, concern)
        return response

    def _add(self, request: HttpRequest) -> HttpResponse:
        concern = access.find(request)
        if concern is None:
            text = request.POST.get("text", "").replace("\r\n", "\n")[:10_000]
            return self._ask(CodeForm(initial={"text": text}), 403, late=True)
        form = AddForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._thread(concern, form, 422)
        if not limits.within_limits(request, "add"):
            form.add_error(None, too_many())
            return self._thread(concern, form, 429)
        if not form.read_files():
            return self._thread(concern, form, 422)
        answers = form.cleaned_data
        try:
            services.add(concern, token=answers["started"], text=answers["text"], files=answers["files"])
        except services.NotStored as error:
            return self._thread(concern, without_files(form, error), NO_ROOM)
        return HttpResponseRedirect(request.path)

    def _ask(self, form: forms.Form, status: int = 200, late: bool = False) -> HttpResponse:
        self.template_name = "concern/code.html"
        return self.page(status, form=form, late=late)

    def _thread(self, concern: Concern, form: forms.Form, status: int = 200) -> HttpResponse:
        messages = concern.messages.prefetch_related("files")
        count = concern.files.filter(message=None).count()
        self.template_name = "concern/answer.html"
        return self.page(status, form=form, concern=concern, thread=messages, first_files=count)


def without_files(form: TokenForm, error: Exception) -> TokenForm:
    """The form with all that was typed, and what to do; the reason is in the log, without the file's name."""
    logger.error("files of a report are not kept: %s", type(error.__cause__).__name__)
    words = _(
        "The files cannot be kept just now. Send your words without them, and the files later with your code."
    )
    form.add_error("files", words)
    return form


def too_many() -> str:
    """Said in the language of the moment."""
    return _("There were many attempts from here. Please wait an hour, or call us.")
