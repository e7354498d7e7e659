"""Days of other calendars as Gregorian days.

Conversions are those of `persiantools` (solar Hijri) and `hijridate` (Umm al-Qura; a sighted
month may begin a day off). A day that does not exist is None, never the nearest one.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from watchers.datewords import Calendar

_ROC_EPOCH = 1911
_BUDDHIST_EPOCH = 543


@lru_cache(maxsize=512)
def to_gregorian(calendar: Calendar, year: int, month: int, day: int) -> dt.date | None:
    """The Gregorian day, or None where that calendar has no such day."""
    try:
        if calendar is Calendar.SOLAR:
            return _from_solar(year, month, day)
        if calendar is Calendar.LUNAR:
            return _from_lunar(year, month, day)
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _from_solar(year: int, month: int, day: int) -> dt.date:
    from persiantools.jdatetime import JalaliDate

    found: dt.date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call] # its constructor has no annotations
    return found


def _from_lunar(year: int, month: int, day: int) -> dt.date:
    from hijridate import Hijri

    found = Hijri(year, month, day).to_gregorian()
    return dt.date(found.year, found.month, found.day)


def readings(year: int, month: int, day: int) -> tuple[dt.date, ...]:
    """Every Gregorian day that a numeric year, month and day may mean.

    The year tells the calendar: 13xx and 14xx are Hijri (solar or lunar: the window of
    plausible dates decides), three digits are the Republic of China's, 25xx the Buddhist's.
    """
    candidates = [(Calendar.GREGORIAN, year)]
    if 1300 <= year < 1500:
        candidates = [(Calendar.SOLAR, year), (Calendar.LUNAR, year)]
    elif 80 <= year < 200:
        candidates = [(Calendar.GREGORIAN, year + _ROC_EPOCH)]
    elif 2500 <= year < 2700:
        candidates = [(Calendar.GREGORIAN, year - _BUDDHIST_EPOCH)]
    found = (to_gregorian(calendar, number, month, day) for calendar, number in candidates)
    return tuple(day for day in found if day is not None)
