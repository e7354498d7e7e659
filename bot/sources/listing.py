"""Every source as it is listed: how it stands, since when, why, and what it showed last."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.sources.changes import KnownSource, Standing
from watchers.health import health_of
from watchers.model import SourceState


@dataclass(frozen=True, slots=True)
class LastItem:
    """The item that a source showed last, and when that was found."""

    found_at: dt.datetime
    title: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of the sources, by id."""

    known: Mapping[str, KnownSource]
    states: Mapping[str, SourceState]
    last: Mapping[str, LastItem]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source as it is listed."""

    known: KnownSource
    health: str
    """`paused`, `retired` or `off` (`bot.sources.changes`); else its `watchers.health.Health`."""
    reason: str
    since: dt.datetime | None
    last: LastItem | None
    interval_min: float
    """Minutes to its next poll, as it goes now; the shortest where it was never polled."""


def rows_of(
    facts: Facts, now: dt.datetime, hosts: Collection[str] | None = None
) -> list[SourceRow]:
    """The sources of some states, or all, by id."""
    return [
        _row(each, facts.states.get(id), facts.last.get(id), now)
        for id, each in facts.known.items()
        if hosts is None or each.source.country in hosts
    ]


def counts_of(rows: Collection[SourceRow]) -> dict[str, int]:
    """How many sources stand how, most first."""
    return dict(Counter(row.health for row in rows).most_common())


def _row(
    known: KnownSource, state: SourceState | None, last: LastItem | None, now: dt.datetime
) -> SourceRow:
    interval = state.interval_min if state and state.interval_min else known.source.every_min
    if known.standing is Standing.WATCHED:
        view = health_of(known.source, state, now)
        health, reason, since = view.state.value, view.reason, view.since
    else:
        health, reason, since = known.standing.value, known.reason, known.since
    return SourceRow(known, health, reason, since, last, float(interval))
