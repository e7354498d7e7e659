"""OPML out of and into the store that the settings name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.cli.exits import CommandError
from bot.cli.sourcechanges import keep_added, loaded, writing
from bot.cli.sourcelisting import facts_of
from bot.sources.opml import LeftOut, OpmlError, read_opml, sources_of, to_opml
from bot.store import source_changes
from config.model import Source
from watchers.clocks import SystemClock


async def exported() -> tuple[bytes, Sequence[Source], Sequence[LeftOut]]:
    """The polled feeds as OPML, those in it, and what is left out."""
    settings, catalog = loaded()
    facts = await facts_of(settings, catalog)
    now = settings.now or SystemClock().now()
    known = [each.source for each in facts.known.values()]
    return to_opml(known, f"Mission Watch: {catalog.dossier.title}", now)


async def imported(
    file: Path, given: Mapping[str, str], by: str, is_dry: bool
) -> tuple[Sequence[Source], Sequence[LeftOut]]:
    """What was added (or would be), and what was left out. Raises CommandError."""
    settings, catalog = loaded()
    try:
        outlines = read_opml(file.read_bytes())  # noqa: ASYNC240 - nothing else runs here
    except OSError as error:
        raise CommandError(f"{file} cannot be read ({error.strerror})") from None
    except OpmlError as error:
        raise CommandError(f"{file} {error}") from None
    if is_dry:
        facts = await facts_of(settings, catalog)
        held = {id: each.source for id, each in facts.known.items()}
        return sources_of(outlines, given, catalog.countries, held)
    async with writing(settings) as tx:
        held = {id: each.source for id, each in (await source_changes.known(tx, catalog)).items()}
        taken, left = sources_of(outlines, given, catalog.countries, held)
        await keep_added(tx, taken, settings, by, f"imported from {file.name}")
    return taken, left
