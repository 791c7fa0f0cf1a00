"""What a visitor may ask for, by GET. What is unknown or too long is ignored, never an error."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.listing import Filter, chosen, values
from programmes.models import Village
from search.finding import LONGEST_QUERY, Question
from search.kinds import KINDS
from search.models import Entry


def question(request: HttpRequest, language: str) -> tuple[Question, list[Filter]]:
    """What is asked in a language, and what it can be narrowed down by, which costs nothing before a word is there."""
    text = " ".join(request.GET.get("q", "")[:LONGEST_QUERY].replace("\0", "").split())
    if not text:
        return Question("", language), []
    filters = chosen(request, _filters(language))
    narrow = values(filters)
    year = int(narrow["year"]) if narrow["year"] else None
    return Question(text, language, narrow["type"], narrow["village"], year), filters


def _filters(language: str) -> list[Filter]:
    """The choices that some page of this language has."""
    rows = Entry.objects.filter(language=language).order_by()
    found = list(rows.values_list("kind", "village", "year").distinct())
    kinds, places, years = ({row[place] for row in found} for place in range(3))
    villages = [(row.code, str(row)) for row in Village.objects.all() if row.code in places]
    newest = sorted(filter(None, years), reverse=True)
    return [
        Filter(
            "type", _("Kind of page"), _("All kinds"), [kind for kind in KINDS.items() if kind[0] in kinds]
        ),
        Filter("village", _("Place"), _("All places"), villages),
        Filter("year", _("Year"), _("All years"), [(str(year), str(year)) for year in newest]),
    ]
