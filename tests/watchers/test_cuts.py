"""Whether it was our own network, and when sources are due once it is back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.watchers.test_schedule import source
from watchers.cuts import due_after_cut
from watchers.model import PollState, SourceState

NOW = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SOURCES = {f"s{n}": replace(source(), id=f"s{n}", every_min=30) for n in range(10)}


def states(away: int, **more: SourceState) -> dict[str, SourceState]:
    """So many are out of reach since an hour, and back off for ten; the others are well."""
    return {
        each: SourceState(
            each,
            due_at=NOW + 10 * HOUR,
            last_poll_at=NOW - HOUR,
            state=PollState.UNREACHABLE if place < away else PollState.OK,
        )
        for place, each in enumerate(SOURCES)
    } | more


def test_all_that_were_away_are_due_within_a_minute() -> None:
    due = due_after_cut(states(8), SOURCES, NOW)
    assert due.keys() == {f"s{n}" for n in range(8)}
    assert all(NOW <= at <= NOW + dt.timedelta(minutes=1) for at in due.values())
    assert len(set(due.values())) == 8


def test_some_that_are_away_are_not_our_network() -> None:
    assert due_after_cut(states(7), SOURCES, NOW) == {}
    few = {each: SOURCES[each] for each in ("s0", "s1", "s2", "s3")}
    assert due_after_cut(states(10), few, NOW) == {}


def test_those_that_were_never_asked_tell_nothing() -> None:
    unasked = {f"s{n}": SourceState(f"s{n}") for n in range(6, 10)}
    assert len(due_after_cut(states(6, **unasked), SOURCES, NOW)) == 6


def test_what_was_asked_a_moment_ago_keeps_its_shortest_interval() -> None:
    lately = replace(states(10)["s0"], last_poll_at=NOW - dt.timedelta(minutes=5))
    due = due_after_cut(states(10, s0=lately), SOURCES, NOW)
    assert due["s0"] == NOW + dt.timedelta(minutes=25)


def test_what_is_due_sooner_anyway_is_left_alone() -> None:
    soon = replace(states(10)["s0"], due_at=NOW)
    assert "s0" not in due_after_cut(states(10, s0=soon), SOURCES, NOW)
