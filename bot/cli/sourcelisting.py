"""The listing of sources on the command line, from the store or as shipped."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.chat.peeked_sources import PeekedSources
from bot.chat.places import Places
from bot.chat.ports import Clock
from bot.chat.shipped import ShippedSources
from bot.chat.sources import SourceReplies, told
from bot.cli.desk import complaint
from bot.cli.exits import CommandError
from bot.model import Message
from bot.sources.coverage import coverage_of
from bot.sources.listing import Facts, SourceRow, counts_of, rows_of
from config.catalog import load_catalog
from config.model import Catalog
from config.settings import Settings, load_settings
from watchers.clocks import ShiftedClock, SystemClock


async def listed(place: str) -> Sequence[Message]:
    """Each source of a place, or all with counts and gaps at the end. Raises CommandError."""
    desk = await _Desk.open()
    hosts = desk.hosts(place)
    rows = rows_of(desk.facts.of(hosts), desk.clock.now())
    if not rows:
        raise CommandError(f"no source is known of {place}: `missionwatch sources` lists them")
    sources = told(rows, more="")
    return [sources] if hosts is not None else [sources, desk.replies.overview(desk.facts)]


async def listed_json(place: str) -> dict[str, Any]:
    """The same as JSON values. Raises CommandError for what is no place."""
    desk = await _Desk.open()
    rows = rows_of(desk.facts.of(desk.hosts(place)), desk.clock.now())
    gaps = coverage_of(desk.catalog, [each.source for each in desk.facts.known.values()])
    return {
        "sources": [_json(row) for row in rows],
        "counts": counts_of(rows),
        "gaps": {
            "without_ministry": list(gaps.without_ministry),
            "without_outlet": dict(gaps.without_outlet),
        },
    }


class _Desk:
    """What both answers rest on."""

    def __init__(self, catalog: Catalog, facts: Facts, clock: Clock) -> None:
        self.catalog = catalog
        self.facts = facts
        self.clock = clock
        self.replies = SourceReplies(catalog, Places(catalog), ShippedSources(catalog), clock)

    @classmethod
    async def open(cls) -> _Desk:
        settings = load_settings()
        catalog = load_catalog(settings.dossier, settings.catalog_root, settings.sources_file)
        clock = ShiftedClock(settings.now) if settings.now else SystemClock()
        return cls(catalog, await facts_of(settings, catalog), clock)

    def hosts(self, place: str) -> Sequence[str] | None:
        found = self.replies.hosts_of(place)
        if isinstance(found, Message):
            raise CommandError(complaint(found))
        return found


async def facts_of(settings: Settings, catalog: Catalog) -> Facts:
    """What is known of the sources, without a look that takes long to import."""
    where = settings.store
    if isinstance(where, Path):
        has_store = await asyncio.to_thread(where.exists)
        book = PeekedSources(where, catalog) if has_store else ShippedSources(catalog)
        return await book.facts(with_last=True)
    from bot.chat.stored import StoredSources
    from bot.store import Store

    store = await Store.open(where)
    try:
        return await StoredSources(store, catalog).facts(with_last=True)
    finally:
        await store.close()


def _json(row: SourceRow) -> dict[str, Any]:
    source = row.known.source
    last = row.last
    return {
        "id": source.id,
        "kind": source.kind.value,
        "url": source.url,
        "publisher": source.publisher,
        "country": source.country,
        "lang": source.lang,
        "role": source.role.value,
        "tier": source.tier,
        "standing": row.known.standing.value,
        "health": row.health,
        "since": _iso(row.since),
        "reason": row.reason,
        "changed_by": row.known.by or None,
        "added": row.known.is_added,
        "last_item": {"found_at": _iso(last.found_at), "title": last.title} if last else None,
        "interval_min": row.interval_min,
    }


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None
