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
from config.settings import Settings, load_settings
from watchers.clocks import ShiftedClock

LASTS_S = 40.0
"""How long the whole story takes."""
LONGEST_START_S = 20.0
TICK_S = 0.2
SETTLE_S = 2.0
"""For the last alert to go out after the story's end."""


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
        # days later would be old news, and silent.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.app.first_round.wait(), LONGEST_START_S)
        clock.run_at(_rate(story))
        for typed in story.typed:
            await _until(clock, typed.at)
            console.print(Text(f"{typed.at:%Y-%m-%d}  > {typed.text}", style="bold cyan"))
            answer = await process.commands.answer(typed.text, ADDRESS)
            console.print(render(answer, show_urls=not console.is_terminal))
            console.print()
        await _until(clock, story.ends)
        await asyncio.sleep(SETTLE_S)
    finally:
        process.app.stop()
        await running


async def _until(clock: ShiftedClock, moment: dt.datetime) -> None:
    await asyncio.sleep(clock.wall_s_until(moment))


def _rate(story: Story) -> float:
    return (story.ends - story.starts).total_seconds() / LASTS_S


def _opening(process: Process, story: Story) -> str:
    return (
        f"A demo: {process.catalog.dossier.title}, from {story.starts:%d %B %Y} on, told by a "
        f"small world of feeds and ministry pages on this machine.\nThe clock runs "
        f"{_rate(story) / 3600:.0f} hours a second; the "
        "ledger knows what was known on the first day.\n"
    )
