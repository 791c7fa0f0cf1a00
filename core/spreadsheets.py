"""Lists as CSV and Excel, however long: read from the database as they are written, never whole in memory."""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.encoding import force_str
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from core import audit
from core.xlsx import Cell, workbook

CHUNK = 1000
AT_ONCE = 16_384  # bytes
# A spreadsheet would run what begins like this as a formula; names and purposes are written by strangers.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Where a spreadsheet splits at another character than the file does, a cell begins in the middle of a text: Excel set
# to Russian or Uzbek splits at semicolons. Quotes that then stand within a cell keep no lines together either.
FORMULA_INSIDE = re.compile(r"""[;\t\r\n][\s"]*(?=[=+\-@])""")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula, wherever it splits the line."""
    guarded = FORMULA_INSIDE.sub(r"\g<0>'", text)
    return f"'{guarded}" if text.startswith(FORMULA) else guarded


def _in_language(language: str | None, lines: Iterator[bytes]) -> Iterator[bytes]:
    """What is written after the view has ended, in the language of whoever asked; some lines in one piece, because each
    piece is a message to the server that sends it.
    """
    is_over = False
    while not is_over:
        waiting, size = [], 0
        with override(language):
            while size < AT_ONCE and not is_over:
                line = next(lines, None)
                is_over = line is None
                waiting.append(line or b"")
                size += len(waiting[-1])
        if size:
            yield b"".join(waiting)


def _reached(item: Any, field: str) -> Any:
    """ "payment.reference" of a row; "" where it has no payment. Choices, yes and no are words of the reader's."""
    for name in field.split("."):
        in_words = getattr(item, f"get_{name}_display", None)
        item = in_words() if in_words else getattr(item, name)
        if callable(item):
            item = item()
        if item is None:
            return ""
    return (_("Yes") if item else _("No")) if isinstance(item, bool) else item


class _Rows:
    """A queryset that keeps nothing of what it has given."""

    def __init__(self, rows: QuerySet) -> None:
        self.rows, self.model = rows, rows.model

    def __iter__(self) -> Iterator[Model]:
        """Out of one transaction where reading locks nobody out. A cursor of PostgreSQL that outlives its transaction
        has found all its rows, and put them on the disk, before it gives the first.
        """
        with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
            yield from self.rows.iterator(chunk_size=CHUNK)


class ReadersFile:
    """Mixed into a view of Wagtail's that exports: what a CSV file says is in the language of whoever asked."""

    def write_csv_response(self, queryset: Any) -> StreamingHttpResponse:
        """With the mark by which Excel knows that it is Unicode."""
        response = super().write_csv_response(queryset)
        lines = chain([b"\xef\xbb\xbf"], response.streaming_content)
        response.streaming_content = _in_language(get_language(), lines)
        return response


class Streamed(ReadersFile):
    """Mixed into a view of Wagtail's that exports (`list_export`): constant memory, no formulas, on the record.

    `export_words` says of some columns what a row has in them, where that is not what stands in the row.
    """

    request: HttpRequest
    export_filename: str
    export_words: Mapping[str, Callable[[Any], object]] = {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The list is counted to be shown; as a file it is only read.

        A filter that makes no sense is left out by Wagtail: what was to be a month would be everything. The page says
        what is wrong, beside the field.
        """
        if self.is_export and self.filters and not self.filters.is_valid():
            query = request.GET.copy()
            del query["export"]
            return redirect(f"{request.path}?{query.urlencode()}")
        if self.is_export:
            return self.as_spreadsheet(self.get_queryset(), request.GET["export"])
        return super().get(request, *args, **kwargs)

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> Any:
        """Note who took the list away, then write it."""
        user = self.request.user
        audit.record(action=f"export.{self.export_filename}", obj=user, actor=user, note=spreadsheet_format)
        response = super().as_spreadsheet(_Rows(queryset), spreadsheet_format)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def to_row_dict(self, item: Model) -> OrderedDict[str, Any]:
        """What a row says; nothing where what a field leads over is not there."""
        said = self.export_words
        return OrderedDict(
            (field, said[field](item) if field in said else _reached(item, field))
            for field in self.list_export
        )

    def write_xlsx_response(self, queryset: _Rows) -> StreamingHttpResponse:
        """As it is read: the first bytes leave before the last rows are known."""
        headings = [self.get_heading(queryset, field) for field in self.list_export]
        lines = workbook(headings, map(self._cells, queryset))
        response = StreamingHttpResponse(_in_language(get_language(), lines), content_type=XLSX)
        response.headers["Content-Disposition"] = f'attachment; filename="{self.export_filename}.xlsx"'
        return response

    def _cells(self, item: Model) -> list[Cell]:
        row = self.to_row_dict(item)
        return [self.preprocess_field_value(field, value, "xlsx") for field, value in row.items()]

    def get_preprocess_function(self, field: str, value: object, export_format: str) -> Any:
        """Texts without formulas, times as the office's clock shows them, nothing where there is nothing."""
        if value is None:
            return lambda _nothing: ""
        if isinstance(value, datetime):
            return lambda moment: localtime(moment).replace(tzinfo=None, microsecond=0)
        if isinstance(value, Decimal):  # as a number where a file has numbers
            return None
        if (
            isinstance(value, date) and export_format == "xlsx"
        ):  # a day that a spreadsheet can sort and group by
            return None
        text = partial(force_str, strings_only=False)
        return lambda item: plain(text(item)) if export_format == "csv" else text(item)
