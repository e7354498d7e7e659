"""When things happen: dates, weekdays and seasons of a text, against the day it was published.

A date behind the publication makes a plan of what is said to happen then. So does a coming
weekday, month or season, where the verb stands in the present: the same word beside a past tense
tells of the last one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from config.frozen import frozen
from config.lexicon import Tense
from config.partial_date import PartialDate
from config.vocabulary import Kind, Precision
from watchers.matching import masks as m
from watchers.matching.assertion import Mood
from watchers.matching.clauses import Clause
from watchers.matching.frames import Frame
from watchers.matching.reading import Reading
from watchers.matching.tags import Folded, Tag

_YEAR = re.compile(r"(?:19\d|20[0-4])\d(?<!\d\d\d\d\d)(?!\d)")
_DAY_BEFORE = re.compile(r"(?<!\d)(\d{1,2})(?:\.|-?[^\W\d]{1,3})?[\s-]*(?:de|of|di)?\s*$")
_DAY_BEHIND = re.compile(r"\s?(\d{1,2})(?![\d:])")
_GRAMMAR = ~m.WHEN
_AHEAD = 120
"""Days that a day without a year may lie ahead; else it is the last one of that name."""
_MONTHS_AHEAD = 7
_REACH = 90
"""Characters between an act and its time."""


@frozen
class When:
    """A time that a text names."""

    at: int
    end: int
    date: PartialDate | None = None
    weekday: int = 0
    """1 for Monday to 7; 0 where it is none."""
    is_open: bool = False
    """A month or season without a year: the last one or the next."""


def split_times(tags: Sequence[Tag]) -> tuple[list[Tag], list[Tag]]:
    """The grammar's tags, and those that name a time; a word that is both is in both."""
    timed = [tag for tag in tags if tag.bits & m.WHEN]
    grammar = [tag for tag in tags if tag.bits & _GRAMMAR] if timed else list(tags)
    return grammar, [tag for tag in timed if tag.value[:1] in "mds"]


def times(folded: Folded, tags: Sequence[Tag], published: PartialDate | None) -> tuple[When, ...]:
    """The times of a text, left to right."""
    years = {match.start(): int(match.group()) for match in _YEAR.finditer(folded.folded)}
    found: list[When] = []
    for tag in tags:
        number = int(tag.value[1:] or 0)
        if tag.value[0] == "d":
            found.append(When(tag.start, tag.end, weekday=number))
        elif tag.value[0] == "s":
            found.append(When(tag.start, tag.end, is_open=True))
        else:
            when = When(tag.start, tag.end)
            found.append(_in_month(folded.folded, when, number, years, published))
    for at, year in years.items():
        found.append(When(at, at + 4, PartialDate(dt.date(year, 1, 1), Precision.YEAR)))
    return tuple(sorted(found, key=lambda when: when.at))


def _in_month(
    text: str, when: When, month: int, years: dict[int, int], published: PartialDate | None
) -> When:
    """A month with its day and year, as far as they stand beside it; takes the year it uses."""
    at = next((at for at in years if 0 < at - when.end < 8), None)
    year = years.pop(at) if at is not None else None
    day = _day_beside(text, when)
    if year is not None:
        return replace(when, date=_date(year, month, day))
    if published is None or published.precision is Precision.YEAR:
        return when
    if day is not None and published.precision is not Precision.MONTH:
        return replace(when, date=_nearest(month, day, published.day))
    is_later = month > published.day.month
    last = _date(published.day.year - is_later, month, None)
    ahead = (month - published.day.month) % 12
    return replace(when, date=last, is_open=0 < ahead <= _MONTHS_AHEAD)


def _day_beside(text: str, when: When) -> int | None:
    """The day's number, before the month or behind it."""
    match = _DAY_BEFORE.search(text, max(0, when.at - 10), when.at)
    match = match or _DAY_BEHIND.match(text, when.end)
    number = int(match.group(1)) if match else 0
    return number if 1 <= number <= 31 else None


def _date(year: int, month: int, day: int | None) -> PartialDate:
    try:
        return PartialDate(
            dt.date(year, month, day or 1), Precision.DAY if day else Precision.MONTH
        )
    except ValueError:  # 31 June: what stands beside the month was no day
        return PartialDate(dt.date(year, month, 1), Precision.MONTH)


