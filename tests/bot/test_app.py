"""The process: ticks find what is due, a stop lets sends end first, a refused token ends it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
import structlog

from bot.alerts.outbox import Outbox
from bot.alerts.ports import Failure, Sent
from bot.app import App
from bot.chat.errors import TokenRefused
from bot.engine import Handler, LocalEngine
from bot.intake import Intake
from bot.lines import said
from bot.model import Alert, ChatAddress, Message, Platform
from bot.store import ItemState, Store, deliveries, items
from bot.watch import Watch
from config.lexicon import LexiconError
from config.model import Catalog, Source
from tests.bot.samples import (
    ALICE,
    ALL,
    NOW,
    ScriptedMatcher,
    SetClock,
    item,
    polled,
    report,
    shown,
    source,
    subscribe,
)
from watchers.clocks import SystemClock
from watchers.model import Article, Item, PollResult, SourceState

PAPER, WIRE = source("paper"), source("wire")
REFUSED = TokenRefused(Platform.TELEGRAM, "A_SETTING", "no such bot")


class Submitted:
    """An engine that only notes what it is asked for."""

    def __init__(self) -> None:
        self.jobs: list[tuple[str, str]] = []

    def submit(self, task: str, key: str) -> None:
        self.jobs.append((task, key))

    async def idle(self) -> None:
        raise AssertionError("these tests tick by hand")

    async def run(self, handlers: Mapping[str, Handler]) -> None:
        raise AssertionError("these tests tick by hand")

    async def close(self) -> None:
        raise AssertionError("these tests tick by hand")


class FakeTalker:
    """A chat that a test scripts."""

    platform = Platform.TELEGRAM

    def __init__(self) -> None:
        self.story: list[str] = []
        self.ended = asyncio.Event()
        self.refusal: TokenRefused | None = None
        self.fails_to_stop = False
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = asyncio.Event()

    async def start(self) -> None:
        self.story.append("started")

    async def wait(self) -> None:
        await self.ended.wait()
        if self.refusal is not None:
            raise self.refusal

    async def stop(self) -> None:
        self.story.append("stopped")
        if self.fails_to_stop:
            raise OSError("no goodbye")

    async def send(self, message: Message, to: ChatAddress) -> Sent | Failure:
        self.asked.set()
        await self.gate.wait()
        self.story.append(f"sent {shown(message).splitlines()[0]}")
        return Sent("1")

    async def edit(self, message: Message, to: ChatAddress, message_id: str) -> Sent | Failure:
        raise AssertionError("nothing is edited yet")


class Scene:
    """The app over a real store; what a source shows and says is a test's."""

    def __init__(self, store: Store, catalog: Catalog, engine: LocalEngine | Submitted) -> None:
        self.store = store
        self.engine = engine
        self.clock = SetClock()
        self.talker = FakeTalker()
        self.shows: dict[str, tuple[Item, ...]] = {}
        self.wall = SystemClock()
        matcher = ScriptedMatcher()
        matcher.on("Oslo", report())
        self.intake = Intake(
            store,
            matcher,
            catalog,
            self._article,
            self.clock,
            self.wall,
            [Platform.TELEGRAM],
            lambda: engine.submit("drain", "telegram"),
        )
        self.watch = Watch(
            {PAPER.id: PAPER, WIRE.id: WIRE},
            {},
            self._poll,
            self.intake.take,
            lambda source_id: engine.submit("read", source_id),
            self.clock,
        )
        self.app = App(
            store,
            engine,
            self.watch,
            self.intake,
            Outbox(store, {Platform.TELEGRAM: self.talker}, self.wall, "me"),
            {Platform.TELEGRAM: self.talker},
            self.clock,
            self.wall,
            tick_s=0.05,
        )

    async def _poll(self, watched: Source, _state: SourceState) -> PollResult:
        found = polled(watched, *self.shows.get(watched.id, ()))
        later = dt.timedelta(minutes=5)
        after = SourceState(watched.id, due_at=NOW + later, state=found.state)
        return PollResult(watched.id, found.state, "", found.items, after, NOW, False)

    async def _article(self, _source: Source, wanted: Item) -> Article:
        return Article(wanted.url or "", None, "Nothing more.", None)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None]]:
        """`run`, ended at the end."""
        task = asyncio.create_task(self.app.run())
        try:
            yield task
        finally:
            self.app.stop()
            await asyncio.wait({task})


@pytest.fixture
def ticked(store: Store, catalog: Catalog) -> Scene:
    return Scene(store, catalog, Submitted())


@pytest.fixture
async def scene(store: Store, catalog: Catalog) -> Scene:
    await subscribe(store, (ALICE, ALL))
    return Scene(store, catalog, LocalEngine({"poll": 2}))


def jobs(ticked: Scene) -> list[tuple[str, str]]:
    assert isinstance(ticked.engine, Submitted)
    found, ticked.engine.jobs = ticked.engine.jobs, []
    return found


