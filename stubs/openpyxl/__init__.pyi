from collections.abc import Iterator
from typing import IO

class Worksheet:
    def iter_rows(
        self, *, max_row: int | None = None, values_only: bool = False
    ) -> Iterator[tuple[object, ...]]: ...

class Workbook:
    @property
    def worksheets(self) -> list[Worksheet]: ...

def load_workbook(
    filename: str | IO[bytes],
    read_only: bool = False,
    keep_vba: bool = False,
    data_only: bool = False,
    keep_links: bool = True,
) -> Workbook: ...
