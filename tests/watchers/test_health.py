"""How a source stands: every state, its reason and since, and that nothing flaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.watchers.test_schedule import source
from watchers.errors import FetchError
from watchers.health import Health, health_of, span
from watchers.model import Item, PollState, Reading, SourceState
from watchers.outcomes import Answer, failed, unchanged, was_read
from watchers.ports import Response

NOW = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
SOURCE = source()
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def read(news: dt.timedelta, rhythm: dt.timedelta | None, **more: Any) -> SourceState:
    """A source that answers, whose newest item is so old."""
    return SourceState(
        SOURCE.id,
        last_poll_at=NOW,
        last_ok_at=NOW,
        state=PollState.SAME_BODY,
        news_at=NOW - news,
        rhythm_min=rhythm.total_seconds() / 60 if rhythm else None,
        **more,
    )


@pytest.mark.parametrize(
    ("news", "rhythm", "state", "since"),
    [
        (0.1, 0.05, Health.FRESH, 0.1),
        (1, 0.05, Health.FRESH, 1),
        (1.1, 0.05, Health.QUIET, 0.1),
        (7, 0.05, Health.QUIET, 6),
        (7.1, 0.05, Health.STALE, 0.1),
        # Who publishes weekly is given five weeks.
        (13, 7, Health.FRESH, 13),
        (15, 7, Health.QUIET, 1),
        (36, 7, Health.STALE, 1),
        # Whose dates do not tell a rhythm: a month.
        (5, None, Health.FRESH, 5),
        (29, None, Health.QUIET, 23),
        (31, None, Health.STALE, 1),
    ],
)
def test_the_age_of_news_is_judged_by_the_usual_gap(
    news: float, rhythm: float | None, state: Health, since: float
) -> None:
    view = health_of(SOURCE, read(news * DAY, rhythm * DAY if rhythm else None), NOW)
    assert view.state is state
    assert view.since == NOW - since * DAY


def test_stale_says_since_when_nothing_is_new_and_what_is_usual() -> None:
    view = health_of(SOURCE, read(20 * DAY, 3 * HOUR), NOW)
    assert view.reason == (
        "It answers, yet nothing is new since 4 Nov 2026, 05:00 UTC; usually there is one every "
        "3 hours."
    )


@pytest.mark.parametrize("state", [None, SourceState(SOURCE.id, due_at=NOW)])
def test_a_source_never_asked_is_not_failing(state: SourceState | None) -> None:
    assert health_of(SOURCE, state, NOW).state is Health.UNREAD
    assert health_of(SOURCE, state, NOW).reason == "It has not been asked yet."


def test_an_alternate_in_use_is_said() -> None:
    view = health_of(SOURCE, read(HOUR, HOUR, address="https://t.me/s/ministry"), NOW)
    assert view.state is Health.FRESH
    assert "read at its alternate https://t.me/s/ministry" in view.reason


def test_a_source_without_items_is_quiet() -> None:
    empty = replace(read(HOUR, None), news_at=None)
    assert health_of(SOURCE, empty, NOW).reason == "It is read, and has shown no item yet."


def after(*polls: tuple[float, PollState], start: SourceState | None = None) -> SourceState:
    """The state after failed polls, each so many minutes after NOW."""
    state = start or read(HOUR, HOUR)
    for minutes, outcome in polls:
        error = FetchError(outcome, f"it said {outcome}", retryable=True)
        at = NOW + dt.timedelta(minutes=minutes)
        state = failed(SOURCE, state, error, at).next_state
    return state


AWAY, WALL, SIGN = PollState.UNREACHABLE, PollState.BLOCKED, PollState.DISALLOWED
REDESIGN, MOVED = PollState.LAYOUT_CHANGED, PollState.REDIRECTED


@pytest.mark.parametrize(
    ("polls", "state"),
    [
        ([(0, AWAY)], Health.FRESH),
        ([(0, AWAY), (30, AWAY)], Health.FRESH),
        ([(0, AWAY), (30, AWAY), (90, AWAY)], Health.FAILING),
        # Three within minutes are one hiccup.
        ([(0, AWAY), (1, AWAY), (3, AWAY)], Health.FRESH),
        ([(0, AWAY), (1, AWAY), (3, AWAY), (16, AWAY)], Health.FAILING),
        # Two are enough where hours lie between them.
        ([(0, AWAY), (400, AWAY)], Health.FAILING),
        ([(0, WALL), (30, WALL), (90, WALL)], Health.BLOCKED),
        ([(0, SIGN), (30, SIGN), (90, SIGN)], Health.BLOCKED),
        ([(0, MOVED), (30, MOVED), (90, MOVED)], Health.BLOCKED),
        ([(0, REDESIGN), (30, REDESIGN), (90, REDESIGN)], Health.FAILING),
    ],
)
def test_only_trouble_that_lasts_is_trouble(
    polls: Sequence[tuple[float, PollState]], state: Health
) -> None:
    assert health_of(SOURCE, after(*polls), NOW + 8 * HOUR).state is state


def test_trouble_begins_with_the_first_failed_poll_and_says_the_last_good_one() -> None:
    view = health_of(SOURCE, after((5, AWAY), (30, AWAY), (90, AWAY)), NOW + 2 * HOUR)
    assert view.since == NOW + dt.timedelta(minutes=5)
    assert view.reason == (
        "3 polls in a row failed: it said unreachable; it was last read 24 Nov 2026, 05:00 UTC."
    )


def test_a_redesign_is_called_one() -> None:
    view = health_of(SOURCE, after((0, REDESIGN), (30, REDESIGN), (90, REDESIGN)), NOW + 2 * HOUR)
    assert "failed, probably a redesign: it said layout_changed" in view.reason


def test_a_hiccup_is_mentioned() -> None:
    view = health_of(SOURCE, after((0, AWAY)), NOW)
    assert view.reason.endswith("The last poll failed: it said unreachable.")
    view = health_of(SOURCE, after((0, AWAY), (5, AWAY)), NOW)
    assert view.reason.endswith("The last 2 polls failed: it said unreachable.")


def test_a_source_never_read_is_unread_until_its_trouble_lasts() -> None:
    new = SourceState(SOURCE.id)
    assert health_of(SOURCE, after((0, AWAY), start=new), NOW).state is Health.UNREAD
    broken = after((0, AWAY), (30, AWAY), (90, AWAY), start=new)
    assert health_of(SOURCE, broken, NOW).state is Health.FAILING
    assert "last read" not in health_of(SOURCE, broken, NOW).reason


def kinds(*outcomes: PollState) -> list[Health]:
    """How the source stands after each of these polls, half an hour apart."""
    polls = [(30.0 * place, outcome) for place, outcome in enumerate(outcomes)]
    return [
        health_of(SOURCE, after(*polls[: count + 1]), NOW).state for count in range(len(polls))
    ]


def test_a_kind_of_trouble_does_not_flap() -> None:
    found = kinds(AWAY, AWAY, AWAY, WALL, AWAY, WALL, WALL, AWAY, WALL)
    assert set(found[2:]) == {Health.FAILING}
    found = kinds(WALL, WALL, WALL, AWAY, WALL, AWAY, AWAY, WALL)
    assert set(found[2:]) == {Health.BLOCKED}


def test_a_kind_of_trouble_that_stays_another_is_said() -> None:
    assert kinds(AWAY, AWAY, AWAY, WALL, SIGN, WALL)[-2:] == [Health.FAILING, Health.BLOCKED]
    assert kinds(WALL, WALL, WALL, AWAY, AWAY, AWAY)[-2:] == [Health.BLOCKED, Health.FAILING]


def answer(at: dt.datetime) -> Answer:
    return Answer(Response(200, SOURCE.url), "hash", None, at)


def test_one_good_poll_ends_trouble() -> None:
    broken = after((0, WALL), (30, WALL), (90, WALL))
    well = unchanged(SOURCE, broken, PollState.SAME_BODY, answer(NOW + 2 * HOUR)).next_state
    assert (well.failures, well.trouble_at, well.alike, well.shut_out) == (0, None, 0, False)
    assert health_of(SOURCE, well, NOW + 2 * HOUR).state is Health.FRESH


def items(*ages: dt.timedelta | None) -> Reading:
    return Reading(
        tuple(
            Item(
                f"item {place}",
                f"https://x.example/{place}",
                published=None if age is None else NOW - age,
            )
            for place, age in enumerate(ages)
        )
    )


def test_news_is_as_new_as_the_newest_date_but_not_one_to_come() -> None:
    state = was_read(SOURCE, SourceState("s"), answer(NOW), items(2 * DAY, 5 * DAY, -HOUR))
    assert state.next_state.news_at == NOW - 2 * DAY
    again = was_read(SOURCE, state.next_state, answer(NOW + DAY), items(3 * DAY)).next_state
    assert again.news_at == NOW - 2 * DAY


def test_an_undated_item_is_new_when_it_comes() -> None:
    state = was_read(SOURCE, SourceState("s"), answer(NOW), items(None, None)).next_state
    assert state.news_at == NOW
    same = was_read(SOURCE, state, answer(NOW + DAY), items(None, None)).next_state
    assert same.news_at == NOW
    more = was_read(SOURCE, same, answer(NOW + 2 * DAY), items(None, None, None)).next_state
    assert more.news_at == NOW + 2 * DAY


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (dt.timedelta(seconds=3), "1 minute"),
        (dt.timedelta(minutes=45), "45 minutes"),
        (dt.timedelta(hours=3), "3 hours"),
        (dt.timedelta(days=12), "12 days"),
    ],
)
def test_a_length_of_time_in_words(length: dt.timedelta, told: str) -> None:
    assert span(length) == told
