"""Alternates, redirects to others, redesigns, and what servers and feeds say of their rhythm."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from config.model import Source
from config.vocabulary import SourceKind
from tests.fakes.fetching import FakeFetch, parse_here
from tests.watchers.test_poll import FEED, NOW, SOURCE, Stopped
from watchers.domains import is_same_site, registrable_domain
from watchers.errors import FetchError
from watchers.model import Item, PollResult, PollState, SourceState
from watchers.outcomes import fresh_s, rhythm_min
from watchers.poll import BACK_TO_FIRST, addresses, poll
from watchers.ports import Response

MIRROR = "https://mirror.example/feed"
ALIAS = "https://alias.example/feed"
MANY = replace(SOURCE, alternates=(MIRROR, ALIAS))
PAGE = replace(SOURCE, kind=SourceKind.PAGE, url="https://s.example/news")


async def _poll(fetch: FakeFetch, of: Source, state: SourceState | None = None) -> PollResult:
    before = state or SourceState(of.id)
    return await poll(of, before, fetch=fetch, parse=parse_here, clock=Stopped())


def _asked(fetch: FakeFetch) -> list[str]:
    return [request.url for request in fetch.requests]


async def test_alternates_are_tried_in_order_and_the_one_that_works_is_remembered() -> None:
    fetch = FakeFetch()
    fetch.serve(ALIAS, FEED, etag='"1"')
    result = await _poll(fetch, MANY)
    assert _asked(fetch) == [MANY.url, MIRROR, ALIAS]
    assert (result.state, len(result.items)) == (PollState.OK, 1)
    assert (result.next_state.address, result.next_state.failures) == (ALIAS, 0)
    fetch.requests.clear()
    again = await _poll(fetch, MANY, result.next_state)
    assert (_asked(fetch), again.state) == ([ALIAS], PollState.NOT_MODIFIED)


async def test_validators_of_one_address_are_not_sent_to_another() -> None:
    fetch = FakeFetch()
    fetch.serve(MANY.url, FEED, etag='"1"')
    good = (await _poll(fetch, MANY)).next_state
    fetch.fail(MANY.url, FetchError(PollState.SERVER_ERROR, "down"))
    fetch.serve(MIRROR, FEED, etag='"1"')
    result = await _poll(fetch, MANY, good)
    assert (fetch.requests[-1].url, fetch.requests[-1].etag) == (MIRROR, None)
    assert (result.state, result.is_first) == (PollState.OK, False)


async def test_a_source_that_fails_everywhere_says_what_its_own_address_said() -> None:
    fetch = FakeFetch()
    fetch.fail(MANY.url, FetchError(PollState.SERVER_ERROR, "s.example answers 500"))
    result = await _poll(fetch, MANY, replace(SourceState("s"), address=MIRROR))
    assert (result.state, result.reason) == (PollState.SERVER_ERROR, "s.example answers 500")
    assert result.next_state.failures == 1


async def test_a_host_that_is_busy_is_not_asked_at_another_of_its_addresses() -> None:
    twin = replace(SOURCE, alternates=("https://s.example/other", MIRROR))
    fetch = FakeFetch()
    fetch.fail(twin.url, FetchError(PollState.BUSY, "429", retry_after_s=60))
    fetch.serve(MIRROR, FEED)
    assert (await _poll(fetch, twin)).state is PollState.OK
    assert _asked(fetch) == [twin.url, MIRROR]


def test_the_own_address_is_tried_again_now_and_then() -> None:
    state = SourceState("s", address=ALIAS)
    assert addresses(MANY, state, 0.5) == [ALIAS, MANY.url, MIRROR]
    assert addresses(MANY, state, BACK_TO_FIRST / 2) == [MANY.url, MIRROR, ALIAS]
    assert addresses(MANY, replace(state, address="https://gone.example/"), 0.5)[0] == MANY.url


async def test_a_redirect_to_another_domain_is_flagged_and_not_read() -> None:
    fetch = FakeFetch()
    fetch.serve(SOURCE.url, FEED, redirected_to="https://parked.example.com/feed")
    result = await _poll(fetch, SOURCE)
    assert (result.state, result.items) == (PollState.REDIRECTED, ())
    assert "parked.example.com" in result.reason
    assert result.next_state.last_ok_at is None


async def test_a_redirect_within_the_site_or_to_an_alternate_is_followed() -> None:
    fetch = FakeFetch()
    fetch.serve(SOURCE.url, FEED, redirected_to="https://feeds.s.example/feed")
    assert (await _poll(fetch, SOURCE)).state is PollState.OK
    fetch.serve(MANY.url, FEED, redirected_to=MIRROR)
    assert (await _poll(fetch, MANY)).state is PollState.OK


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("en.mfa.gov.tr", "mfa.gov.tr"),
        ("www.gov.uk", "www.gov.uk"),
        ("a.b.mfa.ir", "mfa.ir"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("feeds.s.example", "s.example"),
        ("::1", "::1"),
        ("kabul.mfa.gov.af", "mfa.gov.af"),
    ],
)
def test_registrable_domains(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


def test_sites() -> None:
    assert is_same_site("http://mid.ru/ru/rss.php", "https://www.mid.ru/ru/rss")
    assert not is_same_site("https://evisa.mfa.gov.af/", "https://eafghans.com/")
    assert not is_same_site("https://mfa.gov.af/", "https://moph.gov.af/")
    assert not is_same_site("https://a.github.io/", "https://b.github.io/")


def _rows(
    container: str, *, dated: bool = True, title: str = "The ministry receives envoy"
) -> bytes:
    rows = "".join(
        f'<li class="row"><a href="/n/{100 + n}">{title} {n if "{" not in title else ""}</a>'
        f"{f' <span>{n + 1:02}.11.2026</span>' if dated else ''}</li>"
        for n in range(8)
    )
    return f'<body><main class="{container}"><ul>{rows}</ul></main></body>'.encode()


async def test_a_layout_is_learnt_and_a_new_one_that_reads_well_is_taken() -> None:
    fetch = FakeFetch()
    fetch.serve(PAGE.url, _rows("old"))
    good = (await _poll(fetch, PAGE)).next_state
    assert good.layout is not None
    fetch.serve(PAGE.url, _rows("new"))
    result = await _poll(fetch, PAGE, good)
    assert (result.state, len(result.items)) == (PollState.OK, 8)
    assert result.next_state.layout not in (None, good.layout)


async def test_rows_that_lost_their_dates_in_a_new_layout_are_believed_the_second_time() -> None:
    fetch = FakeFetch()
    fetch.serve(PAGE.url, _rows("old"))
    good = (await _poll(fetch, PAGE)).next_state
    fetch.serve(PAGE.url, _rows("new", dated=False), etag='"2"')
    odd = await _poll(fetch, PAGE, good)
    assert (odd.state, odd.items) == (PollState.LAYOUT_CHANGED, ())
    assert "lost their dates" in odd.reason
    after = odd.next_state
    assert (after.layout, after.body_hash, after.etag) == (good.layout, good.body_hash, None)
    assert after.odd_layout
    assert after.odd_hash
    again = await _poll(fetch, PAGE, after)
    assert (again.state, len(again.items)) == (PollState.OK, 8)
    assert (again.next_state.odd_layout, again.next_state.failures) == (None, 0)


async def test_one_title_on_every_row_is_never_believed() -> None:
    fetch = FakeFetch()
    fetch.serve(PAGE.url, _rows("old"))
    state = (await _poll(fetch, PAGE)).next_state
    same = _rows("old").replace(b"envoy 1", b"envoy 0")
    for n in range(2, 8):
        same = same.replace(f"envoy {n}".encode(), b"envoy 0")
    fetch.serve(PAGE.url, same)
    for _ in range(3):
        result = await _poll(fetch, PAGE, state)
        assert (result.state, result.items) == (PollState.LAYOUT_CHANGED, ())
        assert "one title stands on" in result.reason
        state = result.next_state
    fetch.serve(PAGE.url, _rows("old") + b" ")
    assert (await _poll(fetch, PAGE, state)).state is PollState.OK


def test_a_rhythm_is_the_median_gap_of_dated_items() -> None:
    hours = (0, 1, 2, 3, 30)
    items = [Item("t", None, published=NOW - dt.timedelta(hours=h)) for h in hours]
    assert rhythm_min(items) == 60
    assert rhythm_min(items[:4]) is None
    assert rhythm_min([Item("t", None)] * 9) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "public, max-age=600"}, 600),
        ({"cache-control": "max-age=600", "age": "100"}, 500),
        ({"cache-control": "no-cache, max-age=600"}, 0),
        ({"cache-control": "s-maxage=600"}, 0),
        ({}, 0),
    ],
)
def test_freshness(headers: dict[str, str], seconds: float) -> None:
    assert fresh_s(Response(200, "u", headers=headers)) == seconds


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("<ttl>120</ttl>", 120), ("<ttl>9999</ttl>", 720), ("<ttl>1</ttl>", 30)],
)
async def test_a_feeds_ttl_is_kept_between_the_bounds(said: str, minutes: float) -> None:
    fetch = FakeFetch()
    fetch.serve(SOURCE.url, FEED.replace(b"<title>T</title>", f"<title>T</title>{said}".encode()))
    due_at = (await _poll(fetch, SOURCE)).next_state.due_at
    assert due_at is not None
    assert (due_at - NOW).total_seconds() / 60 == pytest.approx(minutes, rel=0.1)


async def test_a_servers_max_age_is_kept() -> None:
    fetch = FakeFetch()
    fetch.serve(SOURCE.url, FEED, headers={"cache-control": "max-age=7200"})
    due_at = (await _poll(fetch, SOURCE)).next_state.due_at
    assert due_at == NOW + dt.timedelta(hours=2)


async def test_a_source_that_publishes_seldom_is_asked_less_often() -> None:
    items = "".join(
        f"<item><title>News number {n}</title><pubDate>{20 - n} Nov 2026 10:00:00 GMT</pubDate>"
        "</item>"
        for n in range(8)
    )
    fetch = FakeFetch()
    fetch.serve(SOURCE.url, f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    after = (await _poll(fetch, SOURCE)).next_state
    assert (after.rhythm_min, after.interval_min) == (24 * 60, 120)
