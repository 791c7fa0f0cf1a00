"""What is to be said of the rows of a list that is imported: on its page, and as a file."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.paginator import WagtailPaginator

from core import audit
from core.spreadsheets import XLSX
from donations.importing import samples, words
from donations.models import DataImport, ImportProblem

A_PAGE = 50


def report_of(data_import: DataImport, request: HttpRequest) -> dict[str, Any]:
    """What the page of an import says of its rows: all there is to say, or of refused rows only. Three queries."""
    problems = data_import.problems.filter(is_dry=not data_import.writes)
    only_refused = request.GET.get("only") == "refused"
    if only_refused:
        problems = problems.filter(refuses=True)
    page = WagtailPaginator(problems, A_PAGE).get_page(request.GET.get("p"))
    for problem in page:
        problem.label = words.label_of(data_import.kind, problem.field)
        problem.words = words.of_problem(problem)
    counts = data_import.counts
    return {
        "page": page,
        "only_refused": only_refused,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "counts": [(label, counts.get(name, 0)) for name, label in words.HOW_IT_ENDED.items()],
        "good": counts.get("added", 0) + counts.get("changed", 0),
        "refused": counts.get("refused", 0),
        "trouble": words.of_file(data_import.trouble, data_import.trouble_row) if data_import.trouble else "",
    }


class ReportView(View):
    """The whole report as a file, on the record."""

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponse:
        """Raises PermissionDenied, Http404."""
        if not request.user.has_perm("donations.view_dataimport"):
            raise PermissionDenied
        row = get_object_or_404(DataImport, pk=pk)
        audit.record(action="export.import-report", obj=row, actor=request.user, note=form)
        problems = row.problems.filter(is_dry=not row.writes).iterator(chunk_size=2000)
        language = get_language() or settings.LANGUAGE_CODE
        lines = (_line(row, problem, language) for problem in problems)
        taken = _("Imported") if row.writes else _("Will be imported")
        heading = (_("Row"), _("Column"), _("What stands there"), _("Remark"), taken)
        return sheet(form, f"import-{pk}-report", _("Report"), [heading], lines)


def sheet(form: str, name: str, title: str, heading: list[Any], lines: Any) -> HttpResponse:
    """Headings and lines as a file, "xlsx" or "csv", written as they are read."""
    rows = (row for part in (heading, lines) for row in part)
    if form == "xlsx":
        return download(samples.as_xlsx(title, rows, [8, 34, 40, 80, 12]), f"{name}.xlsx")
    response = StreamingHttpResponse(samples.as_csv(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def download(file: Any, name: str) -> FileResponse:
    """An Excel file that no cache keeps."""
    response = FileResponse(file, as_attachment=True, content_type=XLSX, filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _line(data_import: DataImport, problem: ImportProblem, language: str) -> tuple[object, ...]:
    """In the language of whoever asked: lines are written when the view is left already."""
    with override(language):
        label = words.label_of(data_import.kind, problem.field)
        yes_or_no = _("Yes") if problem.is_taken else _("No")
        return problem.row, label, problem.value, words.of_problem(problem), yes_or_no
