"""The library of reports and official documents."""

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.documents import get_document_model, get_document_model_string
from wagtail.models import Orderable, TranslatableMixin

from core import linked_documents, listing
from core.listing import Filter
from core.normalised import Normalised
from core.page_cache import depends_on
from core.pages import BasePage
from programmes.blocks import BodyField

PER_PAGE = 20


class Kind(models.TextChoices):
    """What a document is."""

    ANNUAL = "annual", _("Annual report")
    CAMPAIGN = "campaign", _("Campaign report")
    FINANCE = "finance", _("Finance and audit")
    CHARTER = "charter", _("Charter and law")
    POLICY = "policy", _("Rules")
    BRIEF = "brief", _("About us")


def this_year() -> int:
    """For a document that is added today."""
    return timezone.localdate().year


class ReportLibraryPage(BasePage):
    """Documents, newest year first, by kind and by year."""

    body = BodyField()
    content_panels = [
        *BasePage.content_panels,
        InlinePanel("reports", label=_("Documents")),
        FieldPanel("body"),
    ]
    subpage_types: list[str] = []
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    cache_query = ("page", "kind", "year")

    class Meta:
        verbose_name = _("library of reports")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the page of documents asked for."""
        depends_on(get_document_model())
        named = list(self.reports.values_list("document", "kind", "year"))
        papers = linked_documents.offered(paper for paper, _kind, _year in named)
        reports = self.reports.filter(document__in=papers).select_related("document")
        reports = reports.order_by("-year", "sort_order")
        present = [(kind, year) for paper, kind, year in named if paper in papers]
        kinds = [
            (value, label) for value, label in Kind.choices if value in {kind for kind, _year in present}
        ]
        years = [(str(year), str(year)) for year in sorted({year for _kind, year in present}, reverse=True)]
        offered = [
            Filter("kind", _("Kind of document"), _("All kinds"), kinds),
            Filter("year", _("Year"), _("All years"), years),
        ]
        asked = listing.chosen(request, offered)
        found = reports.filter(**{name: value for name, value in listing.values(asked).items() if value})
        return {
            **super().get_context(request, *args, **kwargs),
            **listing.listing(request, found, PER_PAGE, asked),
        }


class Report(TranslatableMixin, Normalised, Orderable):
    """A document in the library; in each language one row, all of one `translation_key`."""

    page = ParentalKey(ReportLibraryPage, on_delete=models.CASCADE, related_name="reports")
    document = models.ForeignKey(
        get_document_model_string(), on_delete=models.PROTECT, related_name="+", verbose_name=_("document")
    )
    title = models.CharField(
        _("title"), max_length=160, blank=True, help_text=_("Left empty, the document’s own title.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ANNUAL)
    year = models.PositiveSmallIntegerField(
        _("year"), default=this_year, help_text=_("The year that the document is about.")
    )

    panels = [
        FieldPanel("document"),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("year")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("document")

    def __str__(self) -> str:
        return self.title or self.document.title

    @property
    def language(self) -> str:
        """The page's."""
        return self.page.locale.language_code

    @property
    def about(self) -> str:
        """What it is and of which year."""
        return f"{self.get_kind_display()} · {self.year}"
