"""Dates as sources write them, read into aware UTC times; what cannot be true is unknown.

Every reading lies between 1995 and the time of the fetch plus a day, else it is None: never
"now", never a guess. A text without a clock time yields the midnight of its day, in the source's
zone, and says so in `Dated.is_day`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from watchers.clocktimes import ClockTime, blanked, clock_times
from watchers.datescan import Candidate, named, numeric
from watchers.datewords import fold
from watchers.relativedates import may_be_relative, relative_day, relative_moment

EARLIEST = dt.datetime(1995, 1, 1, tzinfo=dt.UTC)
"""Nothing on the web is older."""
LATEST_AHEAD = dt.timedelta(days=1)
"""A source's clock or zone may run ahead of ours by so much."""
MAX_TEXT = 400
"""Characters of a text that are looked at: a date stands early or not at all."""
_TIME_REACH = 25
"""Characters between a date and the time that belongs to it."""
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+")
_LEAST_NUMBERS = 2
"""A day and a year, where the month has a name."""
_ISO_TIME = re.compile(r"(?<=\d)t(?=\d\d:)")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})([-/_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=\D|$)"
)
_URL_DMY = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])-(0?[1-9]|1[0-2])-((?:19|20)\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Dated:
    """When something was published: aware UTC."""

    at: dt.datetime
    is_day: bool
    """Only the day is known; `at` is its midnight in the source's zone."""
    share: float = 1.0
    """How much of the text the date takes up, 0 to 1: near 1 for a date field."""


def parse_date(
    text: str,
    *,
    fetched_at: dt.datetime,
    zone: dt.tzinfo | None = None,
    month_first: bool = False,
) -> Dated | None:
    """Reads a field that holds a date: absolute, an epoch number, or relative to the fetch."""
    return _parsed(text.strip()[:MAX_TEXT], fetched_at, zone, month_first)


@lru_cache(maxsize=4096)
def _parsed(
    text: str, fetched_at: dt.datetime, zone: dt.tzinfo | None, month_first: bool
) -> Dated | None:
    """One text stands on many rows, and is asked about more than once."""
    folded = fold(text)
    if not folded:
        return None
    if _EPOCH.fullmatch(folded):
        return _epoch(folded, fetched_at)
    found = _absolute(folded, fetched_at, zone, month_first)
    return found or _relative(folded, fetched_at, zone)


def find_date(
    text: str,
    *,
    fetched_at: dt.datetime,
    zone: dt.tzinfo | None = None,
    month_first: bool = False,
) -> Dated | None:
    """The first absolute date that stands in a text such as a title."""
    if not _DIGIT.search(text):
        return None
    return _absolute(fold(text[:MAX_TEXT]), fetched_at, zone, month_first)


def date_in_url(
    url: str, *, fetched_at: dt.datetime, zone: dt.tzinfo | None = None
) -> Dated | None:
    """The day that a path such as `/2026/11/20/` or `t20261003_1.html` holds."""
    path = url.split("://", 1)[-1].partition("/")[2]
    if "20" not in path and "19" not in path:
        return None
    path = unquote(path)
    for match in _URL_DAY.finditer(path):
        if found := _url_day(match[1], match[3], match[4], fetched_at, zone):
            return found
    for match in _URL_DMY.finditer(path):
        if found := _url_day(match[3], match[2], match[1], fetched_at, zone):
            return found
    return None


def local_day(moment: dt.datetime, timezone: str | None) -> dt.date:
    """The day on which something was published where its source is, not in Greenwich."""
    return moment.astimezone(ZoneInfo(timezone) if timezone else dt.UTC).date()


def is_plausible(moment: dt.datetime, fetched_at: dt.datetime) -> bool:
    """Whether something can have been published then."""
    return EARLIEST <= moment <= fetched_at + LATEST_AHEAD


def _url_day(
    year: str, month: str, day: str, fetched_at: dt.datetime, zone: dt.tzinfo | None
) -> Dated | None:
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return _dated(date, None, fetched_at, zone)


def _epoch(digits: str, fetched_at: dt.datetime) -> Dated | None:
    seconds = int(digits) if len(digits) == 10 else int(digits) / 1000
    moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return Dated(moment, is_day=False) if is_plausible(moment, fetched_at) else None


@lru_cache(maxsize=1024)
def _absolute(
    folded: str, fetched_at: dt.datetime, zone: dt.tzinfo | None, month_first: bool
) -> Dated | None:
    if len(_NUMBER.findall(folded)) < _LEAST_NUMBERS:
        return None
    split = _iso_split(folded) if "t" in folded else folded
    times = clock_times(split) if ":" in split else ()
    text = blanked(split, times)
    for candidate in _candidates(text, month_first):
        clock = _time_beside(candidate, times)
        for date in candidate.days:
            if found := _dated(date, clock, fetched_at, zone):
                used = candidate.end - candidate.start + (clock.end - clock.start if clock else 0)
                return Dated(found.at, found.is_day, min(1.0, used / len(folded.strip())))
    return None


def _iso_split(folded: str) -> str:
    """`2026-10-02t15:26` with a blank for the `t`, so that the time is seen as one."""
    return _ISO_TIME.sub(" ", folded)


def _candidates(text: str, month_first: bool) -> Iterator[Candidate]:
    found = [*numeric(text, month_first=month_first), *named(text)]
    return iter(sorted(found, key=lambda candidate: candidate.start))


def _time_beside(candidate: Candidate, times: tuple[ClockTime, ...]) -> ClockTime | None:
    for clock in times:
        if -1 <= clock.start - candidate.end <= _TIME_REACH:
            return clock
    for clock in times:
        if candidate.start <= clock.start < candidate.end:
            return clock
        if 0 <= candidate.start - clock.end <= _TIME_REACH:
            return clock
    return None


def _dated(
    date: dt.date, clock: ClockTime | None, fetched_at: dt.datetime, zone: dt.tzinfo | None
) -> Dated | None:
    if not EARLIEST.year <= date.year <= fetched_at.year + 1:
        return None
    tz = (clock and clock.zone) or zone or dt.UTC
    time = clock.time if clock else dt.time()
    moment = dt.datetime.combine(date, time, tz).astimezone(dt.UTC)
    if not is_plausible(moment, fetched_at):
        return None
    return Dated(moment, is_day=clock is None)


def _relative(folded: str, fetched_at: dt.datetime, zone: dt.tzinfo | None) -> Dated | None:
    if not may_be_relative(folded):
        return None
    if moment := relative_moment(folded, fetched_at):
        return Dated(moment, is_day=False)
    local = fetched_at.astimezone(zone or dt.UTC)
    days = relative_day(folded)
    if days is None:
        return None
    times = clock_times(folded)
    return _dated(
        local.date() - dt.timedelta(days=days), times[0] if times else None, fetched_at, zone
    )
