"""One poll: what is asked, what is read, and what is remembered in every case."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from config.model import Source
from config.vocabulary import SourceKind
from tests.fakes.fetching import FakeFetch, parse_here
from tests.fakes.web import STUB, FakeWeb, hung
from tests.watchers.test_schedule import source
from watchers.errors import FetchError, ReaderHungError
from watchers.http import HttpFetch
from watchers.model import Item, PollResult, PollState, SourceState
from watchers.poll import MAX_ITEMS, newest, poll
from watchers.pool import ReaderPool

NOW = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
SOURCE = source()
FEED = b"""<rss version="2.0"><channel><title>T</title>
<item><title>An envoy is received</title><link>https://s.example/1</link>
<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"""
NO_ITEMS = b'<rss version="2.0"><channel><title>T</title></channel></rss>'
PAGE = b"""<ul><li><a href="/n/101">The ministry receives an envoy</a> 20.11.2026</li>
<li><a href="/n/100">The ministry closes a consulate</a> 19.11.2026</li></ul>"""


class Stopped:
    """A clock that stands."""

    def now(self) -> dt.datetime:
        return NOW


async def _poll(
    fetch: FakeFetch, state: SourceState | None = None, of: Source = SOURCE
) -> PollResult:
    before = state or SourceState(of.id)
    return await poll(of, before, fetch=fetch, parse=parse_here, clock=Stopped())


async def test_a_first_good_poll_reads_and_remembers() -> None:
    fetch = FakeFetch()
    fetch.serve(SOURCE.url, FEED, etag='"1"', last_modified="Tue")
    result = await _poll(fetch)
    assert (result.state, result.reason, result.is_first) == (PollState.OK, "", True)
    assert [item.title for item in result.items] == ["An envoy is received"]
    after = result.next_state
    assert (after.etag, after.last_modified, after.item_count) == ('"1"', "Tue", 1)
    assert (after.last_poll_at, after.last_ok_at, after.failures) == (NOW, NOW, 0)
    assert after.body_hash is not None
    assert after.due_at is not None
    assert dt.timedelta(minutes=27) <= after.due_at - NOW <= dt.timedelta(minutes=33)


async def test_validators_are_sent_and_304_changes_nothing_else() -> None:
    fetch = FakeFetch()
    fetch.serve(SOURCE.url, FEED, etag='"1"')
    first = await _poll(fetch)
    second = await _poll(fetch, first.next_state)
    assert fetch.requests[-1].etag == '"1"'
    assert (second.state, second.items, second.is_first) == (PollState.NOT_MODIFIED, (), False)
    assert second.next_state.body_hash == first.next_state.body_hash
    assert second.next_state.item_count == 1
    assert second.next_state.interval_min == 37.5


async def test_the_same_body_is_not_read_again() -> None:
    fetch = FakeFetch()
    fetch.serve(SOURCE.url, FEED)
    first = await _poll(fetch)
    second = await _poll(fetch, first.next_state)
    assert (second.state, second.items) == (PollState.SAME_BODY, ())


async def test_a_failure_keeps_what_was_known_and_counts() -> None:
    fetch = FakeFetch()
    fetch.serve(SOURCE.url, FEED, etag='"1"')
    good = (await _poll(fetch)).next_state
    wall = FetchError(PollState.BUSY, "h answers 429", retry_after_s=7_200)
    fetch.fail(SOURCE.url, wall)
    once = await _poll(fetch, good)
    twice = await _poll(fetch, once.next_state)
    assert (once.state, once.reason, once.retry_after_s) == (
        PollState.BUSY,
        "h answers 429",
        7_200,
    )
    assert (once.next_state.failures, twice.next_state.failures) == (1, 2)
    assert twice.next_state.etag == '"1"'
    assert twice.next_state.last_ok_at == NOW
    assert once.next_state.due_at == NOW + dt.timedelta(hours=2)
    fetch.serve(SOURCE.url, FEED + b" ", etag='"2"')
    assert (await _poll(fetch, twice.next_state)).next_state.failures == 0


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (b"", PollState.EMPTY),
        (STUB, PollState.BLOCKED),
        (b"<html><body><p>Home</p></body></html>", PollState.NOT_A_FEED),
        (b"\x00\x01\x02", PollState.UNREADABLE),
        (NO_ITEMS, PollState.EMPTY),
    ],
)
async def test_garbage_after_a_good_poll_is_a_state_and_is_asked_for_again(
    body: bytes, state: PollState
) -> None:
    fetch = FakeFetch()
    fetch.serve(SOURCE.url, FEED, etag='"1"')
    good = (await _poll(fetch)).next_state
    fetch.serve(SOURCE.url, body, etag='"2"')
    bad = await _poll(fetch, good)
    assert (bad.state, bad.items) == (state, ())
    assert bad.reason
    assert (bad.next_state.etag, bad.next_state.body_hash) == ('"1"', good.body_hash)
    assert bad.next_state.item_count == 1
    again = await _poll(fetch, bad.next_state)
    assert again.state is state


async def test_a_channel_that_never_had_items_is_fine_and_says_so() -> None:
    fetch = FakeFetch()
    fetch.serve(SOURCE.url, NO_ITEMS)
    result = await _poll(fetch)
    assert (result.state, result.reason, result.items) == (PollState.OK, "no items yet", ())


async def test_a_page_is_read_by_its_selectors_in_its_zone_from_where_it_came() -> None:
    page = replace(
        SOURCE, kind=SourceKind.PAGE, timezone="Asia/Kabul", selectors={"row": "li"}, ports=(81,)
    )
    fetch = FakeFetch()
    fetch.serve(page.url, PAGE, redirected_to="https://www.s.example/news/")
    result = await _poll(fetch, of=page)
    assert fetch.requests[0].ports == (81,)
    assert [item.url for item in result.items] == [
        "https://www.s.example/n/101",
        "https://www.s.example/n/100",
    ]
    assert result.items[0].published == dt.datetime(2026, 11, 19, 19, 30, tzinfo=dt.UTC)
    assert result.items[0].published_is_day


async def test_a_redesign_to_nothing_is_empty_with_a_reason() -> None:
    page = replace(SOURCE, kind=SourceKind.PAGE)
    fetch = FakeFetch()
    fetch.serve(page.url, PAGE)
    good = (await _poll(fetch, of=page)).next_state
    fetch.serve(page.url, b"<html><body><h1>Our new site</h1></body></html>")
    bad = await _poll(fetch, good, page)
    assert bad.state is PollState.EMPTY
    assert "no list of items" in bad.reason


async def test_a_hung_reader_marks_its_source() -> None:
    async def hang(reader: Any, *args: Any, deadline_s: float = 10.0) -> Any:
        raise ReaderHungError(deadline_s)

    fetch = FakeFetch()
    fetch.serve(SOURCE.url, FEED)
    result = await poll(SOURCE, SourceState("s"), fetch=fetch, parse=hang, clock=Stopped())
    assert (result.state, result.next_state.failures) == (PollState.HUNG, 1)


def test_only_the_newest_are_taken_in_their_order() -> None:
    items = tuple(
        Item(str(n), None, published=NOW - dt.timedelta(hours=n) if n else None)
        for n in range(MAX_ITEMS + 10)
    )
    assert newest(items) == items[:MAX_ITEMS]
    assert newest(items[::-1]) == items[:MAX_ITEMS][::-1]
    assert newest(items[:3]) == items[:3]


async def test_the_whole_way_over_http_and_in_a_reader_process() -> None:
    async with (
        FakeWeb() as web,
        ReaderPool() as pool,
        HttpFetch("test", allow_loopback=True, min_gap_s=0.0, robots=False) as fetch,
    ):
        here = replace(SOURCE, url=web.url("/feed"), ports=(web.port,))
        page = replace(here, url=web.url("/page"), kind=SourceKind.PAGE)
        web.serve("/feed", FEED, etag='"1"')
        web.serve("/page", PAGE, content_type="text/html")

        async def once(of: Source, state: SourceState) -> PollResult:
            return await poll(of, state, fetch=fetch, parse=pool, clock=Stopped())

        feed = await once(here, SourceState("s"))
        assert [item.title for item in feed.items] == ["An envoy is received"]
        assert (await once(here, feed.next_state)).state is PollState.NOT_MODIFIED
        assert len((await once(page, SourceState("s"))).items) == 2
        web.behave("/feed", hung())
        web.serve("/feed", STUB)
        assert (await once(here, feed.next_state)).state is PollState.BLOCKED