def _nearest(month: int, day: int, published: dt.date) -> PartialDate:
    """The last day of that name, unless the next one is close ahead."""
    dates = [_date(published.year + step, month, day) for step in (-1, 0, 1)]
    limit = published + dt.timedelta(days=_AHEAD)
    return max(date for date in dates if date.day <= limit)


def is_limit(reading: Reading, at: int) -> bool:
    """'Since 2021' dates no act."""
    before = [tag for tag in reading.tags if tag.end <= at]
    return bool(before) and bool(before[-1].bits & m.AFTER) and at - before[-1].end < 40


def foreseen(
    frames: Sequence[Frame],
    reading: Reading,
    folded: Folded,
    found: Sequence[When],
    published: PartialDate | None,
) -> Iterator[Frame]:
    """The frames of a sentence; what is told as a fact of a day to come is a plan."""
    start, end = reading.sentence.start, reading.sentence.end
    own = [when for when in found if start <= when.at < end]
    for frame in frames:
        # 'Suspended from tomorrow' has been decided; 'will not be honoured from …' is to come.
        is_firm = not reading.tags[frame.act].bits & m.WONT
        is_open = frame.mood is Mood.FACT
        is_open = is_open and not (frame.kind is Kind.SERVICES_CHANGED and is_firm)
        is_plan = is_open and any(_lies_ahead(frame, w, reading, folded, published) for w in own)
        yield replace(frame, mood=Mood.PLANNED) if is_plan else frame


def _lies_ahead(
    frame: Frame, when: When, reading: Reading, folded: Folded, published: PartialDate | None
) -> bool:
    if not _is_of(frame, when, reading):
        return False
    if when.date is not None and published is not None and not when.is_open:
        return when.date.earliest > published.latest
    if (not when.weekday and not when.is_open) or is_limit(reading, when.at):
        return False
    is_today = (
        published is not None
        and published.precision is Precision.DAY
        and when.weekday == published.day.isoweekday()
    )
    return not is_today and _is_present(reading, frame.clause, frame.act, folded)


def _is_of(frame: Frame, when: When, reading: Reading) -> bool:
    """Whether a time belongs to an act: in its clause, no other verb between."""
    clause, act = frame.clause, reading.tags[frame.act]
    if not clause.start <= when.at < clause.end:
        return False
    low, high = sorted(((act.start, act.end), (when.at, when.end)))
    if high[0] - low[1] > _REACH:
        return False
    between = (tag for tag in reading.tags if low[1] <= tag.start and tag.end <= high[0])
    return not any(tag.bits & (m.ACTS | m.SAY | m.CLAIM) for tag in between)


def _is_present(reading: Reading, clause: Clause, act: int, folded: Folded) -> bool:
    """Whether an act is a verb in the present."""
    return _is_in(reading.tags[act].habits.present, reading, clause, act, folded)


def is_anterior(reading: Reading, clause: Clause, act: int, folded: Folded) -> bool:
    """Whether the verb of an act says of itself that it tells of what went before."""
    return _is_in(reading.tags[act].habits.anterior, reading, clause, act, folded)


def _is_in(forms: Tense, reading: Reading, clause: Clause, act: int, folded: Folded) -> bool:
    """Whether an act is a verb in a tense."""
    if not forms:
        return False
    tag = reading.tags[act]
    end = tag.end
    while end < len(folded.folded) and folded.folded[end].isalnum():
        end += 1
    words = _words(folded, tag.start, end)
    before = _words(folded, clause.start, tag.start) if forms.unless else []
    behind = _words(folded, end, min(end + 16, clause.end)) if tag.habits.verb_final else []
    if any(word in forms.unless for word in (*before, *behind)):
        return False
    verb = words[:1] if forms.leads else words
    return any(_has_form(word, forms) for word in (*verb, *behind))


def _words(folded: Folded, start: int, end: int) -> list[str]:
    """The words of a folded span as the text has them, in lower case."""
    if start >= end:
        return []
    first, last = folded.span(start, end)
    return [word.strip(".,:;!?()\"'«»،؛؟۔“”") for word in folded.text[first:last].lower().split()]


def _has_form(word: str, forms: Tense) -> bool:
    if word in forms.words:
        return True
    return bool(forms.prefixes and word.startswith(forms.prefixes)) or bool(
        forms.suffixes and word.endswith(forms.suffixes)
    )
