"""Lets the whole process live through the week: its clock is set, its ticks are driven."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import AsyncIterator, Mapping, MutableMapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
import yaml
from rich.console import Console
from sqlalchemy import select

from bot.alerts.ports import Failure, Sent
from bot.assembly import Outside, Process, Terminal, assembled
from bot.model import ChatAddress, Message, Platform, Scope, ScopeKind
from bot.store import Store, chats
from bot.store.tables import items
from config.catalog import SHIPPED, load_catalog
from config.settings import Settings, load_settings
from tests.fakes.fetching import parse_here
from tests.week.book import LASTS_H, STARTS, Book, hour
from tests.week.clock import SimulatedTime
from tests.week.script import Script, make_script
from tests.week.serving import CHANNEL, LOOPBACK, LocalServer, WorldWire
from tests.week.stories import RESTARTS_AT
from tests.week.world import Asked, World
from tests.week.writing import make_book
from watchers.http import HttpFetch

STEP = dt.timedelta(minutes=5)
"""Between two ticks."""
GAP_S = 3.0
OPERATORS = ChatAddress(Platform.CONSOLE, "console")
READERS = ChatAddress(Platform.CONSOLE, "readers")
RESTARTS_H = (28.05, RESTARTS_AT + 1)
"""The process ends and starts again: once between two ticks, once in the middle of its work."""
DOWN = dt.timedelta(minutes=3)
_LOCAL = (
    ("local-feed", "feed", "/feed", "Fjord Times", "NO", "news"),
    ("local-page", "page", "/news", "MFA Greece", "GR", "host_mfa"),
    ("local-telegram", "telegram", CHANNEL, "MFA Japan", "JP", "host_mfa"),
    ("local-sitemap", "sitemap", "/sitemap.xml", "MFA Poland", "PL", "host_mfa"),
    ("local-json", "json", "/api/news", "MFA Bulgaria", "BG", "host_mfa"),
)
"""One source of each kind, over real HTTP."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that reached a chat."""

    at: dt.datetime
    chat: ChatAddress
    message: Message


@dataclass(frozen=True, slots=True)
class Row:
    """An item in the store."""

    source_id: str
    link: str
    state: str
    found_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Lived:
    """What came of a week: the world's book, and what the product did."""

    book: Book
    script: Script
    asked: Sequence[Asked]
    heard: Sequence[Heard]
    rows: Sequence[Row]
    logged: Sequence[Mapping[str, Any]]
    cpu_s: float
    ticks: int


class Listener:
    """The chats' end: takes every message and notes when."""

    platform = Platform.CONSOLE

    def __init__(self, time: SimulatedTime) -> None:
        self.heard: list[Heard] = []
        self._time = time

    async def start(self) -> None:
        """Nothing to connect to."""

    async def wait(self) -> None:
        """Nothing ends it."""

    async def stop(self) -> None:
        """Nothing to part from."""

    async def send(self, message: Message, to: ChatAddress) -> Sent | Failure:
        """It arrives."""
        self.heard.append(Heard(self._time.now(), to, message))
        return Sent(str(len(self.heard)))

    async def edit(self, message: Message, to: ChatAddress, message_id: str) -> Sent | Failure:
        """It is edited, without a sound."""
        return Sent(message_id)


async def live(seed: int, folder: Path) -> Lived:
    """A whole week, in two minutes."""
    began = time.process_time()
    async with LocalServer() as server:
        entries = _entries(server.port)
        settings = _settings(folder, entries)
        sources = load_catalog(settings.dossier, None, settings.sources_file).sources
        script = make_script(sources, seed)
        week = _Week(settings, server, script, make_book(sources, script, seed))
        server.world = week.world
        with _Logs(week.clock) as logged:
            await week.live()
        rows = await _rows(settings)
    return Lived(
        week.book,
        script,
        week.world.asked,
        week.listener.heard,
        rows,
        logged,
        time.process_time() - began,
        week.ticks,
    )


