"""A look into a SQLite store by a command that only asks: no SQLAlchemy, no migration, no lock.

SQLAlchemy takes 0.8 s to import; `missionwatch status` must start in 0.7 s.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from itertools import islice
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

    async def events(
        self, host: str | None = None, known_by: dt.datetime | None = None
    ) -> Sequence[Event]:
        """All events, or a host's; as they were known at a time."""
        if known_by is not None:
            return await self._known(host, known_by)
        where = "dossier = ?" if host is None else "dossier = ? AND host = ?"
        values = (self._dossier,) if host is None else (self._dossier, host)
        return await self._ask(f"{_EVENTS} WHERE {where} ORDER BY earliest, id", values)

    async def latest(self, limit: int) -> Sequence[Event]:
        """The newest by the day they happened, without observations and retracted ones."""
        return await self._ask(
            f"{_EVENTS} WHERE dossier = ? AND kind <> ? ORDER BY earliest DESC, known_at DESC, id",
            (self._dossier, Kind.OBSERVATION.value),
            limit,
        )

    async def _known(self, host: str | None, known_by: dt.datetime) -> Sequence[Event]:
        at = (known_by - _EPOCH) // dt.timedelta(microseconds=1)
        found = await self._ask(_KNOWN, (at, at))
        return [
            event
            for event in found
            if event.dossier == self._dossier and (host is None or event.host == host)
        ]

    async def _ask(
        self, asked: str, values: tuple[object, ...], standing: int | None = None
    ) -> list[Event]:
        return await asyncio.to_thread(self._read, asked, values, standing)

    def _read(self, asked: str, values: tuple[object, ...], standing: int | None) -> list[Event]:
        """All that is asked for; with `standing` the first so many that were not retracted."""
        uri = f"{self._path.absolute().as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(uri, uri=True)) as db:
                found = (codec.loads(Event, row[0]) for row in db.execute(asked, values))
                if standing is None:
                    return list(found)
                return list(islice((e for e in found if not e.retracted), standing))
        except sqlite3.Error as error:
            raise UnreadableStore(self._path, str(error)) from error


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""Times are kept as microseconds since then (bot/store/dialect.py)."""

_EVENTS = "SELECT content FROM events"

# Only columns of the first release: this looks into stores that are not migrated yet.
_KNOWN = """
SELECT content FROM event_revisions AS r WHERE at <= ? AND NOT EXISTS (
    SELECT 1 FROM event_revisions AS later
    WHERE later.event_id = r.event_id AND later.revision > r.revision AND later.at <= ?
)
"""
