"""Answers questions to the ledger on the command line, from the store or the history."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.chat.commands import Commands
from bot.chat.foundjson import found_json
from bot.chat.peek import PeekedLedger
from bot.chat.peeked_sources import PeekedSources
from bot.chat.places import Places
from bot.chat.ports import Ledger, SourceBook
from bot.chat.shipped import ShippedLedger
from bot.chat.statusjson import latest_json, missions_json, status_json
from bot.cli.exits import CommandError
from bot.ledger import events_of
from bot.model import ChatAddress, HostStatus, Message, Platform, Scope
from config.catalog import load_catalog
from config.model import Catalog
from config.settings import Settings, load_settings
from watchers.clocks import ShiftedClock, SystemClock

_OTHERS = frozenset({"history", "who", "compare", "count", "search"})
ADDRESS = ChatAddress(Platform.CONSOLE, "command-line")


class NoSubscriptions:
    """The command line subscribes to nothing."""

    async def add(self, address: ChatAddress, scope: Scope) -> bool:
        """Nothing is added."""
        return False

    async def remove(self, address: ChatAddress, scope: Scope | None) -> int:
        """Nothing is removed."""
        return 0

    async def list(self, address: ChatAddress) -> Sequence[Scope]:
        """There are none."""
        return ()

    async def remember(self, address: ChatAddress) -> None:
        """Nobody is there to be written to."""


async def answer(line: str) -> Message:
    """The reply to a command."""
    async with _desk() as (commands, _catalog):
        return await commands.answer(line, ADDRESS)


async def answer_json(line: str) -> Any:
    """The same as JSON values (docs/answers.schema.json). Raises CommandError for what is no
    question: no place, no day.
    """
    name, _, rest = line.partition(" ")
    async with _desk() as (commands, catalog):
        if name == "latest":
            found = await commands.find_latest(rest)
            return latest_json(_or_complain(found), catalog)
        if name in _OTHERS:
            other = _or_complain(await commands.find_other(name, rest))
            return found_json(other, catalog)
        statuses: Sequence[HostStatus] = _or_complain(await commands.find(rest, name))
        if name == "missions":
            return missions_json(statuses, catalog)
        today = commands.today
        told = [
            status_json(status, catalog, today, await commands.gap(status)) for status in statuses
        ]
        return told[0] if len(told) == 1 else told


def _or_complain(found: Any) -> Any:
    if isinstance(found, Message):
        raise CommandError(complaint(found))
    return found


def complaint(message: Message) -> str:
    """A message that says what is wrong, as one line."""
    lines = (line for block in message.blocks for line in block.lines)
    return " ".join("".join(span.text for span in line.spans) for line in lines)


@asynccontextmanager
async def _desk() -> AsyncIterator[tuple[Commands, Catalog]]:
    settings = load_settings()
    catalog = load_catalog(settings.dossier, settings.catalog_root, settings.sources_file)
    clock = ShiftedClock(settings.now) if settings.now else SystemClock()
    async with _knowledge(settings, catalog) as (ledger, book):
        subscriptions = NoSubscriptions()
        places = Places(catalog)
        commands = Commands(catalog, places, ledger, subscriptions, clock, book=book)
        yield commands, catalog


@asynccontextmanager
async def _knowledge(
    settings: Settings, catalog: Catalog
) -> AsyncIterator[tuple[Ledger, SourceBook | None]]:
    where = settings.store
    if isinstance(where, Path):
        if await asyncio.to_thread(where.exists):
            yield PeekedLedger(where, catalog.dossier.id), PeekedSources(where, catalog)
        else:
            yield ShippedLedger(events_of(catalog, settings.history_until)), None
        return
    from bot.chat.stored import StoredLedger, StoredSources
    from bot.store import Store

    store = await Store.open(where)
    try:
        yield StoredLedger(store, catalog.dossier.id), StoredSources(store, catalog)
    finally:
        await store.close()
