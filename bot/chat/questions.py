"""What `/history`, `/who`, `/compare`, `/count` and `/search` answer, over the ledger."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.chat.latest import LatestReplies
from bot.chat.missed import bad_date, bad_day, echo, no_place
from bot.chat.paging import Entry, Turned, paged, read_page
from bot.chat.parse import Span, read_span
from bot.chat.places import Place, PlaceKind, Places
from bot.chat.ports import Clock, Ledger
from bot.ledger.queries import (
    Difference,
    Tenure,
    compare,
    count_by_stance,
    history_of,
    search,
    who,
)
from bot.lines import block, bold, line, link, said
from bot.model import Event, Line, Message
from bot.wording import RANKS, Wording, cited, date
from config.model import Catalog, Mission
from config.vocabulary import Control, Papers, Stance

_DAYS_TAKEN = {"history": 2, "compare": 2, "count": 1}


class Questions:
    """Answers questions beside "how does a host stand"."""

    def __init__(self, catalog: Catalog, places: Places, ledger: Ledger, clock: Clock) -> None:
        self._catalog = catalog
        self._places = places
        self._ledger = ledger
        self._clock = clock
        self._words = Wording(catalog)
        self._events = LatestReplies(catalog)

    async def answer(self, name: str, rest: str) -> Message:
        """The reply to one of these commands and the words after it."""
        words, turned = read_page(rest)
        if name == "search":
            return await self._search(words, turned)
        today = self._clock.now().date()
        span = read_span(words, today)
        wrong = _bad_days(name, span, today, self._catalog)
        if wrong is not None:
            return wrong
        if name == "count":
            return await self._count(span, today)
        if name == "compare":
            return await self._compare(span, today, turned)
        place = self._places.resolve(span.place) if span.place else None
        if span.place and not isinstance(place, Place):
            return no_place(span.place, place, name)
        assert place is None or isinstance(place, Place)
        if name == "who":
            return await self._who(place, turned)
        return await self._history(place, span, turned)

    async def _search(self, words: str, turned: Turned) -> Message:
        if not words:
            return said("Search for what? Write words, as in /search moscow ambassador.")
        found = search(await self._ledger.events(), words, self._catalog)
        if not found:
            return said(
                f"No event holds all of “{echo(words)}”. Try fewer words, or their beginnings, "
                "as in /search accredit moscow."
            )
        title = f"Events with “{echo(words)}”"
        return paged(title, self._entries(found), turned, f"search {words}")

    async def _history(self, place: Place | None, span: Span, turned: Turned) -> Message:
        start = span.days[0].earliest if span.days else None
        end = span.days[1].latest if len(span.days) > 1 else None
        events = await self._ledger.events(place.host if place else None)
        rows = history_of(events, start=start, end=end)
        found = [event for event in rows if self._is_about(event, place)]
        where = place.name if place else "everything"
        days = f" from {span.days[0]}" if span.days else ""
        days += f" to {span.days[1]}" if end else ""
        if not found:
            return said(f"The ledger holds nothing of {where}{days}.")
        typed = " ".join(["history", _short(place), *map(str, span.days)])
        title = f"History of {where}{days}"
        return paged(title, self._entries(found), turned, " ".join(typed.split()))

    def _is_about(self, event: Event, place: Place | None) -> bool:
        """True too for what a host did of none of its missions, where one of them is asked for."""
        if place is None or place.kind is PlaceKind.EVERYTHING:
            return True
        if place.kind is PlaceKind.REGION:
            return event.host in self._catalog.regions[place.value].hosts
        if place.kind is PlaceKind.MISSION:
            return event.mission in {None, place.value}
        return event.host == place.host

    def _entries(self, events: Iterable[Event]) -> list[Entry]:
        today = self._clock.now().date()
        return [Entry(_key(event.id), self._events.event(event, today)) for event in events]

    async def _who(self, place: Place | None, turned: Turned) -> Message:
        if place is None or place.host is None:
            return said("Whose envoys? Write a country or a mission's city, as in /who moscow.")
        events = await self._ledger.events(place.host)
        all_of_host = self._catalog.missions_of(place.host)
        asked = [m for m in all_of_host if place.value in {m.id, m.host}]
        entries = [
            entry
            for mission in asked
            for entry in self._tenures(
                mission, who(events, mission.id, is_only=len(all_of_host) == 1)
            )
        ]
        if not entries:
            return said(
                f"Nobody is known to have headed a mission in {place.name}. "
                f"/history {place.name} tells what happened."
            )
        return paged(f"Envoys: {place.name}", entries, turned, f"who {_short(place)}")

    def _tenures(self, mission: Mission, tenures: Sequence[Tenure]) -> Iterator[Entry]:
        for tenure in tenures:
            rank = f" ({RANKS[tenure.rank]})" if tenure.rank else ""
            until = f" until {date(tenure.until)}" if tenure.until else ", as far as is known"
            rows = [
                line(
                    bold(f"{self._words.mission(mission)}: {self._words.person(tenure.envoy)}"),
                    f"{rank}, from {date(tenure.since)}{until}",
                )
            ]
            if tenure.citations:
                first = tenure.citations[0]
                rows.append(line("Source: ", link(cited(first), first.url)))
            key = _key(f"{mission.id} {tenure.envoy} {tenure.since}")
            yield Entry(key, block(*rows))

    async def _compare(self, span: Span, today: dt.date, turned: Turned) -> Message:
        if span.place:
            return said(
                f"“{echo(span.place)}” is no day. Write one or two, as in "
                "/compare 2022-04-15 today; /history tells of one place."
            )
        if not span.days:
            return said("Between which days? Write them, as in /compare 2022-04-15 today.")
        start, end = min(span.days[0].latest, today), today
        if len(span.days) > 1:
            end = min(span.days[1].latest, today)
        events = await self._ledger.events()
        changes = compare(events, self._catalog.missions.values(), start, end)
        if not changes:
            return said(f"Nothing changed between {start} and {end}.")
        entries = [
            Entry(host, block(*self._changes(host, list(rows), events, start, end)))
            for host, rows in groupby(changes, key=lambda each: each.host)
        ]
        title = f"What changed from {start} to {end}: {len(entries)} hosts"
        return paged(title, entries, turned, f"compare {start} {end}")

    def _changes(
        self,
        host: str,
        changes: Sequence[Difference],
        events: Sequence[Event],
        start: dt.date,
        end: dt.date,
    ) -> Iterator[Line]:
        yield line(bold(self._words.host(host)))
        for each in changes:
            mission = self._catalog.missions.get(each.mission or "")
            place = f"{self._words.mission(mission)}, " if mission else ""
            before, after = self._said(each.what, each.before), self._said(each.what, each.after)
            yield line(f"{place}{_TITLES[each.what]}: {before} → {after}")
        rows = history_of(events, host, start + dt.timedelta(days=1), end)
        pages = {c.url: c for row in rows for c in row.citations[:1] if _is_told(row)}
        for citation in list(pages.values())[:_SOURCES]:
            yield line("Source: ", link(cited(citation), citation.url))

    def _said(self, what: str, value: str | None) -> str:
        if value is None:
            return "nobody known"
        match what:
            case "stance":
                return self._words.stance(Stance(value))
            case "control":
                return self._words.control(Control(value))
            case "papers":
                return {Papers.ACCEPTED: "yes", Papers.REJECTED: "no"}.get(
                    Papers(value), "not known"
                )
            case _:
                return self._words.person(value)

    async def _count(self, span: Span, today: dt.date) -> Message:
        if span.place:
            return said(f"“{echo(span.place)}” is no day. Write one, as in /count 2022-04-15.")
        events = await self._ledger.events()
        missions = self._catalog.missions.values()
        now = count_by_stance(events, missions, today)
        day = min(span.days[0].latest, today) if span.days else today
        then = count_by_stance(events, missions, day)
        is_past = day != today
        rows = [
            line(
                f"{self._words.stance_group(stance)}: "
                + (f"{then[stance]} → {count}" if is_past else str(count))
            )
            for stance, count in now.items()
        ]
        title = f"Hosts by stance, {f'on {day} and ' if is_past else 'on '}{today}"
        how = (
            "Claims are not counted. /status names the hosts, /status and one of them its sources."
        )
        return said(line(bold(title)), *rows, how)


_TITLES = {"stance": "stance", "control": "control", "papers": "documents", "head": "head"}
_SOURCES = 2


def _is_told(event: Event) -> bool:
    return event.assertion == "confirmed"


def _key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def _short(place: Place | None) -> str:
    """What means a place in the fewest bytes: a button holds 63."""
    return place.value if place else ""


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
