"""What is not well: sources that cannot be read, items that failed, alerts that did not go out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

from rich.text import Text

from bot.cli.exits import CommandError
from bot.store import Store, chats, deliveries, items, sources
from bot.watch import GOOD
from config.settings import load_settings
from watchers.model import SourceState

SHOWN = 20


async def diagnose() -> list[Text]:
    """A report on the store, worst first. Raises CommandError where there is no store."""
    where = load_settings().store
    if isinstance(where, Path) and not await asyncio.to_thread(where.exists):
        raise CommandError(f"there is no store at {where} yet: `missionwatch run` makes one")
    store = await Store.open(where)
    try:
        async with store.read() as tx:
            states = await sources.states(tx)
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
    lines += _sources(list(states.values()))
    return lines


def _sources(known: list[SourceState]) -> Iterator[Text]:
    troubled = [s for s in known if s.state is not None and s.state not in GOOD]
    yield Text(f"Sources polled: {len(known)}; not readable now: {len(troubled)}", style="bold")
    for state in sorted(troubled, key=lambda s: (str(s.state), s.source_id)):
        yield Text(f"  {state.source_id}: {state.state}, {state.failures} times: {state.reason}")
