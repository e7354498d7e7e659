"""What every Fetch promises, asked of the real door and of the fake."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest

from tests.fakes.fetching import FakeFetch
from tests.fakes.web import FakeWeb
from watchers.errors import FetchError
from watchers.http import HttpFetch
from watchers.model import PollState
from watchers.ports import Fetch, Request


@dataclass
class World:
    """A Fetch and a place that it can ask."""

    fetch: Fetch
    url: Callable[[str], str]
    serve: Callable[[str, bytes, str], None]
    ports: tuple[int, ...] = ()


@pytest.fixture(params=["http", "fake"])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    if request.param == "fake":
        fake = FakeFetch()

        def serve(path: str, body: bytes, etag: str) -> None:
            fake.serve(f"http://h.example{path}", body, etag=etag)

        yield World(fake, lambda path: f"http://h.example{path}", serve)
        return
    async with (
        FakeWeb() as web,
        HttpFetch("test", allow_loopback=True, min_gap_s=0.0, robots=False) as fetch,
    ):
        yield World(
            fetch,
            web.url,
            lambda path, body, etag: web.serve(path, body, etag=etag),
            (web.port,),
        )


async def test_a_body_comes_with_its_validator(world: World) -> None:
    world.serve("/feed", b"<rss/>", '"1"')
    answer = await world.fetch(Request(world.url("/feed"), ports=world.ports))
    assert (answer.status, answer.body, answer.etag) == (200, b"<rss/>", '"1"')
    assert answer.url == world.url("/feed")


async def test_a_validator_that_holds_answers_304_without_body(world: World) -> None:
    world.serve("/feed", b"<rss/>", '"1"')
    held = await world.fetch(Request(world.url("/feed"), etag='"1"', ports=world.ports))
    stale = await world.fetch(Request(world.url("/feed"), etag='"0"', ports=world.ports))
    assert (held.status, held.body) == (304, b"")
    assert (stale.status, stale.body) == (200, b"<rss/>")


async def test_what_is_not_there_is_gone(world: World) -> None:
    with pytest.raises(FetchError) as raised:
        await world.fetch(Request(world.url("/nothing"), ports=world.ports))
    assert raised.value.state is PollState.GONE
    assert not raised.value.retryable


async def test_no_body_is_larger_than_asked_for(world: World) -> None:
    world.serve("/feed", b"x" * 1_001, '"1"')
    with pytest.raises(FetchError) as raised:
        await world.fetch(Request(world.url("/feed"), ports=world.ports, max_bytes=1_000))
    assert raised.value.state is PollState.TOO_LARGE
