"""The ledger read whole, taken in, and its decisions, from the store that the settings name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.cli.exits import CommandError
from bot.ledger import events_of
from bot.ledger.decide import labelled
from bot.ledger.interchange import events_in
from bot.model import Event
from bot.sources.changes import KnownSource
from bot.store import Store, decisions, events, source_changes
from bot.store.decisions import DecidedReport
from bot.store.events import Imported
from config.catalog import load_catalog
from config.model import Catalog
from config.settings import Settings, load_settings
from watchers.clocks import SystemClock


async def whole_ledger() -> tuple[Sequence[Event], Catalog]:
    """All events, oldest first: the store's, or the shipped ones where there is no store."""
    settings = load_settings()
    catalog = _catalog(settings)
    if not await _has_store(settings):
        return events_of(catalog, settings.history_until), catalog
    async with _store(settings) as store, store.read() as tx:
        return await events.all_events(tx, catalog.dossier.id), catalog


async def take_in(document: object) -> Imported:
    """Bring a document into the store, made where there is none. Raises DocumentError."""
    settings = load_settings()
    catalog = _catalog(settings)
    imported = events_in(document, catalog.dossier.id)
    now = settings.now or SystemClock().now()
    async with _store(settings) as store, store.write() as tx:
        return await events.take_in(tx, imported, now)


async def decided() -> list[dict[str, Any]]:
    """Decided reports as labelled items. Raises CommandError where there is no store."""
    settings = load_settings()
    catalog = _catalog(settings)
    if not await _has_store(settings):
        raise CommandError(f"there is no store at {settings.store} yet: nothing was decided")
    async with _store(settings) as store, store.read() as tx:
        known = await source_changes.known(tx, catalog)
        return [_labelled(each, known, catalog) for each in await decisions.decided_reports(tx)]


def _labelled(
    each: DecidedReport, known: Mapping[str, KnownSource], catalog: Catalog
) -> dict[str, Any]:
    item = each.item.item
    held = known.get(each.item.source_id)
    source = held.source if held else None
    about = {
        "url": item.url,
        "publisher": source.publisher if source else None,
        "date": item.published.date().isoformat() if item.published else None,
        "lang": source.lang if source else None,
        "title": item.title,
        "text": item.lead,
    }
    return labelled(each.report.report, each.decision, about, catalog)


def _catalog(settings: Settings) -> Catalog:
    return load_catalog(settings.dossier, settings.catalog_root, settings.sources_file)


async def _has_store(settings: Settings) -> bool:
    where = settings.store
    return not isinstance(where, Path) or await asyncio.to_thread(where.exists)


@asynccontextmanager
async def _store(settings: Settings) -> AsyncIterator[Store]:
    store = await Store.open(settings.store)
    try:
        yield store
    finally:
        await store.close()
