"""Reading what people type: which command, which place, which day, which number."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.chat.days import day_words
from bot.chat.plain import plain
from config.partial_date import PartialDate
from config.vocabulary import Kind

COMMANDS: dict[str, str] = {
    "start": "what this bot does",
    "help": "all commands",
    "subscribe": "hear of changes: /subscribe [country|region|all]",
    "unsubscribe": "stop hearing: /unsubscribe [country|region|all]",
    "subscriptions": "what this chat is subscribed to",
    "status": "who accepts whom: /status [country|city] [YYYY-MM-DD] [known YYYY-MM-DD]",
    "missions": "the missions and who runs them: /missions [country]",
    "latest": "the newest events: /latest [number] [kind]",
    "history": "what happened: /history [country|city] [from YYYY-MM-DD] [to YYYY-MM-DD]",
    "who": "the envoys over time: /who country|city",
    "compare": "what changed between two days: /compare 2022-04-15 today",
    "count": "how many hosts at each stance: /count [YYYY-MM-DD]",
    "search": "events by words: /search words",
    "sources": "what is read, and what is not: /sources [country|region]",
}
"""Every command with what it does, in the order they are shown."""

EDITOR_COMMANDS: dict[str, str] = {
    "review": "a report to decide: /review NUMBER [yes|no|edit|same]",
    "misses": "what was nearly news, with the reasons",
    "add": "enter an event: /add KIND PLACE DATE SOURCE [field=value]",
    "correct": "set an event right: /correct EVENT field=value SOURCE",
    "retract": "take an event back: /retract EVENT SOURCE [why]",
}
"""Those of the editors' chat alone; elsewhere they are neither shown nor carried out."""

_CLOSE = 60
"""Least similarity (0 to 100) at which an unknown word is taken for a mistyped command."""

_HUGE, _DIGITS = 1_000_000, 7
_COMMAND = re.compile(r"^[/!]?\s*([^\W\d_]+)(?:@\w+)?(?:\s+(.*))?$", re.DOTALL)
_KNOWN = frozenset({"known", "--known", "—known"})
"""The last as phones write it."""

_BEFORE_DAYS = frozenset({"from", "since", "to", "until"})
_BEFORE_A_DAY = frozenset({"in", "on", "at", "of", "as"})
"""Dropped behind a place alone: IN is India, too."""

_DATE = re.compile(r"^\d{1,4}([-./])\d{1,2}(?:\1\d{1,4})?$|^\d{4}$|^\d{4}-\S*$")


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as typed: its name in lower case, and the rest of the line."""

    name: str
    rest: str = ""
    closest: str | None = None
    """For an unknown command: the one that was probably meant."""

    @property
    def is_known(self) -> bool:
        """True for a command that exists."""
        return self.name in COMMANDS or self.name in EDITOR_COMMANDS


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a question about a place, and the day it is asked for."""

    place: str
    day: PartialDate | None = None
    bad_date: str | None = None
    """A word that is meant as a date and is none."""
    known: PartialDate | None = None
    """As it was known on this day; None: as it is known now."""


def read_command(text: str) -> Typed:
    """The command in a text, slash or not, any case; an unknown one with its closest kin."""
    found = _COMMAND.match(" ".join(plain(text).split()))
    if found is None:
        return Typed("")
    name, rest = found[1].lower(), (found[2] or "").strip()
    if name in COMMANDS or name in EDITOR_COMMANDS:
        return Typed(name, rest)
    best = process.extractOne(name, list(COMMANDS), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return Typed(name, rest, best[0] if best else None)


def read_asked(rest: str, today: dt.date) -> Asked:
    """Split words into a place, a day and, after `known`, the day of knowing.

    Days may be whole months or years, or `today` and `yesterday`. `known` alone is no place:
    without a day it is told as bad.
    """
    words = _words(rest, today)
    at = next((n for n, word in enumerate(words) if word.lower() in _KNOWN), None)
    known = None
    if at is not None:
        told = words[at + 1] if at + 1 < len(words) else ""
        known = _date(told)
        if known is None:
            return Asked("", bad_date=told or words[at])
        words = words[:at] + words[at + 2 :]
    dates = [word for word in words if _DATE.match(word)]
    place = " ".join(_place_words(words))
    if not dates:
        return Asked(place, known=known)
    day = _date(dates[-1])
    return Asked(place, day, dates[-1] if day is None else None, known)


@dataclass(frozen=True, slots=True)
class Span:
    """The words of a question about a stretch of time, its days in the order typed."""

    place: str
    days: tuple[PartialDate, ...] = ()
    bad_date: str | None = None


def read_span(rest: str, today: dt.date) -> Span:
    """Split words into a place and days; `today` is one. "from" and "to" before it are dropped."""
    words = _words(rest, today)
    days: list[PartialDate] = []
    for word in words:
        if _DATE.match(word):
            day = _date(word)
            if day is None:
                return Span("", bad_date=word)
            days.append(day)
    return Span(" ".join(_place_words(words)), tuple(days))


def _words(rest: str, today: dt.date) -> list[str]:
    """The words, each day as ISO writes it."""
    nicknames = {"today": today, "yesterday": today - dt.timedelta(days=1)}
    words = day_words(" ".join(map(_western_digits, rest.split())))
    return [
        nicknames[word.lower()].isoformat() if word.lower() in nicknames else word
        for word in words
    ]


def _place_words(words: Sequence[str]) -> list[str]:
    """The words that are no day, without those that only lead to one."""
    place: list[str] = []
    for word in words:
        if not _DATE.match(word):
            place.append(word)
            continue
        while place and (
            place[-1].lower() in _BEFORE_DAYS
            or (len(place) > 1 and place[-1].lower() in _BEFORE_A_DAY)
        ):
            place.pop()
    return place


def _date(word: str) -> PartialDate | None:
    try:
        return PartialDate.parse(word)
    except ValueError:
        return None


def read_count(rest: str) -> int | None:
    """A whole number above zero, in any script's digits, a huge one as a million; else None."""
    word = _western_digits(rest.strip()).lstrip("0")
    if not re.fullmatch(r"[0-9]+", word):
        return None
    return int(word) if len(word) < _DIGITS else _HUGE


KIND_WORDS: dict[str, Kind] = {
    "recognized": Kind.RECOGNIZED,
    "ambassador": Kind.AMBASSADOR_ACCEPTED,
    "accredited": Kind.ENVOY_ACCREDITED,
    "handed over": Kind.MISSION_HANDED_OVER,
    "opened": Kind.MISSION_OPENED,
    "named": Kind.ENVOY_NAMED,
    "refused": Kind.ACCREDITATION_REFUSED,
    "closed": Kind.MISSION_CLOSED,
    "departed": Kind.ENVOY_DEPARTED,
    "services": Kind.SERVICES_CHANGED,
    "reciprocal": Kind.RECIPROCAL,
    "position": Kind.POSITION,
}
"""What people type for each kind of event; its full value (mission_closed) is taken, too."""


def read_latest(rest: str) -> tuple[str, str]:
    """The number as typed, and the other words: `5 closed`, `closed 5`."""
    words = [_western_digits(word) for word in rest.split()]
    numbers = [word for word in words if re.match(r"[-+]?\d", word)]
    return " ".join(numbers), " ".join(word for word in words if word not in numbers)


def kind_of(words: str) -> Kind | None:
    """The kind of event that is meant; None where there is none of that name."""
    typed = words.lower().replace("_", " ").strip()
    full = {kind.replace("_", " "): kind for kind in KIND_WORDS.values()}
    return KIND_WORDS.get(typed) or full.get(typed)


def _western_digits(word: str) -> str:
    return "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in word)
