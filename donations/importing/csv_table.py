"""CSV as spreadsheets and 1C export it: UTF-8 with or without its mark, UTF-16, cp1251; any usual separator."""

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import IO

from core.separators import names_separator, separator_of

from .tables import SERIAL_ZERO, Cell, Row, Unreadable, filled

_CHUNK = 65_536


@contextmanager
def reading(file: IO[bytes]) -> Iterator[tuple[Iterator[Row], date]]:
    """The rows of a CSV file. Raises Unreadable."""
    text = io.TextIOWrapper(file, encoding=_encoding(file), newline="", errors="strict")
    try:
        separator = _separator(text)
        yield _rows(text, separator), SERIAL_ZERO
    finally:
        text.detach()  # the file is the caller's to close


def _encoding(file: IO[bytes]) -> str:
    """By its mark, else UTF-8 where all of it is, else what Windows writes in Russian and Uzbek Cyrillic."""
    start = file.read(4)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1251"
    else:
        return "utf-8-sig"
    finally:
        file.seek(0)


def _separator(text: io.TextIOWrapper) -> str:
    """By the first line that is not empty."""
    try:
        line = text.readline(10_000)
        while line and not line.strip():
            line = text.readline(10_000)
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None
    text.seek(0)
    return separator_of(line)


def _rows(text: io.TextIOWrapper, separator: str) -> Iterator[Row]:
    """Strictly: a quote that nobody closed would swallow rows without a word."""
    reader = csv.reader(text, delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number == 1 and names_separator(cells):
                continue
            texts: list[Cell] = list(cells)
            if row := filled(number, texts):
                yield row
    except csv.Error:
        raise Unreadable("quotes", number + 1) from None
    except UnicodeError:
        raise Unreadable("encoding", number + 1) from None
