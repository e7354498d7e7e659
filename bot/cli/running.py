"""Commands that run the process or look into it: run, demo, doctor."""

from __future__ import annotations

import asyncio
import sys


def run() -> None:
    """Watch, match, keep the ledger and alert the chats, until stopped.

    Without a chat token the terminal is the chat.
    """
    from bot.running import serve
    from config.settings import load_settings

    asyncio.run(serve(load_settings(), sys.stdin))


def demo() -> None:
    """Tell the story of one spring in under a minute: a small world on this machine's loopback."""
    from bot.demo.show import show

    asyncio.run(show())


def doctor() -> None:
    """Say what is not well: sources, items, deliveries."""
    from rich.console import Console

    from bot.cli.doctoring import diagnose

    console = Console(soft_wrap=True, highlight=False)
    for line in asyncio.run(diagnose()):
        console.print(line)
