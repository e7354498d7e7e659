"""What a poll comes to: the result, and what is remembered of the source. Pure.

The validators of an answer (ETag, Last-Modified, body hash) are remembered only when the answer
was read: what could not be read is asked for again in full.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from config.model import Source
from watchers.errors import WatcherError
from watchers.model import SHUTS_OUT, Item, PollResult, PollState, Reading, SourceState
from watchers.ports import Response
from watchers.schedule import jitter_of, next_due, next_interval_min

MAX_ITEMS = 500
"""Items taken from one poll, the newest: a source does not publish more between two."""
MIN_GAPS = 4
"""A rhythm is known from this many gaps on."""
SETTLED = 3
"""Polls in a row that failed alike, to say that the kind of trouble is another now."""
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=(\d{1,9})", re.IGNORECASE)
_NOT_KEPT = re.compile(r"no-cache|no-store", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """A response with all that is needed to remember it."""

    response: Response
    body_hash: str
    address: str | None
    """The alternate it came from; None: the source's own address."""
    fetched_at: dt.datetime


def newest(items: tuple[Item, ...], limit: int = MAX_ITEMS) -> tuple[Item, ...]:
    """At most so many items, those published last (undated ones count as new), in their order."""
    if len(items) <= limit:
        return items
    latest = dt.datetime.max.replace(tzinfo=dt.UTC)
    places = sorted(
        range(len(items)), key=lambda place: items[place].published or latest, reverse=True
    )
    return tuple(items[place] for place in sorted(places[:limit]))


def rhythm_min(items: Sequence[Item]) -> float | None:
    """Minutes between a source's items: the median gap of their dates; None: not to be told."""
    moments = sorted({item.published for item in items if item.published})
    if len(moments) <= MIN_GAPS:
        return None
    gaps = [(b - a).total_seconds() / 60 for a, b in pairwise(moments)]
    return statistics.median(gaps)


def undated_hash(items: Iterable[Item]) -> str | None:
    """A hash of the items without a date, whatever their order; None where there are none."""
    names = sorted(each.url or each.guid or each.title for each in items if not each.published)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16] if names else None


def news_at(
    state: SourceState, items: Iterable[Item], undated: str | None, at: dt.datetime
) -> dt.datetime | None:
    """When a source last showed something new.

    A date to come says nothing of when an item came.
    """
    moments = [each.published for each in items if each.published and each.published <= at]
    if state.news_at is not None:
        moments.append(state.news_at)
    if undated is not None and undated != state.undated:
        moments.append(at)
    return max(moments, default=None)


def fresh_s(response: Response) -> float:
    """Seconds for which a server says that its answer holds (Cache-Control's max-age)."""
    control = response.headers.get("cache-control", "")
    found = _MAX_AGE.search(control)
    if found is None or _NOT_KEPT.search(control):
        return 0.0
    age = response.headers.get("age", "").strip()
    return max(0.0, float(found[1]) - (float(age) if age.isdecimal() and len(age) < 10 else 0.0))


def was_read(source: Source, state: SourceState, answer: Answer, reading: Reading) -> PollResult:
    """The outcome of an answer whose items are taken."""
    items = newest(reading.items)
    reason = "" if items else "no items yet"
    undated = undated_hash(items)
    learnt = replace(
        state,
        news_at=news_at(state, items, undated, answer.fetched_at),
        undated=undated,
        address=answer.address,
        rhythm_min=rhythm_min(items) if items else state.rhythm_min,
        ttl_min=reading.ttl_min,
        layout=reading.layout,
        odd_layout=None,
        odd_hash=None,
    )
    after = replace(
        _after(source, learnt, PollState.OK, reason, answer),
        last_ok_at=answer.fetched_at,
        etag=answer.response.etag,
        last_modified=answer.response.last_modified,
        body_hash=answer.body_hash,
        item_count=len(items),
    )
    first = state.last_ok_at is None
    return PollResult(source.id, PollState.OK, reason, items, after, answer.fetched_at, first)


def unchanged(
    source: Source, state: SourceState, outcome: PollState, answer: Answer
) -> PollResult:
    """The outcome of a 304 or of the same body again."""
    response = answer.response
    after = replace(
        _after(source, state, outcome, "", answer),
        address=answer.address,
        last_ok_at=answer.fetched_at,
        etag=response.etag or state.etag,
        last_modified=response.last_modified or state.last_modified,
    )
    return PollResult(source.id, outcome, "", (), after, answer.fetched_at, is_first=False)


def failed(source: Source, state: SourceState, error: WatcherError, at: dt.datetime) -> PollResult:
    """The outcome of a poll that yielded nothing to take."""
    after = _remembered(source, state, error.state, error.reason, at, error.retry_after_s)
    return PollResult(
        source_id=source.id,
        state=error.state,
        reason=error.reason,
        items=(),
        next_state=_with_trouble(after, state, error.state, at),
        fetched_at=at,
        is_first=state.last_ok_at is None,
        retry_after_s=error.retry_after_s,
    )


def _with_trouble(
    after: SourceState, before: SourceState, outcome: PollState, at: dt.datetime
) -> SourceState:
    """Counts a failed poll, and settles whether the source shuts us out.

    Trouble that is young is of the latest poll's kind; later one odd answer among others does not
    make it another.
    """
    shuts_out = outcome in SHUTS_OUT
    is_like_last = before.failures > 0 and shuts_out is (before.state in SHUTS_OUT)
    alike = before.alike + 1 if is_like_last else 1
    is_settled = before.failures >= SETTLED and alike < SETTLED
    return replace(
        after,
        failures=before.failures + 1,
        trouble_at=before.trouble_at if before.failures and before.trouble_at else at,
        alike=alike,
        shut_out=before.shut_out if is_settled else shuts_out,
    )


def _after(
    source: Source, state: SourceState, outcome: PollState, reason: str, answer: Answer
) -> SourceState:
    return _remembered(
        source,
        state,
        outcome,
        reason,
        answer.fetched_at,
        answer.response.retry_after_s,
        fresh_s(answer.response),
    )


def _remembered(
    source: Source,
    state: SourceState,
    outcome: PollState,
    reason: str,
    at: dt.datetime,
    retry_after_s: float | None,
    holds_s: float = 0.0,
) -> SourceState:
    """The state after a poll, but for what only its kind of outcome changes."""
    due_at = next_due(
        source,
        state,
        outcome,
        at,
        jitter=jitter_of(source.id, at),
        retry_after_s=retry_after_s,
        fresh_s=holds_s,
    )
    return replace(
        state,
        due_at=due_at,
        last_poll_at=at,
        state=outcome,
        reason=reason,
        failures=0,
        trouble_at=None,
        alike=0,
        shut_out=False,
        interval_min=next_interval_min(source, state, outcome),
    )
