"""The one door: what it lets through, what it refuses, and how it behaves towards hosts."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator

import pytest
from aiohttp import web as web_app

from tests.fakes.web import FakeWeb, cut_off, drip, endless, gzip_bomb, hung, redirect, status
from watchers.addresses import is_public
from watchers.errors import FetchError
from watchers.http import HttpFetch, retry_after_s
from watchers.manners import MAX_HOLD_S, MAX_REMEMBERED, HostTurns, TurnTimeoutError
from watchers.model import PollState
from watchers.ports import Request, Response

AGENT = "MissionWatch/test (+https://example.org/about)"


@pytest.fixture
async def web() -> AsyncIterator[FakeWeb]:
    async with FakeWeb() as server:
        yield server


@pytest.fixture
async def fetch() -> AsyncIterator[HttpFetch]:
    async with HttpFetch(AGENT, allow_loopback=True, min_gap_s=0.0, robots=False) as door:
        yield door


async def _get(fetch: HttpFetch, web: FakeWeb, path: str, timeout_s: float = 10.0) -> Response:
    return await fetch(Request(web.url(path), ports=(web.port,), timeout_s=timeout_s))


async def _fail(fetch: HttpFetch, web: FakeWeb, path: str, timeout_s: float = 10.0) -> FetchError:
    with pytest.raises(FetchError) as raised:
        await _get(fetch, web, path, timeout_s)
    assert "127.0.0.1" in raised.value.reason
    return raised.value


async def test_a_body_comes_with_what_the_header_says(fetch: HttpFetch, web: FakeWeb) -> None:
    web.serve("/feed", b"<rss/>", content_type='text/xml; charset="koi8-r"', etag='"7"')
    answer = await _get(fetch, web, "/feed")
    assert (answer.status, answer.body, answer.url) == (200, b"<rss/>", web.url("/feed"))
    assert (answer.content_type, answer.charset, answer.etag) == ("text/xml", "koi8-r", '"7"')
    assert web.requests[0].headers["User-Agent"] == AGENT


async def test_validators_are_sent_and_304_has_no_body(fetch: HttpFetch, web: FakeWeb) -> None:
    when = "Tue, 24 Nov 2026 05:00:00 GMT"
    web.serve("/feed", b"<rss/>", etag='"7"', last_modified=when)
    for request in (
        Request(web.url("/feed"), etag='"7"', ports=(web.port,)),
        Request(web.url("/feed"), last_modified=when, ports=(web.port,)),
    ):
        answer = await fetch(request)
        assert (answer.status, answer.body) == (304, b"")


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (400, PollState.REFUSED),
        (401, PollState.REFUSED),
        (403, PollState.REFUSED),
        (404, PollState.GONE),
        (410, PollState.GONE),
        (418, PollState.REFUSED),
        (429, PollState.BUSY),
        (500, PollState.SERVER_ERROR),
        (503, PollState.BUSY),
        (302, PollState.SERVER_ERROR),
    ],
)
async def test_a_bad_status_is_a_state(
    fetch: HttpFetch, web: FakeWeb, code: int, state: PollState
) -> None:
    web.behave("/x", status(code))
    error = await _fail(fetch, web, "/x")
    assert error.state is state
    assert str(code) in error.reason


async def test_retry_after_is_passed_on(fetch: HttpFetch, web: FakeWeb) -> None:
    web.behave("/x", status(429, Retry_After="120"))
    assert (await _fail(fetch, web, "/x")).retry_after_s == 120


@pytest.mark.parametrize("code", [429, 503])
async def test_a_host_that_says_wait_is_left_alone_by_all(
    fetch: HttpFetch, web: FakeWeb, code: int
) -> None:
    web.behave("/x", status(code, Retry_After="120"))
    web.serve("/y", b"<rss/>")
    await _fail(fetch, web, "/x")
    held = await _fail(fetch, web, "/y")
    assert held.state is PollState.BUSY
    assert 119 <= (held.retry_after_s or 0) <= 120
    assert "asks to be left alone for 2 min yet" in held.reason
    assert len(web.requests) == 1


async def test_a_hold_ends_and_is_no_longer_than_two_days() -> None:
    watch = Waited()
    turns = HostTurns(gap_s=1.0, max_wait_s=0.1, stopwatch=watch)
    turns.hold("one", 10 * MAX_HOLD_S)
    turns.hold("one", 5.0)
    assert (turns.held_s("one"), turns.held_s("other")) == (MAX_HOLD_S, 0.0)
    watch.at += MAX_HOLD_S
    assert turns.held_s("one") == 0.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("", None),
        ("soon", None),
        ("30", 30.0),
        ("Tue, 24 Nov 2026 05:01:00 GMT", 60.0),
        ("Tue, 24 Nov 2026 04:00:00 GMT", 0.0),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(value: str, seconds: float | None) -> None:
    headers = {"Retry-After": value, "Date": "Tue, 24 Nov 2026 05:00:00 GMT"}
    assert retry_after_s(headers) == seconds


async def test_redirects_are_followed_to_the_fifth(fetch: HttpFetch, web: FakeWeb) -> None:
    for hop in range(6):
        web.behave(f"/{hop}", redirect(f"/{hop + 1}"))
    web.serve("/5", b"there")
    answer = await _get(fetch, web, "/0")
    assert (answer.body, answer.url) == (b"there", web.url("/5"))
    web.behave("/5", redirect("/6"))
    web.serve("/6", b"too far")
    assert (await _fail(fetch, web, "/0")).state is PollState.SERVER_ERROR


async def test_a_redirect_to_itself_is_a_wall(fetch: HttpFetch, web: FakeWeb) -> None:
    web.behave("/x", redirect("/x", 307))
    assert (await _fail(fetch, web, "/x")).state is PollState.BLOCKED
    assert web.count("/x") == 1


@pytest.mark.parametrize(
    "to", ["ftp://127.0.0.1/x", "file:///etc/passwd", "http://127.0.0.1:22/", "http://u:p@h.x/"]
)
async def test_a_redirect_is_checked_like_a_request(
    fetch: HttpFetch, web: FakeWeb, to: str
) -> None:
    web.behave("/x", redirect(to))
    with pytest.raises(FetchError) as raised:
        await _get(fetch, web, "/x")
    assert raised.value.state is PollState.REFUSED
    assert "u:p" not in raised.value.reason


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/x",
        "file:///etc/passwd",
        "gopher://example.org",
        "//example.org/x",
        "http://",
        "http://example.org:22/",
        "http://example.org:99999/",
        "http://user:secret@example.org/",
        "http://[::1/",
        "javascript:alert(1)",
        "",
    ],
)
async def test_addresses_that_are_not_asked(fetch: HttpFetch, url: str) -> None:
    with pytest.raises(FetchError) as raised:
        await fetch(Request(url))
    assert raised.value.state is PollState.REFUSED
    assert "secret" not in raised.value.reason
    assert not raised.value.retryable


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "2130706433",
        "0x7f.1",
        "127.1",
    ],
)
async def test_private_addresses_are_refused_in_every_notation(web: FakeWeb, host: str) -> None:
    async with HttpFetch(AGENT, min_gap_s=0.0, robots=False) as fetch:
        with pytest.raises(FetchError) as raised:
            await fetch(Request(f"http://{host}:{web.port}/", ports=(web.port,), timeout_s=5))
    assert raised.value.state is PollState.REFUSED
    assert web.requests == []


async def test_a_name_that_leads_to_loopback_says_so(web: FakeWeb) -> None:
    async with HttpFetch(AGENT, min_gap_s=0.0, robots=False) as fetch:
        with pytest.raises(
            FetchError, match=r"127\.0\.0\.1 leads to an address that is not public"
        ):
            await fetch(Request(web.url("/"), ports=(web.port,)))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::5db8:d822", True),
        ("2002:5db8:d822::", True),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("::10.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::", False),
        ("255.255.255.255", False),
        ("198.18.0.1", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_loopback_is_the_only_exception() -> None:
    assert is_public("127.0.0.1", allow_loopback=True)
    assert is_public("::1", allow_loopback=True)
    assert is_public("::ffff:127.0.0.1", allow_loopback=True)
    assert not is_public("10.0.0.1", allow_loopback=True)
    assert not is_public("0.0.0.0", allow_loopback=True)


async def test_a_hung_server_costs_its_time_out(fetch: HttpFetch, web: FakeWeb) -> None:
    web.behave("/x", hung())
    error = await _fail(fetch, web, "/x", timeout_s=0.3)
    assert error.state is PollState.UNREACHABLE
    assert "within 0.3 s" in error.reason


async def test_a_dripping_server_costs_its_time_out(fetch: HttpFetch, web: FakeWeb) -> None:
    web.behave("/x", drip(b"<rss>" * 100, bytes_per_s=20))
    assert (await _fail(fetch, web, "/x", timeout_s=0.3)).state is PollState.UNREACHABLE


async def test_a_bomb_is_stopped_at_the_cap(fetch: HttpFetch, web: FakeWeb) -> None:
    web.behave("/x", gzip_bomb(megabytes=200))
    error = await _fail(fetch, web, "/x")
    assert error.state is PollState.TOO_LARGE
    assert "5 MB" in error.reason


async def test_a_body_without_end_is_stopped_at_the_cap(fetch: HttpFetch, web: FakeWeb) -> None:
    web.behave("/x", endless())
    assert (await _fail(fetch, web, "/x")).state is PollState.TOO_LARGE


async def test_a_promised_length_over_the_cap_is_not_read(fetch: HttpFetch, web: FakeWeb) -> None:
    web.behave("/x", cut_off(b"x", promised=50_000_000))
    assert (await _fail(fetch, web, "/x")).state is PollState.TOO_LARGE


async def test_a_broken_transfer_is_no_answer(fetch: HttpFetch, web: FakeWeb) -> None:
    web.behave("/x", cut_off(b"<rss>", promised=500))
    assert (await _fail(fetch, web, "/x")).state is PollState.UNREACHABLE


async def test_garbage_for_gzip_is_no_answer(fetch: HttpFetch, web: FakeWeb) -> None:
    web.behave("/x", status(200, b"not gzip at all", Content_Encoding="gzip"))
    assert (await _fail(fetch, web, "/x")).state is PollState.UNREACHABLE


async def test_nobody_listening(fetch: HttpFetch) -> None:
    async with FakeWeb() as gone:
        port = gone.port
    with pytest.raises(FetchError) as raised:
        await fetch(Request(f"http://127.0.0.1:{port}/", ports=(port,)))
    assert raised.value.state is PollState.UNREACHABLE


async def test_a_name_nobody_knows(fetch: HttpFetch) -> None:
    with pytest.raises(FetchError) as raised:
        await fetch(Request("http://nowhere.invalid/"))
    assert raised.value.state is PollState.UNREACHABLE
    assert "nowhere.invalid" in raised.value.reason


async def test_no_cookie_is_kept(fetch: HttpFetch, web: FakeWeb) -> None:
    web.behave("/x", status(200, b"x", Set_Cookie="wall=1"))
    await _get(fetch, web, "/x")
    await _get(fetch, web, "/x")
    assert all("Cookie" not in asked.headers for asked in web.requests)


async def test_a_host_gets_one_request_at_a_time_with_a_gap(web: FakeWeb) -> None:
    for number in range(4):
        web.behave(f"/{number}", drip(b"ab", bytes_per_s=50))
    async with HttpFetch(AGENT, allow_loopback=True, min_gap_s=0.05, robots=False) as fetch:
        await asyncio.gather(*(_get(fetch, web, f"/{number}") for number in range(4)))
    assert web.most_at_once == 1
    times = [asked.at for asked in web.requests]
    assert all(later - earlier >= 0.05 for earlier, later in itertools.pairwise(times))


async def test_waiting_in_the_queue_costs_nobody_his_time_out(web: FakeWeb) -> None:
    web.behave("/slow", drip(b"x" * 15, bytes_per_s=50))
    web.serve("/quick", b"quick")
    async with HttpFetch(AGENT, allow_loopback=True, min_gap_s=0.0, robots=False) as fetch:
        slow = asyncio.create_task(_get(fetch, web, "/slow"))
        await web.until_asked("/slow")
        quick = await _get(fetch, web, "/quick", timeout_s=0.2)
        assert quick.body == b"quick"
        assert (await slow).body == b"x" * 15


async def test_the_queue_itself_is_bounded(web: FakeWeb) -> None:
    web.behave("/x", hung())
    async with HttpFetch(AGENT, allow_loopback=True, max_wait_s=0.1, robots=False) as fetch:
        stuck = asyncio.create_task(_fail(fetch, web, "/x", timeout_s=1.0))
        await web.until_asked("/x")
        assert (await _fail(fetch, web, "/x")).state is PollState.BUSY
        assert (await stuck).state is PollState.UNREACHABLE


async def test_a_proxy_is_asked_instead_and_may_be_private(web: FakeWeb) -> None:
    web.serve("http://far.example/feed", b"by proxy")
    web.serve("/feed", b"by proxy")
    async with HttpFetch(AGENT, proxy=web.url(""), min_gap_s=0.0, robots=False) as fetch:
        assert (await fetch(Request("http://far.example/feed"))).body == b"by proxy"
        for url in ("http://127.0.0.1/", "http://[::1]/", "http://localhost/"):
            with pytest.raises(FetchError, match="not a public address"):
                await fetch(Request(url))


def test_a_proxy_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="proxy"):
        HttpFetch(AGENT, proxy="socks5://127.0.0.1:9050")


async def test_a_turn_given_up_is_passed_on() -> None:
    turns = HostTurns(gap_s=0.3, max_wait_s=5.0)
    async with turns.turn("h.example"):
        pass

    async def take() -> None:
        async with turns.turn("h.example"):
            pass

    waiting = asyncio.create_task(take())
    await asyncio.wait([waiting], timeout=0.05)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.wait_for(take(), 2.0)


async def test_a_host_that_breaks_off_is_asked_once(web: FakeWeb, fetch: HttpFetch) -> None:
    async def break_off(request: web_app.Request) -> web_app.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web_app.Response()

    web.behave("/x", break_off)
    with pytest.raises(FetchError) as raised:
        await _get(fetch, web, "/x")
    assert (raised.value.state, web.count("/x")) == (PollState.UNREACHABLE, 1)


class Waited:
    """A stopwatch that a test reads: pauses pass at once."""

    def __init__(self) -> None:
        self.at = 0.0

    def seconds(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds


async def test_who_comes_as_a_turn_is_passed_on_waits_no_longer_than_others() -> None:
    turns = HostTurns(gap_s=0.0, max_wait_s=0.05)
    is_over = asyncio.Event()

    async def keep() -> None:
        async with turns.turn("h.example"):
            await is_over.wait()

    async with turns.turn("h.example"):
        keeping = asyncio.create_task(keep())
        await asyncio.sleep(0)
    # The turn is free now, and promised to who waits.
    with pytest.raises(TurnTimeoutError):
        async with asyncio.timeout(2.0), turns.turn("h.example"):
            pass
    is_over.set()
    await keeping


async def test_pauses_are_taken_on_the_stopwatch() -> None:
    watch = Waited()
    turns = HostTurns(gap_s=900.0, max_wait_s=0.1, stopwatch=watch)
    for _ in range(3):
        async with turns.turn("h.example"):
            watch.at += 1.0
    assert watch.at == 3 * 1.0 + 2 * 900.0


async def test_a_wider_gap_holds_from_the_request_on_that_asked_for_it() -> None:
    watch = Waited()
    turns = HostTurns(gap_s=1.0, max_wait_s=0.1, stopwatch=watch)
    async with turns.turn("h.example"):
        pass
    turns.widen("h.example", 20.0)
    async with turns.turn("h.example"):
        assert watch.at == 20.0


async def test_hosts_asked_long_ago_are_forgotten() -> None:
    turns = HostTurns(gap_s=0.0, max_wait_s=5.0)
    for number in range(MAX_REMEMBERED + 50):
        async with turns.turn(f"h{number}.example"):
            pass
    assert turns.remembered <= MAX_REMEMBERED + 1


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00\x01\x02\x03\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nxxxxx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 20_000 + b"\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\x00\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: http://\r\n\r\n",
    ],
)
async def test_whatever_a_server_says_is_a_fetch_error(fetch: HttpFetch, answer: bytes) -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    async with server:
        port = int(server.sockets[0].getsockname()[1])
        with pytest.raises(FetchError) as raised:
            await fetch(Request(f"http://127.0.0.1:{port}/", ports=(port,), timeout_s=3))
    assert raised.value.reason
