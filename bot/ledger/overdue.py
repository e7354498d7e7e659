"""Plans whose day has passed with nobody saying that it was done, and where that may show."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from bot.ledger.beside import plans_of
from bot.ledger.meeting import PLAN_DAYS
from bot.model import Event
from config.model import Source
from config.vocabulary import Assertion

AWAITED_DAYS = 30
"""So long after its day a plan is awaited. What is not done by then has been put off, and whoever
carries it out later is news that any source shows at its usual pace."""
FIRST_TIER = 1


def is_overdue(event: Event, day: dt.date) -> bool:
    """True for a plan that was to be carried out before that day.

    A plan that names no day of its own is overdue when none like it ever took as long.
    """
    return event.assertion is Assertion.PLANNED and _last_day(event) < day


def overdue_of(events: Iterable[Event], day: dt.date) -> frozenset[str]:
    """The ids of the plans that are overdue, with no other row that carried them out or denied
    them. `events` are all of their hosts.
    """
    return frozenset(plan.id for plan in _open_plans(events, day) if is_overdue(plan, day))


def awaited(events: Iterable[Event], day: dt.date) -> list[Event]:
    """The plans to look out for: overdue, for `AWAITED_DAYS` at most, neither done nor denied."""
    return [
        plan
        for plan in _open_plans(events, day)
        if 0 < (day - _last_day(plan)).days <= AWAITED_DAYS
    ]


def _open_plans(events: Iterable[Event], day: dt.date) -> list[Event]:
    of_host: dict[str | None, list[Event]] = defaultdict(list)
    for event in events:
        if not event.retracted:
            of_host[event.host].append(event)
    return [
        plan
        for held in of_host.values()
        if any(event.assertion is Assertion.PLANNED for event in held)
        for plan in plans_of(held, day)
    ]


def shown_by(
    plans: Iterable[Event],
    told_in: Mapping[str, Collection[str]],
    sources: Mapping[str, Source],
) -> frozenset[str]:
    """The polled sources in which the fulfilment of plans is likely to show first.

    Those that told of a plan (`told_in`, by event, and whoever it cites), and the first tier of
    its host's own.
    """
    found: set[str] = set()
    for plan in plans:
        publishers = {*plan.publishers, *(each.publisher for each in plan.citations)}
        teller = told_in.get(plan.id, ())
        found.update(
            each.id
            for each in sources.values()
            if each.enabled
            and (
                each.id in teller
                or each.publisher in publishers
                or (each.country == plan.host and each.tier == FIRST_TIER)
            )
        )
    return frozenset(found)


def _last_day(plan: Event) -> dt.date:
    """The last day on which a plan is in time."""
    due = plan.happened.latest
    if due <= plan.known_at.date():
        due += dt.timedelta(days=PLAN_DAYS)
    return due
