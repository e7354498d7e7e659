"""What operators change is polled, or not, from the next look on."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model import Change, ChangeKind, Event
from bot.roster import Roster
from bot.sources.changes import Action, SourceChange, added
from bot.store import Store, events, items, reports, source_changes, sources
from bot.watch import Watch
from config.catalog import load_catalog
from config.model import Source
from config.vocabulary import Assertion, Kind
from tests.bot.ledger.conftest import event
from tests.bot.samples import NOW, SetClock, item, polled, report
from watchers.model import PollResult, PollState, SourceState

CATALOG = load_catalog()
TWO = {id: CATALOG.sources[id] for id in ("ru-mid-news", "ae-mofa")}
SMALL = replace(CATALOG, sources=TWO)
NEW = replace(TWO["ru-mid-news"], id="xx-new", url="https://new.example/feed")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(tmp_path / "missionwatch.db")
    yield opened
    await opened.close()


class Scene:
    """A roster and a watch over it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = SetClock()
        self.roster = Roster(store, SMALL, self.clock)
        self.asked_with: list[SourceState] = []

    async def start(self) -> None:
        await self.roster.load()
        self.watch = Watch(
            self.roster.sources,
            self.roster.states,
            self._poll,
            self._take,
            lambda _id: None,
            self.clock,
        )

    async def is_awaited(self, source_id: str) -> bool:
        """Whether a source is polled as one of which something is awaited."""
        await self.roster.refresh(self.watch)
        return source_id in self.watch.awaited

    async def _poll(self, source: Source, state: SourceState) -> PollResult:
        self.asked_with.append(state)
        return polled(source, state=PollState.OK)

    async def _take(self, source: Source, result: PollResult) -> int:
        async with self.store.write() as tx:
            await sources.save_states(tx, [result.next_state])
        return 0

    async def change(self, change: SourceChange) -> None:
        async with self.store.write() as tx:
            await source_changes.record(tx, change)
        await self.roster.refresh(self.watch)

    def due(self) -> set[str]:
        return set(self.watch.due(NOW + dt.timedelta(days=9)))


def of(action: Action, source_id: str = "ae-mofa") -> SourceChange:
    return SourceChange(source_id, action, NOW, "ann", "why")


async def test_a_change_is_heeded_at_the_next_look(store: Store) -> None:
    scene = Scene(store)
    await scene.start()
    assert scene.due() == {"ru-mid-news", "ae-mofa"}
    await scene.change(of(Action.PAUSE))
    assert scene.due() == {"ru-mid-news"}
    await scene.change(added(NEW, NOW, "ann"))
    assert scene.due() == {"ru-mid-news", "xx-new"}
    await scene.change(of(Action.RETIRE, "xx-new"))
    await scene.change(of(Action.RESUME))
    assert scene.due() == {"ru-mid-news", "ae-mofa"}
    assert scene.watch.summary().sources == 2


async def test_a_resumed_source_goes_on_from_where_it_was(store: Store) -> None:
    scene = Scene(store)
    await scene.start()
    await scene.watch.poll("ae-mofa")
    await scene.change(of(Action.PAUSE))
    await scene.watch.poll("ae-mofa")
    assert len(scene.asked_with) == 1, "a poll that waited for its turn is let go"
    await scene.change(of(Action.RESUME))
    await scene.watch.poll("ae-mofa")
    assert scene.asked_with[1].etag == '"1"'


async def test_what_a_paused_source_showed_before_is_still_read(store: Store) -> None:
    scene = Scene(store)
    await scene.start()
    await scene.change(of(Action.PAUSE))
    paused = scene.watch.source("ae-mofa")
    assert paused == replace(TWO["ae-mofa"], enabled=False)
    assert scene.watch.source("was-once") is None


async def test_nothing_changed_is_nothing_read(store: Store) -> None:
    scene = Scene(store)
    await scene.start()
    before = scene.roster.sources
    await scene.roster.refresh(scene.watch)
    assert scene.roster.sources is before


async def test_changes_outlive_the_process(store: Store) -> None:
    scene = Scene(store)
    await scene.start()
    await scene.change(of(Action.RETIRE))
    await scene.change(added(NEW, NOW, "ann", "found it"))
    again = Scene(store)
    await again.start()
    assert again.due() == {"ru-mid-news", "xx-new"}


async def test_sources_of_an_overdue_plan_are_awaited_until_it_is_done(store: Store) -> None:
    scene = Scene(store)
    told = dt.datetime(2026, 7, 1, 9, tzinfo=dt.UTC)
    plan = event(Kind.MISSION_CLOSED, "2026-07-10", Assertion.PLANNED, host="AE", known_at=told)
    await save(store, plan)
    await scene.start()
    scene.clock.at = dt.datetime(2026, 7, 10, 12, tzinfo=dt.UTC)
    assert not await scene.is_awaited("ae-mofa")
    scene.clock.pass_(days=1)
    assert await scene.is_awaited("ae-mofa")
    assert not await scene.is_awaited("ru-mid-news")
    await save(store, event(Kind.MISSION_CLOSED, "2026-07-11", host="AE"))
    scene.clock.pass_(minutes=5)
    assert not await scene.is_awaited("ae-mofa")


async def test_sources_that_told_of_an_overdue_plan_are_awaited(store: Store) -> None:
    scene = Scene(store)
    told = dt.datetime(2026, 7, 1, 9, tzinfo=dt.UTC)
    plan = event(Kind.MISSION_CLOSED, "2026-07-10", Assertion.PLANNED, host="AE", known_at=told)
    await save(store, plan)
    async with store.write() as tx:
        await items.add_new(tx, TWO["ru-mid-news"], [item("A plan")], told, on_first_poll=False)
        (found,) = await items.unread(tx, "ru-mid-news", told, limit=9)
        await reports.add(tx, found.id, report(Kind.MISSION_CLOSED, host="AE"), plan.id, told)
    await scene.start()
    assert await scene.is_awaited("ru-mid-news")


async def save(store: Store, made: Event) -> None:
    """Enter an event as if the watch had found it."""
    async with store.write() as tx:
        await events.save(tx, Change(ChangeKind.NEW, made), made.known_at)
