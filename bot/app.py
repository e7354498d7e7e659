"""One process: the watch, the line, the outbox and the chats, kept going by ticks.

The tables say what is due; ticks only find it. Whatever is stopped or killed at any moment is
found again by the next tick or the next start.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Protocol

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.alerts.notices import Notices
from bot.alerts.outbox import Outbox
from bot.alerts.ports import Courier
from bot.engine import Engine, Handler
from bot.intake import Intake
from bot.model import Platform
from bot.store import Store, Tx, deliveries, edits, items
from bot.watch import Summary, Watch
from watchers.ports import Clock

FLUSH_S = 2.0
"""How long a stop waits for sends under way, so that they are not sent twice. With the 2.5 s that
the chats may take to part, and the rest, it must stay within the 5 s of a stop."""

LAST_TICK_S = 0.5
"""How long a stop waits for a tick under way: a few reads of the store."""

log = structlog.get_logger()


async def _nothing() -> None:
    """The refresh of those whose sources never change."""


class Talker(Courier, Protocol):
    """A chat adapter: hears commands and carries alerts until stopped."""

    async def start(self) -> None:
        """Begin; without a network go on trying behind the scenes. Raises TokenRefused."""
        ...

    async def wait(self) -> None:
        """Return after `stop`; raise TokenRefused when the platform takes the token no more."""
        ...

    async def stop(self) -> None:
        """End within 3 s."""
        ...


class App:
    """Everything that runs, with how it is started, ticked and stopped."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        watch: Watch,
        intake: Intake,
        outbox: Outbox,
        talkers: Mapping[Platform, Talker],
        clock: Clock,
        wall: Clock,
        tick_s: float,
        prepare: Callable[[], None] = lambda: None,
        notices: Notices | None = None,
        refresh: Callable[[], Awaitable[None]] = _nothing,
    ) -> None:
        """`prepare` runs in a thread beside the start; what it raises ends `run`. `refresh` runs
        at each tick, before what is due is looked for.
        """
        self._store = store
        self._engine = engine
        self._watch = watch
        self._intake = intake
        self._outbox = outbox
        self._talkers = talkers
        self._clock = clock
        self._wall = wall
        self._tick_s = tick_s
        self._prepare = prepare
        self._notices = notices
        self._refresh = refresh
        self._stopping = asyncio.Event()
        self._ticking = asyncio.Lock()
        self.first_round = asyncio.Event()
        """Set once every source was polled at least once."""

    async def run(self) -> None:
        """Work until `stop` or a signal; what was under way is finished or found again.

        Raises TokenRefused when a platform refuses its token, now or later.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stop)
        scheduler = self._scheduler()
        async with self.working():
            try:
                scheduler.start()
                await self._until_stopped()
            finally:
                await self._end_ticks(scheduler)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """The chats and the engine at work, but nothing that ticks; wound down at the end.

        Raises TokenRefused when a platform refuses its token at the start.
        """
        working = asyncio.create_task(self._engine.run(self._handlers()))
        try:
            await asyncio.gather(*(talker.start() for talker in self._talkers.values()))
            yield
        finally:
            self._stopping.set()
            await self._wind_down()
            working.cancel()

    async def idle(self) -> None:
        """Return once everything that ticks found so far is done."""
        await self._engine.idle()

    async def _until_stopped(self) -> None:
        preparing = asyncio.create_task(asyncio.to_thread(self._prepare))
        ends: list[asyncio.Task[Any]] = [
            asyncio.create_task(talker.wait()) for talker in self._talkers.values()
        ]
        ends.append(asyncio.create_task(self._stopping.wait()))
        try:
            pending: set[asyncio.Task[Any]] = {preparing, *ends}
            while not any(task.done() for task in ends):
                done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    await task
        finally:
            for task in (preparing, *ends):
                task.cancel()

    def stop(self) -> None:
        """End `run` soon."""
        self._stopping.set()

    def summary(self) -> Summary:
        """How the sources stand."""
        return self._watch.summary()

    async def tick(self) -> None:
        """Find what is due and hand it to the engine."""
        async with self._ticking:
            if not self._stopping.is_set():
                await self._tick()

    async def _tick(self) -> None:
        await self._refresh()
        for source_id in self._watch.due(self._clock.now()):
            self._engine.submit("poll", source_id)
        await self._intake.flush()
        if self._notices is not None:
            await self._notices.look(self._watch.sources, self._watch.states)
        if not self.first_round.is_set() and self._watch.summary().is_first_round_over:
            self.first_round.set()
        async with self._store.read() as tx:
            unread = await items.sources_unread(tx, self._clock.now())
            due = {platform: await _next_due(tx, platform) for platform in self._talkers}
        for source_id in unread:
            self._engine.submit("read", source_id)
        for platform, when in due.items():
            if when is not None and when <= self._wall.now():
                self._engine.submit("drain", platform.value)

    async def _read(self, source_id: str) -> None:
        source = self._watch.source(source_id)
        if source is not None:
            await self._intake.read_source(source)

    def _handlers(self) -> Mapping[str, Handler]:
        return {"poll": self._watch.poll, "read": self._read, "drain": self._outbox.drain}

    def _scheduler(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(timezone="UTC")
        scheduler.add_listener(_log_tick_error, EVENT_JOB_ERROR)
        scheduler.add_job(
            self.tick,
            "interval",
            seconds=self._tick_s,
            next_run_time=self._wall.now(),
            max_instances=1,
            coalesce=True,
            # Late ticks run all the same: APScheduler's default would drop them after 1 s.
            misfire_grace_time=None,
        )
        return scheduler

    async def _end_ticks(self, scheduler: AsyncIOScheduler) -> None:
        """No further tick. One under way ends first: the scheduler would cancel it in the middle
        of a query, and the store would wait for that connection when it closes.
        """
        self._stopping.set()
        if not scheduler.running:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_TICK_S), self._ticking:
                pass
        scheduler.shutdown(wait=False)

    async def _wind_down(self) -> None:
        # First the sends: a chat that parts breaks those under way, and they would be repeated.
        await self._outbox.finish(FLUSH_S)
        stops = [talker.stop() for talker in self._talkers.values()]
        outcomes = await asyncio.gather(*stops, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                log.warning("stop_failed", reason=str(outcome))
        await self._engine.close()
        await self._intake.flush()


async def _next_due(tx: Tx, platform: Platform) -> datetime | None:
    """When the drain of a platform has something to do; None where nothing waits."""
    times = (await deliveries.next_due(tx, platform), await edits.next_due(tx, platform))
    return min((when for when in times if when is not None), default=None)


def _log_tick_error(event: JobExecutionEvent) -> None:
    log.error("tick_failed", reason=str(event.exception), traceback=event.traceback)
