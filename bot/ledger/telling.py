"""When what a report tells happened, by its text and its item. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.ledger.meeting import PLAN_DAYS, Moment
from bot.model import Event, Origin
from config.partial_date import PartialDate
from config.vocabulary import Assertion
from watchers.model import Report

OUT_OF_ORDER_DAYS = 7
"""How much earlier a later report may date an event. More would move the window in which its
next reports meet it, and tell them again."""


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the ledger wants to know of the item that a report was read in."""

    published: PartialDate | dt.date | None
    """None where the source does not say."""
    fetched_at: dt.datetime
    publisher: str | None
    url: str | None
    title: str
    text: str = ""
    """What it says, to know copies by."""


def published(item: ItemFacts) -> PartialDate | None:
    """The day on which it was published; None where the source does not say."""
    return PartialDate(item.published) if isinstance(item.published, dt.date) else item.published


def told_on(item: ItemFacts) -> PartialDate:
    """The day on which it was told: that of fetching where none is said."""
    return published(item) or PartialDate(item.fetched_at.astimezone(dt.UTC).date())


def moment_of(report: Report, item: ItemFacts) -> Moment:
    """When it happened, as far as one can tell."""
    told = told_on(item)
    happened = report.happened
    if happened is None:
        return Moment(told, is_dated=False, told=told)
    if report.assertion is not Assertion.PLANNED and happened.earliest > told.latest:
        # What is told as done cannot lie ahead: the date was misread.
        return Moment(told, is_dated=False, told=told)
    if report.assertion is Assertion.PLANNED and _days_before(happened, told) > PLAN_DAYS:
        # Nor does anybody plan for a day long past: it is that of something else in the text.
        return Moment(told, is_dated=False, told=told)
    return Moment(happened, is_dated=True, told=told)


def _days_before(one: PartialDate, other: PartialDate) -> int:
    return (other.earliest - one.latest).days


def dates_better(report: Report, item: ItemFacts, when: Moment, met: Event) -> bool:
    """Feeds come out of order: what is told of happened by the first day that tells it.

    A plan is of the day it is due, once that is told.
    """
    if met.origin is not Origin.WATCH:
        return False
    if report.assertion is Assertion.PLANNED is met.assertion:
        if met.happened.latest > met.known_at.date():
            return False
        if when.day.earliest > told_on(item).latest:
            return True
    elif Assertion.PLANNED in {report.assertion, met.assertion}:
        return False
    is_close = when.day.gap_days(met.happened) <= OUT_OF_ORDER_DAYS
    return is_close and when.day.latest < met.happened.earliest
