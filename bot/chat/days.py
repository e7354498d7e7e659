"""Days as people write them: `15.4.2022`, `2022/04/15`, `15 April 2022`, `апрель 2022`. Pure.

What can only mean one day becomes one ISO word before anything else is read; 4/5/2022 is May to
some and April to others, and is asked back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from watchers.datewords import Calendar, fold, month_named

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?")
_YEAR_LAST = re.compile(r"(?:(\d{1,2})([-/.]))?(\d{1,2})([-/.])(\d{4})")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|[.º])?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WITHIN = frozenset({"of", "de", "del", "d"})
"""15th of April, 15 de abril de 2022."""
_LONGEST = 5
"""Words: 15 de abril de 2022."""


def day_words(text: str) -> list[str]:
    """The words of a text, each way of writing a day, month or year as one ISO word."""
    words = text.split()
    found: list[str] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST), at + 1, -1):
            if (spelled := _spelled(words[at:end])) is not None:
                found.append(spelled)
                at = end
                break
        else:
            found.append(iso_word(words[at]))
            at += 1
    return found


def iso_word(word: str) -> str:
    """A day or month in digits as ISO writes it; any other word, and what is unclear, as it is."""
    digits = fold(word).strip(",")
    if match := _YEAR_FIRST.fullmatch(digits):
        return _iso(match[1], match[3], match[4]) or word
    meanings = meanings_of(digits)
    return meanings[0] if len(meanings) == 1 else word


def meanings_of(word: str) -> Sequence[str]:
    """The days or months that digits with the year last may mean, in ISO; likelier first.

    Between dots the day stands first everywhere; between slashes and hyphens it depends.
    """
    match = _YEAR_LAST.fullmatch(word)
    if match is None or (match[2] or match[4]) != match[4]:
        return ()
    first, second, year = match[1], match[3], match[5]
    if first is None:
        return [iso] if (iso := _iso(year, second, None)) else []
    orders = [(second, first)] if match[4] == "." else [(second, first), (first, second)]
    days = (_iso(year, month, day) for month, day in orders)
    return list(dict.fromkeys(day for day in days if day))


def _spelled(words: Sequence[str]) -> str | None:
    """The day or month that words with a month's name and a year tell of; None for others."""
    sorts = list(_sorts(words))
    if {sorts[0][0], sorts[-1][0]} & {"within", ""}:
        return None
    told = {sort: value for sort, value in sorts if sort != "within"}
    count = sum(sort != "within" for sort, _ in sorts)
    if count > len(told) or not {"month", "year"} <= told.keys() <= {"month", "year", "day"}:
        return None
    return _iso(told["year"], told["month"], told.get("day"))


def _sorts(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        folded = fold(word).strip(",")
        if _YEAR.fullmatch(folded):
            yield "year", folded
        elif match := _DAY.fullmatch(folded):
            yield "day", match[1]
        elif folded in _WITHIN:
            yield "within", ""
        else:
            month = _month(word, folded.rstrip("."))
            yield ("month", str(month)) if month else ("", "")


def _month(word: str, folded: str) -> int | None:
    # MAR in capitals is Morocco, CZE is Czechia and no short červen.
    if folded[:3] in _SHORT and folded in {folded[:3], "sept"} and not word.isupper():
        return _SHORT.index(folded[:3]) + 1
    named = month_named(folded)
    return named[1] if named is not None and named[0] is Calendar.GREGORIAN else None


def _iso(year: str, month: str, day: str | None) -> str | None:
    """The ISO word; None where there is no such day."""
    try:
        made = dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return made.isoformat() if day else f"{made:%Y-%m}"
