"""A process that dies right after a commit: whatever was to come next does not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class Killed(BaseException):
    """Not an Exception: nothing in the code may catch it and carry on."""


class Death:
    """Counts commits and strikes after the `at`-th; 0 never strikes."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.commits = 0

    def after_commit(self) -> None:
        self.commits += 1
        if self.commits == self.at:
            raise Killed

    def statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """A write outside a transaction is a commit of its own."""
        alone = not connection.in_atomic_block
        result = execute(sql, params, many, context)
        if alone and sql.lstrip().upper().startswith(WRITES):
            self.after_commit()
        return result


@contextmanager
def dying(at: int) -> Iterator[Death]:
    """Inside, the process dies after its `at`-th commit. The test needs real transactions."""
    death = Death(at)
    leave = transaction.Atomic.__exit__

    def leave_and_maybe_die(self: transaction.Atomic, kind: Any, value: Any, trace: Any) -> None:
        leave(self, kind, value, trace)
        if kind is None and not connection.in_atomic_block:
            death.after_commit()

    transaction.Atomic.__exit__ = leave_and_maybe_die
    try:
        with connection.execute_wrapper(death.statement):
            yield death
    finally:
        transaction.Atomic.__exit__ = leave


def killed_at(at: int, work: Callable[[], object]) -> bool:
    """Run `work` and let it die after its `at`-th commit; whether it did."""
    try:
        with dying(at):
            work()
    except Killed:
        return True
    return False
