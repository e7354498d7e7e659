"""Due times: pure arithmetic, tested by examples and by what must always hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.model import Source
from config.vocabulary import SourceKind, SourceRole
from watchers.model import PollState, SourceState
from watchers.schedule import (
    FIRST_SPREAD_S,
    MAX_RETRY_AFTER,
    due,
    first_due,
    jitter_of,
    next_due,
    next_interval_min,
)

NOW = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)


def source(
    source_id: str = "s", *, enabled: bool = True, low: int = 30, high: int = 720
) -> Source:
    return Source(
        id=source_id,
        kind=SourceKind.FEED,
        url=f"https://{source_id}.example/feed",
        publisher="P",
        country="XX",
        lang="en",
        role=SourceRole.NEWS,
        tier=1,
        enabled=enabled,
        every_min=low,
        every_max=high,
    )


def test_due_are_the_enabled_and_waiting_longest_first() -> None:
    sources = {name: source(name, enabled=name != "off") for name in ("a", "b", "c", "d", "off")}
    states = {
        "a": SourceState("a", due_at=NOW),
        "b": SourceState("b", due_at=NOW - dt.timedelta(minutes=5)),
        "c": SourceState("c", due_at=NOW + dt.timedelta(seconds=1)),
        "off": SourceState("off", due_at=NOW - dt.timedelta(days=1)),
    }
    assert due(states, sources, NOW) == ["d", "b", "a"]


def test_first_polls_are_spread_quickly_when_few_and_over_a_minute_when_many() -> None:
    few = first_due([f"s{n}" for n in range(8)], NOW)
    assert max(few.values()) - NOW < dt.timedelta(seconds=2)
    many = first_due([f"s{n}" for n in range(1_000)], NOW)
    assert min(many.values()) >= NOW
    assert max(many.values()) - NOW <= dt.timedelta(seconds=FIRST_SPREAD_S)
    assert len(set(many.values())) == 1_000
    assert first_due(sorted(many, reverse=True), NOW) == many
    assert first_due([], NOW) == {}


def test_news_bring_the_shortest_interval_and_silence_a_longer_one() -> None:
    state = SourceState("s", interval_min=50.0)
    assert next_interval_min(source(), state, PollState.OK) == 30
    assert next_interval_min(source(), state, PollState.SAME_BODY) == 62.5
    for _ in range(40):
        quiet = next_interval_min(source(), state, PollState.NOT_MODIFIED)
        state = SourceState("s", interval_min=quiet)
    assert state.interval_min == 120
    assert next_interval_min(source(high=60), state, PollState.NOT_MODIFIED) == 60


def test_failures_back_off_to_the_longest_interval_and_no_further() -> None:
    waits = [
        next_interval_min(source(), SourceState("s", failures=n), PollState.UNREACHABLE)
        for n in range(7)
    ]
    assert waits == [30, 60, 120, 240, 480, 720, 720]
    huge = SourceState("s", failures=10_000)
    assert next_interval_min(source(), huge, PollState.UNREACHABLE) == 720
    gone = next_interval_min(source(), SourceState("s"), PollState.GONE)
    assert gone == 240


def test_what_the_server_asks_for_is_kept_within_reason() -> None:
    def wait(seconds: float) -> dt.timedelta:
        at = next_due(
            source(), SourceState("s"), PollState.BUSY, NOW, jitter=0.5, retry_after_s=seconds
        )
        return at - NOW

    assert wait(60) == dt.timedelta(minutes=30)
    assert wait(7_200) == dt.timedelta(hours=2)
    assert wait(1e9) == MAX_RETRY_AFTER


@pytest.mark.parametrize("source_id", ["a", "b", "c"])
def test_jitter_differs_and_repeats(source_id: str) -> None:
    later = NOW + dt.timedelta(minutes=1)
    assert 0 <= jitter_of(source_id, NOW) < 1
    assert jitter_of(source_id, NOW) == jitter_of(source_id, NOW)
    assert jitter_of(source_id, NOW) != jitter_of(source_id, later)


@given(
    st.sampled_from(list(PollState)),
    st.integers(0, 500),
    st.floats(0, 1),
    st.integers(1, 1_440),
    st.integers(1, 2_880),
    st.one_of(st.none(), st.floats(0, 1e7)),
)
def test_the_next_poll_is_never_too_soon_nor_too_late(
    outcome: PollState, failures: int, jitter: float, low: int, high: int, asked: float | None
) -> None:
    state = SourceState("s", failures=failures, interval_min=float(low))
    watched = source(low=low, high=high)
    at = next_due(watched, state, outcome, NOW, jitter=jitter, retry_after_s=asked)
    assert at - NOW >= dt.timedelta(minutes=low) * 0.899
    longest = dt.timedelta(minutes=max(low, high)) * 1.101
    assert at - NOW <= max(longest, MAX_RETRY_AFTER)


AWAITED = replace(source(low=30, high=720), is_awaited=True)
QUIET = SourceState("s", interval_min=120.0, rhythm_min=10_000.0)


@pytest.mark.parametrize("outcome", [PollState.OK, PollState.SAME_BODY, PollState.NOT_MODIFIED])
def test_silence_does_not_slow_a_source_of_which_something_is_awaited(outcome: PollState) -> None:
    assert next_interval_min(source(low=30, high=720), QUIET, outcome) == 120.0
    assert next_interval_min(AWAITED, QUIET, outcome) == 30.0


@pytest.mark.parametrize("failures", [0, 2, 9])
def test_an_awaited_source_backs_off_like_any(failures: int) -> None:
    state = replace(QUIET, failures=failures)
    for outcome in (PollState.UNREACHABLE, PollState.BUSY, PollState.BLOCKED):
        usual = next_interval_min(source(low=30, high=720), state, outcome)
        assert next_interval_min(AWAITED, state, outcome) == usual


def test_what_the_server_asks_for_is_kept_of_an_awaited_source_too() -> None:
    def minutes(state: SourceState = QUIET, **asked: float) -> float:
        due_at = next_due(AWAITED, state, PollState.OK, NOW, jitter=0.5, **asked)
        return (due_at - NOW).total_seconds() / 60

    assert minutes() == 30
    assert minutes(fresh_s=7_200) == 120
    assert minutes(retry_after_s=90_000) == 1_500
    assert minutes(replace(QUIET, ttl_min=240)) == 240
