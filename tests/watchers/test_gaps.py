"""Gaps: a country's own word was read, and is not now."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from config.model import Source
from config.vocabulary import SourceRole
from tests.watchers.test_schedule import source
from watchers.gaps import gap_of, gap_sentence, own_sources
from watchers.model import PollState, SourceState

NOW = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def own(name: str, country: str = "NO") -> Source:
    return replace(source(), id=name, country=country, role=SourceRole.HOST_MFA, tier=1)


MINISTRY, PRESIDENCY = own("ministry"), own("presidency")
BOTH = [MINISTRY, PRESIDENCY]


def well(of: Source) -> SourceState:
    return SourceState(
        of.id, state=PollState.OK, last_ok_at=NOW, last_poll_at=NOW, news_at=NOW - DAY
    )


def broken(of: Source, days: int) -> SourceState:
    last = NOW - days * DAY
    return replace(well(of), state=PollState.GONE, failures=9, trouble_at=last, last_ok_at=last)


def stale(of: Source, days: int) -> SourceState:
    return replace(well(of), news_at=NOW - days * DAY, rhythm_min=60.0)


def by_id(*states: SourceState) -> dict[str, SourceState]:
    return {state.source_id: state for state in states}


def test_only_what_a_country_says_itself_counts() -> None:
    abroad, paper = own("abroad", "SE"), source()
    off = replace(own("off"), enabled=False)
    embassy = replace(own("embassy"), role=SourceRole.EMBASSY)
    second = replace(own("second"), tier=2)
    assert own_sources([MINISTRY, abroad, paper, off, embassy, second], "NO") == [MINISTRY]


def test_one_that_is_well_is_enough() -> None:
    assert gap_of(BOTH, by_id(broken(MINISTRY, 9), well(PRESIDENCY)), NOW) is None


def test_nothing_is_lost_where_nothing_was_read() -> None:
    never = SourceState(MINISTRY.id, state=PollState.GONE, failures=9, trouble_at=NOW - DAY)
    assert gap_of(BOTH, by_id(never), NOW) is None
    assert gap_of([], {}, NOW) is None


def test_a_gap_begins_when_the_last_was_read() -> None:
    gap = gap_of(BOTH, by_id(broken(MINISTRY, 21), broken(PRESIDENCY, 30)), NOW)
    assert gap is not None
    assert gap_sentence(gap) == (
        "None of its own sources has been readable since 3 Nov 2026; what you read may be behind."
    )


def test_one_that_answers_with_nothing_new_is_a_gap_as_well() -> None:
    gap = gap_of(BOTH, by_id(broken(MINISTRY, 30), stale(PRESIDENCY, 21)), NOW)
    assert gap is not None
    assert "has shown anything new since 3 Nov 2026" in gap_sentence(gap)
