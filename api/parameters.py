"""What a request may ask for. Each parameter is declared once, for the views, the document and the cache."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_noop as _

from languages.info import LANGUAGES
from search.kinds import KINDS

MOST, USUAL, FARTHEST = 100, 20, 10_000


class BadParameter(Exception):
    """A parameter that cannot be understood; `name` is which, the message says what would do."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True)
class Parameter:
    """One query parameter: `schema` is JSON Schema's, of type string or integer."""

    name: str
    schema: dict[str, object]
    description: str

    def read(self, query: QueryDict) -> str | int | None:
        """The value asked for, else the default; raises BadParameter."""
        text = query.get(self.name, "")
        if not text:
            return self.schema.get("default")
        if self.schema["type"] == "integer":
            return self._number(text)
        if text not in self.schema.get("enum", [text]):
            raise BadParameter(self.name, f"must be one of: {', '.join(self.schema['enum'])}")
        if len(text) > 50 or not text.isprintable():  # PostgreSQL takes no text with a NUL
            raise BadParameter(self.name, "must be a code of at most 50 signs")
        return text

    def _number(self, text: str) -> int:
        low, high = self.schema["minimum"], self.schema["maximum"]
        if text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high:
            return int(text)
        raise BadParameter(self.name, f"must be a whole number from {low} to {high}")


LIMIT = Parameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    _("How many results to return."),
)
OFFSET = Parameter(
    "offset",
    {"type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0},
    _("How many results to skip; next and previous hold ready addresses."),
)
PAGE_FILTERS = (
    Parameter(
        "language",
        {"type": "string", "enum": [language.code for language in LANGUAGES]},
        _("Only pages in this language."),
    ),
    Parameter("type", {"type": "string", "enum": list(KINDS)}, _("Only pages of this kind.")),
    Parameter("village", {"type": "string"}, _("Only pages about this village, by its code.")),
    Parameter(
        "year", {"type": "integer", "minimum": 1990, "maximum": 2100}, _("Only dated pages of this year.")
    ),
)
PAGES = (*PAGE_FILTERS, LIMIT, OFFSET)


def read(parameters: tuple[Parameter, ...], query: QueryDict) -> dict[str, object]:
    """All values by name; raises BadParameter for the first that is wrong."""
    return {parameter.name: parameter.read(query) for parameter in parameters}
