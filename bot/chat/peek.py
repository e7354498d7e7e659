"""A look into a SQLite store by a command that only asks: no SQLAlchemy, no migration, no lock.

SQLAlchemy takes 0.8 s to import; `missionwatch status` must start in 0.7 s.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bot import codec
from bot.chat.errors import UnreadableStore
from bot.model import Event
from config.vocabulary import Kind


class PeekedLedger:
    """The ledger of a store's file, read anew for every question."""

    def __init__(self, path: Path, dossier: str) -> None:
        self._path = path
        self._dossier = dossier

    async def events(self, host: str | None = None) -> Sequence[Event]:
        """All events, or a host's."""
        where = "dossier = ?" if host is None else "dossier = ? AND host = ?"
        values = (self._dossier,) if host is None else (self._dossier, host)
        return await self._ask(f"WHERE {where} ORDER BY earliest, id", values)

    async def latest(self, limit: int) -> Sequence[Event]:
        """The newest by the day they happened, without observations."""
        return await self._ask(
            "WHERE dossier = ? AND kind <> ? ORDER BY earliest DESC, known_at DESC, id LIMIT ?",
            (self._dossier, Kind.OBSERVATION.value, limit),
        )

    async def _ask(self, clause: str, values: tuple[object, ...]) -> list[Event]:
        return await asyncio.to_thread(self._read, clause, values)

    def _read(self, clause: str, values: tuple[object, ...]) -> list[Event]:
        # The clause is one of the constants above; values are bound.
        asked = f"SELECT content FROM events {clause}"  # noqa: S608
        uri = f"{self._path.absolute().as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(uri, uri=True)) as db:
                return [codec.loads(Event, row[0]) for row in db.execute(asked, values)]
        except sqlite3.Error as error:
            raise UnreadableStore(self._path, str(error)) from error
