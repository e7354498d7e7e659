"""Looks names up without holding up the end of the process.

The system's look-up cannot be cancelled and may take half a minute where there is no network. In
the event loop's own threads it would keep the process alive for so long; these are daemons.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

MAX_THREADS = 32
"""Look-ups at once; the rest wait, within the time their requests may take."""
_NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class DaemonResolver(AbstractResolver):
    """Resolves with `getaddrinfo` in daemon threads."""

    def __init__(self, max_threads: int = MAX_THREADS) -> None:
        self._free = asyncio.Semaphore(max_threads)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name. Raises OSError."""
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[Any]] = loop.create_future()
        arguments = (loop, answer, (host, port, family))
        threading.Thread(target=self._look_up, args=arguments, daemon=True).start()
        return _results(host, await answer)

    async def close(self) -> None:
        """Nothing to close: what is under way ends by itself."""

    def _look_up(
        self,
        loop: asyncio.AbstractEventLoop,
        answer: asyncio.Future[list[Any]],
        wanted: tuple[str, int, socket.AddressFamily],
    ) -> None:
        host, port, family = wanted
        found: list[Any] | OSError
        try:
            found = socket.getaddrinfo(
                host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG
            )
        except (OSError, UnicodeError) as error:
            found = error if isinstance(error, OSError) else OSError("no valid name")
        try:
            loop.call_soon_threadsafe(self._done, answer, found)
        except RuntimeError:
            return  # The loop has ended: nobody waits any more.

    def _done(self, answer: asyncio.Future[list[Any]], found: list[Any] | OSError) -> None:
        # Released here and not by the caller: a cancelled look-up still holds its thread.
        self._free.release()
        if answer.cancelled():
            return
        if isinstance(found, OSError):
            answer.set_exception(found)
        else:
            answer.set_result(found)


def _results(host: str, found: list[Any]) -> list[ResolveResult]:
    """As aiohttp wants them; scoped (link-local) addresses are never asked and left out."""
    return [
        ResolveResult(
            hostname=host,
            host=str(address[0]),
            port=int(address[1]),
            family=family,
            proto=protocol,
            flags=_NUMERIC,
        )
        for family, _, protocol, _, address in found
        if len(address) < 4 or not address[3]
    ]
