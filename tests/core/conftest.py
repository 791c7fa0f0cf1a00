"""What every test of `core` begins with."""

import pytest

from tests.core import worker_tasks


@pytest.fixture(autouse=True)
def _no_task_has_run() -> None:
    """The tasks' memory is their module's: what one test laid ready must not meet the next."""
    worker_tasks.done.clear()
    worker_tasks.faults.clear()
