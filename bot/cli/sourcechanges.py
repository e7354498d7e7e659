"""Changes of sources, checked and kept in the store that the settings name."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.cli.exits import CommandError
from bot.sources.changes import (
    Action,
    ChangeError,
    KnownSource,
    SourceChange,
    added,
    check,
)
from bot.store import Store, Tx, source_changes
from config.catalog import load_catalog
from config.errors import EntryError
from config.model import Catalog, Source
from config.settings import Settings, load_settings
from config.source_entries import read_sources, without_lines
from watchers.clocks import SystemClock


async def add_entries(
    text: str, name: str, by: str, why: str, *, has_lines: bool
) -> Sequence[Source]:
    """Add the sources that a text declares, all or none. Raises CommandError."""
    settings, catalog = loaded()
    async with writing(settings) as tx:
        held = {id: each.source for id, each in (await source_changes.known(tx, catalog)).items()}
        try:
            new = read_sources(text, name, catalog.countries, held)
        except EntryError as error:
            raise CommandError(str(error if has_lines else without_lines(error))) from None
        await keep_added(tx, new, settings, by, why)
    return new


async def keep_added(tx: Tx, new: Sequence[Source], settings: Settings, by: str, why: str) -> None:
    """Keep the additions of checked sources."""
    now = settings.now or SystemClock().now()
    for source in new:
        await source_changes.record(tx, added(source, now, who(by), why))


async def make_change(source_id: str, action: str, by: str, why: str) -> KnownSource:
    """Pause, resume or retire a source; how it stands then. Raises CommandError."""
    settings, catalog = loaded()
    now = settings.now or SystemClock().now()
    change = SourceChange(source_id, Action(action), now, who(by), why)
    async with writing(settings) as tx:
        try:
            check(await source_changes.known(tx, catalog), change)
        except ChangeError as error:
            raise CommandError(str(error)) from None
        await source_changes.record(tx, change)
        return (await source_changes.known(tx, catalog))[source_id]


async def all_changes(source_id: str | None) -> Sequence[SourceChange]:
    """Every change, or those of one source, oldest first."""
    settings, _ = loaded()
    where = settings.store
    if isinstance(where, Path) and not await asyncio.to_thread(where.exists):
        return ()
    store = await Store.open(where)
    try:
        async with store.read() as tx:
            found = await source_changes.changes(tx)
    finally:
        await store.close()
    return [each for each in found if source_id in (None, each.source_id)]


def who(by: str) -> str:
    """The name a change is kept under: what was told, else the user's on this machine."""
    try:
        return by or getpass.getuser()
    except (KeyError, OSError):
        raise CommandError("your user has no name here: say who you are with --by") from None


def loaded() -> tuple[Settings, Catalog]:
    """The settings, and the catalogue they name."""
    settings = load_settings()
    return settings, load_catalog(settings.dossier, settings.catalog_root, settings.sources_file)


@asynccontextmanager
async def writing(settings: Settings) -> AsyncIterator[Tx]:
    """One transaction on the store, which is made where there is none."""
    store = await Store.open(settings.store)
    try:
        async with store.write() as tx:
            yield tx
    finally:
        await store.close()
