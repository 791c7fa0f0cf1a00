"""What kinds of pages a visitor may choose between."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

KINDS = {
    "news": _("News"),
    "story": _("Stories"),
    "event": _("Events"),
    "campaign": _("Campaigns"),
    "programme": _("Programmes"),
    "village": _("Villages"),
    "report": _("Reports"),
    "vacancy": _("Vacancies"),
    "question": _("Questions and answers"),
    "page": _("Other pages"),
}
# Model names begin so; the first that fits counts.
BEGINNINGS = {
    "article": "news",
    "news": "news",
    "stor": "story",
    "event": "event",
    "campaign": "campaign",
    "programme": "programme",
    "village": "village",
    "report": "report",
    "vacanc": "vacancy",
    "question": "question",
    "faq": "question",
}


def kind_of(page: Page) -> str:
    """The kind of a page, by its type."""
    name = page.specific_class._meta.model_name
    return next((kind for beginning, kind in BEGINNINGS.items() if name.startswith(beginning)), "page")
