"""What a SQLite store knows of the sources, without SQLAlchemy, as `bot.chat.peek` looks at it."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any

from bot import codec
from bot.chat.errors import UnreadableStore
from bot.sources.changes import Action, SourceChange, known_sources
from bot.sources.listing import Facts, LastItem
from config.model import Catalog
from watchers.model import Item, PollState, SourceState

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""Times are kept as microseconds since then (bot/store/dialect.py)."""
_TYPES = {field.name: str(field.type) for field in fields(SourceState)}
_CHANGES = "SELECT source_id, action, at, by, reason, entry FROM source_changes ORDER BY id"
_LAST = """
SELECT source_id, found_at, content FROM items
WHERE id IN (SELECT max(id) FROM items GROUP BY source_id)
"""


class PeekedSources:
    """The sources of a store's file, which may not be migrated yet."""

    def __init__(self, path: Path, catalog: Catalog) -> None:
        self._path = path
        self._catalog = catalog

    async def facts(
        self, hosts: Collection[str] | None = None, *, with_last: bool = False
    ) -> Facts:
        """All of it as of now, or what concerns some states."""
        facts = await asyncio.to_thread(self._read, with_last)
        return facts.of(hosts)

    def _read(self, with_last: bool) -> Facts:
        uri = f"{self._path.absolute().as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(uri, uri=True)) as db:
                db.row_factory = sqlite3.Row
                changes = list(_changes(db))
                states = {each.source_id: each for each in _states(db)}
                last = {
                    row["source_id"]: LastItem(
                        _moment(row["found_at"]), codec.loads(Item, row["content"]).title
                    )
                    for row in (db.execute(_LAST) if with_last else ())
                }
        except sqlite3.Error as error:
            raise UnreadableStore(self._path, str(error)) from error
        return Facts(known_sources(self._catalog, changes), states, last)


def _changes(db: sqlite3.Connection) -> Iterator[SourceChange]:
    # An earlier release's store has no such table until `run` brings it up to date.
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'source_changes'").fetchone():
        return
    for id, action, at, by, reason, entry in db.execute(_CHANGES):
        yield SourceChange(id, Action(action), _moment(at), by, reason, entry)


def _states(db: sqlite3.Connection) -> Iterator[SourceState]:
    for row in db.execute("SELECT * FROM sources"):
        there = {name: row[name] for name in row.keys() if name in _TYPES}  # noqa: SIM118
        yield SourceState(**{name: _value(name, value) for name, value in there.items()})


def _value(name: str, value: Any) -> Any:
    if name == "state":
        return PollState(value) if value else None
    if _TYPES[name].startswith("dt.datetime"):
        return None if value is None else _moment(value)
    return bool(value) if _TYPES[name] == "bool" else value


def _moment(value: int) -> dt.datetime:
    return _EPOCH + dt.timedelta(microseconds=value)
