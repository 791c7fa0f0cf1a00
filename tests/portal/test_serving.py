"""Processes that stand and fall together."""

import math
import multiprocessing
import os
import signal
import sys
import time
from pathlib import Path
from unittest.mock import Mock

import pytest

from portal.serving import prepare, processes, web
from portal.serving.processes import Broken, Child, Family

FORK = multiprocessing.get_context("fork")


def wait_for_signals():
    while True:
        signal.pause()


def end_at_once():
    os._exit(3)


@pytest.fixture
def family():
    """One child that waits; its parent's own signal handlers are put back afterwards."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    family = Family([Child("waiting", wait_for_signals)])
    family.start()
    yield family
    family.stop()
    for number, handler in before.items():
        signal.signal(number, handler)


def is_running(pid):
    try:
        with Path(f"/proc/{pid}/stat").open() as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(fact):
    for _ in range(400):
        if fact():
            return
        time.sleep(0.02)
    raise AssertionError("it never came true")


def test_a_child_that_is_killed_is_replaced(family):
    first = family.children[0].process.pid
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: family.tend(0.05) or family.children[0].process.pid != first)
    assert family.children[0].process.is_alive()


def test_a_child_that_keeps_ending_is_given_up(family):
    family.children.append(Child("broken", end_at_once))
    family.children[1].start()
    with pytest.raises(Broken, match="broken"):
        wait_until(lambda: family.tend(0.05))


def test_a_child_told_to_stop_as_it_begins_stops(family, monkeypatch):
    reset = signal.signal
    # The child loses time before it has its own handlers.
    monkeypatch.setattr(signal, "signal", lambda *given: (time.sleep(0.2), reset(*given)))
    late = Child("late", wait_for_signals)
    late.start()
    late.process.terminate()
    late.process.join(5)
    assert late.process.exitcode == -signal.SIGTERM


def test_stopping_leaves_no_child(family):
    family.stop()
    assert not is_running(family.children[0].process.pid)


def test_being_told_to_stop_is_noticed(family):
    os.kill(os.getpid(), signal.SIGTERM)
    wait_until(lambda: family.stopping)


def start_a_child_and_tell(pipe):
    child = Child("orphan", wait_for_signals)
    child.start()
    pipe.send(child.process.pid)
    wait_for_signals()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell a child of its parent's death")
def test_a_child_does_not_outlive_a_parent_that_is_killed():
    ours, theirs = FORK.Pipe()
    parent = FORK.Process(target=start_a_child_and_tell, args=(theirs,))
    parent.start()
    child = ours.recv()
    parent.kill()
    parent.join()
    wait_until(lambda: not is_running(child))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell a child of its parent's death")
def test_a_child_of_a_containers_first_process_lives(monkeypatch):
    monkeypatch.setattr(processes.ctypes, "CDLL", Mock())
    monkeypatch.setattr(os, "getppid", lambda: 1)
    monkeypatch.setattr(os, "kill", pytest.fail)
    processes.die_with_parent(1)


def test_the_static_fingerprint_changes_with_a_file(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "a.css").write_text("a")
    before = prepare.static_fingerprint()
    (tmp_path / "a.css").write_text("ab")
    assert prepare.static_fingerprint() != before


def test_static_files_that_did_not_change_are_not_collected_again(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / ".made-of").write_text(prepare.static_fingerprint())
    monkeypatch.setattr(prepare, "call_command", pytest.fail)
    prepare._collect_static(pytest.fail)


def test_what_a_process_loads_is_not_looked_through_for_rubbish(monkeypatch):
    frozen = Mock()
    monkeypatch.setattr(web.gc, "freeze", frozen)
    monkeypatch.setattr(web.signal, "signal", Mock())
    monkeypatch.setattr(web, "die_with_parent", Mock())
    assert web.load(os.getpid(), "math:pi") == math.pi
    frozen.assert_called_once_with()
