"""The demo's small world, served over real HTTP on loopback: it publishes as its clock goes on."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Awaitable, Callable
from email.utils import format_datetime
from hashlib import sha256

from aiohttp import web

from bot.demo.story import DemoItem, DemoSource, Story
from watchers.ports import Clock

Handler = Callable[[web.Request], Awaitable[web.Response]]


class World:
    """Serves the sources of a story as far as the clock has come."""

    def __init__(self, story: Story, clock: Clock) -> None:
        self._story = story
        self._clock = clock
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self) -> None:
        """Listen on a free loopback port."""
        app = web.Application()
        for source in self._story.sources:
            app.router.add_get(source.path, self._serve(source))
        for item in self._story.items:
            app.router.add_get(item.path, self._article(item))
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def base(self) -> str:
        """The world's address."""
        return f"http://127.0.0.1:{self.port}"

    def source_entries(self) -> list[dict[str, object]]:
        """The world's sources as a sources file has them."""
        return [
            {
                **source.fields,
                "url": self.base + source.path,
                "ports": [self.port],
                "every_min": 60,
                "every_max": 720,
                "enabled": True,
            }
            for source in self._story.sources
        ]

    def _published(self, source: DemoSource) -> list[DemoItem]:
        now = self._clock.now()
        return [i for i in self._story.items if i.source == source.id and i.at <= now][::-1]

    def _serve(self, source: DemoSource) -> Handler:
        async def handle(request: web.Request) -> web.Response:
            items = self._published(source)
            if source.fields["kind"] == "page":
                body, mime = listing(items), "text/html"
            else:
                body, mime = feed(source, items, self.base), "application/rss+xml"
            etag = f'"{sha256(body.encode()).hexdigest()[:16]}"'
            if request.headers.get("If-None-Match") == etag:
                return web.Response(status=304, headers={"ETag": etag})
            return web.Response(
                text=body, content_type=mime, charset="utf-8", headers={"ETag": etag}
            )

        return handle

    def _article(self, item: DemoItem) -> Handler:
        async def handle(_request: web.Request) -> web.Response:
            if item.at > self._clock.now():
                raise web.HTTPNotFound
            return web.Response(text=article(item), content_type="text/html", charset="utf-8")

        return handle


def feed(source: DemoSource, items: list[DemoItem], base: str) -> str:
    """RSS 2.0 of what a source has published."""
    entries = "".join(
        f"<item><title>{html.escape(item.title)}</title><link>{base}{item.path}</link>"
        f"<guid isPermaLink='false'>demo-{item.number}</guid>"
        f"<pubDate>{format_datetime(item.at)}</pubDate>"
        f"<description>{html.escape(item.text)}</description></item>"
        for item in items
    )
    name = html.escape(str(source.fields["publisher"]))
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
        f"<title>{name}</title><link>{base}</link><description>{name}</description>"
        f"{entries}</channel></rss>"
    )


def listing(items: list[DemoItem]) -> str:
    """A ministry's listing page, newest first."""
    rows = "".join(
        f'<li class="news-row"><span class="news-date">{_day(item.at)}</span> '
        f'<a href="{item.path}">{html.escape(item.title)}</a></li>'
        for item in items
    )
    return (
        "<!doctype html><html lang='en'><head><title>News</title></head><body>"
        "<nav><a href='/'>Home</a> <a href='/about'>About the Ministry</a></nav>"
        f"<main><h1>News</h1><ul class='news'>{rows}</ul></main></body></html>"
    )


def article(item: DemoItem) -> str:
    """The page of one item."""
    return (
        f"<!doctype html><html lang='en'><head><title>{html.escape(item.title)}</title>"
        f"<meta property='article:published_time' content='{item.at.isoformat()}'></head>"
        f"<body><article><h1>{html.escape(item.title)}</h1><p>{html.escape(item.text)}</p>"
        "</article></body></html>"
    )


def _day(at: dt.datetime) -> str:
    return f"{at.day} {at:%B %Y}"
