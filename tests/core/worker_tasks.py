"""Tasks for the worker's tests. They stand in a module, because a queue names tasks by their path."""

import os
import signal
from pathlib import Path

from django_tasks import task

done: list[str] = []
faults: list[Exception] = []


@task()
def note(word: str) -> None:
    """Remember the word, or raise what the test has laid ready."""
    if faults:
        raise faults.pop()
    done.append(word)


@task()
def die_the_first_time(path: str) -> None:
    """Kill this process as `kill -9` does, unless the file says that it was done before."""
    file = Path(path)
    if not file.exists():
        file.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    file.write_text(file.read_text() + "ran\n")
