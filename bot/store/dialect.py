"""The one place that knows which database it is: SQLite now, Postgres for a fleet.

Everything else in this room is SQLAlchemy Core that both understand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Dialect, Table, event
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql.dml import Insert
from sqlalchemy.types import TypeDecorator

BUSY_TIMEOUT_MS = 5_000
"""How long a statement waits for another process's write before it fails: the CLI's
commands beside a running `run` write in milliseconds, so 5 s means that something is stuck."""

MAX_BOUND = 500
"""Values in one IN list or rows in one insert. SQLite takes 32,766 bound values a statement
(sqlite.org/limits.html, SQLITE_MAX_VARIABLE_NUMBER since 3.32); 500 rows of 20 stay below."""

WRITES = "missionwatch_writes"
"""Execution option of a connection: its transaction will write."""

T = TypeVar("T")

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class UtcTime(TypeDecorator[dt.datetime]):
    """An aware time, kept as microseconds since 1970 UTC: sorts, compares, loses nothing."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> int | None:
        """Refuses naive times: nobody could say what they mean."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return (value - _EPOCH) // dt.timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """Aware, UTC."""
        return None if value is None else _EPOCH + dt.timedelta(microseconds=value)


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in runs of `MAX_BOUND`."""
    for start in range(0, len(values), MAX_BOUND):
        yield values[start : start + MAX_BOUND]


def insert_into(connection: AsyncConnection, table: Table) -> Any:
    """An INSERT that has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if connection.dialect.name == "postgresql":
        return postgresql_insert(table)
    return sqlite_insert(table)


def insert_or_skip(
    connection: AsyncConnection, table: Table, index_elements: Sequence[str]
) -> Insert:
    """An INSERT that leaves rows alone which are there already."""
    statement: Insert = insert_into(connection, table).on_conflict_do_nothing(
        index_elements=list(index_elements)
    )
    return statement


def upsert(connection: AsyncConnection, table: Table, index_elements: Sequence[str]) -> Insert:
    """An INSERT that overwrites every other column of a row that is there already."""
    statement = insert_into(connection, table)
    changed = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in index_elements
    }
    done: Insert = statement.on_conflict_do_update(
        index_elements=list(index_elements), set_=changed
    )
    return done


def prepare(engine: AsyncEngine) -> None:
    """Set up every connection of an engine; SQLite needs telling, Postgres does not."""
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _on_connect)
        event.listen(engine.sync_engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: Any) -> None:
    # None: the driver opens no transaction by itself; `_on_begin` does, in the right mode.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        # With WAL a power cut can lose the newest commits at NORMAL: FULL loses no alert.
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Any) -> None:
    # A writer takes the lock at once: a reader that turns writer halfway could fail as busy
    # with its work half done (sqlite.org/lang_transaction.html).
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
