"""Brings old texts into the ledger, as a crawl of archives finds them.

Each text is its own transaction and is taken once: what the store has seen is left alone, so a
run that was stopped can be started again. Nothing is announced unless asked for.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.alerts.announce import Occasion, announce
from bot.ledger import ItemFacts, kinds_for, merge
from bot.ledger.backfill import in_time
from bot.model import Change, ChangeKind, Platform
from bot.store import ItemState, Store, Tx, events, items, reports
from config.model import Catalog, Source
from config.vocabulary import SourceKind, SourceRole
from watchers.model import Item, Report, Text

SOURCE = "backfill"
"""The source that archived items are kept under."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it."""

    items: int = 0
    seen: int = 0
    """Known already, and left alone."""
    new: int = 0
    """Events that the ledger did not hold."""
    revised: int = 0
    deliveries: int = 0


async def enter(
    store: Store,
    read: Iterable[tuple[Text, tuple[Report, ...]]],
    catalog: Catalog,
    now: dt.datetime,
    *,
    is_announced: bool = False,
) -> Entered:
    """Bring matched texts into the store, in the order in which they were published."""
    total = Entered()
    for text, found, facts in in_time(read, catalog):
        async with store.write() as tx:
            done = await _enter(tx, text, found, facts, catalog, now, is_announced)
        total = Entered(
            total.items + done.items,
            total.seen + done.seen,
            total.new + done.new,
            total.revised + done.revised,
            total.deliveries + done.deliveries,
        )
    return total


async def _enter(
    tx: Tx,
    text: Text,
    found: tuple[Report, ...],
    facts: ItemFacts,
    catalog: Catalog,
    now: dt.datetime,
    is_announced: bool,
) -> Entered:
    item = Item(text.title, text.url, text.id, text.body, _moment(text), published_is_day=True)
    source = _source(text)
    if not await items.unseen(tx, source, [item]):
        return Entered(seen=1)
    item_id = await items.add(tx, source, item, ItemState.DONE, now)
    acts: dict[str, list[Change]] = defaultdict(list)
    changes: list[Change] = []
    for report in found:
        change = await _take(tx, report, facts, catalog, now)
        await reports.add(tx, item_id, report, change.event.id if change else None, now)
        if change is not None:
            changes.append(change)
        if change is not None and change.speaks_up:
            acts[report.act].append(change)
    sent = 0
    if is_announced and acts:
        told = {act: tuple(each) for act, each in acts.items()}
        sent = await announce(tx, Occasion(told, text.title, now, now), catalog, list(Platform))
    new = sum(change.kind is ChangeKind.NEW for change in changes)
    revised = sum(change.event != change.before for change in changes) - new
    return Entered(1, 0, new, revised, sent)


async def _take(
    tx: Tx, report: Report, facts: ItemFacts, catalog: Catalog, now: dt.datetime
) -> Change | None:
    dossier = catalog.dossier.id
    candidates = await events.candidates(tx, dossier, report.host, kinds_for(report.kind))
    change = merge(report, item=facts, candidates=candidates, dossier=dossier, catalog=catalog)
    if change is not None:
        # What an old page tells was known on its day, as with the shipped history; what it adds
        # to an event of the ledger is known from now on.
        await events.save(tx, change, facts.fetched_at if change.before is None else now)
    return change


def _moment(text: Text) -> dt.datetime | None:
    if text.published is None:
        return None
    return dt.datetime.combine(text.published.day, dt.time(), dt.UTC)


def _source(text: Text) -> Source:
    return Source(
        id=SOURCE,
        kind=SourceKind.FEED,
        url="",
        publisher=text.publisher or SOURCE,
        country="",
        lang=text.lang or "",
        role=SourceRole.NEWS,
        tier=3,
        enabled=False,
    )
