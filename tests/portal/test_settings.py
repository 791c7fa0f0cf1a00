"""What the settings refuse."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(("private", "starts"), [("", False), ("pictures", False), ("papers", True)])
def test_evidence_and_reports_never_lie_beside_public_pictures(private: str, starts: bool) -> None:
    named = {"S3_BUCKET": "pictures", "S3_PRIVATE_BUCKET": private}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", "import portal.settings.base"],
        env=os.environ | named,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) == starts, done.stderr
    assert starts or "S3_PRIVATE_BUCKET" in done.stderr
