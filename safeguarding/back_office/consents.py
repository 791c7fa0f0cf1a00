"""Consents: made and renewed by focal points, withdrawn for good, each with what rests on it."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from core import audit
from core.models import AuditEntry
from languages.info import CONTENT_LANGUAGES
from safeguarding.back_office.evidence import EvidenceView
from safeguarding.back_office.withdraw import WithdrawView
from safeguarding.focal_points import is_focal_point
from safeguarding.forms import ConsentForm
from safeguarding.models import Consent, ConsentEvidence, ConsentState, Scope
from safeguarding.models.consent import today
from safeguarding.services.narrowing import settle_consent
from safeguarding.services.takedown import stories_of, uses_of

PANELS = [
    FieldPanel("subject"),
    MultiFieldPanel(
        [
            FieldPanel("is_adult"),
            FieldRowPanel([FieldPanel("child_agreed_on"), FieldPanel("child_agreed_how")]),
            FieldRowPanel([FieldPanel("guardian_agreed_on"), FieldPanel("guardian_role")]),
        ],
        gettext_lazy("Who agreed"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("scopes"), FieldPanel("languages")]),
            FieldPanel("expires_on"),
            FieldPanel("note"),
        ],
        gettext_lazy("What it covers"),
        help_text=gettext_lazy(
            "What you take off here is taken offline at once: stories in that language with the translations made of "
            "them, and pictures. To end a consent for good, withdraw it instead: then there is a report."
        ),
    ),
    InlinePanel(
        "evidence",
        [FieldPanel("description"), FieldPanel("file", widget=forms.FileInput)],
        heading=gettext_lazy("Evidence"),
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Kept privately. Only focal points can open it, and each look is recorded."),
    ),
]


class ConsentFilterSet(WagtailFilterSet):
    """By how it stands today."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=ConsentState.choices, method="in_state"
    )

    class Meta:
        model = Consent
        fields = ["state"]

    def in_state(self, queryset: QuerySet, _name: str, state: str) -> QuerySet:
        """Those in that state today."""
        return queryset.in_state(state, today())


class ConsentIndexView(generic.IndexView):
    """Latest first; found by reference or by the child's pseudonym."""

    any_permission_required = ["add", "change", "view"]

    @cached_property
    def columns(self) -> list[Column]:
        """What a focal point needs to see to choose the next one."""
        title = self._get_title_column_class(TitleColumn)
        return [
            title("reference", label=_("Reference"), get_url=self.get_inspect_url),
            Column("subject", label=_("Child"), sort_key="subject"),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor=lambda row: row.state.label,
                primary=lambda row: row.state == ConsentState.VALID,
            ),
            # Not a DateColumn: it says how long ago, and of a day to come "just now".
            Column(
                "expires_on",
                label=_("Ends on"),
                accessor=lambda row: date_format(row.expires_on),
                sort_key="expires_on",
            ),
        ]


