"""Attached files of these tests lie in a folder of each test's own."""

from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from safeguarding.models import ConcernFile


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path) -> Path:
    """Where they lie."""
    monkeypatch.setattr(ConcernFile._meta.get_field("file"), "storage", FileSystemStorage(location=tmp_path))
    return tmp_path
