"""One poll of one source: ask, read, and say what to remember. Never raises a `WatcherError`.

The source's address is asked first, then, while that fails, its alternates in order; the one that
answered last time comes before all others, and now and then the first is tried again.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from urllib.parse import urlsplit

from config.model import Source
from config.vocabulary import SourceKind
from watchers.domains import is_same_site
from watchers.errors import FetchError, ReadError, WatcherError
from watchers.layouts import judge
from watchers.model import PollResult, PollState, Reading, SourceState
from watchers.outcomes import MAX_ITEMS, Answer, failed, newest, unchanged, was_read
from watchers.ports import Clock, Fetch, Parse, Request, Response
from watchers.reading import Reader
from watchers.schedule import jitter_of

__all__ = ["MAX_ITEMS", "READ_DEADLINE_S", "newest", "poll"]
READ_DEADLINE_S = 10.0
BACK_TO_FIRST = 0.1
"""Share of polls that try the source's own address again, while an alternate works."""
_HOSTS_FAULTS = frozenset({PollState.BUSY, PollState.UNREACHABLE, PollState.SERVER_ERROR})
"""Failures that every address of the host would share."""
_TELEGRAM_HOST = "t.me"
_XML = "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"
_ACCEPT = {
    SourceKind.FEED: _XML,
    SourceKind.SITEMAP: _XML,
    SourceKind.PAGE: "text/html, application/xhtml+xml, application/json;q=0.9, */*;q=0.5",
    SourceKind.TELEGRAM: "text/html, */*;q=0.5",
    SourceKind.JSON: "application/json, */*;q=0.5",
}


async def poll(
    source: Source, state: SourceState, *, fetch: Fetch, parse: Parse, clock: Clock
) -> PollResult:
    """Asks a source what is new since `state`, and reads the answer."""
    failures: dict[str, PollResult] = {}
    tired: set[str] = set()
    for address in addresses(source, state, jitter_of(source.id, clock.now())):
        if urlsplit(address).netloc in tired:
            continue
        result = await _poll_at(address, source, state, fetch, parse, clock)
        if result.next_state.failures == 0:
            return result
        failures[address] = result
        if result.state in _HOSTS_FAULTS:
            tired.add(urlsplit(address).netloc)
    # What is said of a source that fails everywhere is what its own address said.
    return failures.get(source.url) or next(iter(failures.values()))


def addresses(source: Source, state: SourceState, chance: float) -> list[str]:
    """The addresses to ask until one answers, best first; `chance` is from 0 to 1."""
    order = [source.url, *(a for a in source.alternates if a != source.url)]
    if state.address in source.alternates and chance >= BACK_TO_FIRST:
        order.sort(key=lambda address: address != state.address)
    return order


async def _poll_at(
    address: str, source: Source, state: SourceState, fetch: Fetch, parse: Parse, clock: Clock
) -> PollResult:
    """A poll of one address."""
    alternate = None if address == source.url else address
    known = state if alternate == state.address else _at_another_address(state)
    try:
        response = await fetch(_request(source, address, known))
        body_hash = hashlib.sha256(response.body).hexdigest()
        answer = Answer(response, body_hash, alternate, clock.now())
        if response.status == 304:
            return unchanged(source, state, PollState.NOT_MODIFIED, answer)
        _refuse_foreign(source, address, response)
        if body_hash == known.body_hash:
            return unchanged(source, state, PollState.SAME_BODY, answer)
        reader = _reader(source, address, answer)
        reading = await parse(reader.read, response.body, deadline_s=READ_DEADLINE_S)
    except WatcherError as error:
        return failed(source, state, error, clock.now())
    return _judged(source, known, answer, reading)


def _judged(source: Source, state: SourceState, answer: Answer, reading: Reading) -> PollResult:
    """Takes a reading, unless it cannot be what it seems."""
    items = reading.items
    if not items and state.item_count:
        reason = f"no items, where there were {state.item_count}: cut, emptied or redesigned"
        return failed(source, state, ReadError(PollState.EMPTY, reason), answer.fetched_at)
    judgement = judge(state.layout, state.odd_layout, reading.layout, items)
    if judgement.is_believed:
        return was_read(source, state, answer, reading)
    error = ReadError(PollState.LAYOUT_CHANGED, judgement.reason)
    result = failed(source, state, error, answer.fetched_at)
    odd = replace(result.next_state, odd_layout=reading.layout, odd_hash=answer.body_hash)
    return replace(result, next_state=odd)


def _at_another_address(state: SourceState) -> SourceState:
    """What is known of a source, without what is true of one address only."""
    return replace(
        state, etag=None, last_modified=None, body_hash=None, layout=None, odd_layout=None
    )


def _refuse_foreign(source: Source, address: str, response: Response) -> None:
    """Raises where an address leads to a site that is not the source's: it may be anybody's."""
    ours = (address, source.url, *source.alternates)
    if not any(is_same_site(one, response.url) for one in ours):
        there = urlsplit(response.url).hostname
        reason = (
            f"redirected to {there}, another's domain: add it to the alternates if it is right"
        )
        raise FetchError(PollState.REDIRECTED, reason, retryable=False)


def _reader(source: Source, address: str, answer: Answer) -> Reader:
    is_telegram = urlsplit(address).hostname == _TELEGRAM_HOST
    return Reader(
        kind=SourceKind.TELEGRAM if is_telegram else source.kind,
        url=answer.response.url,
        fetched_at=answer.fetched_at,
        charset=answer.response.charset,
        timezone=source.timezone,
        selectors=dict(source.selectors),
        fields=dict(source.fields),
    )


def _request(source: Source, address: str, state: SourceState) -> Request:
    return Request(
        url=address,
        etag=state.etag,
        last_modified=state.last_modified,
        ports=source.ports,
        accept=_ACCEPT[source.kind],
        min_gap_s=source.min_gap_s,
    )