class ConsentInspectView(generic.InspectView):
    """How it stands, what rests on it, what came down, and the evidence for those who may look."""

    any_permission_required = ["add", "change", "view"]
    template_name = "safeguarding/back_office/consent.html"

    def get_scopes_display_value(self) -> str:
        """In words; "" where it covers no place."""
        return _in_words(self.object.scopes, Scope.choices)

    def get_languages_display_value(self) -> str:
        """Each by its own name."""
        return _in_words(self.object.languages, CONTENT_LANGUAGES)

    def get_is_adult_display_value(self) -> str:
        """In words."""
        return _("Yes") if self.object.is_adult else _("No")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A constant number of queries."""
        images = list(self.object.customimages.all())
        return super().get_context_data(**kwargs) | {
            "stories": stories_of(self.object),
            "images": images,
            "documents": self.object.customdocuments.all(),
            "places": len(uses_of(images)),
            "takedowns": self.object.takedowns.select_related("began_by"),
            "evidence": self.object.evidence.all(),
            "may_see_evidence": is_focal_point(self.request.user),
            "may_change": self.user_has_permission("change"),
            "history": AuditEntry.objects.about(self.object).select_related("actor"),
        }


def _in_words(chosen: Iterable[str], choices: Iterable[tuple[str, Any]]) -> str:
    return ", ".join(str(words) for code, words in choices if code in chosen)


class ConsentEditView(generic.EditView):
    """What a consent no longer covers comes down as soon as that is written down, and is named."""

    def form_valid(self, form: ConsentForm) -> HttpResponse:
        """Save, then take down."""
        before = _papers(self.object)
        with transaction.atomic():
            response = super().form_valid(form)
            for pk, _name in sorted(before - _papers(self.object)):
                note = f"file {pk}"
                audit.record(action="evidence.remove", obj=self.object, actor=self.request.user, note=note)
        if pages := settle_consent(self.object, self.request.user):
            titles = ", ".join(page.title for page in pages)
            words = _(
                "Taken offline in all languages, because this consent no longer covers them: %(titles)s."
            )
            messages.warning(self.request, words % {"titles": titles})
        return response


def _papers(consent: Consent) -> set[tuple[int, str]]:
    """Its evidence as it is kept: a row may have another file."""
    return set(ConsentEvidence.objects.filter(consent=consent.pk).values_list("pk", "file"))


class ConsentViewSet(ModelViewSet):
    """Below /admin/safeguarding/consents/. Consents are never deleted: they are the proof."""

    model = Consent
    name = "consents"
    url_prefix = "safeguarding/consents"
    menu_label = gettext_lazy("Consents")
    icon = "clipboard-list"
    index_view_class = ConsentIndexView
    edit_view_class = ConsentEditView
    inspect_view_class = ConsentInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    filterset_class = ConsentFilterSet
    search_fields = ["reference", "subject"]
    edit_handler = ObjectList(PANELS, base_form_class=ConsentForm)
    inspect_view_fields = [
        "subject",
        "is_adult",
        "child_agreed_on",
        "child_agreed_how",
        "guardian_agreed_on",
        "guardian_role",
        "scopes",
        "languages",
        "expires_on",
        "note",
        "created_at",
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses that are not there."""
        return super().get_common_view_kwargs(**kwargs) | {"delete_url_name": None, "usage_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's, with withdrawing and evidence, without deleting and a list of uses that is not ours."""
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name not in ("delete", "usage")]
        return [
            *kept,
            path("<int:pk>/withdraw/", WithdrawView.as_view(), name="withdraw"),
            path("evidence/<int:pk>/", EvidenceView.as_view(), name="evidence"),
        ]


class ConsentReadersMixin(PermissionCheckedMixin):
    """Refuses those who may not read consents: Wagtail's choosers answer everybody who may enter."""

    any_permission_required = ["add", "change", "view"]


class ConsentChooseView(ConsentReadersMixin, chooser.ChooseView):
    """The dialogue."""


class ConsentChooseResultsView(ConsentReadersMixin, chooser.ChooseResultsView):
    """What a search in the dialogue finds."""


class ConsentChosenView(ConsentReadersMixin, chooser.ChosenView):
    """The one that was chosen."""


class ConsentChosenMultipleView(ConsentReadersMixin, chooser.ChosenMultipleView):
    """Those that were chosen."""


class ConsentChooserViewSet(ChooserViewSet):
    """Pages choose consents by reference and pseudonym; who writes pages may read consents."""

    choose_view_class = ConsentChooseView
    choose_results_view_class = ConsentChooseResultsView
    chosen_view_class = ConsentChosenView
    chosen_multiple_view_class = ConsentChosenMultipleView

    model = Consent
    icon = "clipboard-list"
    choose_one_text = gettext_lazy("Choose a consent")
    choose_another_text = gettext_lazy("Choose another consent")
    edit_item_text = gettext_lazy("Open this consent")
