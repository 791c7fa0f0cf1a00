"""The report: every page, every language, and what is to be done."""

from dataclasses import dataclass, field
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from languages.info import CONTENT_LANGUAGES
from translations.querysets import with_original
from translations.states import Standing, State, standing

PER_PAGE = 50
TO_DO = (State.OUTDATED, State.DRAFT, State.MISSING)


@dataclass
class Cell:
    """One language of a page: the page, if it is there, and where it stands."""

    language: str
    standing: Standing
    page: Page | None = None


@dataclass
class Row:
    """A page with all its languages."""

    original: Page
    cells: list[Cell] = field(default_factory=list)


class FilterForm(forms.Form):
    """Which languages and states to show."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[("", gettext_lazy("All languages")), *CONTENT_LANGUAGES],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("All states")),
            *((state.value, state.label) for state in (State.CURRENT, *TO_DO)),
        ],
    )


class TranslationsReportView(WagtailAdminTemplateMixin, TemplateView):
    """For those who work on pages."""

    template_name = "translations/report.html"
    page_title = gettext_lazy("Translations")
    header_icon = "wagtail-localize-language"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Raises PermissionDenied for others."""
        if not page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"}):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        """The way here, which ends with the title."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Rows in the order of the tree, those asked for."""
        form = FilterForm(self.request.GET)
        asked = form.cleaned_data if form.is_valid() else {}
        chosen = narrow(rows(), asked.get("language", ""), asked.get("state", ""))
        return super().get_context_data(**kwargs) | {
            "form": form,
            "languages": [pair for pair in CONTENT_LANGUAGES if asked.get("language", "") in ("", pair[0])],
            "rows": Paginator(chosen, PER_PAGE).get_page(self.request.GET.get("p")),
            "filter_query": "".join(f"&{name}={value}" for name, value in asked.items() if value),
        }


def rows() -> list[Row]:
    """Every page of the site with its languages, in two queries, in the order of the originals' tree."""
    groups: dict[UUID, list[Page]] = {}
    pages = Page.objects.filter(depth__gt=1, alias_of=None).order_by("path").select_related("locale")
    for page in with_original(pages):
        groups.setdefault(page.translation_key, []).append(page)
    return [_row(group) for group in groups.values()]


def narrow(found: list[Row], language: str, state: str) -> list[Row]:
    """The rows with a language in a state; of each, the cells of the language alone."""
    kept = []
    for row in found:
        cells = [cell for cell in row.cells if language in ("", cell.language)]
        if not state or any(cell.standing.state == state for cell in cells):
            kept.append(Row(row.original, cells))
    return kept


def _row(group: list[Page]) -> Row:
    by_language = {page.locale.language_code: page for page in group}
    original = next((page for page in group if page.locale_id == page.original_locale), group[0])
    row = Row(original)
    for code, _name in CONTENT_LANGUAGES:
        page = by_language.get(code)
        where = standing(page) if page else Standing(State.MISSING)
        row.cells.append(Cell(code, where, page))
    return row
