"""What editors decided: kept for ever, one decision a subject.

A subject is a report, or an event as it stood at a revision. Of two editors who decide the same
one, the first wins; the other is told who did. Whoever records a decision applies it in the same
transaction, and only when it won.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot import codec
from bot.model import Decision, Verdict
from bot.store import dialect, reports
from bot.store.items import StoredItem, stored_item
from bot.store.reports import StoredReport
from bot.store.store import Tx
from bot.store.tables import decisions, items
from bot.store.tables import reports as reports_table


@dataclass(frozen=True, slots=True)
class DecidedReport:
    """A report, the item it was read in, and what was decided of it."""

    decision: Decision
    report: StoredReport
    item: StoredItem


async def record(tx: Tx, decision: Decision) -> bool:
    """Keep a decision; False where its subject is decided already (ask `of_subject` by whom)."""
    statement = dialect.insert_or_skip(tx.connection, decisions, ["subject"]).values(
        subject=decision.subject,
        report_id=decision.report,
        event_id=decision.event or decision.same_as,
        verdict=decision.verdict.value,
        by=decision.by,
        at=decision.at,
        content=codec.dumps(decision),
    )
    return (await tx.connection.execute(statement)).rowcount > 0


async def of_subject(tx: Tx, subject: str) -> Decision | None:
    """What was decided of a report or of a revision of an event (`Decision.subject`)."""
    asked = select(decisions.c.content).where(decisions.c.subject == subject)
    content = await tx.connection.scalar(asked)
    return None if content is None else codec.loads(Decision, content)


async def of_event(tx: Tx, event_id: str) -> list[Decision]:
    """All that was ever decided of an event, oldest first."""
    asked = select(decisions.c.content).where(decisions.c.event_id == event_id)
    found = await tx.connection.scalars(asked.order_by(decisions.c.id))
    return [codec.loads(Decision, content) for content in found]


async def latest(tx: Tx, limit: int = 20, since: dt.datetime | None = None) -> list[Decision]:
    """The newest decisions, newest first."""
    asked = select(decisions.c.content)
    if since is not None:
        asked = asked.where(decisions.c.at >= since)
    found = await tx.connection.scalars(asked.order_by(decisions.c.id.desc()).limit(limit))
    return [codec.loads(Decision, content) for content in found]


async def decided_reports(tx: Tx) -> list[DecidedReport]:
    """All reports that editors judged, in the order they did."""
    columns: list[Any] = [
        decisions.c.content.label("decision"),
        *(column.label(f"report_{column.name}") for column in reports.KEPT),
        *items.c,
    ]
    asked = (
        select(*columns)
        .join(reports_table, reports_table.c.id == decisions.c.report_id)
        .join(items, items.c.id == reports_table.c.item_id)
        .where(decisions.c.verdict != Verdict.ANSWERED.value)
        .order_by(decisions.c.id)
    )
    return [
        DecidedReport(
            codec.loads(Decision, row.decision),
            reports.stored_report(
                row.report_id,
                row.report_item_id,
                row.report_event_id,
                row.report_at,
                row.report_content,
            ),
            stored_item(row),
        )
        for row in await tx.connection.execute(asked)
    ]
