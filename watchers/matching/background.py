"""News told from what is only recalled: old dates, words for 'earlier', clauses about before.

Dates are measured against the item's own `published`, never against today.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.lexicon import Lexicon
from config.partial_date import PartialDate
from config.vocabulary import Kind, Precision
from watchers.matching import masks as m
from watchers.matching.assertion import Mood
from watchers.matching.fold import fold
from watchers.matching.frames import Frame
from watchers.matching.reading import Reading
from watchers.matching.tags import Folded

_NEWS_DAYS = 45
"""What happened longer before publication is recalled, not reported."""
_ASIDE_DAYS = 25
"""Below the lead a date needs to be less old to tell of what went before the news."""
_YEAR = re.compile(r"(?<!\d)(?:19[89]|20[0-4])\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Dates:
    """Finds months and years in the languages at hand."""

    months: re.Pattern[str]
    numbers: dict[str, int]
    exact: frozenset[str]
    """Months written like another word: they count in their own case only (May)."""

    @classmethod
    def build(cls, lexicons: Sequence[Lexicon]) -> Dates:
        """The months of some lexicons."""
        numbers: dict[str, int] = {}
        exact: set[str] = set()
        for lexicon in lexicons:
            for name, number in lexicon.months.items():
                word = fold(name.removeprefix("="))
                numbers[word] = number
                if name.startswith("="):
                    exact.add(word)
        words = "|".join(re.escape(w) for w in sorted(numbers, key=len, reverse=True))
        pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)" if words else r"(?!)")
        return cls(pattern, numbers, frozenset(exact))

    def find(
        self, folded: Folded, published: PartialDate | None
    ) -> Iterator[tuple[int, PartialDate]]:
        """Offset and value of each date of a text."""
        text = folded.folded
        years = {match.start(): int(match.group()) for match in _YEAR.finditer(text)}
        for match in self.months.finditer(text):
            if match.group() in self.exact and not self._is_capital(folded, match.start()):
                continue
            number = self.numbers[match.group()]
            at = next((at for at in years if 0 < at - match.end() < 6), None)
            year = years.pop(at) if at is not None else _year_of(number, published)
            if year is not None:
                yield match.start(), PartialDate(dt.date(year, number, 1), Precision.MONTH)
        for at, year in years.items():
            yield at, PartialDate(dt.date(year, 1, 1), Precision.YEAR)

    def _is_capital(self, folded: Folded, at: int) -> bool:
        return folded.text[folded.span(at, at + 1)[0]].isupper()


def _year_of(month: int, published: PartialDate | None) -> int | None:
    """The year of a bare month: its last one at or before the publication."""
    if published is None or published.precision is Precision.YEAR:
        return None
    return published.day.year if month <= published.day.month else published.day.year - 1


@dataclass(frozen=True, slots=True)
class Recalled:
    """Why a frame is background (empty: it is news), and when it was, where told."""

    reason: str = ""
    happened: PartialDate | None = None


def recalled(
    reading: Reading,
    frame: Frame,
    dates: Sequence[tuple[int, PartialDate]],
    published: PartialDate | None,
) -> Recalled:
    """Whether a frame only recalls, by the marks and the dates in its own clause."""
    clause = frame.clause
    happened: PartialDate | None = None
    is_planned = frame.mood in (Mood.PLANNED, Mood.PURPOSE, Mood.ASKED, Mood.MAYBE)
    for at, date in dates:
        if not clause.start <= at < clause.end or _is_limit(reading, at):
            continue
        happened = happened or date
        if published is None or is_planned:
            continue
        days = _NEWS_DAYS if reading.sentence.index < 2 else _ASIDE_DAYS
        if (published.earliest - date.latest).days > days:
            return Recalled(f"dated {date}, long before publication", date)
    return Recalled(_marked(reading, frame), happened)


def _is_limit(reading: Reading, at: int) -> bool:
    """'Since 2021' dates no act."""
    before = [tag for tag in reading.tags if tag.end <= at]
    return bool(before) and bool(before[-1].bits & m.AFTER) and at - before[-1].end < 40


def _marked(reading: Reading, frame: Frame) -> str:
    clause, act = frame.clause, frame.act
    for index in reading.find(clause, m.OLD):
        if index not in reading.located and _reaches(reading, index, act):
            return "marked as earlier"
    had = reading.before(act, clause, m.ANTERIOR)
    if had is not None and _is_adjacent(reading, had, act) and not reading.bits & m.SAY:
        return "told as what was before"
    if clause.is_aside:
        return "told beside the news"
    places = {host.code for host in frame.hosts}
    listed = len(places) >= 3 and reading.sentence.index > 1
    if listed and frame.kind is not Kind.SERVICES_CHANGED:
        return "one of a list"
    return ""


def _reaches(reading: Reading, mark: int, act: int) -> bool:
    """A mark rules the act behind it, or the one right before it."""
    if mark < act:
        return True
    return len(reading.gap(act, mark)) < 40


def _is_adjacent(reading: Reading, mark: int, act: int) -> bool:
    return len(reading.gap(mark, act)) < 24
