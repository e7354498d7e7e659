"""Builds the one process out of its parts, and takes it apart again."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TextIO

import structlog

from bot.alerts.caps import AlertCap
from bot.alerts.notices import Notices
from bot.alerts.outbox import Outbox
from bot.alerts.ports import Courier
from bot.app import App, Talker
from bot.chat.commands import Commands
from bot.chat.editing import Editing
from bot.chat.places import Places
from bot.chat.stored import StoredLedger, StoredSources, StoredSubscriptions
from bot.engine import LocalEngine
from bot.intake import Intake
from bot.ledger import events_of
from bot.model import ChatAddress, Platform
from bot.review import Review
from bot.roster import Roster
from bot.store import Store, deliveries, events, items
from bot.watch import Watch
from config.catalog import load_catalog
from config.lexicon import languages
from config.model import Catalog, Source
from config.settings import Settings
from watchers.articles import fetch_article
from watchers.clocks import ShiftedClock, SystemClock
from watchers.http import HttpFetch
from watchers.matching import Matcher
from watchers.model import Article, Item
from watchers.poll import poll
from watchers.pool import ReaderPool
from watchers.ports import Clock, Fetch, Parse

if TYPE_CHECKING:
    from rich.console import Console

READERS_AT_ONCE = 8
"""Sources whose items are read at the same moment; most of that is waiting for articles."""
LOOKUP_THREADS = 32
"""A name look-up blocks a thread; with Python's default of six, slow ones would queue."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Process:
    """The parts that others use: the app to run, what answers, what the chats are."""

    app: App
    catalog: Catalog
    commands: Commands
    couriers: Mapping[Platform, Courier]
    clock: Clock
    store: Store


@dataclass(frozen=True, slots=True)
class Terminal:
    """The console chat's two ends; `stdin` None when nothing is typed."""

    console: Console
    stdin: TextIO | None


@dataclass(frozen=True, slots=True)
class Outside:
    """What a process takes from outside, where that is not to be the real thing.

    Who passes `fetch` or `parse` closes it.
    """

    clock: Clock | None = None
    """The world's; None: as the settings say."""
    wall: Clock = field(default_factory=SystemClock)
    """Real time, for deliveries."""
    fetch: Fetch | None = None
    parse: Parse | None = None
    talkers: Mapping[Platform, Talker] | None = None


def clock_of(settings: Settings) -> Clock:
    """The world's clock: the real one, unless it is to start elsewhere or to run faster."""
    if settings.now is None and settings.clock_rate == 1:
        return SystemClock()
    return ShiftedClock(settings.now or SystemClock().now(), settings.clock_rate)


@asynccontextmanager
async def assembled(
    settings: Settings, terminal: Terminal, outside: Outside | None = None
) -> AsyncIterator[Process]:
    """One process, ready to run; closed at the end.

    Raises CatalogError, StoreLocked.
    """
    outside = outside or Outside()
    clock = outside.clock or clock_of(settings)
    wall = outside.wall
    catalog = load_catalog(settings.dossier, settings.catalog_root, settings.sources_file)
    async with AsyncExitStack() as stack:
        _widen_lookups(stack)
        store = await Store.open(settings.store, exclusive=True)
        stack.push_async_callback(store.close)
        await _open_ledger(store, catalog, settings, clock, wall)
        roster = Roster(store, catalog, clock)
        await roster.load()
        fetch, parse = await _door_and_readers(stack, settings, outside)
        places = Places(catalog)
        ledger = StoredLedger(store, catalog.dossier.id)
        engine = LocalEngine({"poll": settings.poll_workers, "read": READERS_AT_ONCE, "drain": 3})
        talkers: dict[Platform, Talker] = {}
        on_alert = partial(_submit_drains, engine, talkers)
        editors = _chat_of(settings.editors_chat)
        operators = _chat_of(settings.operators_chat)
        review = Review(store, catalog, clock, wall, talkers.keys(), on_alert)
        editing = Editing(review, catalog, places, editors) if editors else None
        subscriptions = StoredSubscriptions(store)
        book = StoredSources(store, catalog)
        commands = Commands(catalog, places, ledger, subscriptions, clock, editing, book)
        talkers |= outside.talkers or _talkers(settings, commands, subscriptions, terminal, clock)
        matcher = Matcher.build(catalog, languages())
        intake = Intake(
            store,
            matcher,
            catalog,
            partial(_article, fetch, parse, clock),
            clock,
            wall,
            list(talkers),
            on_alert,
            editors,
            AlertCap(operators),
        )
        watch = Watch(
            roster.sources,
            roster.states,
            partial(poll, fetch=fetch, parse=parse, clock=clock),
            intake.take,
            lambda source_id: engine.submit("read", source_id),
            clock,
        )
        outbox = Outbox(store, talkers, wall, owner=f"pid-{os.getpid()}")
        app = App(
            store,
            engine,
            watch,
            intake,
            outbox,
            talkers,
            clock,
            wall,
            settings.tick_s,
            partial(_read_words, matcher, places),
            Notices(store, catalog, operators, clock, wall, on_alert),
            partial(roster.refresh, watch),
        )
        _spare_the_collector(stack)
        yield Process(app, catalog, commands, talkers, clock, store)


