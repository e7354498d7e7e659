"""One database: opened, migrated, locked; it hands out transactions."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store import dialect
from bot.store.errors import StoreError, StoreLocked, StoreMisuse
from bot.store.migrate import migrate


@dataclass(frozen=True, slots=True)
class Tx:
    """One transaction. The functions of this room's modules take it first."""

    connection: AsyncConnection


class Store:
    """The tables of one deployment.

    SQLite: a file of mode 0600, its folder made with mode 0700 when it is not there.
    """

    def __init__(self, engine: AsyncEngine, lock: int | None) -> None:
        self._engine = engine
        self._lock = lock
        # Writers of this process queue here in order, instead of polling SQLite's lock.
        self._write_lock = asyncio.Lock()
        self._writer: asyncio.Task[object] | None = None

    @classmethod
    async def open(cls, url: str | Path, *, exclusive: bool = False) -> Store:
        """Open, create or migrate a store.

        `url` is a path, or an SQLAlchemy URL with an async driver. `exclusive` takes the one
        process's lock on a SQLite file, for as long as this store is open; it means nothing on
        Postgres, where deliveries are claimed row by row. Raises StoreLocked, StoreTooNew.
        """
        address = _address(url)
        lock = None
        if address.get_backend_name() == "sqlite":
            path = Path(address.database or "")
            _make_private(path)
            lock = _take_lock(path) if exclusive else None
        engine = create_async_engine(address)
        dialect.prepare(engine)
        store = cls(engine, lock)
        try:
            await migrate(engine)
        except BaseException:
            await store.close()
            raise
        return store

    async def close(self) -> None:
        """Close every connection and let the lock go; safe to call twice."""
        await self._engine.dispose()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """One transaction that may write: committed at the end, rolled back on an exception.

        Not to be nested: the inner one would wait for the outer for ever, so it raises
        StoreMisuse.
        """
        task = asyncio.current_task()
        if task is not None and self._writer is task:
            raise StoreMisuse("a write inside a write: pass the transaction on instead")
        async with self._write_lock, self._connection(writes=True) as connection:
            self._writer = task
            try:
                async with connection.begin():
                    yield Tx(connection)
            finally:
                self._writer = None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """One transaction that only reads: all its answers are of one moment."""
        async with self._connection(writes=False) as connection, connection.begin():
            yield Tx(connection)

    @asynccontextmanager
    async def _connection(self, *, writes: bool) -> AsyncIterator[AsyncConnection]:
        async with self._engine.connect() as connection:
            await connection.execution_options(**{dialect.WRITES: writes})
            yield connection


def _address(url: str | Path) -> URL:
    if isinstance(url, str) and "://" in url:
        return make_url(url)
    return URL.create("sqlite+aiosqlite", database=str(url))


def _make_private(path: Path) -> None:
    if not path.name or path.name == ":memory:":
        raise StoreError("the store is a file: give its path")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made here and not by SQLite, whose mode is the umask's; -wal and -shm copy ours.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise StoreError(
            f"the store {path} cannot be written ({error.strerror}); "
            "check the folder that MISSIONWATCH_DATA names"
        ) from error


def _take_lock(path: Path) -> int:
    name = path.with_name(path.name + ".lock")
    handle = os.open(name, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise StoreLocked(
            f"another process is running on the store {path}: stop that one first, "
            "or set MISSIONWATCH_DATA to another folder"
        ) from None
    return handle
