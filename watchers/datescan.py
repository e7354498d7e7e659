"""Finds what looks like a date in a folded text, before anyone asks whether it can be true.

Pure syntax: numbers, separators and month names become candidate days with their place in the
text, in order of appearance; `watchers.dates` judges them and gives them a time and a zone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from watchers.calendars import readings, to_gregorian
from watchers.datewords import Calendar, Month, month_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day that words at `start:end` may mean; several readings, likeliest first."""

    start: int
    end: int
    days: tuple[dt.date, ...]


_CENTURY = 100
_YMD = re.compile(r"(?<![\d.,:])(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)(?![-/]\d)")
_SEPARATED = re.compile(r"\d\s?[-/.]\s?\d")
"""What every date in digits and separators has: a cheap look before three searches."""
_ROC = re.compile(r"(?<![\d.,:/-])(1\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-])")
_DMY = re.compile(
    r"(?<![\d.,:/-])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d:])(?![-/.]\d)"
)
_CJK = re.compile(
    r"(?<!\d)(民國|民国|令和)?\s*(\d{1,4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]?"
)
_REIWA_EPOCH = 2018
_NUMBERED = re.compile(r"ngay (\d{1,2}) (?:thang|thg) (\d{1,2})(?:,)? (?:nam )?(\d{4})")
_TOKEN = re.compile(r"\d+|[^\W\d_][^\s\d,.;:()|/\\–—\-_<>\"«»]*\.?|[^\w\s]")
_FILLERS = frozenset(
    word
    for line in (
        ", . - / ' | the of st nd rd th er º ª nci inci a",  # English, French, Italian, Turkish
        "de del d den dne le el la los al tarihli",
        "года год г р року го ого й е ой",
        "yil yili il йил йили жылғы жылы жылдын ж ил",  # "of the year" in Turkic languages
        "nji njy yylyn yyly yil соли сол оны m gada",  # Turkmen, Tajik, Mongolian, Baltic
        "د مه م مې کال سنه سال عام لسنه ه هش هق ش ق ام جی و",
    )
    for word in line.split()
)


def numeric(text: str, *, month_first: bool = False) -> Iterator[Candidate]:
    """Dates written in digits."""
    if _SEPARATED.search(text):
        for match in _YMD.finditer(text):
            yield _candidate(match, readings(int(match[1]), int(match[3]), int(match[4])))
        for match in _DMY.finditer(text):
            yield _candidate(match, _day_month_year(match, month_first))
        for match in _ROC.finditer(text):
            yield _candidate(match, readings(int(match[1]), int(match[3]), int(match[4])))
    if "年" in text or "년" in text:
        for match in _CJK.finditer(text):
            yield _candidate(match, _east_asian(match))
    if "ngay" in text:
        for match in _NUMBERED.finditer(text):
            yield _candidate(match, readings(int(match[3]), int(match[2]), int(match[1])))


def _candidate(match: re.Match[str], days: tuple[dt.date, ...]) -> Candidate:
    return Candidate(match.start(), match.end(), days)


def _day_month_year(match: re.Match[str], month_first: bool) -> tuple[dt.date, ...]:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) == 2:
        year += 2000
    swapped = match[2] != "." and (month_first or second > 12)
    day, month = (second, first) if swapped else (first, second)
    return readings(year, month, day)


def _east_asian(match: re.Match[str]) -> tuple[dt.date, ...]:
    year, month, day = int(match[2]), int(match[3]), int(match[4])
    if match[1] == "令和":
        year += _REIWA_EPOCH
    elif year < 10:
        return ()
    elif year < _CENTURY and not match[1]:
        year += 2000
    return readings(year, month, day)


_BUDDHIST_EPOCH = 543
_BUDDHIST_YEARS = range(2500, 2700)
_MAY_NAME = re.compile(r"(?<!\d)(?:\d{4}|\d{2})(?!\d)")
"""A date with a month's name still has a year."""
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"\d+")
_REACH = 6
"""Tokens between a number and a month's name: three fillers, and a name of two words."""


