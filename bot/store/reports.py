"""Reports: what each text said happened, and which event it became part of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, insert, or_, select, update

from bot import codec
from bot.store import dialect
from bot.store.store import Tx
from bot.store.tables import decisions, items, reports
from config.vocabulary import Kind
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
    statement = insert(reports).values(**_row(item_id, report, event_id, at))
    made: int = (await tx.connection.scalars(statement.returning(reports.c.id))).one()
    return made


async def add_all(
    tx: Tx, found: Sequence[tuple[int, Report, str | None]], at: dt.datetime
) -> None:
    """Keep many reports, each with its item's id and its event's; in few statements."""
    for some in dialect.batches(found):
        rows = [_row(item_id, report, event_id, at) for item_id, report, event_id in some]
        await tx.connection.execute(insert(reports), rows)


def _row(item_id: int, report: Report, event_id: str | None, at: dt.datetime) -> dict[str, Any]:
    return {
        "item_id": item_id,
        "event_id": event_id,
        "at": at,
        "kind": report.kind.value,
        "assertion": report.assertion.value,
        "host": report.host,
        "mission": report.mission,
        "envoy": report.envoy,
        "rank": report.rank.value if report.rank else None,
        "announced_by": report.announced_by.value,
        "confidence": report.confidence,
        "background": report.background,
        "alert": report.alert,
        "act": report.act,
        "content": codec.dumps(report),
    }


async def get(tx: Tx, report_id: int) -> StoredReport | None:
    """One report, None where there is none."""
    asked = select(*KEPT).where(reports.c.id == report_id)
    row = (await tx.connection.execute(asked)).first()
    return None if row is None else stored_report(*row)


async def of_event(tx: Tx, event_id: str, limit: int = 100) -> list[StoredReport]:
    """The reports an event rests on, in the order they came."""
    asked = select(*KEPT).where(reports.c.event_id == event_id)
    rows = await tx.connection.execute(asked.order_by(reports.c.id).limit(limit))
    return [stored_report(*row) for row in rows]


async def sources_of(tx: Tx, event_ids: Collection[str]) -> dict[str, set[str]]:
    """In which sources the reports of these events were read, by event."""
    asked = (
        select(reports.c.event_id, items.c.source_id)
        .join(items, items.c.id == reports.c.item_id)
        .where(reports.c.event_id.in_(event_ids))
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for event_id, source_id in await tx.connection.execute(asked):
        found.setdefault(event_id, set()).add(source_id)
    return found


async def near_misses(
    tx: Tx, review: float, publish: float, limit: int = 20, before: int | None = None
) -> list[StoredReport]:
    """Reports that were nearly news, undecided, newest first.

    Those in the middle band (`review` ≤ confidence < `publish`), and those below it that no event
    took in. Positions and recollections are no misses. `before` pages on: a report's id.
    """
    is_near = or_(reports.c.confidence >= review, reports.c.event_id.is_(None))
    asked = select(*KEPT).where(
        reports.c.confidence < publish,
        is_near,
        reports.c.kind != Kind.POSITION.value,
        ~reports.c.background,
        ~exists().where(decisions.c.report_id == reports.c.id),
    )
    if before is not None:
        asked = asked.where(reports.c.id < before)
    rows = await tx.connection.execute(asked.order_by(reports.c.id.desc()).limit(limit))
    return [stored_report(*row) for row in rows]


async def assign(tx: Tx, report_id: int, event_id: str) -> None:
    """Say which event a report became part of, once an editor has."""
    statement = update(reports).where(reports.c.id == report_id).values(event_id=event_id)
    await tx.connection.execute(statement)


async def count(tx: Tx) -> int:
    """How many reports there are."""
    return await tx.connection.scalar(select(func.count()).select_from(reports)) or 0


KEPT = (
    reports.c.id,
    reports.c.item_id,
    reports.c.event_id,
    reports.c.at,
    reports.c.content,
)
"""The columns that `stored_report` reads, in its order."""


def stored_report(
    report_id: int, item_id: int, event_id: str | None, at: dt.datetime, content: str
) -> StoredReport:
    """A report from its columns."""
    return StoredReport(report_id, item_id, event_id, at, codec.loads(Report, content))
