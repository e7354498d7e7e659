"""What `/status` says: a host, a host without a mission, or all hosts by stance. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from bot.ledger import is_overdue
from bot.lines import block, bold, line, link, message, titled
from bot.model import Block, Event, HostStatus, Line, Message, MissionStatus
from bot.wording import Wording, cited, date
from config.model import Catalog, Citation, Mission
from config.vocabulary import Control, Kind, Stance

EVENTS_SHOWN = 5
SOURCES_SHOWN = 5


class StatusReplies:
    """Composes the answers to `/status` from folded statuses."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._words = Wording(catalog)

    def overview(self, statuses: Iterable[HostStatus], title: str) -> Message:
        """Hosts by stance, high to low, with counts."""
        groups: dict[Stance, list[str]] = {}
        for status in statuses:
            groups.setdefault(status.stance, []).append(self._words.host(status.host))
        ordered = sorted(groups.items(), key=lambda each: -each[0].level)
        blocks = [
            block(
                line(bold(f"{self._words.stance_group(stance)} ({len(names)})")),
                ", ".join(sorted(names)),
            )
            for stance, names in ordered
        ]
        return message(
            block(line(bold(title))), *blocks, more="/status and a country tells of one"
        )

    def host(
        self,
        status: HostStatus,
        today: dt.date,
        first: str | None = None,
        known: dt.date | None = None,
        gap: str | None = None,
    ) -> Message:
        """All that is known of one host; `first` is a mission to begin with.

        `known` is the day that the status is told by the knowledge of, `gap` what is to be said
        where the host's own sources are not read.
        """
        missions = sorted(status.missions, key=lambda each: each.mission != first)
        told = [self._mission(each, is_first=each.mission == first) for each in missions]
        head = self._stance(status, today, known, gap)
        opening = [told[0], head, *told[1:]] if first and told else [head, *told]
        if not told:
            opening.extend(self._covered(status.host))
        name = self._words.host(status.host)
        return message(
            *opening,
            *self._dated(f"By {self._words.capital}'s word, not confirmed", status.claims),
            *self._dated("Announced, not yet seen done", _plans(status, overdue=False)),
            *self._dated("Announced, its day passed unconfirmed", _plans(status, overdue=True)),
            *self._events(status),
            *self._sources(status, today),
            more=f"/missions {name} is shorter",
        )

    def mission_block(self, status: MissionStatus) -> Block:
        """One mission: who runs it, who heads it, whether its documents are accepted."""
        return self._mission(status, is_first=False)

    def coverage(self, host: str) -> list[Block]:
        """From where a host without a mission is covered."""
        return self._covered(host)

    def _stance(
        self, status: HostStatus, today: dt.date, known: dt.date | None, gap: str | None
    ) -> Block:
        name = self._words.host(status.host)
        since = f" (since {date(status.stance_since)})" if status.stance_since else ""
        then = f" on {status.day}" if status.day != today or known else ""
        then += f", as known on {known}" if known else ""
        as_of = "No report is held."
        if status.as_of is not None:
            as_of = f"As of {date(status.as_of)}, the newest report held."
        stance = self._words.stance(status.stance)
        rows = [line(bold(f"{name}{then}"), f": {stance}{since}"), line(as_of)]
        return block(*rows, *([line(gap)] if gap else []))

    def _mission(self, status: MissionStatus, *, is_first: bool) -> Block:
        mission = self._catalog.missions[status.mission]
        where = f", {self._words.host(mission.host)}" if is_first else ""
        since = f" since {date(status.control_since)}" if status.control_since else ""
        lines = [
            line(
                bold(self._words.mission(mission) + where),
                f": {self._words.control(status.control)}{since}",
            )
        ]
        head = self._words.head(status)
        if head is not None and status.control is not Control.CLOSED:
            lines.append(line(f"Head: {head}"))
        if status.control is not Control.CLOSED:
            lines.append(line(self._words.papers(status.papers)))
        return block(*lines)

    def _covered(self, host: str) -> list[Block]:
        sender = self._words.host(self._catalog.dossier.country)
        lines = [line(f"{self._words.host(host)}: no mission of {sender} stands there.")]
        for mission in covering(self._catalog, host):
            home = self._words.host(mission.host)
            lines.append(line(f"It is covered from the {self._words.mission(mission)} ({home})."))
        if len(lines) == 1:
            lines.append(line("No other mission is known to cover it."))
        return [block(*lines)]

    def _dated(self, title: str, events: Sequence[Event]) -> list[Block]:
        return titled(title, (self._claim(event) for event in newest_first(events)))

    def _claim(self, event: Event) -> Line:
        row = f"{date(event.happened)}: {self._words.happening(event, with_assertion=False)}"
        if not event.citations:
            return line(row)
        first = event.citations[0]
        return line(f"{row} – ", link(cited(first), first.url))

    def _events(self, status: HostStatus) -> list[Block]:
        rows = [event for event in newest_first(status.events) if event.kind not in _QUIET]
        return titled(
            "Last events",
            (
                line(f"{date(event.happened)}: {self._words.happening(event)}")
                for event in rows[:EVENTS_SHOWN]
            ),
        )

    def _sources(self, status: HostStatus, today: dt.date) -> list[Block]:
        found = sources_of(status, self._catalog, today)[:SOURCES_SHOWN]
        return titled("Sources", (line(link(cited(each), each.url)) for each in found))


def _plans(status: HostStatus, *, overdue: bool) -> list[Event]:
    return [plan for plan in status.plans if is_overdue(plan, status.day) is overdue]


_QUIET = {Kind.OBSERVATION}


def newest_first(events: Iterable[Event]) -> list[Event]:
    """Events by the day they happened, newest first."""
    return sorted(events, key=lambda event: (event.happened.day, event.known_at), reverse=True)


def covering(catalog: Catalog, host: str) -> tuple[Mission, ...]:
    """The missions elsewhere that are accredited to a host as well."""
    return tuple(m for m in catalog.missions.values() if host in m.also_accredited_to)


def sources_of(status: HostStatus, catalog: Catalog, today: dt.date) -> list[Citation]:
    """What a host's status rests on, newest event first, each page once.

    The catalogue's own citations of the missions are as new as the catalogue: they are given for
    today's status only, and today may be a demo's.
    """
    missions = [catalog.missions[each.mission] for each in status.missions]
    of_missions = (
        citation
        for mission in missions
        for citation in mission.citations
        if status.day == today and _was_out(citation, today)
    )
    seen: dict[str, Citation] = {}
    for citation in chain(_cited_by(status.events), _cited_by(status.claims), of_missions):
        seen.setdefault(citation.url, citation)
    return list(seen.values())


def _was_out(citation: Citation, day: dt.date) -> bool:
    published = citation.date.isoformat() if citation.date else citation.date_approx
    return published is None or published <= day.isoformat()


def _cited_by(events: Iterable[Event]) -> Iterator[Citation]:
    return chain.from_iterable(event.citations for event in newest_first(events))
