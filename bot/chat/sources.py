"""`/sources`: how the sources stand, and which hosts are not covered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from bot.chat.missed import no_place
from bot.chat.places import Place, PlaceKind, Places
from bot.chat.plain import plain
from bot.chat.ports import Clock, SourceBook
from bot.lines import block, bold, line, message, said, titled
from bot.model import Block, Message
from bot.sources.changes import Standing
from bot.sources.coverage import Coverage, coverage_of
from bot.sources.listing import Facts, SourceRow, counts_of, rows_of
from bot.wording import Wording
from config.model import Catalog
from watchers.health import WELL

_LAST = {**dict.fromkeys((each.value for each in WELL), 1), Standing.OFF.value: 2}
"""What is not well is told first."""
_SHORT = 60


class SourceReplies:
    """Answers `/sources`."""

    def __init__(self, catalog: Catalog, places: Places, book: SourceBook, clock: Clock) -> None:
        self._catalog = catalog
        self._places = places
        self._book = book
        self._clock = clock
        self._words = Wording(catalog)

    async def answer(self, rest: str) -> Message:
        """What `/sources` answers to the words after it."""
        hosts = self.hosts_of(rest)
        if isinstance(hosts, Message):
            return hosts
        facts = await self._book.facts(hosts, with_last=hosts is not None)
        if hosts is None:
            return self.overview(facts)
        rows = rows_of(facts, self._clock.now())
        if not rows:
            return said(f"No source is known of {plain(rest)}. /sources tells which gaps remain.")
        return told(rows, more=f"missionwatch sources {plain(rest)}")

    def hosts_of(self, rest: str) -> Sequence[str] | Message | None:
        """The hosts that are asked for; None: all. A message where there is no such place."""
        if not rest.strip():
            return None
        match self._places.resolve(rest):
            case Place(kind=PlaceKind.EVERYTHING):
                return None
            case Place(kind=PlaceKind.REGION, value=region):
                return self._catalog.regions[region].hosts
            case Place(host=str(host)):
                return (host,)
            case missed:
                return no_place(rest, missed, "sources")

    def overview(self, facts: Facts) -> Message:
        """How many stand how, and the hosts that are not covered."""
        rows = rows_of(facts, self._clock.now())
        gaps = coverage_of(self._catalog, [row.known.source for row in rows])
        counts = ", ".join(f"{count} {health}" for health, count in counts_of(rows).items())
        first = block(
            line(bold(f"{len(rows)} sources")),
            counts,
            "/sources and a country tells of each of its sources.",
        )
        return message(first, *self._gaps(gaps), more="missionwatch sources")

    def _gaps(self, gaps: Coverage) -> list[Block]:
        ministry = ", ".join(map(self._words.host, gaps.without_ministry))
        outlet = ", ".join(
            f"{self._words.host(host)} ({language})" for host, language in gaps.without_outlet
        )
        return [
            *titled("No ministry or presidency is read of", [ministry] if ministry else []),
            *titled("No outlet is read in the language of", [outlet] if outlet else []),
        ]


def told(rows: Iterable[SourceRow], more: str) -> Message:
    """Each source, what is not well first."""
    order = sorted(rows, key=lambda row: (_LAST.get(row.health, 0), row.known.source.id))
    return message(*map(_told, order), more=more)


def _told(row: SourceRow) -> Block:
    source = row.known.source
    since = f" since {_day(row.since)}" if row.since else ""
    reason = f": {row.reason}" if row.reason else ""
    last = f"{_day(row.last.found_at)}, “{_cut(row.last.title)}”" if row.last else "none yet"
    return block(
        line(bold(source.id), f" ({source.publisher})"),
        f"{row.health}{since}{reason}",
        f"Last new item: {last}. Every {row.interval_min:.0f} min, tier {source.tier}, "
        f"{source.role.value}, {source.lang}",
    )


def _day(moment: dt.datetime) -> str:
    return moment.date().isoformat()


def _cut(text: str) -> str:
    words = plain(text)
    return words if len(words) <= _SHORT else words[: _SHORT - 1] + "…"
