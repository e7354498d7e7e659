"""Plans whose day has passed unconfirmed."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ledger import is_overdue
from bot.ledger.meeting import PLAN_DAYS
from config.vocabulary import Assertion, Kind
from tests.bot.ledger.conftest import PLANNED, event

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
