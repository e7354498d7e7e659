"""Brings old texts into the ledger, as a crawl of archives finds them.

Some hundred texts are one transaction, with all that they tell and whoever is told of it. Each is
taken once: what the store has seen is left alone, so a run that was stopped can be started again.
Nothing is announced unless asked for.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.alerts.announce import Occasion, announce
from bot.ledger import ItemFacts, kinds_for, merge
from bot.ledger.backfill import in_time
from bot.model import Change, Event, Platform
from bot.store import Store, Tx, events, items, reports
from config.model import Catalog, Source
from config.vocabulary import SourceKind, SourceRole
from watchers.model import Item, Report, Text

SOURCE = "backfill"
"""The source that archived items are kept under."""


TOGETHER = 256
"""Texts of one transaction: by each alone the disk's answer takes longer than all else. Whoever
else writes waits a tenth of a second for so many, and a stop loses no more than them."""

Dated = tuple[Text, tuple[Report, ...], ItemFacts]


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

    def __add__(self, other: Entered) -> Entered:
        return Entered(
            self.items + other.items,
            self.seen + other.seen,
            self.new + other.new,
            self.revised + other.revised,
            self.deliveries + other.deliveries,
        )


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
    texts = in_time(read, catalog)
    while some := list(islice(texts, TOGETHER)):
        async with store.write() as tx:
            ledger = await events.all_events(tx, catalog.dossier.id)
            total += await _Entry(tx, ledger, catalog, now, is_announced).enter(some)
    return total


class _Entry:
    """Some texts that enter in one transaction.

    What they change is kept here and written at the end, or before anybody is told: a statement
    a row costs ten times what merging does.
    """

    def __init__(
        self,
        tx: Tx,
        ledger: Iterable[Event],
        catalog: Catalog,
        now: dt.datetime,
        is_announced: bool,
    ) -> None:
        self._tx = tx
        self._catalog = catalog
        self._now = now
        self._is_announced = is_announced
        self._by_host: dict[str | None, dict[str, Event]] = defaultdict(dict)
        for event in ledger:
            self._by_host[event.host][event.id] = event
        self._changes: list[tuple[Change, dt.datetime]] = []
        self._reports: list[tuple[int, Report, str | None]] = []

    async def enter(self, read: Sequence[Dated]) -> Entered:
        """Take those that the store has not seen."""
        found = [(_source(text), _item(text)) for text, _, _ in read]
        fresh = await items.unseen_at(self._tx, found)
        ids = await items.add_done(self._tx, [found[place] for place in fresh], self._now)
        total = Entered(seen=len(read) - len(fresh))
        for item_id, place in zip(ids, fresh, strict=True):
            total += await self._take(item_id, *read[place])
        await self._write()
        return total

    async def _take(
        self, item_id: int, text: Text, found: tuple[Report, ...], facts: ItemFacts
    ) -> Entered:
        acts: dict[str, list[Change]] = defaultdict(list)
        new, revised, sent = 0, 0, 0
        for report in found:
            change = self._merge(report, facts)
            self._reports.append((item_id, report, change.event.id if change else None))
            if change is None:
                continue
            new += change.before is None
            revised += change.before is not None and change.event != change.before
            if change.speaks_up:
                acts[report.act].append(change)
        if self._is_announced and acts:
            told = {act: tuple(each) for act, each in acts.items()}
            occasion = Occasion(told, text.title, self._now, self._now)
            await self._write()
            sent = await announce(self._tx, occasion, self._catalog, list(Platform))
        return Entered(1, 0, new, revised, sent)

    def _merge(self, report: Report, facts: ItemFacts) -> Change | None:
        held = self._by_host[report.host]
        kinds = kinds_for(report.kind)
        change = merge(
            report,
            item=facts,
            candidates=[event for event in held.values() if event.kind in kinds],
            dossier=self._catalog.dossier.id,
            catalog=self._catalog,
        )
        if change is not None:
            held[change.event.id] = change.event
            # What an old page tells was known on its day, as with the shipped history; what it
            # adds to an event of the ledger is known from now on.
            at = facts.fetched_at if change.before is None else self._now
            self._changes.append((change, at))
        return change

    async def _write(self) -> None:
        await events.save_all(self._tx, self._changes)
        await reports.add_all(self._tx, self._reports, self._now)
        self._changes, self._reports = [], []


def _item(text: Text) -> Item:
    return Item(text.title, text.url, text.id, text.body, _moment(text), published_is_day=True)


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
