"""When a source is polled next: pure arithmetic over its state and the outcome of its poll.

A source that shows news is asked at its shortest interval; a silent one less and less, within a
bound; a failing one with a capped exponential back-off. A little jitter keeps sources apart.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping

from config.model import Source
from watchers.model import PollState, SourceState

GOOD = frozenset({PollState.OK, PollState.NOT_MODIFIED, PollState.SAME_BODY})
"""Outcomes that mean: we know what the source says now."""
QUIET_GROWTH = 1.25
QUIET_FACTOR = 4.0
"""A silent source is asked at least every `every_min` times this: news after a silence counts."""
POLLS_PER_GAP = 4.0
"""Polls between two items of a source that publishes seldom."""
JITTER = 0.1
"""Share of the interval by which a due time is moved, either way."""
FIRST_SPREAD_S = 60.0
FIRST_STEP_S = 0.25
"""First polls are spread over a quarter second a source, a minute at most."""
_BACK_OFF_STEPS = 16
MAX_RETRY_AFTER = dt.timedelta(days=2)
"""A server that asks to stay away longer is asked again all the same."""
_PATIENT = {PollState.GONE: 3, PollState.REFUSED: 2, PollState.BLOCKED: 2, PollState.TOO_LARGE: 2}
"""Failures that are not likely to pass soon: so many more steps of back-off at once."""


def due(
    states: Mapping[str, SourceState], sources: Mapping[str, Source], now: dt.datetime
) -> list[str]:
    """The enabled sources to poll now, those that wait longest first; never polled: at once."""
    waiting = []
    for source_id, source in sources.items():
        state = states.get(source_id)
        due_at = state.due_at if state else None
        if source.enabled and (due_at is None or due_at <= now):
            waiting.append((due_at or dt.datetime.min.replace(tzinfo=dt.UTC), source_id))
    return [source_id for _, source_id in sorted(waiting)]


def first_due(source_ids: Iterable[str], start: dt.datetime) -> dict[str, dt.datetime]:
    """When sources that were never polled are first polled: spread, the same way every time."""
    ids = sorted(source_ids, key=lambda source_id: (_fraction(source_id), source_id))
    spread = min(FIRST_SPREAD_S, len(ids) * FIRST_STEP_S)
    step = spread / max(1, len(ids))
    return {
        source_id: start + dt.timedelta(seconds=step * place)
        for place, source_id in enumerate(ids)
    }


def next_interval_min(source: Source, state: SourceState, outcome: PollState) -> float:
    """Minutes to the next poll, before jitter.

    A source that publishes seldom is asked a few times between two of its items, never less than
    `QUIET_FACTOR` allows; one of which something is awaited, at its shortest interval. A failing
    one backs off all the same. `state` is that from before the poll, with the rhythm just learnt.
    """
    shortest, longest = float(source.every_min), float(max(source.every_min, source.every_max))
    slowest = shortest if source.is_awaited else min(shortest * QUIET_FACTOR, longest)
    base = max(shortest, min((state.rhythm_min or 0.0) / POLLS_PER_GAP, slowest))
    if outcome is PollState.OK:
        return base
    if outcome in GOOD:
        quiet = (state.interval_min or base) * QUIET_GROWTH
        return max(base, min(quiet, slowest))
    steps = min(state.failures + _PATIENT.get(outcome, 0), _BACK_OFF_STEPS)
    return min(longest, shortest * 2.0**steps)


def next_due(
    source: Source,
    state: SourceState,
    outcome: PollState,
    now: dt.datetime,
    *,
    jitter: float,
    retry_after_s: float | None = None,
    fresh_s: float = 0.0,
) -> dt.datetime:
    """When to poll next.

    Args:
        state: the source's state from before this poll.
        jitter: a number from 0 to 1: where in the jitter's range this due time falls.
        retry_after_s: what the server asked for; kept, up to `MAX_RETRY_AFTER`.
        fresh_s: how long the server's answer holds; like the feed's own word on that
            (`state.ttl_min`) it is kept up to `every_max`.
    """
    interval = dt.timedelta(minutes=next_interval_min(source, state, outcome))
    moved = interval * (1 + JITTER * (2 * jitter - 1))
    asked = min(dt.timedelta(seconds=retry_after_s or 0.0), MAX_RETRY_AFTER)
    longest = dt.timedelta(minutes=max(source.every_min, source.every_max))
    holds = dt.timedelta(seconds=max(fresh_s, (state.ttl_min or 0.0) * 60))
    if outcome not in GOOD:
        holds = dt.timedelta()
    return now + max(moved, asked, min(holds, longest))


def jitter_of(source_id: str, now: dt.datetime) -> float:
    """A number from 0 to 1 that differs by source and poll, and is the same when asked again."""
    return _fraction(f"{source_id} {now.isoformat()}")


def _fraction(word: str) -> float:
    return int.from_bytes(hashlib.sha256(word.encode()).digest()[:6]) / 2**48
