"""Questions to editors that the ledger has answered meanwhile: closed, with what answers them.

A surer text, or an editor's word on another report, may enter the event that a question is about.
The question is then decided by nobody, in the same table and under the same rule as a decision:
the first of both wins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import structlog

from bot.alerts.asking import facts_of
from bot.alerts.settled import Settled, decided
from bot.ledger import kinds_for
from bot.ledger.review import answered_by
from bot.model import Alert, Decision, Verdict
from bot.store import Tx, decisions, edits, events, items, questions, reports, source_changes
from config.model import Catalog

ASKED_WINDOW = dt.timedelta(days=60)
"""How long an undecided question keeps others of the same from being asked, and may be closed."""
log = structlog.get_logger()


async def close_answered(
    tx: Tx,
    hosts: Collection[str | None],
    catalog: Catalog,
    now: dt.datetime,
    due: dt.datetime,
) -> int:
    """Close the open questions about these hosts that the ledger, as it stands, answers.

    Returns how many messages are to be edited. `now` is the world's time, `due` the wall's.
    """
    if not hosts:
        return 0
    asked = await questions.undecided(tx, now - ASKED_WINDOW)
    about = [each for each in asked if any(c.event.host in hosts for c in each.changes)]
    return sum([await _close(tx, each, catalog, now, due) for each in about])


async def _close(
    tx: Tx, asked: Alert, catalog: Catalog, now: dt.datetime, due: dt.datetime
) -> int:
    kept = await reports.get(tx, int(asked.act.partition(":")[2]))
    assert kept is not None  # a question is asked of a report that is kept
    item = await items.get(tx, kept.item_id)
    assert item is not None  # a foreign key
    known = (await source_changes.known(tx, catalog)).get(item.source_id)
    source = known.source if known else None
    report, dossier = kept.report, catalog.dossier.id
    answer = answered_by(
        report,
        item=facts_of(item, source, now),
        candidates=await events.candidates(tx, dossier, report.host, kinds_for(report.kind)),
        dossier=dossier,
        catalog=catalog,
    )
    if answer is None:
        return 0
    decision = Decision(Verdict.ANSWERED, "", now, report=kept.id, same_as=answer.id)
    if not await decisions.record(tx, decision):
        return 0
    await reports.assign(tx, kept.id, answer.id)
    log.info("question_answered", report=kept.id, event_id=answer.id)
    publisher = source.publisher if source else item.source_id
    message = decided(kept, item, publisher, Settled(decision, is_first=True), catalog)
    return await edits.put(tx, asked, message, due)
