"""How `/history`, `/who`, `/compare`, `/count` and `/search` are answered in a chat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.chat.inquiry import Compare, Count, Found, History, Inquiry, Search, Who
from bot.chat.latest import LatestReplies
from bot.chat.missed import echo
from bot.chat.paging import Entry, Turned, key_of, paged, read_page
from bot.chat.places import Place, Places
from bot.chat.ports import Clock, Ledger
from bot.ledger.queries import Difference, Tenure
from bot.lines import block, bold, line, link, said
from bot.model import Line, Message
from bot.wording import RANKS, Wording, cited, date
from config.model import Catalog, Mission
from config.vocabulary import Control, Papers, Stance


class Questions:
    """Answers questions beside "how does a host stand"."""

    def __init__(self, catalog: Catalog, places: Places, ledger: Ledger, clock: Clock) -> None:
        self._catalog = catalog
        self._inquiry = Inquiry(catalog, places, ledger, clock)
        self._words = Wording(catalog)
        self._events = LatestReplies(catalog)

    async def answer(self, name: str, rest: str) -> Message:
        """The reply to one of these commands and the words after it."""
        words, turned = read_page(rest)
        match await self._inquiry.find(name, words):
            case Message() as why:
                return why
            case History() as found:
                return self._history(found, turned)
            case Search() as found:
                return self._search(found, turned)
            case Who() as found:
                return self._who(found, turned)
            case Compare() as found:
                return self._compare(found, turned)
            case Count() as found:
                return self._count(found)

    async def find(self, name: str, rest: str) -> Found | Message:
        """What such a reply would tell of, all pages of it; or why there is none."""
        return await self._inquiry.find(name, read_page(rest)[0])

    def _search(self, found: Search, turned: Turned) -> Message:
        if not found.events:
            return said(
                f"No event holds all of “{echo(found.words)}”. Try fewer words, or their "
                "beginnings, as in /search accredit moscow."
            )
        title = f"Events with “{echo(found.words)}”"
        return paged(title, self._entries(found), turned, f"search {found.words}")

    def _history(self, found: History, turned: Turned) -> Message:
        place, days = found.place, found.span.days
        where = place.name if place else "everything"
        stretch = f" from {days[0]}" if days else ""
        stretch += f" to {days[1].latest}" if len(days) > 1 else ""
        if not found.events:
            return said(f"The ledger holds nothing of {where}{stretch}.")
        typed = " ".join(["history", _short(place), *map(str, days)])
        title = f"History of {where}{stretch}"
        return paged(title, self._entries(found), turned, " ".join(typed.split()))

    def _entries(self, found: History | Search) -> list[Entry]:
        told = self._events.event
        return [Entry(key_of(each.id), told(each, found.overdue)) for each in found.events]

    def _who(self, found: Who, turned: Turned) -> Message:
        place = found.place
        if not found.tenures:
            return said(
                f"Nobody is known to have headed a mission in {place.name}. "
                f"/history {place.name} tells what happened."
            )
        entries = [self._tenure(mission, tenure) for mission, tenure in found.tenures]
        return paged(f"Envoys: {place.name}", entries, turned, f"who {_short(place)}")

    def _tenure(self, mission: Mission, tenure: Tenure) -> Entry:
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
        return Entry(key_of(f"{mission.id} {tenure.envoy} {tenure.since}"), block(*rows))

    def _compare(self, found: Compare, turned: Turned) -> Message:
        start, end = found.start, found.end
        if not found.changes:
            return said(f"Nothing changed between {start} and {end}.")
        entries = [
            Entry(host, block(*self._changes(host, list(rows))))
            for host, rows in groupby(found.changes, key=lambda each: each.host)
        ]
        title = f"What changed from {start} to {end}: {len(entries)} hosts"
        return paged(title, entries, turned, f"compare {start} {end}", size=HOSTS_PER_PAGE)

    def _changes(self, host: str, changes: Sequence[Difference]) -> Iterator[Line]:
        """Each change; after those of one row the sources of that row."""
        yield line(bold(self._words.host(host)))
        rows = {each.row.id: each.row for each in changes}
        for row in rows.values():
            for each in changes:
                if each.row.id == row.id:
                    yield self._change(each)
            cites = [link(cited(each), each.url) for each in row.citations[:SOURCES_OF_A_ROW]]
            separated = [part for each in cites for part in ("; ", each)][1:]
            yield line(f"{date(row.happened)}. Source: ", *separated)

    def _change(self, change: Difference) -> Line:
        mission = self._catalog.missions.get(change.mission or "")
        place = f"{self._words.mission(mission)}, " if mission else ""
        before, after = (self._said(change.what, value) for value in (change.before, change.after))
        return line(f"{place}{_TITLES[change.what]}: {before} → {after}")

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

    def _count(self, found: Count) -> Message:
        days = sorted(found.counts)
        then, now = found.counts[days[0]], found.counts[days[-1]]
        is_past = len(days) > 1
        rows = [
            line(
                f"{self._words.stance_group(stance)}: "
                + (f"{then[stance]} → {count}" if is_past else str(count))
            )
            for stance, count in now.items()
        ]
        title = f"Hosts by stance, {f'on {days[0]} and ' if is_past else 'on '}{days[-1]}"
        how = (
            "Claims are not counted. /status names the hosts, /status and one of them its sources."
        )
        return said(line(bold(title)), *rows, how)


_TITLES = {"stance": "stance", "control": "control", "papers": "documents", "head": "head"}
SOURCES_OF_A_ROW = 2
"""Sources named of one row: two bear it out."""
HOSTS_PER_PAGE = 5
"""Of /compare. A host with several missions takes 700 characters; eight nearly filled 4,096."""


def _short(place: Place | None) -> str:
    """What means a place in the fewest bytes: a button holds 63."""
    return place.value if place else ""
