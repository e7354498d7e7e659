"""Dates as well as they are known."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.partial_date import PartialDate
from config.vocabulary import Precision

DAYS = st.dates(dt.date(1995, 1, 1), dt.date(2099, 12, 31))
KNOWN = st.sampled_from([Precision.DAY, Precision.APPROX, Precision.MONTH, Precision.YEAR])


def partial(day: dt.date, precision: Precision) -> PartialDate:
    """A date whose day is the first of what is known."""
    if precision is Precision.YEAR:
        day = day.replace(month=1, day=1)
    if precision is Precision.MONTH:
        day = day.replace(day=1)
    return PartialDate(day, precision)


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2022", dt.date(2022, 1, 1), Precision.YEAR),
        ("2022-04", dt.date(2022, 4, 1), Precision.MONTH),
        ("2022-04-09", dt.date(2022, 4, 9), Precision.DAY),
        (" 2022-04-09T10:00:00Z ", dt.date(2022, 4, 9), Precision.DAY),
        ("~2022-04-09", dt.date(2022, 4, 9), Precision.APPROX),
    ],
)
def test_reading(text: str, day: dt.date, precision: Precision) -> None:
    assert PartialDate.read(text) == PartialDate(day, precision)


@pytest.mark.parametrize("text", ["", "22", "2022-13", "2022-02-30", "April", "~2022", "~", "~~"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|isoformat"):
        PartialDate.read(text)


@pytest.mark.parametrize(
    ("date", "earliest", "latest"),
    [
        ("2022-04-09", "2022-04-09", "2022-04-09"),
        ("~2022-04-09", "2022-03-25", "2022-04-24"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022", "2022-01-01", "2022-12-31"),
    ],
)
def test_bounds(date: str, earliest: str, latest: str) -> None:
    found = PartialDate.read(date)
    assert (found.earliest.isoformat(), found.latest.isoformat()) == (earliest, latest)


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        ("2022-04-09", "2022-04-12", 3),
        ("2022-04", "2022-04-30", 0),
        ("2022-04", "2022-05-02", 2),
        ("~2022-04-09", "2022-04-20", 0),
        ("2021", "2022-01-01", 1),
    ],
)
def test_gaps(one: str, other: str, days: int) -> None:
    first, second = PartialDate.read(one), PartialDate.read(other)
    assert first.gap_days(second) == second.gap_days(first) == days


def test_the_unknown_says_so() -> None:
    assert str(PartialDate(dt.date(2022, 1, 1), Precision.UNKNOWN)) == "unknown"


@given(DAYS, KNOWN)
def test_what_is_written_can_be_read(day: dt.date, precision: Precision) -> None:
    date = partial(day, precision)
    assert PartialDate.read(str(date)) == date
    assert date.earliest <= date.day <= date.latest
    assert date.gap_days(date) == 0
