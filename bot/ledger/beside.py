"""What is shown beside a status and moves nothing: claims and plans."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from bot.ledger.rows import control_said, effective_day, in_order, stance_said
from bot.model import Event
from config.vocabulary import Assertion, Kind, Stance


def claims_of(rows: Sequence[Event]) -> tuple[Event, ...]:
    """Claims that no later confirmed row has overtaken, newest first.

    Overtaken is a claim by a row of its kind about the same mission; one of who runs a mission
    by any row that says who does; one of a level by a row that reaches it; and mere talk, a
    position, by any row that moves stance or control.
    """
    confirmed = [event for event in rows if event.assertion is Assertion.CONFIRMED]
    claims = [event for event in rows if event.assertion is Assertion.CLAIMED]
    return _not_overtaken(claims, confirmed)


def plans_of(of_host: Iterable[Event], day: dt.date) -> tuple[Event, ...]:
    """Plans announced by that day and neither carried out nor denied by then, newest first.

    A plan's day may lie ahead; one whose day has passed unconfirmed is still shown.
    """
    known = in_order(event for event in of_host if _is_known(event, day))
    ends = [event for event in known if event.assertion in _ENDS_A_PLAN]
    plans = [event for event in known if event.assertion is Assertion.PLANNED]
    return _not_overtaken(plans, ends)


def _not_overtaken(waiting: Sequence[Event], rows: Sequence[Event]) -> tuple[Event, ...]:
    """Both oldest first; the answer newest first."""
    days = [effective_day(row) for row in rows]
    return tuple(
        event
        for event in reversed(waiting)
        if not any(
            _overtakes(later, event) for later in rows[bisect_left(days, effective_day(event)) :]
        )
    )


_ENDS_A_PLAN = frozenset({Assertion.CONFIRMED, Assertion.DENIED})


def _is_known(event: Event, day: dt.date) -> bool:
    return effective_day(event) <= day or event.known_at.date() <= day


def _overtakes(later: Event, earlier: Event) -> bool:
    agree = _agree(later.mission, earlier.mission)
    if later.assertion is Assertion.DENIED:
        # That one thing is not so says nothing of another.
        return later.kind is earlier.kind and agree
    if earlier.kind is Kind.POSITION:
        return agree and (control_said(later) is not None or stance_said(later) is not None)
    if later.kind is earlier.kind and agree:
        return True
    if control_said(earlier) is not None:
        return agree and control_said(later) is not None
    return _reaches(stance_said(later), stance_said(earlier))


def _reaches(later: Stance | None, earlier: Stance | None) -> bool:
    if later is None or earlier is None:
        return False
    # A refusal is overtaken by the host's going any way with the claimant.
    return later.level >= max(earlier.level, Stance.DE_FACTO.level)


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other
