"""What is answered to what cannot be understood: the thing named, and how to write it. Pure."""

from __future__ import annotations

import datetime as dt

from bot.chat.days import meanings_of
from bot.chat.places import Place, Suggestions
from bot.chat.plain import plain
from bot.lines import line, said
from bot.model import Line, Message
from bot.wording import Wording
from config.model import Catalog
from config.partial_date import PartialDate

_LONGEST_ECHO = 60


def bad_date(word: str) -> Message:
    """The answer to what is meant as a date and is none, or may be two."""
    meant = meanings_of(word)
    if len(meant) > 1:
        return said(f"“{echo(word)}” may be {' or '.join(meant)}. Write it in that order.")
    return said(f"“{echo(word)}” is no date. Write it as 2022-04-15 (year, month, day).")


def bad_day(day: PartialDate, today: dt.date, catalog: Catalog) -> Message | None:
    """Why a ledger has no answer for a day; None where it has."""
    starts = catalog.dossier.starts
    if day.day > today:
        return said(f"{day} is still to come. Ask for a day up to today, {today}.")
    if day.latest < starts:
        return said(
            f"The ledger starts on {starts}: nothing is known here of {day}. On that first day "
            f"every mission was still run by {Wording(catalog).predecessor}."
        )
    return None


def no_place(typed: str, missed: Suggestions | Place | None, command: str) -> Message:
    """A helpful answer to a place that is not known by that name."""
    if not isinstance(missed, Suggestions):
        return said(
            f"I know no place called “{echo(typed)}”. Write a country, a region or the city of "
            "a mission; /missions lists them."
        )
    names = [place.name for place in missed.places]
    asked = f"Did you mean {' or '.join(names)}?"
    how: Line = line(f"Write /{command} {names[0]}")
    return said(f"I know no place called “{echo(typed)}”. {asked}", how)


def echo(text: str) -> str:
    """What was typed, short enough to be said back."""
    words = plain(text)
    return words if len(words) <= _LONGEST_ECHO else words[: _LONGEST_ECHO - 1] + "…"
