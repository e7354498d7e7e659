"""Clocks that start elsewhere and run faster."""

from __future__ import annotations

import datetime as dt

import pytest

from watchers.clocks import ShiftedClock, SystemClock

START = dt.datetime(2022, 3, 20, 6, tzinfo=dt.UTC)


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Real seconds that have passed; a test changes the first."""
    seconds = [100.0]
    monkeypatch.setattr("watchers.clocks.time.monotonic", lambda: seconds[0])
    return seconds


def test_it_starts_where_it_is_told_and_runs_on(passed: list[float]) -> None:
    clock = ShiftedClock(START.astimezone(dt.timezone(dt.timedelta(hours=4, minutes=30))))
    passed[0] += 90

    assert clock.now() == START + dt.timedelta(seconds=90)
    assert clock.now().tzinfo is dt.UTC


def test_it_runs_faster_from_when_it_is_told_to(passed: list[float]) -> None:
    clock = ShiftedClock(START)
    passed[0] += 10
    clock.run_at(3600)
    assert clock.now() == START + dt.timedelta(seconds=10)

    passed[0] += 2
    assert clock.now() == START + dt.timedelta(hours=2, seconds=10)


def test_it_stands_still_at_a_moment_until_told_to_run_again(passed: list[float]) -> None:
    clock = ShiftedClock(START)
    stop = START + dt.timedelta(hours=1)
    clock.run_at(3600, until=stop)
    assert clock.wall_s_until(stop) == 1
    passed[0] += 50
    assert clock.now() == stop

    clock.run_at(60)
    passed[0] += 1
    assert clock.now() == stop + dt.timedelta(minutes=1)


def test_it_says_how_long_a_moment_is_away(passed: list[float]) -> None:
    clock = ShiftedClock(START, rate=60)
    assert clock.wall_s_until(START + dt.timedelta(minutes=5)) == 5
    assert clock.wall_s_until(START - dt.timedelta(minutes=5)) == 0


def test_the_machines_time_is_aware() -> None:
    assert SystemClock().now().tzinfo is dt.UTC
