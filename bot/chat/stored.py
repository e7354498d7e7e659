"""What commands need, over the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from bot.model import ChatAddress, Event, Scope
from bot.sources.listing import Facts, of_hosts
from bot.store import Store, chats, events, items, source_changes, sources
from config.model import Catalog
from config.vocabulary import Kind


class StoredLedger:
    """The store's ledger."""

    def __init__(self, store: Store, dossier: str) -> None:
        self._store = store
        self._dossier = dossier

    async def events(
        self, host: str | None = None, known_by: dt.datetime | None = None
    ) -> Sequence[Event]:
        """All events, or a host's; as they were known at a time."""
        async with self._store.read() as tx:
            return await events.all_events(tx, self._dossier, host, known_by)

    async def latest(self, limit: int) -> Sequence[Event]:
        """The newest by the day they happened, without observations."""
        kinds = [kind for kind in Kind if kind is not Kind.OBSERVATION]
        async with self._store.read() as tx:
            return await events.latest(tx, limit, kinds)


class StoredSources:
    """What the store knows of the sources."""

    def __init__(self, store: Store, catalog: Catalog) -> None:
        self._store = store
        self._catalog = catalog

    async def facts(
        self, hosts: Collection[str] | None = None, *, with_last: bool = False
    ) -> Facts:
        """All of it, of one moment, or what concerns some states."""
        async with self._store.read() as tx:
            known = of_hosts(await source_changes.known(tx, self._catalog), hosts)
            states = await sources.states(tx, None if hosts is None else known.keys())
            last = await items.last_of_sources(tx) if with_last else {}
        return Facts(known, states, last)


class StoredSubscriptions:
    """Which chat hears what, in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(self, address: ChatAddress, scope: Scope) -> bool:
        """Cover a scope from now on; False where the chat had it already."""
        async with self._store.write() as tx:
            return await chats.subscribe(tx, address, scope)

    async def remove(self, address: ChatAddress, scope: Scope | None) -> int:
        """Drop one scope, or all with None; how many were dropped."""
        async with self._store.write() as tx:
            return await chats.unsubscribe(tx, address, scope)

    async def list(self, address: ChatAddress) -> Sequence[Scope]:
        """What the chat is subscribed to."""
        async with self._store.read() as tx:
            return await chats.scopes(tx, address)

    async def remember(self, address: ChatAddress) -> None:
        """Note that the chat is there and may be written to (again)."""
        async with self._store.write() as tx:
            await chats.remember(tx, address)
            await chats.resume(tx, address)

    async def suspend(self, address: ChatAddress, reason: str) -> None:
        """Send nothing more there until it speaks again; its subscriptions stay."""
        async with self._store.write() as tx:
            await chats.suspend(tx, address, reason)
