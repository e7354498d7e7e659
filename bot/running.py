"""Runs the process: logs, the terminal, and the sentence about the first round."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.assembly import Process, Terminal, assembled
from bot.logs import set_up
from bot.watch import Summary
from config.secret import Secret
from config.settings import SECRETS, Settings


async def serve(settings: Settings, stdin: TextIO | None) -> None:
    """Run until stopped by a signal. Raises CatalogError, StoreLocked, TokenRefused."""
    console = Console(soft_wrap=True, highlight=False)
    has_chat = settings.telegram_token or settings.slack_bot_token
    set_up(
        settings.log_level.value,
        settings.log_format.value,
        secrets_of(settings),
        None if has_chat or not sys.stderr.isatty() else _log_file(settings),
    )
    async with assembled(settings, Terminal(console, stdin)) as process:
        if not has_chat:
            console.print(_greeting(process))
        telling = asyncio.create_task(_tell_first_round(process, console))
        try:
            await process.app.run()
        finally:
            telling.cancel()


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """The values that no log may show."""
    values = (getattr(settings, name) for name in SECRETS)
    return tuple(v.get_secret_value() if isinstance(v, Secret) else str(v) for v in values if v)


def _log_file(settings: Settings) -> Path:
    """Where logs go while the terminal is the chat."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = settings.data / "missionwatch.log"
    path.touch(mode=0o600)
    return path


def _greeting(process: Process) -> Text:
    enabled = process.app.summary().sources
    return Text(
        f"Mission Watch: {process.catalog.dossier.title}. Watching {enabled} sources.\n"
        "No chat token is set, so this terminal is the chat: /help lists what it understands, "
        "Ctrl-C ends.\n"
    )


async def _tell_first_round(process: Process, console: Console) -> None:
    await process.app.first_round.wait()
    console.print(Text(told(process.app.summary())))


def told(summary: Summary) -> str:
    """One sentence on how the sources stand."""
    parts = [f"{summary.read} of {summary.sources} sources could be read"]
    parts += [
        f"{count} {state.value.replace('_', ' ')}"
        for state, count in sorted(summary.troubles.items(), key=lambda each: -each[1])
    ]
    hint = "; `missionwatch doctor` names them" if summary.troubles else ""
    return ", ".join(parts) + hint + "."
