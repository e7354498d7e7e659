"""What is remembered of each source between polls."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields
from typing import Any

from sqlalchemy import select

from bot.store import dialect
from bot.store.store import Tx
from bot.store.tables import sources
from watchers.model import PollState, SourceState

_COLUMNS = tuple(field.name for field in fields(SourceState))


async def states(tx: Tx, ids: Collection[str] | None = None) -> dict[str, SourceState]:
    """All that was ever saved, or that of these few sources; by source id."""
    asked = select(sources)
    if ids is not None:
        asked = asked.where(sources.c.source_id.in_(ids))
    rows = (await tx.connection.execute(asked)).mappings()
    return {row["source_id"]: _state_of(dict(row)) for row in rows}


async def save_states(tx: Tx, new: Iterable[SourceState]) -> None:
    """Replace what is remembered of these sources."""
    # Not `asdict`: it copies every value, and held the loop for 0.1 s over ten thousand states.
    rows = [{name: getattr(state, name) for name in _COLUMNS} for state in new]
    if rows:
        statement = dialect.upsert(tx.connection, sources, ["source_id"])
        await tx.connection.execute(statement, rows)


def _state_of(row: dict[str, Any]) -> SourceState:
    row["state"] = PollState(row["state"]) if row["state"] else None
    return SourceState(**row)