@dataclass(slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def number(self) -> int | None:
        return int(self.text) if self.text.isdecimal() and len(self.text) <= 4 else None


def named(text: str) -> Iterator[Candidate]:
    """Dates with a month's name, in any order of day, month and year."""
    if not (_MAY_NAME.search(text) and _LETTER.search(text)) or len(_NUMBER.findall(text)) < 2:
        return
    tokens = [_Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]
    for index in _near_numbers(tokens):
        token = tokens[index]
        if token.text[0].isalpha() and _borders_on_number(tokens, index):
            following = tokens[index + 1].text if index + 1 < len(tokens) else ""
            if found := month_of(token.text, following):
                yield from _around(tokens, index, index + found[1] - 1, found[0])


def _near_numbers(tokens: list[_Token]) -> list[int]:
    """The tokens that have a number within reach: only there can a month's name make a date."""
    found: set[int] = set()
    for index, token in enumerate(tokens):
        if token.text[0].isdecimal():
            found.update(range(max(0, index - _REACH), min(len(tokens), index + _REACH + 1)))
    return sorted(found)


def _borders_on_number(tokens: list[_Token], index: int) -> bool:
    """Whether a number, or a filler that may lead to one, stands beside a token or the next."""
    for beside in (index - 1, index + 1, index + 2):
        if 0 <= beside < len(tokens):
            text = tokens[beside].text
            if text[0].isdecimal() or (text.rstrip(".") or ".") in _FILLERS:
                return True
    return False


def _around(tokens: list[_Token], first: int, last: int, month: Month) -> Iterator[Candidate]:
    before = _numbers(tokens, range(first - 1, -1, -1))
    after = _numbers(tokens, range(last + 1, len(tokens)))
    for parts in _orders(before, after):
        day, year = parts
        numbers = (int(day.text), _year(year, month[0]))
        days = to_gregorian(month[0], numbers[1], month[1], numbers[0])
        if days is not None:
            spots = (day, year, tokens[first], tokens[last])
            yield Candidate(min(t.start for t in spots), max(t.end for t in spots), (days,))
            return


def _numbers(tokens: list[_Token], indices: range, limit: int = 2) -> list[_Token]:
    """The nearest numbers on one side, with only fillers between."""
    found: list[_Token] = []
    skipped = 0
    for index in indices:
        token = tokens[index]
        if token.number is not None:
            found.append(token)
            skipped = 0
        elif (token.text.rstrip(".") or ".") in _FILLERS:
            skipped += 1
        else:
            break
        if len(found) == limit or skipped > 3:
            break
    return found


def _orders(before: list[_Token], after: list[_Token]) -> Iterator[tuple[_Token, _Token]]:
    """(day, year) by the orders in use: D M Y, M D Y, Y M D, Y D M, then two-digit years."""
    if before and after and _is_day(before[0]) and _is_year(after[0]):
        yield before[0], after[0]
    if len(after) > 1 and _is_day(after[0]) and _is_year(after[1]):
        yield after[0], after[1]
    if before and after and _is_year(before[0]) and _is_day(after[0]):
        yield after[0], before[0]
    if len(before) > 1 and _is_day(before[0]) and _is_year(before[1]):
        yield before[0], before[1]
    if before and after and _is_day(before[0]) and len(after[0].text) == 2:
        yield before[0], after[0]


def _is_day(token: _Token) -> bool:
    return len(token.text) <= 2 and 1 <= int(token.text) <= 31


def _is_year(token: _Token) -> bool:
    return len(token.text) == 4


def _year(token: _Token, calendar: Calendar) -> int:
    year = int(token.text)
    if calendar is Calendar.GREGORIAN and year in _BUDDHIST_YEARS:
        return year - _BUDDHIST_EPOCH
    if year >= _CENTURY:
        return year
    return year + {Calendar.GREGORIAN: 2000, Calendar.SOLAR: 1400, Calendar.LUNAR: 1400}[calendar]
