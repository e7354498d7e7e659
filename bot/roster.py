"""The sources that run: the catalogue's with the operators' changes, looked for at every tick.

Those in which an overdue plan's fulfilment may show are polled at their shortest interval.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import structlog

from bot.ledger.overdue import awaited, shown_by
from bot.store import Store, events, reports, source_changes, sources
from bot.watch import Watch
from config.model import Catalog, Source
from watchers.model import SourceState
from watchers.ports import Clock
from watchers.schedule import first_due

AWAIT_EVERY = dt.timedelta(minutes=5)
"""Plans fall due at midnight and are confirmed at any time: no tick need look at all of them."""
log = structlog.get_logger()


class Roster:
    """What is to be watched, as the store and the catalogue say."""

    def __init__(self, store: Store, catalog: Catalog, clock: Clock) -> None:
        self._store = store
        self._catalog = catalog
        self._clock = clock
        self._seen = 0
        self._next_look: dt.datetime | None = None
        self.sources: Mapping[str, Source] = {}
        """Every source there is, those that are not polled too."""
        self.states: Mapping[str, SourceState] = {}

    async def load(self) -> None:
        """Read everything anew. First polls are spread, so that nothing starts as a herd."""
        async with self._store.read() as tx:
            self._seen = await source_changes.newest(tx)
            known = await source_changes.known(tx, self._catalog)
            states = await sources.states(tx)
        self.sources = {id: each.source for id, each in known.items()}
        new = [id for id, each in self.sources.items() if each.enabled and id not in states]
        for source_id, due_at in first_due(new, self._clock.now()).items():
            states[source_id] = replace(SourceState(source_id), due_at=due_at)
        self.states = states

    async def refresh(self, watch: Watch) -> None:
        """Bring what operators changed since the last look to the watch, and what is awaited."""
        await self._take_changes(watch)
        now = self._clock.now()
        if self._next_look is None or now >= self._next_look:
            self._next_look = now + AWAIT_EVERY
            await self._expect(watch, now.date())

    async def _expect(self, watch: Watch, today: dt.date) -> None:
        async with self._store.read() as tx:
            plans = awaited(await events.all_events(tx, self._catalog.dossier.id), today)
            told_in = await reports.sources_of(tx, [plan.id for plan in plans])
        found = shown_by(plans, told_in, self.sources)
        if found != watch.awaited:
            watch.expect(found)
            log.info("plans_awaited", plans=[p.id for p in plans], sources=sorted(found))

    async def _take_changes(self, watch: Watch) -> None:
        async with self._store.read() as tx:
            newest = await source_changes.newest(tx)
        if newest == self._seen:
            return
        await self.load()
        watch.use(self.sources, self.states)
        log.info("sources_changed", polled=watch.summary().sources)
