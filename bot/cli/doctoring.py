"""What is not well: sources that cannot be read, items that failed, alerts that did not go out."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from rich.text import Text

from bot.cli.exits import CommandError
from bot.store import Store, chats, deliveries, items, source_changes, sources
from config.catalog import load_catalog
from config.model import Source
from config.settings import load_settings
from watchers.clocks import ShiftedClock, SystemClock
from watchers.health import WELL, Health, health_of, moment
from watchers.model import SourceState

SHOWN = 20
_WORST_FIRST = (
    Health.BLOCKED,
    Health.FAILING,
    Health.STALE,
    Health.QUIET,
    Health.UNREAD,
    Health.FRESH,
)


async def diagnose() -> list[Text]:
    """A report on the store, worst first. Raises CommandError where there is no store."""
    settings = load_settings()
    where = settings.store
    if isinstance(where, Path) and not await asyncio.to_thread(where.exists):
        raise CommandError(f"there is no store at {where} yet: `missionwatch run` makes one")
    catalog = load_catalog(settings.dossier, settings.catalog_root, settings.sources_file)
    clock = ShiftedClock(settings.now) if settings.now else SystemClock()
    store = await Store.open(where)
    try:
        async with store.read() as tx:
            states = await sources.states(tx)
            known = await source_changes.known(tx, catalog)
            counts = await items.counts(tx)
            failed_items = await items.failed(tx, SHOWN)
            unsent = await deliveries.pending(tx)
            lost = await deliveries.failed(tx, SHOWN)
            shut_out = await chats.suspended(tx)
    finally:
        await store.close()
    lines = [Text(f"Deliveries waiting: {unsent}; given up: {len(lost)}", style="bold")]
    lines += [Text(f"  {delivery.address.chat}: {reason}") for delivery, reason in lost]
    lines += [Text(f"  {address.chat} is not written to: {why}") for address, why in shut_out]
    told = ", ".join(f"{state.value} {count}" for state, count in counts.items())
    lines.append(Text(f"Items: {told}", style="bold"))
    lines += [
        Text(f"  {item.source_id} {item.item.title!r}: {item.reason}") for item in failed_items
    ]
    watched = {id: each.source for id, each in known.items()}
    lines += _sources(watched, states, clock.now())
    return lines


def _sources(
    watched: Mapping[str, Source], states: Mapping[str, SourceState], now: dt.datetime
) -> Iterator[Text]:
    views = {
        each: health_of(source, states.get(each), now)
        for each, source in watched.items()
        if source.enabled
    }
    counts = Counter(view.state for view in views.values())
    told = ", ".join(f"{state} {counts[state]}" for state in Health if counts[state])
    yield Text(f"Sources watched: {len(views)}: {told}", style="bold")
    ordered = sorted(views, key=lambda each: (_WORST_FIRST.index(views[each].state), each))
    for each in ordered:
        view = views[each]
        if view.state not in WELL:
            since = f" since {moment(view.since)}" if view.since else ""
            yield Text(f"  {each}: {view.state}{since}: {view.reason}")
