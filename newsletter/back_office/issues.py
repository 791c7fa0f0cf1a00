"""Writing an issue, looking at it, testing it, sending it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet

from core.mail.rendering import render
from core.publishing import PublishRefused
from newsletter.letters import doubtful_words, letters
from newsletter.models import Issue
from newsletter.services import sending
from safeguarding.checker import check
from safeguarding.forms import AsSeenForm

CHANGE, SEND = "newsletter.change_issue", "newsletter.send_issue"


class IssueForm(AsSeenForm, WagtailAdminModelForm):
    """All languages at once, and each may be written by somebody else: who saves last would undo what others wrote."""

    def what_it_says(self, pk: int) -> object:
        """Everything, in all languages."""
        issue = Issue.objects.get(pk=pk)
        texts = [(text.language, text.subject, list(text.body.raw_data)) for text in issue.texts.all()]
        return [issue.title, issue.purpose, texts]


class IssueIndexView(generic.IndexView):
    """All issues, latest first; a title leads to the page where it is looked at and sent."""

    @cached_property
    def columns(self) -> list[Column]:
        """Name, purpose, state, number, date."""
        title = self._get_title_column_class(TitleColumn)
        return [
            title("title", label=_("Name"), get_url=_look_at),
            Column("purpose", label=_("Purpose"), accessor="get_purpose_display"),
            StatusTagColumn(
                "state", label=_("State"), accessor="get_state_display", primary=lambda row: not row.is_draft
            ),
            Column("count", label=_("Mails")),
            DateColumn("created_at", label=_("Created")),
        ]


class DraftsOnly:
    """For views that change an issue."""

    def get_object(self, queryset: Any = None) -> Issue:
        """What is under way is what people have got: it stays as it is, and a takedown has to find it."""
        issue = super().get_object(queryset)
        if not issue.is_draft:
            raise PermissionDenied
        return issue

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Asked once more, as somebody may send it while the form is read: a row that is written back as a draft would
        end the sending, and forget which pictures it carried.
        """
        drafts = Issue.objects.select_for_update().filter(pk=self.object.pk, state=Issue.State.DRAFT)
        if not drafts.exists():
            raise PermissionDenied
        return super().form_valid(form)


class IssueEditView(DraftsOnly, generic.EditView):
    """Drafts only."""


class IssueDeleteView(DraftsOnly, generic.DeleteView):
    """Drafts only, whoever it is."""


def _look_at(issue: Issue) -> str:
    return reverse("newsletter_issues:look", args=[issue.pk])


class IssueView(View):
    """Base: the issue, for whoever has `permission`."""

    permission = CHANGE

    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponse:
        """Ask for the permission first."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.issue = get_object_or_404(Issue, pk=pk)
        return super().dispatch(request, *args, **kwargs)


class LookView(IssueView, WagtailAdminTemplateMixin, TemplateView):
    """How many get it in which language, and the buttons."""

    template_name = "newsletter/back_office/issue.html"
    header_icon = "mail"

    def get_page_title(self) -> str:
        """The issue's name."""
        return self.issue.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Back to all issues."""
        issues = {"url": reverse("newsletter_issues:index"), "label": _("Issues")}
        return [*self.breadcrumbs_items, issues, {"url": "", "label": self.issue.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A row for each language; and what in a draft could lead to a child, as no mail can be taken back."""
        found, numbers = letters(self.issue), sending.counts(self.issue)
        rows = [
            {
                "code": code,
                "name": name,
                "subject": found[code].subject if code in found else "",
                "number": numbers.get(code, 0),
            }
            for code, name in settings.LANGUAGES
        ]
        # What was made from the other script says the same once more.
        written = [found[text.language] for text in self.issue.texts.all()]
        told = "\n".join(f"{letter.subject}\n{letter.text}" for letter in written)
        return super().get_context_data(**kwargs) | {
            "issue": self.issue,
            "rows": rows,
            "may_send": self.request.user.has_perm(SEND),
            "seen": sending.as_it_reads(self.issue, found),
            "findings": check(told) if self.issue.is_draft else [],
            "doubts": self._doubts() if self.issue.is_draft else "",
        }

    def _doubts(self) -> str:
        """What to look at in Cyrillic that is made from Latin: a page's editor is told so, too."""
        words = doubtful_words(self.issue)
        count = ngettext("%(count)s word to look at", "%(count)s words to look at", len(words))
        return f"{count % {'count': len(words)}}: {', '.join(words)}" if words else ""


class PreviewView(IssueView):
    """The mail as it arrives."""

    def get(self, request: HttpRequest, language: str) -> HttpResponse:
        """One language."""
        letter = letters(self.issue).get(language)
        if letter is None:
            raise Http404
        context = sending.context_of(letter, "", "")
        return HttpResponse(render(sending.TEMPLATE, language, context).html)


class TestView(IssueView):
    """Mails it to whoever asks."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Every language, to their own address."""
        sending.send_test(self.issue, request.user)
        messages.success(request, _("The test is on its way to you."))
        return redirect(_look_at(self.issue))


class SendView(IssueView):
    """Begins the sending."""

    permission = SEND

    def post(self, request: HttpRequest) -> HttpResponse:
        """Once; a second press finds it under way. Not to nobody: an issue that was sent is no draft any more."""
        try:
            if "sure" not in request.POST:
                raise sending.NotSendable
            if self.issue.is_draft and not sending.reaches_somebody(self.issue):
                words = _("Nobody would get it: the table shows who has subscribed in which language.")
                messages.error(request, words)
                return redirect(_look_at(self.issue))
            sending.start(self.issue, actor=request.user, seen=request.POST.get("seen", ""))
        except sending.NotSendable:
            self.issue.refresh_from_db()
            if self.issue.sent_by_id == request.user.pk:  # it was pressed twice
                messages.success(request, _("The worker sends it now."))
            else:
                messages.error(request, _("This issue cannot be sent, or it is under way already."))
        except sending.ChangedMeanwhile:
            words = _("Somebody has changed this since you opened it. Open it again and look at it first.")
            messages.error(request, words)
        except PublishRefused as refusal:
            for reason in refusal.messages:
                messages.error(request, reason)
        else:
            messages.success(request, _("The worker sends it now."))
        return redirect(_look_at(self.issue))


class IssueViewSet(ModelViewSet):
    """Below /admin/newsletter/issues/."""

    model = Issue
    name = "newsletter_issues"
    url_prefix = "newsletter/issues"
    icon = "mail"
    menu_label = gettext_lazy("Issues")
    copy_view_enabled = False
    edit_handler = ObjectList(Issue.panels, base_form_class=IssueForm)
    index_view_class = IssueIndexView
    edit_view_class = IssueEditView
    delete_view_class = IssueDeleteView

    def get_urlpatterns(self) -> list[Any]:
        """With ours."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", LookView.as_view(), name="look"),
            path("<int:pk>/preview/<str:language>/", PreviewView.as_view(), name="preview"),
            path("<int:pk>/test/", TestView.as_view(), name="test"),
            path("<int:pk>/send/", SendView.as_view(), name="send"),
        ]
