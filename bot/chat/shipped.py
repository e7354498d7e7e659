"""What is known where there is no store: the shipped history, the catalogue's sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from bot.model import Event
from bot.sources.changes import known_sources
from bot.sources.listing import Facts
from config.model import Catalog
from config.vocabulary import Kind


class ShippedLedger:
    """The shipped history as a ledger, for a command line without a store."""

    def __init__(self, shipped: Sequence[Event]) -> None:
        self._events = shipped

    async def events(
        self, host: str | None = None, known_by: dt.datetime | None = None
    ) -> Sequence[Event]:
        """All events, or a host's; those that were known at a time."""
        return [
            event
            for event in self._events
            if (host is None or event.host == host)
            and (known_by is None or event.known_at <= known_by)
        ]

    async def latest(self, limit: int) -> Sequence[Event]:
        """The newest by the day they happened, without observations."""
        told = [e for e in self._events if e.kind is not Kind.OBSERVATION]
        return sorted(told, key=lambda e: (e.happened.day, e.id), reverse=True)[:limit]


class ShippedSources:
    """The catalogue's sources, where there is no store: none was ever asked."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    async def facts(
        self, hosts: Collection[str] | None = None, *, with_last: bool = False
    ) -> Facts:
        """As shipped."""
        return Facts(known_sources(self._catalog, ()), {}, {}).of(hosts)
