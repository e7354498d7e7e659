"""A week of every enabled source: read once, told once, and nobody annoyed.

Another week: `MISSIONWATCH_WEEK_SEEDS="7 8" pytest tests/week`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from config.vocabulary import SourceKind
from tests.week.alerts import mistold
from tests.week.book import LASTS_H
from tests.week.changes import Change, changes_of
from tests.week.living import OPERATORS, READERS, STEP, Heard, Lived, live
from tests.week.manners import rude
from tests.week.polls import polls_of
from tests.week.reading import late, unread
from tests.week.serving import LOOPBACK
from tests.week.telling import untold
from tests.week.world import Asked, What

pytestmark = pytest.mark.timeout(900)
SEEDS = [int(word) for word in os.environ.get("MISSIONWATCH_WEEK_SEEDS", "1").split()]
LONGEST_S = 240.0


@pytest.fixture(scope="module", params=SEEDS)
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return asyncio.run(live(request.param, tmp_path_factory.mktemp("week")))


Changes = Mapping[str, Sequence[Change]]


@pytest.fixture(scope="module")
def changes(lived: Lived) -> Changes:
    return changes_of(lived.asked, lived.book, lived.script)


def told_wrong(lived: Lived, changes: Changes, heard: Sequence[Heard]) -> list[str]:
    return untold(heard, changes, lived.script, len(lived.book.sites))


def test_it_is_a_week_of_all_sources_in_minutes(lived: Lived) -> None:
    assert lived.ticks >= 7 * 24 * 60 / (STEP.total_seconds() / 60)
    polls = polls_of(lived.asked)
    assert polls.keys() == lived.book.sites.keys()
    assert all(len(of) >= LASTS_H / 12 for of in polls.values())
    assert {site.source.kind for site in lived.book.sites.values()} == set(SourceKind)
    local = [each for each in lived.asked if LOOPBACK in each.url or "gaimusho" in each.url]
    assert {lived.book.sites[each.source].source.kind for each in local if each.source} == set(
        SourceKind
    )
    assert lived.cpu_s < LONGEST_S


def test_nothing_raised(lived: Lived) -> None:
    assert [each for each in lived.logged if each["level"] in ("error", "critical")] == []


def test_every_published_piece_is_read_exactly_once(lived: Lived) -> None:
    assert unread(lived.book.pieces.values(), lived.rows) == []


def test_nothing_is_read_later_than_promised(lived: Lived) -> None:
    assert late(lived.book, lived.script, lived.rows) == []


def test_no_host_is_asked_more_often_than_its_rules(lived: Lived) -> None:
    assert rude(lived.asked, lived.book) == []


def test_every_change_is_told_exactly_once(lived: Lived, changes: Changes) -> None:
    assert told_wrong(lived, changes, lived.heard) == []


def test_news_of_missions_reach_the_chat_exactly_once(lived: Lived) -> None:
    assert mistold(lived.heard, lived.book.stories) == []


def test_a_redesign_is_said_and_learnt(lived: Lived) -> None:
    said = [
        each["source"]
        for each in lived.logged
        if each["event"] == "source_troubled" and each["state"] == "layout_changed"
    ]
    assert said.count(lived.script.undated) == 1
    assert lived.script.moved not in said


# --- each check sees one wrong line in a whole week's book ------------------------------------


def test_a_piece_that_is_missing_or_kept_twice_is_seen(lived: Lived) -> None:
    pieces = lived.book.pieces.values()
    row = lived.rows[1_000]
    without = [each for each in lived.rows if each is not row]
    assert len(unread(pieces, without)) == 1
    assert len(unread(pieces, [*lived.rows, row])) == 1
    assert len(unread(pieces, [*without, replace(row, state="new")])) == 1
    assert len(unread(pieces, [*lived.rows, replace(row, link="nobody.example/1")])) == 1


def test_a_piece_that_is_read_late_is_seen(lived: Lived) -> None:
    story = next(each for each in lived.book.sites["tj-mfa"].pieces if each.text)
    late_by = story.at + dt.timedelta(hours=9)
    rows = [replace(row, found_at=late_by) if row.link in story.url else row for row in lived.rows]
    assert len(late(lived.book, lived.script, rows)) == 1


def test_a_request_that_comes_too_early_is_seen(lived: Lived) -> None:
    polls = polls_of(lived.asked)["tj-mfa"]
    poll = next(each for each in polls[50:] if each.is_good).asked[-1]
    assert poll.ended_at is not None
    for seconds in (0.0, 1.0, 200.0):
        again = replace(poll, at=poll.ended_at + dt.timedelta(seconds=seconds))
        again.ended_at = again.at + dt.timedelta(seconds=0.2)
        wrong = rude(_with(lived, again), lived.book)
        assert len(wrong) >= 1, seconds
    while_asked = replace(poll, what=What.OTHER)
    assert "while" in "".join(rude(_with(lived, while_asked), lived.book))


def test_a_robots_txt_that_is_not_heeded_is_seen(lived: Lived) -> None:
    first = next(each for each in lived.asked if each.what is What.ROBOTS)
    without = [each for each in lived.asked if each.host == first.host and each is not first]
    assert "before its robots.txt" in rude(without, lived.book)[0]


def _with(lived: Lived, more: Asked) -> list[Asked]:
    """What its host was asked, with one request more."""
    asked = [each for each in lived.asked if each.host == more.host]
    return sorted([*asked, more], key=lambda each: each.at)


def test_a_notice_that_is_missing_repeated_or_early_is_seen(
    lived: Lived, changes: Changes
) -> None:
    notices = [each for each in lived.heard if each.chat == OPERATORS]
    assert len(notices) > 30
    for notice in notices:
        without = [each for each in lived.heard if each is not notice]
        assert told_wrong(lived, changes, without), notice
        assert told_wrong(lived, changes, [*lived.heard, notice]), notice
    first = replace(notices[0], at=notices[0].at - dt.timedelta(minutes=15))
    others = [each for each in lived.heard if each is not notices[0]]
    assert told_wrong(lived, changes, [first, *others])


def test_an_alert_that_is_missing_or_repeated_is_seen(lived: Lived) -> None:
    alert = next(each for each in lived.heard if each.chat == READERS)
    stories = lived.book.stories
    assert len(mistold([*lived.heard, alert], stories)) == 1
    assert len(mistold([each for each in lived.heard if each is not alert], stories)) == 1