async def test_a_tick_finds_what_is_due(ticked: Scene) -> None:
    await ticked.app.tick()
    assert jobs(ticked) == [("poll", "paper"), ("poll", "wire")]
    assert not ticked.app.first_round.is_set()

    async with ticked.store.write() as tx:
        await items.add(tx, WIRE, item("Left unread by a crash"), ItemState.NEW, NOW)
        alert = Alert("a", "a", 1, (), NOW)
        await deliveries.add(tx, alert, said("left unsent"), [ALICE], ticked.wall.now())
    for each in (PAPER, WIRE):
        await ticked.watch.poll(each.id)
    await ticked.app.tick()

    assert jobs(ticked) == [("read", "wire"), ("drain", "telegram")]
    assert ticked.app.first_round.is_set()
    assert ticked.app.summary().read == 2


async def test_what_is_not_due_is_not_asked_for(ticked: Scene) -> None:
    async with ticked.store.write() as tx:
        later = ticked.wall.now() + dt.timedelta(hours=1)
        alert = Alert("a", "a", 1, (), NOW)
        await deliveries.add(tx, alert, said("held"), [ALICE], later)
    for each in (PAPER, WIRE):
        await ticked.watch.poll(each.id)
    await ticked.app.tick()

    assert jobs(ticked) == []


async def test_after_a_stop_nothing_more_is_asked_for(ticked: Scene) -> None:
    ticked.app.stop()
    await ticked.app.tick()

    assert jobs(ticked) == []


async def test_items_of_a_source_that_is_watched_no_more_are_left_alone(scene: Scene) -> None:
    async with scene.store.write() as tx:
        await items.add(tx, source("gone"), item("Oslo accredits"), ItemState.NEW, NOW)
    scene.shows = {WIRE.id: (item("An envoy to Oslo"),)}
    async with scene.running():
        await asyncio.wait_for(scene.talker.asked.wait(), 10)

    async with scene.store.read() as tx:
        assert (await items.counts(tx))[ItemState.NEW] == 1


async def test_from_a_poll_to_the_chat_and_sends_end_before_the_chat_parts(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.talker.gate.clear()
    scene.shows = {PAPER.id: (item("Oslo accredits"),)}
    async with scene.running() as running:
        await asyncio.wait_for(scene.talker.asked.wait(), 10)
        scene.app.stop()
        await asyncio.sleep(0)
        scene.talker.gate.set()
        await asyncio.wait_for(running, 10)

    told = "sent Norway: envoy accredited (confirmed)"
    assert scene.talker.story == ["started", told, "stopped"]
    assert [log for log in caplog.records if log.levelname == "ERROR"] == []
    async with scene.store.read() as tx:
        assert await deliveries.pending(tx) == 0


async def test_a_token_refused_later_ends_it_with_that(scene: Scene) -> None:
    scene.talker.refusal = REFUSED
    async with scene.running() as running:
        await asyncio.wait_for(scene.app.first_round.wait(), 10)
        scene.talker.ended.set()
        with pytest.raises(TokenRefused, match="A_SETTING"):
            await asyncio.wait_for(running, 10)
    assert scene.talker.story[-1] == "stopped"


async def test_what_cannot_be_prepared_ends_it_with_that(scene: Scene) -> None:
    def fail() -> None:
        raise LexiconError("xx.yaml: file: not YAML")

    scene.app._prepare = fail
    async with scene.running() as running:
        with pytest.raises(LexiconError, match=r"xx\.yaml"):
            await asyncio.wait_for(running, 10)
    assert scene.talker.story[-1] == "stopped"


async def test_a_token_refused_at_the_start_ends_it_before_anything_is_polled(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse() -> None:
        raise REFUSED

    monkeypatch.setattr(scene.talker, "start", refuse)
    async with scene.running() as running:
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(running, 10)

    assert scene.talker.story == ["stopped"]
    assert scene.app.summary().polled == 0


async def test_a_chat_that_does_not_part_well_is_logged_and_no_more(scene: Scene) -> None:
    scene.talker.fails_to_stop = True
    with structlog.testing.capture_logs() as logs:
        async with scene.running() as running:
            await asyncio.wait_for(scene.app.first_round.wait(), 10)
        await running

    assert {"event": "stop_failed", "reason": "no goodbye", "log_level": "warning"} in logs


async def test_a_tick_that_fails_is_logged_and_the_next_one_comes(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = scene.intake.flush
    failed: list[bool] = []

    async def flush_later() -> None:
        if not failed:
            failed.append(True)
            raise OSError("disk full")
        await flush()

    monkeypatch.setattr(scene.intake, "flush", flush_later)
    with structlog.testing.capture_logs() as logs:
        async with scene.running():
            await asyncio.wait_for(scene.app.first_round.wait(), 10)

    (failure,) = [log for log in logs if log["event"] == "tick_failed"]
    assert failure["reason"] == "disk full"
    assert "flush_later" in failure["traceback"]
