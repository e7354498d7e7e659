"""Reports: what each text said happened, and which event it became part of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, insert, select

from bot import codec
from bot.store.store import Tx
from bot.store.tables import reports
from watchers.model import Report


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as it is kept."""

    id: int
    item_id: int
    event_id: str | None
    """None: it told of nothing that the ledger took in."""
    at: dt.datetime
    report: Report


async def add(tx: Tx, item_id: int, report: Report, event_id: str | None, at: dt.datetime) -> int:
    """Keep a report; answers its id."""
    statement = insert(reports).values(
        item_id=item_id,
        event_id=event_id,
        at=at,
        kind=report.kind.value,
        assertion=report.assertion.value,
        host=report.host,
        mission=report.mission,
        envoy=report.envoy,
        rank=report.rank.value if report.rank else None,
        announced_by=report.announced_by.value,
        confidence=report.confidence,
        background=report.background,
        alert=report.alert,
        act=report.act,
        content=codec.dumps(report),
    )
    made: int = (await tx.connection.scalars(statement.returning(reports.c.id))).one()
    return made


async def of_event(tx: Tx, event_id: str, limit: int = 100) -> list[StoredReport]:
    """The reports an event rests on, in the order they came."""
    asked = select(reports).where(reports.c.event_id == event_id)
    rows = await tx.connection.execute(asked.order_by(reports.c.id).limit(limit))
    return [
        StoredReport(row.id, row.item_id, row.event_id, row.at, codec.loads(Report, row.content))
        for row in rows
    ]


async def count(tx: Tx) -> int:
    """How many reports there are."""
    return await tx.connection.scalar(select(func.count()).select_from(reports)) or 0
