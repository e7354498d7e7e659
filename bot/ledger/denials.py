"""Whether a denial stands: by when things were published, in whatever order reports come.

Feeds come out of order, and archives are read years later. So an event keeps the days that
decide (`bot.model.Course`), and what it says is worked out anew from them after every report:

| the host's last denial was published      | the event             |
|-------------------------------------------|-----------------------|
| never                                     | as it was told        |
| before anybody told of it                 | as it was told        |
| before the host last said it as done      | as it was told        |
| on the day of either, or later            | DENIED                |
| and nobody has told of it yet             | DENIED, told to nobody|

The reasons: docs/decisions/008-when-a-denial-stands.md.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.model import Course, Event
from config.vocabulary import Assertion, Evidence


def course_of(event: Event) -> Course:
    """An event's course; of one that is kept without, as it follows from the rest."""
    if event.course != Course():
        return event.course
    known = event.known_at.date()
    is_by_host = event.assertion is Assertion.CONFIRMED and event.evidence is Evidence.HOST
    is_denial = event.assertion is Assertion.DENIED
    return Course(
        told=known, affirmed=known if is_by_host else None, denied=known if is_denial else None
    )


def is_told(event: Event) -> bool:
    """False for a denial of what nobody has told of, as far as the ledger knows."""
    return course_of(event).told is not None


def without_denial(event: Event) -> Event:
    """The event as it would stand but for its denial."""
    if event.assertion is not Assertion.DENIED:
        return event
    course = course_of(event)
    return replace(
        event,
        # Of a row that was a denial from the start, no more is known than that somebody said so.
        assertion=course.assertion or Assertion.CLAIMED,
        evidence=course.evidence or Evidence.SINGLE,
    )


def settled(bare: Event, course: Course) -> Event:
    """The event `bare`, as it stands but for a denial, denied where that denial stands."""
    if not _stands(course):
        return replace(bare, course=replace(course, assertion=None, evidence=None))
    beneath = replace(course, assertion=bare.assertion, evidence=bare.evidence)
    # What the host denies stands on whoever said it first, and on nobody more.
    return replace(bare, assertion=Assertion.DENIED, evidence=Evidence.SINGLE, course=beneath)


def after_telling(course: Course, day: dt.date, *, affirms: bool) -> Course:
    """The course after it was told as news on a day; `affirms`: by the host, as done."""
    first = day if course.told is None else min(course.told, day)
    last = max(day, course.affirmed or day) if affirms else course.affirmed
    return replace(course, told=first, affirmed=last)


def after_denial(course: Course, day: dt.date) -> Course:
    """The course after the host denied it on a day."""
    return replace(course, denied=max(day, course.denied or day))


def as_ruled(event: Event, day: dt.date) -> Event:
    """An event whose assertion an editor has set on a day: earlier words do not move it."""
    told = course_of(event).told or day
    if event.assertion is Assertion.DENIED:
        return replace(event, course=Course(told=min(told, day), denied=day))
    return replace(event, course=Course(told=told, affirmed=day))


def _stands(course: Course) -> bool:
    if course.denied is None:
        return False
    spoken = (course.told, course.affirmed)
    return all(day is None or day <= course.denied for day in spoken)
