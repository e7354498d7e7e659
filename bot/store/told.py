"""What operators were told of each source's health."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from bot.store import dialect
from bot.store.store import Tx
from bot.store.tables import told
from watchers.health import Health
from watchers.outages import Told


async def all_told(tx: Tx) -> dict[str, Told]:
    """By source; what was never told has no row."""
    rows = await tx.connection.execute(select(told))
    return {
        row.source_id: Told(row.source_id, Health(row.state), row.changed_at, row.outage)
        for row in rows
    }


async def save(tx: Tx, rows: Iterable[Told]) -> None:
    """Replace what is remembered of these sources."""
    values = [
        {
            "source_id": row.source_id,
            "state": row.state.value,
            "changed_at": row.changed_at,
            "outage": row.outage,
        }
        for row in rows
    ]
    if values:
        await tx.connection.execute(dialect.upsert(tx.connection, told, ["source_id"]), values)
