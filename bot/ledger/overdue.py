"""Plans whose day has passed with nobody saying that it was done."""

from __future__ import annotations

import datetime as dt

from bot.ledger.meeting import PLAN_DAYS
from bot.model import Event
from config.vocabulary import Assertion


def is_overdue(event: Event, day: dt.date) -> bool:
    """True for a plan that was to be carried out before that day.

    A plan that names no day of its own is overdue when none like it ever took as long.
    """
    if event.assertion is not Assertion.PLANNED:
        return False
    due = event.happened.latest
    if due <= event.known_at.date():
        due += dt.timedelta(days=PLAN_DAYS)
    return due < day