def _chat_of(named: str | None) -> ChatAddress | None:
    """The chat that a setting names as `platform:id`."""
    if named is None:
        return None
    platform, _, chat = named.partition(":")
    return ChatAddress(Platform(platform), chat)


def _read_words(matcher: Matcher, places: Places) -> None:
    """The lexicons (a wrong one stops the process) and the names of places in every language.

    Two seconds of work, so beside the start: what needs a word sooner reads it itself.
    """
    matcher.load()
    places.warm_up()


def _spare_the_collector(stack: AsyncExitStack) -> None:
    """Takes what lives as long as the process out of the collector's sight.

    A full collection looks at every object there is: with catalogue, lexicons and libraries it
    held the loop for a quarter of a second (docs/performance.md).
    """
    gc.collect()
    gc.freeze()
    stack.callback(gc.unfreeze)


def _submit_drains(engine: LocalEngine, platforms: Iterable[Platform]) -> None:
    for platform in platforms:
        engine.submit("drain", platform.value)


async def _open_ledger(
    store: Store, catalog: Catalog, settings: Settings, clock: Clock, wall: Clock
) -> None:
    """Bring the shipped history in; free what a crash left in sending, and what failed.

    What one version could not read the next one may: no item is lost to a fault since mended.
    """
    now = clock.now()
    async with store.write() as tx:
        await events.sync_history(tx, events_of(catalog, settings.history_until), now)
        await deliveries.release_owned_by_others(tx, wall.now())
        if again := await items.retry_failed(tx):
            log.warning("failed_items_read_again", items=again)


async def _door_and_readers(
    stack: AsyncExitStack, settings: Settings, outside: Outside
) -> tuple[Fetch, Parse]:
    fetch, parse = outside.fetch, outside.parse
    if fetch is None:
        fetch = await stack.enter_async_context(_fetch_of(settings))
    if parse is None:
        parse = await stack.enter_async_context(ReaderPool())
    return fetch, parse


def _fetch_of(settings: Settings) -> HttpFetch:
    return HttpFetch(
        settings.user_agent,
        proxy=settings.http_proxy,
        allow_loopback=settings.allow_loopback,
        min_gap_s=settings.min_host_gap_s,
    )


async def _article(
    fetch: Fetch, parse: Parse, clock: Clock, source: Source, item: Item
) -> Article:
    assert item.url is not None
    return await fetch_article(
        fetch,
        parse,
        item.url,
        fetched_at=clock.now(),
        ports=source.ports,
        timezone=source.timezone,
        min_gap_s=source.min_gap_s,
    )


def _talkers(
    settings: Settings,
    commands: Commands,
    subscriptions: StoredSubscriptions,
    terminal: Terminal,
    clock: Clock,
) -> dict[Platform, Talker]:
    """The chats that have a token; the console where none has. Libraries load only then."""
    talkers: dict[Platform, Talker] = {}
    if settings.telegram_token is not None:
        from bot.chat.telegram import TelegramChat

        talkers[Platform.TELEGRAM] = TelegramChat(
            settings.telegram_token.get_secret_value(),
            commands,
            base_url=settings.telegram_base_url,
            proxy=settings.telegram_proxy,
            on_suspended=subscriptions.suspend,
            on_returned=subscriptions.remember,
        )
    if settings.slack_bot_token is not None and settings.slack_app_token is not None:
        from bot.chat.slack import SlackChat

        talkers[Platform.SLACK] = SlackChat(
            settings.slack_bot_token.get_secret_value(),
            settings.slack_app_token.get_secret_value(),
            commands,
            base_url=settings.slack_base_url,
            proxy=settings.http_proxy,
            on_suspended=subscriptions.suspend,
        )
    if not talkers:
        from bot.chat.console import ConsoleChat

        talkers[Platform.CONSOLE] = ConsoleChat(commands, terminal.console, terminal.stdin, clock)
    return talkers


def _widen_lookups(stack: AsyncExitStack) -> None:
    executor = ThreadPoolExecutor(LOOKUP_THREADS, thread_name_prefix="lookup")
    asyncio.get_running_loop().set_default_executor(executor)
    # A look-up that hangs must not hold up the end of the process.
    stack.callback(executor.shutdown, wait=False, cancel_futures=True)
