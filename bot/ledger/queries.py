"""Questions to the ledger beside "how does a host stand": history, envoys, what changed, counts.

All pure, over events; retracted ones are left out everywhere.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.ledger.fold import about_mission, control_of, fold_all, head_of, papers_of, stance_of
from bot.ledger.rows import effective_day, in_order
from bot.model import Event, HostStatus, MissionStatus
from config.model import Catalog, Citation, Mission
from config.partial_date import PartialDate
from config.vocabulary import Assertion, Kind, Rank, RankFlag, Stance
from watchers.matching.fold import fold as fold_letters


def history_of(
    events: Iterable[Event],
    host: str | None = None,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> list[Event]:
    """What happened at a host, or anywhere, between two days (both inclusive), newest first.

    An event counts where any day that it may have happened on lies between them. Claims, plans,
    denials and positions are told as well; observations are no events.
    """
    return [
        event
        for event in reversed(in_order(_standing(events)))
        if (host is None or event.host == host)
        and event.kind is not Kind.OBSERVATION
        and (start is None or event.happened.latest >= start)
        and (end is None or event.happened.earliest <= end)
    ]


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person at the head of a mission."""

    envoy: str
    """Catalogue id, else the name as written."""
    rank: Rank | None
    flags: tuple[RankFlag, ...]
    since: PartialDate
    """The first confirmed row that has them there."""
    until: PartialDate | None
    """The row that ended it; None: still there, as far as is known."""
    citations: tuple[Citation, ...] = ()
    """Of the row that has them there first."""


def who(events: Iterable[Event], mission: str, *, is_only: bool = False) -> list[Tenure]:
    """Who headed a mission, oldest first.

    `is_only` lets rows speak of it that name no mission: where it is the host's only one.
    """
    confirmed = [event for event in _standing(events) if event.assertion is Assertion.CONFIRMED]
    rows = about_mission(in_order(confirmed), mission, is_only=is_only)
    tenures: list[Tenure] = []
    for count, event in enumerate(rows, start=1):
        head = head_of(rows[:count])
        last = tenures[-1] if tenures and tenures[-1].until is None else None
        if last is not None and last.envoy != head.envoy:
            tenures[-1] = replace(last, until=event.happened)
        elif last is not None:
            tenures[-1] = replace(last, rank=head.rank or last.rank, flags=head.flags)
        if head.envoy is not None and (last is None or last.envoy != head.envoy):
            first = event.happened
            tenures.append(Tenure(head.envoy, head.rank, head.flags, first, None, event.citations))
    return tenures


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was: of a host, or of a mission."""

    host: str
    mission: str | None
    what: str
    """stance, control, papers or head."""
    before: str | None
    after: str | None
    row: Event
    """The confirmed row that made it so: of the last change between the two days."""


def compare(
    events: Iterable[Event], missions: Iterable[Mission], day_a: dt.date, day_b: dt.date
) -> list[Difference]:
    """What changed from one day to another, host by host, its missions after it."""
    rows, places = list(_standing(events)), list(missions)
    before, after = fold_all(rows, places, day_a), fold_all(rows, places, day_b)
    by_host = _Confirmed(rows, max(day_a, day_b))
    return [
        difference
        for host in sorted({*before, *after})
        for difference in _differences(before[host], after[host], by_host.of(host))
    ]


def count_by_stance(
    events: Iterable[Event], missions: Iterable[Mission], day: dt.date
) -> dict[Stance, int]:
    """How many hosts stood at each stance on a day, highest first; zeros included."""
    folded = fold_all(events, missions, day).values()
    counts = Counter(status.stance for status in folded)
    return {stance: counts[stance] for stance in sorted(Stance, key=lambda each: -each.level)}


def search(events: Iterable[Event], words: str, catalog: Catalog) -> list[Event]:
    """The events that hold all the words, or words that begin so, newest first.

    Case, accents and the variants of Arabic letters do not matter. Looked into are notes,
    publishers, citations, the day, the kind, and every name of envoy, host and mission.
    """
    wanted = _words(words).split()
    if not wanted:
        return []
    names = _Names(catalog)
    found = []
    for event in reversed(in_order(_standing(events))):
        text = names.text_of(event)
        if all(f" {word}" in text for word in wanted):
            found.append(event)
    return found


def _standing(events: Iterable[Event]) -> Iterator[Event]:
    return (event for event in events if not event.retracted)


class _Confirmed:
    """The confirmed rows up to a day, by host, oldest first."""

    def __init__(self, events: Iterable[Event], day: dt.date) -> None:
        self._by_host: dict[str | None, list[Event]] = defaultdict(list)
        for event in in_order(events):
            if event.assertion is Assertion.CONFIRMED and effective_day(event) <= day:
                self._by_host[event.host].append(event)

    def of(self, host: str) -> Sequence[Event]:
        return self._by_host[host]


def _differences(
    before: HostStatus, after: HostStatus, rows: Sequence[Event]
) -> Iterator[Difference]:
    if before.stance is not after.stance:
        row = _last_change(rows, lambda upto: stance_of(upto)[0], before.day, after.day)
        yield Difference(after.host, None, "stance", before.stance, after.stance, row)
    was: Mapping[str, MissionStatus] = {each.mission: each for each in before.missions}
    for now in after.missions:
        then = was[now.mission]
        about = about_mission(rows, now.mission, is_only=len(after.missions) == 1)
        for what, told in _TOLD_OF_MISSIONS.items():
            one, other = getattr(then, what), getattr(now, what)
            if one != other:
                row = _last_change(about, told, before.day, after.day)
                yield Difference(after.host, now.mission, what, one, other, row)


_TOLD_OF_MISSIONS: Mapping[str, Callable[[Sequence[Event]], object]] = {
    "control": lambda rows: control_of(rows)[0],
    "papers": papers_of,
    "head": lambda rows: head_of(rows).envoy,
}


def _last_change(
    rows: Sequence[Event],
    told: Callable[[Sequence[Event]], object],
    day_a: dt.date,
    day_b: dt.date,
) -> Event:
    """The last row between two days, whichever comes first, that changed what is told of rows."""
    start = bisect_right(rows, min(day_a, day_b), key=effective_day)
    said = [told(rows[:count]) for count in range(start, len(rows) + 1)]
    changes = [at for at in range(1, len(said)) if said[at] != said[at - 1]]
    return rows[start + changes[-1] - 1]


class _Names:
    """The words by which an event can be found."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: dict[tuple[str | None, ...], str] = {}

    def text_of(self, event: Event) -> str:
        about = (event.host, event.mission, event.envoy)
        if about not in self._known:
            self._known[about] = _words(" ".join(self._names(*about)))
        cited = (word for each in event.citations for word in (each.publisher, each.url))
        kind = event.kind.replace("_", " ")
        own = (event.notes, kind, str(event.happened), *event.publishers, *cited)
        return f" {self._known[about]} {_words(' '.join(own))}"

    def _names(self, host: str | None, mission: str | None, envoy: str | None) -> Iterator[str]:
        country = self._catalog.countries.get(host or "")
        if country is not None:
            yield from (country.code, country.name, *country.aliases, *country.demonyms)
        place = self._catalog.missions.get(mission or "")
        if place is not None:
            yield from (place.city, *place.aliases)
        person = self._catalog.envoys.get(envoy or "")
        yield from person.names if person else [envoy or ""]


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold_letters(text)))
