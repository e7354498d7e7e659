"""The terminal as a chat: commands are read from standard input, alerts print as they come."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import threading
from collections.abc import AsyncIterator
from typing import TextIO

import structlog
from rich.console import Console
from rich.text import Text

from bot.alerts.ports import Failure, FailureReason, Sent
from bot.chat.buttons import label_of
from bot.chat.plain import plain
from bot.chat.ports import Answers, Clock
from bot.chat.terminal import render
from bot.model import Button, ChatAddress, Message, Platform

ADDRESS = ChatAddress(Platform.CONSOLE, "console")
"""The one chat there is on the console."""
_PERSON = "console"

MAX_BUTTONS = 99
"""Numbered from 1 on and then anew: a number goes on meaning what it was shown for."""

_CHUNK = 65_536
_LONGEST_LINE = 4_096
"""A terminal's own limit on a line (Linux, N_TTY); more is nobody's command."""

_log = structlog.get_logger(__name__)


class ConsoleChat:
    """Answers what is typed, and is the courier of the console."""

    platform = Platform.CONSOLE

    def __init__(
        self, commands: Answers, console: Console, stdin: TextIO | None, clock: Clock
    ) -> None:
        self._commands = commands
        self._console = console
        self._stdin = stdin
        self._clock = clock
        self._sent = 0
        self._buttons: dict[str, str] = {}
        self._numbered = 0
        self._stopped = asyncio.Event()
        self._life: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Answer each line until `stop`; at the end of input alerts go on being printed."""
        reading = asyncio.create_task(self._answer_lines())
        stopping = asyncio.create_task(self._stopped.wait())
        try:
            await asyncio.wait({reading, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if reading.done():
                reading.result()
                await stopping
        finally:
            reading.cancel()
            stopping.cancel()
            await asyncio.gather(reading, stopping, return_exceptions=True)

    async def start(self) -> None:
        """Begin to read."""
        self._life = asyncio.create_task(self.run())

    async def wait(self) -> None:
        """Return after `stop`."""
        if self._life is not None:
            await asyncio.wait({self._life})

    async def stop(self) -> None:
        """Make `run` return."""
        self._stopped.set()
        await self.wait()

    async def send(self, message: Message, to: ChatAddress) -> Sent | Failure:
        """Print an alert under a rule with the time."""
        if to != ADDRESS:
            return Failure(FailureReason.GONE, f"there is no console chat {to.chat!r}")
        self._sent += 1
        self._console.rule(Text(f"Alert, {_minute(self._clock.now())}"), align="left")
        self._print(message)
        return Sent(str(self._sent))

    async def edit(self, message: Message, to: ChatAddress, message_id: str) -> Sent | Failure:
        """Leave what is printed: only silent revisions come as edits, and paper keeps."""
        return Sent(message_id)

    async def _answer_lines(self) -> None:
        async for line in lines_of(self._stdin):
            if not line.strip():
                continue
            try:
                typed = self._buttons.get(line.strip(), line)
                self._print(await self._commands.answer(typed, ADDRESS, _PERSON))
            except Exception:
                # The loop's edge: one question that fails must not end the chat.
                _log.exception("answer_failed", platform=self.platform)
                self._console.print(Text("This could not be answered; the log says why."))

    def _print(self, message: Message) -> None:
        text = render(message, show_urls=not self._console.is_terminal)
        self._console.print(text, soft_wrap=True)
        for row in message.buttons:
            self._console.print(Text("   ".join(map(self._numbered_one, row))), soft_wrap=True)
        self._console.print()

    def _numbered_one(self, button: Button) -> str:
        """A button as `[7] its words`; typing 7 presses it."""
        self._numbered = self._numbered % MAX_BUTTONS + 1
        self._buttons[str(self._numbered)] = button.command
        return f"[{self._numbered}] {plain(label_of(button))}"


async def lines_of(stdin: TextIO | None) -> AsyncIterator[str]:
    """Lines of a terminal, a pipe or a file, without ever blocking the loop.

    A thread reads the bare descriptor: the loop cannot watch files or /dev/null, and a thread
    that waits inside Python's own buffer would hold its lock when the process ends.
    """
    descriptor = _descriptor(stdin)
    if descriptor is None:
        return
    loop = asyncio.get_running_loop()
    chunks: asyncio.Queue[bytes] = asyncio.Queue()

    # A copy of its own: the number of one that others close may soon name another file.
    own = os.dup(descriptor)

    def pump() -> None:
        chunk = b"-"
        while chunk:
            chunk = _read(own)
            try:
                loop.call_soon_threadsafe(chunks.put_nowait, chunk)
            except RuntimeError:
                break  # The loop is closed: nobody listens any more.
        os.close(own)

    threading.Thread(target=pump, name="console-input", daemon=True).start()
    rest = b""
    while chunk := await chunks.get():
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")
        rest = rest[:_LONGEST_LINE]
    if rest:
        yield rest.decode("utf-8", "replace")


def _descriptor(stdin: TextIO | None) -> int | None:
    """The descriptor to read, or None where there is nothing to read from."""
    try:
        if stdin is None or stdin.closed:
            return None
        descriptor = stdin.fileno()
    except OSError:
        return None
    return None if _is_background_job(descriptor) else descriptor


def _is_background_job(descriptor: int) -> bool:
    """True where the terminal would stop this process for reading from it (SIGTTIN)."""
    try:
        return os.isatty(descriptor) and os.tcgetpgrp(descriptor) != os.getpgrp()
    except OSError:
        return False  # A terminal, but not ours to be controlled by: it stops nobody.


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, _CHUNK)
    except OSError as error:
        _log.info("console_input_ended", reason=error.strerror)
        return b""


def _minute(now: dt.datetime) -> str:
    return f"{now:%Y-%m-%d %H:%M} UTC"
