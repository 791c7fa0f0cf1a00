"""How pages and figures are written. A field that is not listed here never leaves the house.

Pages come from the search index, which holds live, public pages only and no field that a page does not show. Pictures
are left out: whether one may be shown is decided where it is shown. What a field means is said in English here, and
in the reader's language on the page that describes all this.
"""

from django.conf import settings
from django.utils.translation import gettext_noop as _

from languages.info import LANGUAGES
from programmes.models import KeyFigure
from search.models import Entry

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
CODES = [language.code for language in LANGUAGES]
ANY_LANGUAGE = {"type": "object", "properties": dict.fromkeys(CODES, TEXT), "required": CODES}


def _or_null(schema: dict[str, object], description: str) -> dict[str, object]:
    return {**schema, "type": [schema["type"], "null"], "description": description}


PAGE_FIELDS: dict[str, dict] = {
    "id": {**WHOLE, "description": _("Number of the page.")},
    "key": {**TEXT, "format": "uuid", "description": _("The same for a page and its translations.")},
    "language": {**TEXT, "enum": CODES, "description": _("Language of the page.")},
    "type": {**TEXT, "description": _("Kind of the page.")},
    "title": {**TEXT, "description": _("Title.")},
    "summary": {**TEXT, "description": _("One or two sentences; may be empty.")},
    "url": {**TEXT, "format": "uri", "description": _("Address for people.")},
    "api_url": {**TEXT, "format": "uri", "description": _("Address of the whole page here.")},
    "village": _or_null(TEXT, _("Code of the village the page is about.")),
    "date": _or_null({**TEXT, "format": "date"}, _("Day the page tells of, or appeared.")),
    "updated_at": _or_null({**TEXT, "format": "date-time"}, _("When it was last published.")),
}
WHOLE_PAGE_FIELDS: dict[str, dict] = {
    **PAGE_FIELDS,
    "text": {**TEXT, "description": _("The page's words, without markup.")},
    "translations": {
        "type": "object",
        "additionalProperties": {**TEXT, "format": "uri"},
        "description": _("Addresses of the page's translations, by language."),
    },
}
FIGURE_FIELDS: dict[str, dict] = {
    "key": {**TEXT, "description": _("Lasting name of the figure.")},
    "value": {**TEXT, "description": _("A whole number, a year, or a range such as 4–7.")},
    "is_year": {"type": "boolean", "description": _("Whether the value is a year.")},
    "unit": {**ANY_LANGUAGE, "description": _("Unit, in each language; may be empty.")},
    "label": {**ANY_LANGUAGE, "description": _("What is counted, in each language.")},
    "as_of": {**TEXT, "format": "date", "description": _("The day for which it holds.")},
    "source": {**ANY_LANGUAGE, "description": _("Who says so, in each language.")},
    "source_url": _or_null({**TEXT, "format": "uri"}, _("Where it is published.")),
}


def page(entry: Entry) -> dict[str, object]:
    """A page in a list; `entry` with its page."""
    row = entry.page
    return {
        "id": row.pk,
        "key": str(row.translation_key),
        "language": entry.language,
        "type": entry.kind,
        "title": entry.title,
        "summary": entry.summary,
        "url": absolute(row.url_path),
        "api_url": absolute(f"/api/pages/{row.pk}/"),
        "village": entry.village or None,
        "date": entry.date and entry.date.isoformat(),
        "updated_at": row.last_published_at and row.last_published_at.isoformat(timespec="seconds"),
    }


def whole_page(entry: Entry, translations: dict[str, str]) -> dict[str, object]:
    """A page by itself; `translations` are paths by language."""
    others = {code: absolute(path) for code, path in translations.items()}
    return {**page(entry), "text": entry.text, "translations": others}


def figure(row: KeyFigure) -> dict[str, object]:
    """A key figure in all languages."""
    return {
        "key": row.key,
        "value": row.value,
        "is_year": row.is_year,
        "unit": _in_all(row.unit),
        "label": _in_all(row.label),
        "as_of": row.as_of.isoformat(),
        "source": _in_all(row.source),
        "source_url": row.source_url or None,
    }


def absolute(path: str) -> str:
    """An address with scheme and host."""
    return f"{settings.SITE_URL}{path}"


def _in_all(text: object) -> dict[str, str]:
    return {code: text.in_language(code) for code in CODES}
