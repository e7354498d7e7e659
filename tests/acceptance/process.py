"""A real `missionwatch run` as a subprocess, its log read line by line, so that tests can wait."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.fakes.scripting import PATIENCE_S

COMMAND = (sys.executable, "-c", "from bot.cli import main; main()")


class Process:
    """One running `missionwatch`: its log, its output and its end."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.log: list[dict[str, Any]] = []
        self.stderr: list[str] = []
        self.stdout = ""
        self._is_over = False
        self._news = asyncio.Condition()
        self._readers = [
            asyncio.create_task(self._read_log()),
            asyncio.create_task(self._read_output()),
        ]

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until the log or the output make something true."""
        try:
            async with asyncio.timeout(PATIENCE_S), self._news:
                await self._news.wait_for(lambda: condition() or self._is_over)
        except TimeoutError:
            raise TimeoutError(f"{what}: not within {PATIENCE_S:g} s") from None
        if not condition():
            raise AssertionError(f"{what}: the process ended before")

    async def until_logged(self, event: str, count: int = 1, **fields: Any) -> None:
        """Wait until an event was logged so often with these fields."""
        await self.until(lambda: len(self.logged(event, **fields)) >= count, f"{event} {fields}")

    async def until_ready(self, *adapters: str) -> None:
        """Wait until the chats are joined and every source was polled once."""
        for adapter in adapters:
            await self.until_logged(f"{adapter}_ready")
        await self.until(lambda: "sources could be read" in self.stdout, "the first round")

    def logged(self, event: str, **fields: Any) -> list[dict[str, Any]]:
        """The log lines of one event that have these fields."""
        return [
            line
            for line in self.log
            if line.get("event") == event and fields.items() <= line.items()
        ]

    async def type(self, text: str, *, end: bool = False) -> None:
        """Write to its standard input, and close that where asked."""
        assert self.process.stdin is not None
        self.process.stdin.write(text.encode())
        await self.process.stdin.drain()
        if end:
            self.process.stdin.close()

    async def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        await self.ended()

    async def stop(self) -> tuple[int, float]:
        """SIGTERM; the exit code, and how many seconds it took."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        self.process.send_signal(signal.SIGTERM)
        code = await self.ended()
        return code, loop.time() - started

    async def ended(self) -> int:
        """Wait for its end; the exit code."""
        async with asyncio.timeout(PATIENCE_S):
            code = await self.process.wait()
            await asyncio.gather(*self._readers)
        return code

    def seen(self) -> str:
        """The end of its log and of its output."""
        return "\n".join(["seen:", *self.stderr[-40:], self.stdout[-2_000:]])

    async def _read_log(self) -> None:
        assert self.process.stderr is not None
        while raw := await self.process.stderr.readline():
            line = raw.decode("utf-8", "replace").rstrip("\n")
            async with self._news:
                self.stderr.append(line)
                if line.startswith("{"):
                    self.log.append(json.loads(line))
                self._news.notify_all()
        async with self._news:
            self._is_over = True
            self._news.notify_all()

    async def _read_output(self) -> None:
        assert self.process.stdout is not None
        while raw := await self.process.stdout.read(65_536):
            async with self._news:
                self.stdout += raw.decode("utf-8", "replace")
                self._news.notify_all()


@asynccontextmanager
async def running(
    settings: Mapping[str, str], folder: Path, *arguments: str
) -> AsyncIterator[Process]:
    """`missionwatch run` (or other arguments) with these settings and no others; killed at the
    end where it still runs.
    """
    environ = {name: value for name, value in os.environ.items() if "MISSIONWATCH" not in name}
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        *(arguments or ("run",)),
        cwd=folder,
        env=environ | {f"MISSIONWATCH_{key}": value for key, value in settings.items()},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    made = Process(process)
    try:
        yield made
    except Exception as error:
        error.add_note(made.seen())
        raise
    finally:
        if process.returncode is None:
            await made.kill()
