"""A folder of its own for each test: others leave their files in the same storage."""

from secrets import token_hex

import pytest

from donations.services import import_files


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch) -> None:
    monkeypatch.setattr(import_files, "FOLDER", f"imports-{token_hex(4)}")
