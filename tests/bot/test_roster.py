"""What operators change is polled, or not, from the next look on."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.roster import Roster
from bot.sources.changes import Action, SourceChange, added
from bot.store import Store, source_changes, sources
from bot.watch import Watch
from config.catalog import load_catalog
from config.model import Source
from tests.bot.samples import NOW, SetClock, polled
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
