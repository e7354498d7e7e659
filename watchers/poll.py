"""One poll of one source: ask, read, and say what to remember. Never raises a `WatcherError`.

The validators of an answer (ETag, Last-Modified, body hash) are remembered only when the answer
was read: what could not be read is asked for again in full.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

from config.model import Source
from config.vocabulary import SourceKind
from watchers.errors import WatcherError
from watchers.model import Item, PollResult, PollState, SourceState
from watchers.ports import Clock, Fetch, Parse, Request, Response
from watchers.reading import Reader
from watchers.schedule import jitter_of, next_due, next_interval_min

MAX_ITEMS = 500
"""Items taken from one poll, the newest: a source does not publish more between two."""
READ_DEADLINE_S = 10.0
_ACCEPT = {
    SourceKind.FEED: "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5",
    SourceKind.PAGE: "text/html, application/xhtml+xml, application/json;q=0.9, */*;q=0.5",
}


async def poll(
    source: Source, state: SourceState, *, fetch: Fetch, parse: Parse, clock: Clock
) -> PollResult:
    """Asks a source what is new since `state`, and reads the answer."""
    try:
        response = await fetch(_request(source, state))
        fetched_at = clock.now()
        if response.status == 304:
            return _unchanged(source, state, PollState.NOT_MODIFIED, response, fetched_at)
        body_hash = hashlib.sha256(response.body).hexdigest()
        if body_hash == state.body_hash:
            return _unchanged(source, state, PollState.SAME_BODY, response, fetched_at)
        reader = _reader(source, response, fetched_at)
        items = await parse(reader, response.body, deadline_s=READ_DEADLINE_S)
    except WatcherError as error:
        return _failed(source, state, error, clock.now())
    if not items and state.item_count:
        reason = f"no items, where there were {state.item_count}: cut, emptied or redesigned"
        return _failed(source, state, WatcherError(PollState.EMPTY, reason), fetched_at)
    return _read(source, state, response, body_hash, newest(items), fetched_at)


def newest(items: tuple[Item, ...], limit: int = MAX_ITEMS) -> tuple[Item, ...]:
    """At most so many items, those published last (undated ones count as new), in their order."""
    if len(items) <= limit:
        return items
    latest = dt.datetime.max.replace(tzinfo=dt.UTC)
    places = sorted(
        range(len(items)), key=lambda place: items[place].published or latest, reverse=True
    )
    return tuple(items[place] for place in sorted(places[:limit]))


def _reader(source: Source, response: Response, fetched_at: dt.datetime) -> Reader:
    return Reader(
        kind=source.kind,
        url=response.url,
        fetched_at=fetched_at,
        charset=response.charset,
        timezone=source.timezone,
        selectors=dict(source.selectors),
    )


def _request(source: Source, state: SourceState) -> Request:
    return Request(
        url=source.url,
        etag=state.etag,
        last_modified=state.last_modified,
        ports=source.ports,
        accept=_ACCEPT[source.kind],
    )


def _read(
    source: Source,
    state: SourceState,
    response: Response,
    body_hash: str,
    items: tuple[Item, ...],
    fetched_at: dt.datetime,
) -> PollResult:
    reason = "" if items else "no items yet"
    after = _after(source, state, PollState.OK, reason, fetched_at, response.retry_after_s)
    after = replace(
        after,
        last_ok_at=fetched_at,
        etag=response.etag,
        last_modified=response.last_modified,
        body_hash=body_hash,
        item_count=len(items),
    )
    first = state.last_ok_at is None
    return PollResult(source.id, PollState.OK, reason, items, after, fetched_at, first)


def _unchanged(
    source: Source,
    state: SourceState,
    outcome: PollState,
    response: Response,
    fetched_at: dt.datetime,
) -> PollResult:
    after = _after(source, state, outcome, "", fetched_at, response.retry_after_s)
    after = replace(
        after,
        last_ok_at=fetched_at,
        etag=response.etag or state.etag,
        last_modified=response.last_modified or state.last_modified,
    )
    return PollResult(source.id, outcome, "", (), after, fetched_at, is_first=False)


def _failed(
    source: Source, state: SourceState, error: WatcherError, fetched_at: dt.datetime
) -> PollResult:
    after = _after(source, state, error.state, error.reason, fetched_at, error.retry_after_s)
    after = replace(after, failures=state.failures + 1)
    return PollResult(
        source_id=source.id,
        state=error.state,
        reason=error.reason,
        items=(),
        next_state=after,
        fetched_at=fetched_at,
        is_first=state.last_ok_at is None,
        retry_after_s=error.retry_after_s,
    )


def _after(
    source: Source,
    state: SourceState,
    outcome: PollState,
    reason: str,
    at: dt.datetime,
    retry_after_s: float | None,
) -> SourceState:
    """The state after a poll, but for what only its kind of outcome changes."""
    jitter = jitter_of(source.id, at)
    return replace(
        state,
        due_at=next_due(source, state, outcome, at, jitter=jitter, retry_after_s=retry_after_s),
        last_poll_at=at,
        state=outcome,
        reason=reason,
        failures=0,
        interval_min=next_interval_min(source, state, outcome),
    )
