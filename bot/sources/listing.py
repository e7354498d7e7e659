"""Every source as it is listed: how it stands, since when, why, and what it showed last."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

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

    def of(self, hosts: Collection[str] | None) -> Facts:
        """What concerns the sources of some states; with None all."""
        return self if hosts is None else replace(self, known=of_hosts(self.known, hosts))


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


def of_hosts(
    known: Mapping[str, KnownSource], hosts: Collection[str] | None
) -> Mapping[str, KnownSource]:
    """The sources of some states; with None all."""
    if hosts is None:
        return known
    return {id: each for id, each in known.items() if each.source.country in hosts}


def rows_of(facts: Facts, now: dt.datetime) -> list[SourceRow]:
    """The sources, by id."""
    return [
        _row(each, facts.states.get(id), facts.last.get(id), now)
        for id, each in facts.known.items()
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
