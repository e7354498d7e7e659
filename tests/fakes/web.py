"""A web server on loopback that serves feeds and pages, well or badly, as a test tells it.

    async with FakeWeb() as web:
        web.serve("/feed", FEED, etag='"1"')
        web.behave("/slow", drip(FEED))
        ... fetch(Request(web.url("/feed"), ports=(web.port,)))

What was asked is kept in `web.requests`. A behaviour is any aiohttp handler.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import lru_cache
from types import TracebackType
from typing import Self

from aiohttp import web

Behaviour = Callable[[web.Request], Awaitable[web.StreamResponse]]
_STOPPED = web.AppKey("stopped", asyncio.Event)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that came in."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    at: float = 0.0
    """By the event loop's clock."""


class FakeWeb:
    """Serves what it is told; other paths behave as `otherwise` has it, else they answer 404."""

    def __init__(self, listen_on: str = "127.0.0.1", otherwise: Behaviour | None = None) -> None:
        self._listen_on = listen_on
        self._otherwise = otherwise
        self.requests: list[Asked] = []
        self.most_at_once = 0
        self._news = asyncio.Condition()
        self._at_once = 0
        self._behaviours: dict[str, Behaviour] = {}
        self._runner: web.AppRunner | None = None
        self._app: web.Application | None = None
        self.port = 0

    async def __aenter__(self) -> Self:
        self._app = web.Application()
        self._app[_STOPPED] = asyncio.Event()
        self._app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(self._app, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._listen_on, 0)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._app is not None
        assert self._runner is not None
        self._app[_STOPPED].set()
        await self._runner.cleanup()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"

    def serve(
        self,
        path: str,
        body: bytes,
        *,
        content_type: str = "application/xml",
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> None:
        """Serves a body, answering 304 to a validator that still holds."""
        self.behave(path, ok(body, content_type, etag, last_modified))

    def behave(self, path: str, behaviour: Behaviour) -> None:
        """Makes a path behave; a later call replaces an earlier one."""
        self._behaviours[path] = behaviour

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked.path == path for asked in self.requests)

    async def until_asked(self, path: str, times: int = 1) -> None:
        """Waits until a path was asked for so often."""
        async with self._news:
            await self._news.wait_for(lambda: self.count(path) >= times)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        now = asyncio.get_running_loop().time()
        async with self._news:
            self.requests.append(Asked(request.path_qs, dict(request.headers), now))
            self._news.notify_all()
        behaviour = self._behaviours.get(request.path_qs) or self._behaviours.get(request.path)
        behaviour = behaviour or self._otherwise
        if behaviour is None:
            return web.Response(status=404, text="not found")
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            return await behaviour(request)
        finally:
            self._at_once -= 1


def ok(
    body: bytes,
    content_type: str = "application/xml",
    etag: str | None = None,
    last_modified: str | None = None,
) -> Behaviour:
    """200 with a body, or 304 where the client's validator still holds."""

    async def behave(request: web.Request) -> web.StreamResponse:
        headers = {"Content-Type": content_type}
        if etag:
            headers["ETag"] = etag
        if last_modified:
            headers["Last-Modified"] = last_modified
        fresh = (etag and request.headers.get("If-None-Match") == etag) or (
            last_modified and request.headers.get("If-Modified-Since") == last_modified
        )
        if fresh:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers=headers)

    return behave


def status(code: int, body: bytes = b"", **headers: str) -> Behaviour:
    """A bare status; header names with `_` for `-`: `Retry_After="60"`."""

    async def behave(request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=code, body=body, headers=named)

    return behave


def redirect(to: str, code: int = 302) -> Behaviour:
    """A redirect; to its own path it is a loop."""
    return status(code, Location=to)


def hung() -> Behaviour:
    """Takes the request and never answers."""

    async def behave(request: web.Request) -> web.StreamResponse:
        await request.app[_STOPPED].wait()
        return web.Response()

    return behave


def drip(body: bytes, bytes_per_s: float = 1.0) -> Behaviour:
    """Sends a byte at a time."""

    async def behave(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for place in range(len(body)):
            await answer.write(body[place : place + 1])
            try:
                await asyncio.wait_for(request.app[_STOPPED].wait(), 1 / bytes_per_s)
            except TimeoutError:
                continue
            break
        return answer

    return behave


def gzip_bomb(megabytes: int = 1_000) -> Behaviour:
    """So many megabytes of nothing, in a thousandth of the size."""
    packed = _bomb(megabytes)

    async def behave(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Encoding": "gzip"})
        await answer.prepare(request)
        # Piece by piece, as a network brings it.
        for start in range(0, len(packed), 16_384):
            await answer.write(packed[start : start + 16_384])
        return answer

    return behave


@lru_cache
def _bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"\0" * 1_000_000
    return b"".join([*(packer.compress(block) for _ in range(megabytes)), packer.flush()])


def cut_off(body: bytes, promised: int) -> Behaviour:
    """Promises a length, sends less, and closes."""

    async def behave(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Length": str(promised)})
        await answer.prepare(request)
        await answer.write(body)
        assert request.transport is not None
        request.transport.close()
        return answer

    return behave


def endless(chunk: bytes = b"x" * 65_536) -> Behaviour:
    """A body without a length that never ends."""

    async def behave(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while not request.app[_STOPPED].is_set():
            await answer.write(chunk)
        return answer

    return behave


STUB = b"<html><body><script>var bobcmn='1';</script></body></html>"
"""What a wall serves with 200 where a feed was."""
