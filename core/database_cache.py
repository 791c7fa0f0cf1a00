"""The cache of a site without Redis: Django's table, made fit for counters that hold somebody back.

Django's reads a count and then writes it, so processes overwrite each other's, and gives it five minutes more each time
(`BaseCache.incr`). It counts the whole table before each write, and what it throws out is the first of the alphabet.
"""

import base64
import pickle
import secrets
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends import db
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

# One write in so many looks after the table: counting a hundred thousand rows takes longer than writing one.
TIDIED_EVERY = 500
_PUT = (
    "INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s) "
    "ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
_THROW_OUT = "DELETE FROM {table} WHERE cache_key IN (SELECT cache_key FROM {table} {which}{lock_free})"


class DatabaseCache(db.DatabaseCache):
    """Counts are exact and end when they were to end; what would have ended first is thrown out first."""

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """One statement; as Django's otherwise."""
        self._put(_PUT, [*self._row(key, value, timeout, version)])

    def add(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Whether nothing of this name was there. Of many at once one adds, where an old one has ended as well."""
        only_ended = " WHERE {table}.expires < %s"
        row = self._row(key, value, timeout, version)
        return self._put(_PUT + only_ended, [*row, self._moment(timezone.now())])

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """The new count; when it ends stays as it is. Raises ValueError for what is not there."""
        name = self.make_and_validate_key(key, version=version)
        with transaction.atomic(using=self._connection.alias), self._connection.cursor() as cursor:
            count = self._locked(cursor, name) + delta
            cursor.execute(
                self._sql("UPDATE {table} SET value = %s WHERE cache_key = %s"), [self._packed(count), name]
            )
        return count

    def _locked(self, cursor: CursorWrapper, name: str) -> int:
        """What a counter holds; others who count wait. SQLite has but one writer, who we are since BEGIN."""
        select = self._sql("SELECT value FROM {table} WHERE cache_key = %s AND expires >= %s{lock}")
        cursor.execute(select, [name, self._moment(timezone.now())])
        if (found := cursor.fetchone()) is None:
            raise ValueError(f"Key '{name}' not found")
        return int(pickle.loads(base64.b64decode(found[0])))  # noqa: S301 - what we have written ourselves

    def _put(self, statement: str, values: list[Any]) -> bool:
        with self._connection.cursor() as cursor:
            if secrets.randbelow(TIDIED_EVERY) == 0:
                self._tidy(cursor)
            cursor.execute(self._sql(statement), values)
            return cursor.rowcount == 1

    def _tidy(self, cursor: CursorWrapper) -> None:
        """Throw out what has ended and, where that leaves too much, what would end next."""
        self._throw_out(cursor, "WHERE expires < %s", self._moment(timezone.now()))
        cursor.execute(self._sql("SELECT COUNT(*) FROM {table}"), [])
        (count,) = cursor.fetchone()
        if count > self._max_entries:
            self._throw_out(cursor, "ORDER BY expires LIMIT %s", count // self._cull_frequency)

    def _throw_out(self, cursor: CursorWrapper, which: str, value: object) -> None:
        """Rows that somebody is counting in stay: waiting for them, two who tidy could wait for each other."""
        cursor.execute(self._sql(_THROW_OUT, which=which), [value])

    @property
    def _connection(self) -> BaseDatabaseWrapper:
        return connections[router.db_for_write(self.cache_model_class)]

    def _sql(self, statement: str, which: str = "") -> str:
        ops, can_lock = self._connection.ops, self._connection.features.has_select_for_update
        return statement.format(
            table=ops.quote_name(self._table),
            which=which,
            lock=f" {ops.for_update_sql()}" if can_lock else "",
            lock_free=f" {ops.for_update_sql(skip_locked=True)}" if can_lock else "",
        )

    def _row(
        self, key: str, value: Any, timeout: float | None, version: int | None
    ) -> tuple[str, str, object]:
        name = self.make_and_validate_key(key, version=version)
        ends = self.get_backend_timeout(timeout)
        moment = datetime.max if ends is None else datetime.fromtimestamp(ends, tz=UTC)
        return name, self._packed(value), self._moment(moment)

    def _packed(self, value: Any) -> str:
        return base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("ascii")

    def _moment(self, moment: datetime) -> object:
        """As the table keeps it, in whole seconds: so SQLite's texts sort as moments do."""
        return self._connection.ops.adapt_datetimefield_value(moment.replace(microsecond=0))
