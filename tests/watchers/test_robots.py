"""robots.txt by RFC 9309: what is disallowed, for how long, and what is asked how often."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from urllib.parse import urlsplit

import pytest

from tests.fakes.fetching import FakeFetch
from tests.fakes.web import FakeWeb, redirect, status
from watchers.errors import FetchError
from watchers.http import HttpFetch, product_token
from watchers.model import PollState
from watchers.ports import Request, Response
from watchers.robots import KEPT_S, MAX_DELAY_S, PATIENCE_S, TRIED_AGAIN_S, Robots

AGENT = "MissionWatch/1.0 (tests)"
ROBOTS = "https://x.example/robots.txt"
PAGE = urlsplit("https://x.example/news?PAGEN_1=2")
RULES = b"User-agent: *\nDisallow: /*?PAGEN\nCrawl-delay: 7\n\nUser-agent: Other\nDisallow: /\n"


class Hours:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Hours:
    return Hours()


@pytest.fixture
def fetch() -> FakeFetch:
    return FakeFetch()


@pytest.fixture
def robots(fetch: FakeFetch, clock: Hours) -> Robots:
    return Robots(fetch, product_token(AGENT), clock)


async def _state(robots: Robots, url: str = "https://x.example/news") -> PollState | float:
    try:
        return await robots.check(urlsplit(url), ())
    except FetchError as error:
        return error.state


async def test_rules_and_delay_are_those_for_us(robots: Robots, fetch: FakeFetch) -> None:
    fetch.serve(ROBOTS, RULES)
    assert await _state(robots) == 7.0
    assert await _state(robots, PAGE.geturl()) is PollState.DISALLOWED
    assert len(fetch.requests) == 1
    assert not fetch.requests[0].heeds_robots


async def test_rules_that_name_us_come_before_those_for_all(
    robots: Robots, fetch: FakeFetch
) -> None:
    fetch.serve(ROBOTS, b"User-agent: *\nDisallow: /\n\nUser-agent: missionwatch\nAllow: /\n")
    assert await _state(robots) == 0.0


async def test_a_delay_has_a_bound(robots: Robots, fetch: FakeFetch) -> None:
    fetch.serve(ROBOTS, b"User-agent: *\nCrawl-delay: 3600\n")
    assert await _state(robots) == MAX_DELAY_S


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe\x00nonsense", b"<html><body>home</body></html>", b"\xef\xbb\xbf#"]
)
async def test_what_holds_no_rules_allows_all(
    robots: Robots, fetch: FakeFetch, body: bytes
) -> None:
    fetch.serve(ROBOTS, body)
    assert await _state(robots) == 0.0


@pytest.mark.parametrize(
    "error",
    [
        FetchError(PollState.GONE, "x.example answers 404"),
        FetchError(PollState.REFUSED, "x.example answers 403"),
        FetchError(PollState.BLOCKED, "x.example redirects to itself"),
        FetchError(PollState.SERVER_ERROR, "x.example redirects over 5 times"),
        FetchError(PollState.TOO_LARGE, "too large"),
    ],
)
async def test_none_at_all_allows_all(robots: Robots, fetch: FakeFetch, error: FetchError) -> None:
    fetch.fail(ROBOTS, error)
    assert await _state(robots) == 0.0
    assert await _state(robots) == 0.0
    assert len(fetch.requests) == 1


async def test_a_copy_is_kept_for_a_day(robots: Robots, fetch: FakeFetch, clock: Hours) -> None:
    fetch.serve(ROBOTS, RULES)
    await _state(robots)
    clock.at += KEPT_S - 1
    await _state(robots)
    assert len(fetch.requests) == 1
    clock.at += 2
    fetch.serve(ROBOTS, b"User-agent: *\nDisallow: /\n")
    assert await _state(robots) is PollState.DISALLOWED
    assert len(fetch.requests) == 2


async def test_a_failing_server_disallows_until_it_answers_or_a_month_has_passed(
    robots: Robots, fetch: FakeFetch, clock: Hours
) -> None:
    fetch.fail(ROBOTS, FetchError(PollState.SERVER_ERROR, "x.example answers 500"))
    assert await _state(robots) is PollState.SERVER_ERROR
    assert await _state(robots) is PollState.SERVER_ERROR
    assert len(fetch.requests) == 1
    clock.at += PATIENCE_S
    assert await _state(robots) == 0.0
    clock.at += TRIED_AGAIN_S
    fetch.serve(ROBOTS, RULES)
    assert await _state(robots) == 7.0


async def test_a_host_that_cannot_be_reached_is_called_that_and_asked_again_at_once(
    robots: Robots, fetch: FakeFetch, clock: Hours
) -> None:
    fetch.fail(ROBOTS, FetchError(PollState.UNREACHABLE, "no answer"))
    assert await _state(robots) is PollState.UNREACHABLE
    clock.at += 60
    fetch.serve(ROBOTS, b"")
    assert await _state(robots) == 0.0


async def test_an_old_copy_serves_while_the_server_fails(
    robots: Robots, fetch: FakeFetch, clock: Hours
) -> None:
    fetch.serve(ROBOTS, RULES)
    await _state(robots)
    fetch.fail(ROBOTS, FetchError(PollState.BUSY, "503"))
    for _ in range(3):
        clock.at += KEPT_S
        assert await _state(robots) == 7.0
        assert await _state(robots, PAGE.geturl()) is PollState.DISALLOWED


async def test_many_at_once_ask_once() -> None:
    asked = itertools.count()

    async def slow(request: Request) -> Response:
        next(asked)
        await asyncio.sleep(0)
        return Response(200, request.url, RULES)

    robots = Robots(slow, "MissionWatch", lambda: 5.0)
    await asyncio.gather(*(_state(robots) for _ in range(20)))
    assert next(asked) == 1


@pytest.fixture
async def web() -> AsyncIterator[FakeWeb]:
    async with FakeWeb() as serving:
        yield serving


Door = Callable[[float], HttpFetch]


@pytest.fixture
def door() -> Door:
    return lambda gap_s: HttpFetch(AGENT, allow_loopback=True, min_gap_s=gap_s)


async def test_the_door_heeds_robots_at_every_hop(web: FakeWeb, door: Door) -> None:
    web.serve("/robots.txt", b"User-agent: *\nDisallow: /private\n", content_type="text/plain")
    web.serve("/open", b"x")
    web.serve("/private/x", b"x")
    web.behave("/hop", redirect("/private/x"))
    async with door(0.0) as fetch:
        assert (await fetch(Request(web.url("/open"), ports=(web.port,)))).body == b"x"
        for path in ("/private/x", "/hop"):
            with pytest.raises(FetchError) as raised:
                await fetch(Request(web.url(path), ports=(web.port,)))
            assert raised.value.state is PollState.DISALLOWED
    assert web.count("/private/x") == 0
    assert web.count("/robots.txt") == 1


async def test_a_crawl_delay_is_kept_by_the_door(web: FakeWeb, door: Door) -> None:
    web.serve("/robots.txt", b"User-agent: *\nCrawl-delay: 0.2\n", content_type="text/plain")
    web.serve("/a", b"x")
    async with door(0.0) as fetch:
        for _ in range(3):
            await fetch(Request(web.url("/a"), ports=(web.port,)))
    times = [asked.at for asked in web.requests if asked.path == "/a"]
    assert all(b - a >= 0.2 for a, b in itertools.pairwise(times))


async def test_a_sources_own_gap_holds_for_all_requests_to_its_host(
    web: FakeWeb, door: Door
) -> None:
    web.serve("/a", b"x")
    async with door(0.0) as fetch:
        await fetch(Request(web.url("/a"), ports=(web.port,), min_gap_s=0.2))
        await fetch(Request(web.url("/a"), ports=(web.port,)))
    times = [asked.at for asked in web.requests if asked.path == "/a"]
    assert times[1] - times[0] >= 0.2


async def test_a_failing_robots_txt_over_http(web: FakeWeb, door: Door) -> None:
    web.behave("/robots.txt", status(500))
    web.serve("/a", b"x")
    async with door(0.0) as fetch:
        with pytest.raises(FetchError) as raised:
            await fetch(Request(web.url("/a"), ports=(web.port,)))
    assert (raised.value.state, web.count("/a")) == (PollState.SERVER_ERROR, 0)
    assert "500" in raised.value.reason
