"""What both fake chat services share: scripted failures, and a record one can wait on."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

PATIENCE_S = 60.0
"""How long tests wait for what must come, on a busy machine; what is promised in seconds is
asserted apart."""


@dataclass(frozen=True)
class Trouble:
    """What the service does instead of, or before, a normal answer."""

    method: str
    status: int = 0
    """0: answer as usual (after a stall, say)."""
    body: Any = None
    """JSON, or a string for an HTML page."""
    headers: dict[str, str] = field(default_factory=dict)
    stall_s: float = 0.0
    drop: bool = False
    """Break the connection without an answer."""
    accept: bool = False
    """Take the request as good before failing: it has arrived, yet the sender cannot know."""
    chat: str | None = None
    """Only for this chat."""


@dataclass(frozen=True)
class Call:
    """One request that arrived."""

    method: str
    params: dict[str, Any]
    at: float
    """`time.monotonic()`."""


class Script:
    """The failures still to come, in order."""

    def __init__(self) -> None:
        self._troubles: list[Trouble] = []

    def add(self, trouble: Trouble, times: int = 1) -> None:
        """Make the next matching requests fail."""
        self._troubles.extend([trouble] * times)

    def take(self, method: str, chat: str | None) -> Trouble | None:
        """The failure for this request, used up; None where it may pass."""
        for trouble in self._troubles:
            if trouble.method == method and trouble.chat in {None, chat}:
                self._troubles.remove(trouble)
                return trouble
        return None


class Record:
    """Everything that arrived, to be waited on."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._changed = asyncio.Condition()

    async def add(self, method: str, params: dict[str, Any]) -> None:
        """Note a request."""
        self.calls.append(Call(method, params, time.monotonic()))
        await self.changed()

    async def changed(self) -> None:
        """Wake those who wait."""
        async with self._changed:
            self._changed.notify_all()

    def of(self, method: str) -> list[Call]:
        """The requests of one method."""
        return [call for call in self.calls if call.method == method]

    async def until(self, condition: Callable[[], bool], timeout_s: float, what: str) -> None:
        """Wait until something is true; TimeoutError says what did not come."""
        try:
            async with asyncio.timeout(timeout_s), self._changed:
                await self._changed.wait_for(condition)
        except TimeoutError:
            seen = [call.method for call in self.calls][-20:]
            raise TimeoutError(f"{what} did not come within {timeout_s:g} s; saw {seen}") from None


async def suffer(trouble: Trouble, request: web.Request) -> web.StreamResponse | None:
    """Carry out a failure; None where the usual answer follows."""
    if trouble.stall_s:
        await asyncio.sleep(trouble.stall_s)
    if trouble.drop:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    if not trouble.status:
        return None
    if isinstance(trouble.body, str):
        return web.Response(
            status=trouble.status,
            text=trouble.body,
            content_type="text/html",
            headers=trouble.headers,
        )
    return web.json_response(trouble.body, status=trouble.status, headers=trouble.headers)


class LoopbackServer(ABC):
    """An aiohttp application on a free loopback port, for `async with`."""

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self._runner: web.AppRunner | None = None
        self.url = ""

    @abstractmethod
    def application(self) -> web.Application:
        """The routes of the service."""

    async def start(self) -> None:
        """Listen; `url` is known afterwards. A server that was stopped keeps its port."""
        self._runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}"

    async def stop(self) -> None:
        """Break all connections and stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
