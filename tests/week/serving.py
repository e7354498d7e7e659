"""How requests reach the world: through the seam, or over real HTTP on loopback."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from tests.fakes.web import FakeWeb
from tests.week.world import World
from watchers.addresses import AddressGuard
from watchers.ports import Hop
from watchers.wire import HttpWire

LOOPBACK = "127.0.0.1"
CHANNEL = "https://t.me/s/gaimusho"
"""Channels are at t.me: this one is carried over the real socket all the same."""
_CHANNEL_PATH = "/t.me"


class WorldWire:
    """Carries requests to the world; those to loopback over a real socket to `LocalServer`."""

    def __init__(self, world: World, server: LocalServer) -> None:
        self._world = world
        self._server = server
        self._real = HttpWire(AddressGuard(allow_loopback=True))

    async def __call__(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Hop:
        if urlsplit(url).hostname == LOOPBACK:
            return await self._real(url, headers, max_bytes)
        if url == CHANNEL:
            return await self._real(self._server.url(_CHANNEL_PATH), headers, max_bytes)
        return await self._world.answer(url, headers)

    async def close(self) -> None:
        """Closes the real one's connections."""
        await self._real.close()


class LocalServer(FakeWeb):
    """Serves a part of the world over HTTP; `world` is set once its port is known."""

    def __init__(self) -> None:
        super().__init__(otherwise=self._serve)
        self.world: World | None = None

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        assert self.world is not None
        url = CHANNEL if request.path == _CHANNEL_PATH else self.url(request.path_qs)
        try:
            hop = await self.world.answer(url, request.headers)
        except (aiohttp.ClientError, OSError):
            # The world is cut off: so is this connection.
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        return web.Response(status=hop.status, headers=hop.headers, body=hop.body)