class _Week:
    """One world and the process in it, which ends and starts again."""

    def __init__(
        self, settings: Settings, server: LocalServer, script: Script, book: Book
    ) -> None:
        self.clock = SimulatedTime(STARTS)
        self.book = book
        self.world = World(book, script, self.clock)
        self.listener = Listener(self.clock)
        self.ticks = 0
        self._settings = settings
        self._server = server

    async def live(self) -> None:
        """From the first tick to the last, with what ends it in between."""
        await _subscribe(self._settings)
        graceful, abrupt = RESTARTS_H
        async with self._process() as process:
            await self._tick_until(process, hour(graceful))
        self.clock.advance_to(self.clock.now() + DOWN)
        async with self._process() as process:
            await self._tick_until(process, hour(abrupt))
            await process.app.tick()
        self.clock.advance_to(self.clock.now() + DOWN)
        async with self._process() as process:
            await self._tick_until(process, hour(LASTS_H))

    async def _tick_until(self, process: Process, end: dt.datetime) -> None:
        while self.clock.now() < end:
            due = self.clock.now() + STEP
            await process.app.tick()
            await process.app.idle()
            self.ticks += 1
            self.clock.advance_to(due)

    @asynccontextmanager
    async def _process(self) -> AsyncIterator[Process]:
        self.world.life += 1
        fetch = HttpFetch(
            self._settings.user_agent,
            allow_loopback=True,
            min_gap_s=GAP_S,
            stopwatch=self.clock,
            wire=WorldWire(self.world, self._server),
        )
        outside = Outside(
            clock=self.clock,
            wall=self.clock,
            fetch=fetch,
            parse=parse_here,
            talkers={Platform.CONSOLE: self.listener},
        )
        terminal = Terminal(Console(quiet=True), None)
        process_of = assembled(self._settings, terminal, outside)
        async with fetch, process_of as process, process.app.working():
            yield process


def _entries(port: int) -> list[dict[str, object]]:
    """The enabled sources as their file has them, and one of each kind on this machine."""
    shipped = SHIPPED / "dossiers" / "afghanistan" / "sources.yaml"
    entries = yaml.load(shipped.read_text("utf-8"), yaml.CSafeLoader)
    enabled = [entry for entry in entries if entry.get("enabled", True)]
    primaries = {entry["url"] for entry in enabled}
    for entry in enabled:
        # What is another's own address tells the world nothing of who asks.
        alternates = [each for each in entry.get("alternates", ()) if each not in primaries]
        entry["alternates"] = alternates
    for id, kind, path, publisher, country, role in _LOCAL:
        entry = {"id": id, "kind": kind, "publisher": publisher, "country": country, "lang": "en"}
        url = path if path == CHANNEL else f"http://{LOOPBACK}:{port}{path}"
        address = {"url": url, "ports": [port]}
        enabled.append(entry | address | {"role": role, "tier": 1, "every_min": 30})
    return enabled


def _settings(folder: Path, entries: list[dict[str, object]]) -> Settings:
    sources = folder / "sources.yaml"
    sources.write_text(yaml.safe_dump(entries, allow_unicode=True), "utf-8")
    return load_settings(
        environ={},
        folder=folder,
        data=folder / "data",
        sources_file=sources,
        allow_loopback=True,
        min_host_gap_s=GAP_S,
        operators_chat="console:console",
    )


async def _subscribe(settings: Settings) -> None:
    store = await Store.open(settings.store)
    async with store.write() as tx:
        await chats.subscribe(tx, READERS, Scope(ScopeKind.ALL))
    await store.close()


async def _rows(settings: Settings) -> list[Row]:
    store = await Store.open(settings.store)
    asked = select(items.c.source_id, items.c.link_key, items.c.state, items.c.found_at)
    async with store.read() as tx:
        rows = [Row(*row) for row in await tx.connection.execute(asked)]
    await store.close()
    return rows


class _Logs:
    """Keeps what is logged, with the week's time, instead of printing it."""

    def __init__(self, clock: SimulatedTime) -> None:
        self._clock = clock
        self._kept: list[Mapping[str, Any]] = []
        self._before: dict[str, Any] = {}

    def __enter__(self) -> list[Mapping[str, Any]]:
        self._before = structlog.get_config()
        # Another test may have set the level higher.
        all_of_them = structlog.make_filtering_bound_logger(logging.INFO)
        structlog.configure(processors=[self._keep], wrapper_class=all_of_them)
        return self._kept

    def __exit__(self, *_: object) -> None:
        structlog.configure(**self._before)

    def _keep(
        self, _logger: object, method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        self._kept.append({**event, "level": method, "at": self._clock.now()})
        raise structlog.DropEvent
