"""A bad host costs its own source only, within its deadline and its cap."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

from config.model import Source
from tests.fakes.web import FakeWeb, drip, endless, gzip_bomb, hung, redirect
from tests.watchers.test_poll import FEED, Stopped
from tests.watchers.test_schedule import source
from watchers.feeds import MAX_ITEMS as MOST_ENTRIES
from watchers.feeds import _prepared, read_feed
from watchers.http import HttpFetch
from watchers.model import PollResult, PollState, SourceState
from watchers.outcomes import MAX_ITEMS
from watchers.poll import poll
from watchers.pool import ReaderPool
from watchers.ports import Request, Response

HUGE = (
    b'<rss version="2.0"><channel><title>T</title>'
    + b"<item><title>An item</title><link>https://x.example/1</link></item>" * 100_000
    + b"</channel></rss>"
)
DEADLINE_S = 2.0


class Hurried:
    """The door, with a shorter deadline than sources get."""

    def __init__(self, door: HttpFetch) -> None:
        self._door = door

    async def __call__(self, request: Request) -> Response:
        return await self._door(replace(request, timeout_s=DEADLINE_S, max_bytes=10_000_000))


def _host(number: int, web: FakeWeb, path: str) -> str:
    return web.url(path, host=f"127.0.0.{number + 2}")


async def test_each_bad_host_costs_its_own_source_only() -> None:
    async with (
        FakeWeb("0.0.0.0") as web,
        ReaderPool() as pool,
        HttpFetch("test", allow_loopback=True, min_gap_s=0.0) as door,
    ):
        web.behave("/hung", hung())
        web.behave("/drip", drip(FEED))
        web.behave("/bomb", gzip_bomb(megabytes=1_000))
        web.behave("/loop", redirect("/pool"))
        web.behave("/pool", redirect("/loop"))
        web.behave("/endless", endless())
        web.serve("/huge", HUGE)
        web.serve("/good", FEED)
        paths = ("/hung", "/drip", "/bomb", "/loop", "/endless", "/huge", "/good")
        watched = {
            path: replace(source(path[1:]), url=_host(number, web, path), ports=(web.port,))
            for number, path in enumerate(paths)
        }
        took: dict[str, float] = {}
        started = time.monotonic()

        async def once(path: str, of: Source) -> PollResult:
            result = await poll(
                of, SourceState(of.id), fetch=Hurried(door), parse=pool, clock=Stopped()
            )
            took[path] = time.monotonic() - started
            return result

        results = await asyncio.gather(*(once(path, of) for path, of in watched.items()))
    states = {path: result.state for path, result in zip(paths, results, strict=True)}
    assert states == {
        "/hung": PollState.UNREACHABLE,
        "/drip": PollState.UNREACHABLE,
        "/bomb": PollState.TOO_LARGE,
        "/loop": PollState.SERVER_ERROR,
        "/endless": PollState.TOO_LARGE,
        "/huge": PollState.OK,
        "/good": PollState.OK,
    }
    assert len(results[paths.index("/huge")].items) == MAX_ITEMS
    assert max(took.values()) < 4 * DEADLINE_S


def test_a_feed_is_cut_before_it_is_parsed() -> None:
    cut = _prepared(HUGE.decode())
    assert cut.count("<item>") == MOST_ENTRIES
    assert len(cut) < len(HUGE) / 40
    started = time.process_time()
    items = read_feed(HUGE, url="", charset=None, fetched_at=Stopped().now())
    assert len(items) == MOST_ENTRIES
    assert time.process_time() - started < 2
