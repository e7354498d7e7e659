"""A date as well as it is known: a day, about a day, a month, a year."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache

from config.vocabulary import Precision

APPROX_SLACK = dt.timedelta(days=15)


@lru_cache(512)
def _end_of_month(day: dt.date) -> dt.date:
    # Merging asks for the same few hundred thousands of times.
    return day.replace(day=monthrange(day.year, day.month)[1])


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """`day` is the first day of what is known; `precision` says how wide that is."""

    day: dt.date
    precision: Precision = Precision.DAY

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a full ISO time; ValueError names the text."""
        parts = text.strip()[:10].split("-")
        try:
            if len(parts) == 1 and len(parts[0]) == 4:
                return cls(dt.date(int(parts[0]), 1, 1), Precision.YEAR)
            if len(parts) == 2:
                return cls(dt.date(int(parts[0]), int(parts[1]), 1), Precision.MONTH)
            return cls(dt.date.fromisoformat(text.strip()[:10]))
        except ValueError:
            raise ValueError(
                f"{text!r} is no date: write YYYY, YYYY-MM, YYYY-MM-DD or an ISO time"
            ) from None

    @classmethod
    def read(cls, text: str) -> PartialDate:
        """Read what `str` writes: like `parse`, and a `~` in front of a day says about."""
        if not text.startswith("~"):
            return cls.parse(text)
        return cls(dt.date.fromisoformat(text[1:]), Precision.APPROX)

    @property
    def earliest(self) -> dt.date:
        """The first day it can be."""
        return self.day - APPROX_SLACK if self.precision is Precision.APPROX else self.day

    @property
    def latest(self) -> dt.date:
        """The last day it can be."""
        match self.precision:
            case Precision.DAY:
                return self.day
            case Precision.YEAR:
                return self.day.replace(month=12, day=31)
            case Precision.MONTH:
                return _end_of_month(self.day)
            case Precision.APPROX:
                return self.day + APPROX_SLACK
            case _:
                return self.day

    def gap_days(self, other: PartialDate) -> int:
        """Days between the two intervals; 0 where they overlap."""
        if self.precision is Precision.DAY is other.precision:
            return abs((self.day - other.day).days)
        first, last = self.earliest, self.latest
        if last < (others_first := other.earliest):
            return (others_first - last).days
        if (others_last := other.latest) < first:
            return (first - others_last).days
        return 0

    def __str__(self) -> str:
        match self.precision:
            case Precision.YEAR:
                return f"{self.day:%Y}"
            case Precision.MONTH:
                return f"{self.day:%Y-%m}"
            case Precision.APPROX:
                return f"~{self.day:%Y-%m-%d}"
            case Precision.UNKNOWN:
                return "unknown"
            case _:
                return self.day.isoformat()
