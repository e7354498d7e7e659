"""What operators did to sources: kept for ever, in order."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from bot.sources.changes import Action, KnownSource, SourceChange, known_sources
from bot.store.store import Tx
from bot.store.tables import source_changes as table
from config.model import Catalog


async def record(tx: Tx, change: SourceChange) -> None:
    """Keep a change; whoever does so has checked it in the same transaction."""
    await tx.connection.execute(
        table.insert().values(
            source_id=change.source_id,
            action=change.action.value,
            at=change.at,
            by=change.by,
            reason=change.reason,
            entry=change.entry,
        )
    )


async def changes(tx: Tx) -> list[SourceChange]:
    """All changes, oldest first."""
    rows = await tx.connection.execute(select(table).order_by(table.c.id))
    return [
        SourceChange(row.source_id, Action(row.action), row.at, row.by, row.reason, row.entry)
        for row in rows
    ]


async def known(tx: Tx, catalog: Catalog) -> Mapping[str, KnownSource]:
    """Every source there is, the catalogue's and those that operators added, by id."""
    return known_sources(catalog, await changes(tx))


async def newest(tx: Tx) -> int:
    """The number of the last change; 0 where there is none."""
    return await tx.connection.scalar(select(func.max(table.c.id))) or 0
