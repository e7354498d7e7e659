"""Runs the demo: the whole process on a temporary store, its clock racing through one spring."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import tempfile
from pathlib import Path

import yaml
from rich.console import Console
from rich.text import Text

from bot.assembly import Outside, Process, Terminal, assembled
from bot.chat.console import ADDRESS
from bot.chat.terminal import render
from bot.demo.narrator import narrate
from bot.demo.story import Story, load_story
from bot.demo.world import World
from bot.store import ItemState, Store, deliveries, items
from config.settings import Settings, load_settings
from watchers.clocks import ShiftedClock

LASTS_S = 40.0
"""How long the whole story takes."""
LONGEST_START_S = 20.0
TICK_S = 0.2
JUST_BEFORE = dt.timedelta(seconds=1)
LONGEST_WAIT_S = 20.0
"""For the readers to catch up with the story, on a slow machine."""
CAUGHT_UP_S = 0.05
"""Between two looks whether they have."""


async def show() -> None:
    """Tell the story on standard output."""
    story = load_story()
    console = Console(soft_wrap=True, highlight=False)
    clock = ShiftedClock(story.starts)
    world = World(story, clock)
    await world.start()
    narrate(console, clock)
    try:
        with tempfile.TemporaryDirectory(prefix="missionwatch-demo-") as folder:
            settings = await asyncio.to_thread(_settings, Path(folder), story, world)
            outside = Outside(clock=clock)
            async with assembled(settings, Terminal(console, None), outside) as process:
                await _play(process, story, console, clock)
    finally:
        await world.stop()


def _settings(folder: Path, story: Story, world: World) -> Settings:
    """Nothing of the user's own settings: no token, no store, no clock."""
    sources = folder / "sources.yaml"
    sources.write_text(yaml.safe_dump(world.source_entries()), "utf-8")
    return load_settings(
        environ={},
        folder=folder,
        data=folder / "data",
        history_until=story.starts.date(),
        sources_file=sources,
        allow_loopback=True,
        min_host_gap_s=0.0,
        tick_s=TICK_S,
    )


async def _play(process: Process, story: Story, console: Console, clock: ShiftedClock) -> None:
    console.print(Text(_opening(process, story)))
    running = asyncio.create_task(process.app.run())
    try:
        # Days go by in seconds only once every source was seen: what a slow machine first sees
        # days later would be old news, and silent. For the same reason time waits, right before
        # something is published or typed, until all that came before was read and told.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.app.first_round.wait(), LONGEST_START_S)
        for typed in story.typed:
            await _go_to(typed.at, story, process, clock)
            console.print(Text(f"{typed.at:%Y-%m-%d}  > {typed.text}", style="bold cyan"))
            answer = await process.commands.answer(typed.text, ADDRESS)
            console.print(render(answer, show_urls=not console.is_terminal))
            console.print()
        await _go_to(story.ends, story, process, clock)
    finally:
        process.app.stop()
        await running


async def _go_to(moment: dt.datetime, story: Story, process: Process, clock: ShiftedClock) -> None:
    """Let the clock run to a moment, with a stop right before each that brings something."""
    now = clock.now()
    stops = {item.at - JUST_BEFORE for item in story.items} | {moment}
    for stop in sorted(stop for stop in stops if now < stop <= moment):
        clock.run_at(_rate(story), until=stop)
        await asyncio.sleep(clock.wall_s_until(stop))
        published = sum(item.at <= stop for item in story.items)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(_is_told(process.store, published), LONGEST_WAIT_S)


async def _is_told(store: Store, published: int) -> None:
    """Wait until so many items were read to their end, and all that followed was sent."""
    while True:
        async with store.read() as tx:
            counts = await items.counts(tx)
            unsent = await deliveries.pending(tx)
        if counts[ItemState.DONE] + counts[ItemState.FAILED] >= published and not unsent:
            return
        await asyncio.sleep(CAUGHT_UP_S)


def _rate(story: Story) -> float:
    return (story.ends - story.starts).total_seconds() / LASTS_S


def _opening(process: Process, story: Story) -> str:
    return (
        f"A demo: {process.catalog.dossier.title}, from {story.starts:%d %B %Y} on, told by a "
        f"small world of feeds and ministry pages on this machine.\nThe clock runs "
        f"{_rate(story) / 3600:.0f} hours a second; the "
        "ledger knows what was known on the first day.\n"
    )
