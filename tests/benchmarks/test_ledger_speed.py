"""How fast the ledger answers with a million reports in the store, and how fast it is filled.

Run by `make bench`. The store holds the shipped history, 600 events of the watch (the history has
339 rows of five years), and a million reports of them; what is asked for is what `/status` asks
for. Judged are the fastest rounds and processor time: what else the machine does is not ours.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pytest

from bot.backlog import enter
from bot.chat.commands import Commands
from bot.chat.places import Places
from bot.chat.stored import StoredLedger, StoredSubscriptions
from bot.cli.reading import build_matcher
from bot.ledger import events_of, fold_all
from bot.ledger.backfill import merged
from bot.model import ChatAddress, Platform
from bot.store import ItemState, Store, events, items, reports
from config.catalog import load_catalog
from config.model import Catalog
from config.vocabulary import Assertion, Kind
from tests.bot.samples import item, source
from watchers.archives import documents_in
from watchers.clocks import SystemClock
from watchers.matching.parallel import BATCH, batches_of, read_all, read_batch
from watchers.model import Report

REPORTS = 1_000_000
WATCHED = 600
NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
DAY = dt.date(2026, 6, 30)
ADDRESS = ChatAddress(Platform.CONSOLE, "bench")

FOLD_S, STATUS_S = 0.020, 0.050
RATE = 1_200
"""Relevant items a second a core."""
SHARE = 0.85
"""Of twice that, with two workers."""
BATCHES = 180


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


class Filled:
    """A store with a million reports, and a loop to ask it in."""

    def __init__(self, path: Path, catalog: Catalog) -> None:
        self.path = path
        self.catalog = catalog
        self.loop = asyncio.new_event_loop()
        self.store = self.run(self._fill())

    def run(self, asked: Any) -> Any:
        return self.loop.run_until_complete(asked)

    async def _fill(self) -> Store:
        store = await Store.open(self.path)
        shipped = events_of(self.catalog)
        hosted = [event for event in shipped if event.host and event.kind is not Kind.OBSERVATION]
        watched = [
            replace(hosted[n % len(hosted)], id=f"watched-{n}", origin=hosted[0].origin)
            for n in range(WATCHED)
        ]
        async with store.write() as tx:
            await events.sync_history(tx, shipped, NOW)
            await events.take_in(tx, watched, NOW)
            kept = await items.add(tx, source(), item("A headline"), ItemState.DONE, NOW)
            read = Report(Kind.RECOGNIZED, Assertion.CONFIRMED, "RU", confidence=0.9)
            await reports.add(tx, kept, read, "watched-0", NOW)
        await asyncio.to_thread(self._multiply)
        return store

    def _multiply(self) -> None:
        """Copies of one report, spread over events, hosts and degrees of confidence."""
        with closing(sqlite3.connect(self.path)) as db, db:
            db.execute(
                f"""WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
                    WHERE i < {REPORTS})
                INSERT INTO reports (item_id, event_id, at, kind, assertion, host, announced_by,
                    confidence, background, alert, act, content)
                SELECT item_id, 'watched-' || (i % {WATCHED}), at, kind, assertion, host,
                    announced_by, 0.7 + (i % 3) / 10.0, background, alert, act, content
                FROM n, (SELECT * FROM reports LIMIT 1)"""
            )

    def close(self) -> None:
        self.run(self.store.close())
        self.loop.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Iterator[Filled]:
    made = Filled(tmp_path_factory.mktemp("bench") / "missionwatch.db", catalog)
    yield made
    made.close()


def fastest(benchmark: Any, asked: Callable[[], object], rounds: int = 30) -> float:
    benchmark.pedantic(asked, rounds=rounds, warmup_rounds=2)
    return float(benchmark.stats.stats.min)


@pytest.mark.timeout(600)
def test_folding_all_hosts_from_the_store(benchmark: Any, filled: Filled) -> None:
    missions = filled.catalog.missions.values()

    async def ask() -> object:
        async with filled.store.read() as tx:
            ledger = await events.all_events(tx, filled.catalog.dossier.id)
        return fold_all(ledger, missions, DAY)

    assert fastest(benchmark, lambda: filled.run(ask())) <= FOLD_S


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "asked",
    [
        "/status russia",
        "/status russia 2022-04-15",
        "/status",
        "/status known 2023-01-01",
        "/latest",
        "/latest 5 closed",
        "/history",
        "/history russia 2022 2025",
        "/who moscow",
        "/compare 2022-04-15 today",
        "/count 2022-04-15",
        "/search embassy",
    ],
)
def test_questions(benchmark: Any, filled: Filled, asked: str) -> None:
    ledger = StoredLedger(filled.store, filled.catalog.dossier.id)
    places = Places(filled.catalog)
    places.warm_up()
    subscriptions = StoredSubscriptions(filled.store)
    commands = Commands(filled.catalog, places, ledger, subscriptions, SystemClock())
    took = fastest(benchmark, lambda: filled.run(commands.answer(asked, ADDRESS)))
    assert took <= STATUS_S


@pytest.mark.timeout(600)
def test_near_misses(benchmark: Any, filled: Filled) -> None:
    async def ask() -> object:
        async with filled.store.read() as tx:
            return await reports.near_misses(tx, 0.4, 0.7)

    assert fastest(benchmark, lambda: filled.run(ask())) <= STATUS_S


# --- backfill -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Labelled items that something is read in, again and again under other names."""
    data = Path(__file__).parents[1] / "data" / "labelled_en.jsonl"
    told = [json.loads(line) for line in data.read_text("utf-8").splitlines()]
    relevant = [each for each in told if each["kind"] not in {"none", "position"}]
    path = tmp_path_factory.mktemp("archive") / "old.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for n in range(12_000):
            each = relevant[n % len(relevant)]
            line = each | {"id": str(n), "published": each.get("published", each.get("date"))}
            stream.write(json.dumps(line) + "\n")
    return path


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds: of processor in all, of those the ones that no worker shares, and of the clock."""

    whole: float
    alone: float
    clock: float

    @property
    def on_two_s(self) -> float:
        """What it takes by the clock where two cores are free."""
        return self.alone + (self.whole - self.alone) / 2


def spent_on(archive: Path, count: int, workers: int) -> Spent:
    """What some batches take, with all that starting takes."""
    batches = list(islice(batches_of(documents_in(archive)), count))
    before, own, started = processor_s(), time.process_time(), time.perf_counter()
    found = read_all(batches, build_matcher, workers, with_evidence=False)
    # The first batch is read before there are other processes.
    read = next(found)
    alone = time.process_time() - own
    read.extend(chain.from_iterable(found))
    own = time.process_time()
    assert list(merged(read, load_catalog(), empty=True))
    alone += time.process_time() - own
    clock = time.perf_counter() - started
    return Spent(processor_s() - before, alone, clock)


def processor_s() -> float:
    """Of this process and of those it started that have ended."""
    found = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in found)


@pytest.mark.timeout(600)
def test_backfill(archive: Path) -> None:
    """A worker more costs little, and little is done by one alone: on two cores that are free
    two workers do nearly twice the work of one.
    """
    spent: dict[int, Spent] = {}
    for workers in (1, 2):
        spent[workers] = it = spent_on(archive, BATCHES, workers)
        print(
            f"\n{workers} workers: {BATCHES * BATCH / it.whole:,.0f} items a second of "
            f"processor, {BATCHES * BATCH / it.clock:,.0f} of the clock, start included; "
            f"{it.alone:.2f} of {it.whole:.2f} s shared by none"
        )
    start = spent_on(archive, 1, 1).whole
    twice = spent[1].whole / spent[2].on_two_s / 2
    print(f"two workers on two cores: {twice:.0%} of twice one")
    assert (BATCHES - 1) * BATCH / (spent[1].whole - start) >= RATE
    assert twice >= SHARE


@pytest.mark.timeout(600)
def test_entering(archive: Path, catalog: Catalog, tmp_path: Path) -> None:
    """Bringing what was read into the store takes less than half of what reading may."""
    documents = list(islice(documents_in(archive), 2_000))
    read = [
        (
            replace(text, url=f"https://paper{n % 40}.example/{n}", publisher=f"Paper {n % 40}"),
            told,
        )
        for n, (text, told) in enumerate(read_batch(documents, build_matcher()))
    ]

    async def ask() -> float:
        store = await Store.open(tmp_path / "missionwatch.db")
        async with store.write() as tx:
            await events.sync_history(tx, events_of(catalog), NOW)
        before = time.process_time()
        done = await enter(store, read, catalog, NOW)
        spent = time.process_time() - before
        await store.close()
        assert done.items == len(read)
        return spent

    spent = asyncio.run(ask())
    print(f"\nentering: {len(read) / spent:,.0f} items a second of processor")
    assert len(read) / spent >= 2 * RATE
