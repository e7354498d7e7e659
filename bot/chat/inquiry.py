"""What `/history`, `/who`, `/compare`, `/count` and `/search` find, whoever writes the answer.

A question that cannot be answered is a message that says why; else the finds are data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.chat.missed import bad_date, bad_day, echo, no_place
from bot.chat.parse import Span, read_span
from bot.chat.places import Place, PlaceKind, Places
from bot.chat.ports import Clock, Ledger
from bot.ledger import overdue_of
from bot.ledger.queries import (
    Difference,
    Tenure,
    compare,
    count_by_stance,
    history_of,
    search,
    who,
)
from bot.lines import said
from bot.model import Event, Message
from config.model import Catalog, Mission
from config.vocabulary import Stance

_DAYS_TAKEN = {"history": 2, "compare": 2, "count": 1}


@dataclass(frozen=True, slots=True)
class History:
    """What happened at a place (None: anywhere) in a stretch of time, newest first."""

    place: Place | None
    span: Span
    events: Sequence[Event]
    overdue: frozenset[str] = frozenset()
    """The ids of plans among them whose day has passed, neither carried out nor denied."""


@dataclass(frozen=True, slots=True)
class Search:
    """The events that hold all the words, newest first."""

    words: str
    events: Sequence[Event]
    overdue: frozenset[str] = frozenset()
    """As of `History`."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who headed the missions of a place, mission by mission, oldest first."""

    place: Place
    tenures: Sequence[tuple[Mission, Tenure]]


@dataclass(frozen=True, slots=True)
class Compare:
    """What changed between two days, host by host."""

    start: dt.date
    end: dt.date
    changes: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class Count:
    """How many hosts stood at each stance on each of these days: the one asked for, and today."""

    counts: Mapping[dt.date, Mapping[Stance, int]]


Found = History | Search | Who | Compare | Count


class Inquiry:
    """Finds what is asked for."""

    def __init__(self, catalog: Catalog, places: Places, ledger: Ledger, clock: Clock) -> None:
        self._catalog = catalog
        self._places = places
        self._ledger = ledger
        self._clock = clock

    async def find(self, name: str, words: str) -> Found | Message:
        """What one of these commands and the words after it ask for, or why nothing is found."""
        if name == "search":
            return await self._search(words)
        today = self._clock.now().date()
        span = read_span(words, today)
        wrong = _bad_days(name, span, today, self._catalog)
        if wrong is not None:
            return wrong
        if name == "count":
            return await self._count(span, today)
        if name == "compare":
            return await self._compare(span, today)
        place = self._places.resolve(span.place) if span.place else None
        if span.place and not isinstance(place, Place):
            return no_place(span.place, place, name)
        assert place is None or isinstance(place, Place)
        if name == "who":
            return await self._who(place)
        return await self._history(place, span)

    async def _search(self, words: str) -> Search | Message:
        if not words:
            return said("Search for what? Write words, as in /search moscow ambassador.")
        events = await self._ledger.events()
        found = search(events, words, self._catalog)
        return Search(words, found, overdue_of(events, self._clock.now().date()))

    async def _history(self, place: Place | None, span: Span) -> History:
        start = span.days[0].earliest if span.days else None
        end = span.days[1].latest if len(span.days) > 1 else None
        events = await self._ledger.events(place.host if place else None)
        rows = history_of(events, start=start, end=end)
        about = [event for event in rows if self._is_about(event, place)]
        return History(place, span, about, overdue_of(events, self._clock.now().date()))

    def _is_about(self, event: Event, place: Place | None) -> bool:
        """True too for what a host did of none of its missions, where one of them is asked for."""
        if place is None or place.kind is PlaceKind.EVERYTHING:
            return True
        if place.kind is PlaceKind.REGION:
            return event.host in self._catalog.regions[place.value].hosts
        if place.kind is PlaceKind.MISSION:
            return event.mission in {None, place.value}
        return event.host == place.host

    async def _who(self, place: Place | None) -> Who | Message:
        if place is None or place.host is None:
            return said("Whose envoys? Write a country or a mission's city, as in /who moscow.")
        events = await self._ledger.events(place.host)
        all_of_host = self._catalog.missions_of(place.host)
        asked = [m for m in all_of_host if place.value in {m.id, m.host}]
        is_only = len(all_of_host) == 1
        return Who(
            place,
            [
                (mission, tenure)
                for mission in asked
                for tenure in who(events, mission.id, is_only=is_only)
            ],
        )

    async def _compare(self, span: Span, today: dt.date) -> Compare | Message:
        if span.place:
            return said(
                f"“{echo(span.place)}” is no day. Write one or two, as in "
                "/compare 2022-04-15 today; /history tells of one place."
            )
        if not span.days or (len(span.days) == 1 and span.days[0].latest >= today):
            return said("Between which days? Write them, as in /compare 2022-04-15 today.")
        start, end = min(span.days[0].latest, today), today
        if len(span.days) > 1:
            end = min(span.days[1].latest, today)
        events = await self._ledger.events()
        missions = self._catalog.missions.values()
        return Compare(start, end, compare(events, missions, start, end))

    async def _count(self, span: Span, today: dt.date) -> Count | Message:
        if span.place:
            return said(f"“{echo(span.place)}” is no day. Write one, as in /count 2022-04-15.")
        events = await self._ledger.events()
        missions = self._catalog.missions.values()
        asked = min(span.days[0].latest, today) if span.days else today
        return Count({day: count_by_stance(events, missions, day) for day in (asked, today)})


def _bad_days(name: str, span: Span, today: dt.date, catalog: Catalog) -> Message | None:
    """Why there is no answer for these days; None where there is one."""
    if span.bad_date is not None:
        return bad_date(span.bad_date)
    taken = _DAYS_TAKEN.get(name, 0)
    if len(span.days) > taken:
        return said(f"“{span.days[taken]}” is one day too many: /{name} takes {taken or 'none'}.")
    for day in span.days:
        if (wrong := bad_day(day, today, catalog)) is not None:
            return wrong
    if len(span.days) > 1 and span.days[0].earliest > span.days[1].latest:
        one, other = span.days
        return said(f"{one} is after {other}. Write the earlier day first: {other} {one}.")
    return None
