"""Plans whose day has passed unconfirmed."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ledger import is_overdue
from bot.ledger.meeting import PLAN_DAYS
from bot.ledger.overdue import AWAITED_DAYS, awaited, shown_by
from config.vocabulary import Assertion, Kind
from tests.bot.ledger.conftest import CONFIRMED, DENIED, PLANNED, event
from tests.bot.samples import source

TOLD = dt.datetime(2026, 9, 8, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("happens", "day", "is_late"),
    [
        ("2026-09-27", "2026-09-27", False),
        ("2026-09-27", "2026-09-28", True),
        ("2026-10", "2026-10-31", False),
        ("2026-10", "2026-11-01", True),
        ("2026-09-08", "2026-12-31", False),
    ],
)
def test_the_day_of_a_plan(happens: str, day: str, is_late: bool) -> None:
    plan = event(Kind.MISSION_CLOSED, happens, PLANNED, known_at=TOLD)
    assert is_overdue(plan, dt.date.fromisoformat(day)) is is_late


def test_a_plan_without_a_day_of_its_own_waits_as_long_as_any() -> None:
    plan = event(Kind.MISSION_CLOSED, "2026-09-08", PLANNED, known_at=TOLD)
    last = TOLD.date() + dt.timedelta(days=PLAN_DAYS)
    assert not is_overdue(plan, last)
    assert is_overdue(plan, last + dt.timedelta(days=1))


@pytest.mark.parametrize("assertion", [a for a in Assertion if a is not PLANNED])
def test_only_plans_are_overdue(assertion: Assertion) -> None:
    done = event(Kind.MISSION_CLOSED, "2026-09-27", assertion, known_at=TOLD)
    assert not is_overdue(done, dt.date(2027, 9, 27))


PLAN = event(Kind.MISSION_CLOSED, "2026-09-27", PLANNED, host="GB", known_at=TOLD)
DUE = dt.date(2026, 9, 27)


def test_a_plan_is_awaited_from_the_day_after_it_for_a_bounded_time() -> None:
    days = [DUE + dt.timedelta(days=after) for after in range(-5, AWAITED_DAYS + 5)]
    looked = [day for day in days if awaited([PLAN], day)]
    assert looked == [DUE + dt.timedelta(days=after) for after in range(1, AWAITED_DAYS + 1)]


@pytest.mark.parametrize("ending", [CONFIRMED, DENIED])
def test_what_was_done_or_denied_is_awaited_no_more(ending: Assertion) -> None:
    done = event(Kind.MISSION_CLOSED, "2026-09-28", ending, host="GB")
    assert awaited([PLAN], dt.date(2026, 9, 29)) == [PLAN]
    assert awaited([PLAN, done], dt.date(2026, 9, 29)) == []


def test_nobody_awaits_what_an_editor_took_back() -> None:
    taken_back = event(
        Kind.MISSION_CLOSED, "2026-09-27", PLANNED, host="GB", known_at=TOLD, retracted=True
    )
    assert awaited([taken_back], dt.date(2026, 9, 29)) == []


def test_a_plan_shows_where_it_was_told_and_in_its_hosts_first_tier() -> None:
    sources = {
        each.id: each
        for each in (
            source("ministry", country="GB", tier=1),
            source("local-paper", country="GB", tier=2),
            source("other-ministry", country="NO", tier=1),
            source("teller", country="QA"),
            source("cited", country="QA", publisher="First Post"),
            source("off", country="GB", tier=1, enabled=False),
        )
    }
    found = shown_by([PLAN], {PLAN.id: {"teller"}, "another": {"local-paper"}}, sources)
    assert found == {"ministry", "teller", "cited"}
    assert shown_by([], {PLAN.id: {"teller"}}, sources) == frozenset()
