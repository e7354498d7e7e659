"""Full rounds of polls with everything real but the hosts: door, reader process, store."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import os
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NoReturn

from bot.intake import Intake
from bot.model import Platform
from bot.store import Store
from bot.watch import Watch
from config.catalog import load_catalog
from config.lexicon import languages
from config.model import Source
from config.vocabulary import SourceKind, SourceRole
from watchers.http import HttpFetch
from watchers.matching import Matcher
from watchers.model import Article, Item, PollState
from watchers.poll import poll
from watchers.pool import ReaderPool

AT_ONCE = 32
_TICK_S = 0.01
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of polls cost."""

    feeds: int
    cpu_s: float
    """Of this process and its reader process."""
    wall_s: float
    rss_mb: float
    """Peak of this process, and what the reader process takes."""
    longest_stall_s: float
    states: dict[PollState, int]
    new_items: int

    @property
    def per_cpu_s(self) -> float:
        """Feeds for each second of a core's time."""
        return self.feeds / self.cpu_s


class Now:
    """A clock on which every source is due at every round."""

    def __init__(self) -> None:
        self.at = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.at


def source_of(number: int, url: str, port: int) -> Source:
    """A feed that is polled."""
    return Source(
        id=f"s{number}",
        kind=SourceKind.FEED,
        url=url,
        publisher=f"P{number}",
        country="XX",
        lang="en",
        role=SourceRole.NEWS,
        tier=2,
        ports=(port,),
    )


class Rounds:
    """Polls all of some sources, round after round."""

    def __init__(self, watch: Watch, intake: Intake, clock: Now) -> None:
        self._watch = watch
        self._intake = intake
        self._clock = clock
        self.new_items = 0

    async def run(self) -> Round:
        """One round, measured."""
        self._clock.at += dt.timedelta(days=3)
        due = self._watch.due(self._clock.now())
        stalls = asyncio.create_task(_longest_stall())
        cpu, wall, new = _cpu_s(), time.perf_counter(), self.new_items
        flushes = asyncio.create_task(self._flush_every_second())
        waiting = iter(due)
        await asyncio.gather(*(self._poll_all(waiting) for _ in range(AT_ONCE)))
        flushes.cancel()
        await self._intake.flush()
        spent, took = _cpu_s() - cpu, time.perf_counter() - wall
        stalls.cancel()
        await asyncio.wait([stalls])
        return Round(
            feeds=len(due),
            cpu_s=spent,
            wall_s=took,
            rss_mb=_rss_mb(),
            longest_stall_s=_STALLS.pop(),
            states=self._states(),
            new_items=self.new_items - new,
        )

    async def _poll_all(self, waiting: Iterator[str]) -> None:
        for source_id in waiting:
            await self._watch.poll(source_id)

    async def _flush_every_second(self) -> None:
        """As the ticks do."""
        while True:
            await asyncio.sleep(1.0)
            await self._intake.flush()

    def _states(self) -> dict[PollState, int]:
        counts: dict[PollState, int] = {}
        for state in self._watch._states.values():
            if state.state is not None:
                counts[state.state] = counts.get(state.state, 0) + 1
        return counts


@asynccontextmanager
async def rounds(sources: Sequence[Source], folder: Path) -> AsyncIterator[Rounds]:
    """The line from the door to the store, over these sources."""
    clock = Now()
    catalog = load_catalog("afghanistan")
    by_id = {source.id: source for source in sources}
    async with (
        HttpFetch("MissionWatch/bench", allow_loopback=True, min_gap_s=0.0) as fetch,
        ReaderPool() as parse,
    ):
        store = await Store.open(folder / "bench.db", exclusive=True)
        matcher = Matcher.build(catalog, languages())
        wired = replace(catalog, sources=by_id)
        intake = Intake(
            store, matcher, wired, _no_article, clock, clock, [Platform.CONSOLE], _nothing
        )
        counted: list[Rounds] = []

        async def take(source: Source, result: object) -> int:
            new = await intake.take(source, result)  # type: ignore[arg-type] # Watch hands it on
            counted[0].new_items += new
            return new

        polling = partial(poll, fetch=fetch, parse=parse, clock=clock)
        watch = Watch(by_id, {}, polling, take, lambda source_id: None, clock)
        counted.append(Rounds(watch, intake, clock))
        gc.collect()
        gc.freeze()  # as bot/assembly.py does
        try:
            yield counted[0]
        finally:
            gc.unfreeze()
            await store.close()


async def _no_article(source: Source, item: Item) -> Article:
    raise AssertionError("no article is fetched in a round of polls")


def _nothing() -> None:
    return None


_STALLS: list[float] = []


async def _longest_stall() -> NoReturn:
    longest = 0.0
    loop = asyncio.get_running_loop()
    try:
        while True:
            before = loop.time()
            await asyncio.sleep(_TICK_S)
            longest = max(longest, loop.time() - before - _TICK_S)
    finally:
        _STALLS.append(longest)


def _children() -> list[int]:
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    return [int(pid) for pid in listed.split()]


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()


def _cpu_s() -> float:
    """Seconds of this process and of the readers; the feed server is not among them."""
    readers = sum(int(n) for pid in _readers() for n in _stat(pid)[11:13]) / _TICKS_PER_S
    return time.process_time() + readers


def _readers() -> list[int]:
    return [
        pid for pid in _children() if b"readerprocess" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def _rss_mb() -> float:
    import resource

    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pages = sum(int(_stat(pid)[21]) for pid in _readers())
    return own + pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576
