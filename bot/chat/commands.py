"""The commands, on no platform: a text comes in, a message goes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.inquiry import Found
from bot.chat.latest import DEFAULT_COUNT, MOST, LatestReplies
from bot.chat.missed import bad_date, bad_day, echo, no_place
from bot.chat.missions import MissionReplies
from bot.chat.paging import read_page
from bot.chat.parse import (
    COMMANDS,
    EDITOR_COMMANDS,
    KIND_WORDS,
    Asked,
    Typed,
    kind_of,
    read_asked,
    read_command,
    read_count,
    read_latest,
)
from bot.chat.places import Place, PlaceKind, Places
from bot.chat.plain import plain
from bot.chat.ports import Clock, Editors, Ledger, SourceBook, Subscriptions
from bot.chat.questions import Questions
from bot.chat.shipped import ShippedSources
from bot.chat.sources import SourceReplies
from bot.chat.status import StatusReplies
from bot.chat.subscribing import HOW_TO, Subscribing
from bot.ledger import fold, fold_all, overdue_of
from bot.ledger.queries import history_of
from bot.lines import block, bold, line, said
from bot.model import ChatAddress, Event, HostStatus, Message, Scope, ScopeKind
from bot.wording import Wording
from config.model import Catalog
from config.partial_date import PartialDate
from config.vocabulary import Assertion
from watchers.gaps import gap_of, gap_sentence, own_sources


@dataclass(frozen=True, slots=True)
class _When:
    """The two times of a question: of which day, and as known by which."""

    day: dt.date
    known: dt.date | None = None

    @property
    def known_by(self) -> dt.datetime | None:
        """The end of the day of knowing."""
        if self.known is None:
            return None
        return dt.datetime.combine(self.known, dt.time.max, dt.UTC)


class Commands:
    """Answers whatever is typed; every text gets an answer that helps."""

    def __init__(
        self,
        catalog: Catalog,
        places: Places,
        ledger: Ledger,
        subscriptions: Subscriptions,
        clock: Clock,
        editors: Editors | None = None,
        book: SourceBook | None = None,
    ) -> None:
        """`editors` answers the editors' commands; None: there is no such chat. `book` knows the
        sources; None: they are as the catalogue has them, and nothing is polled here.
        """
        self._catalog = catalog
        self._places = places
        self._ledger = ledger
        self._subscriptions = subscriptions
        self._clock = clock
        self._editors = editors
        self._book = book or ShippedSources(catalog)
        self._words = Wording(catalog)
        self._statuses = StatusReplies(catalog)
        self._missions = MissionReplies(catalog)
        self._latest = LatestReplies(catalog)
        self._questions = Questions(catalog, places, ledger, clock)
        self._subscribing = Subscribing(catalog, subscriptions)
        self._sources = SourceReplies(catalog, places, self._book, clock)

    async def answer(self, text: str, address: ChatAddress, by: str = "") -> Message:
        """The reply to a text typed in a chat, or to the command of a button pressed there."""
        typed = read_command(text)
        if not typed.is_known:
            return await self._unknown(text, typed)
        await self._subscriptions.remember(address)
        if typed.name in EDITOR_COMMANDS:
            return await self._edit(typed, address, by)
        match typed.name:
            case "start":
                return self._start()
            case "help":
                return self._help(address)
            case "subscribe":
                return await self._subscribe(typed.rest, address)
            case "unsubscribe":
                return await self._unsubscribe(typed.rest, address)
            case "subscriptions":
                return await self._subscribing.show(address)
            case "status":
                return await self.status(typed.rest)
            case "missions":
                return await self.missions(typed.rest)
            case "sources":
                return await self._sources.answer(typed.rest)
            case "latest":
                return await self.latest(typed.rest)
            case _:
                return await self._questions.answer(typed.name, typed.rest)

    async def status(self, rest: str = "") -> Message:
        """What `/status` answers to the words after it."""
        asked = read_asked(rest, self.today)
        if asked.bad_date is not None:
            return bad_date(asked.bad_date)
        when = self._when(asked)
        if isinstance(when, Message):
            return when
        if not asked.place:
            return await self._overview(when, None)
        match self._places.resolve(asked.place):
            case Place() as place:
                return await self._status_of(place, when)
            case missed:
                return no_place(asked.place, missed, "status")

    async def missions(self, rest: str = "") -> Message:
        """What `/missions` answers to the words after it."""
        found = await self.find(rest, "missions")
        if isinstance(found, Message):
            return found
        place = self._places.resolve(read_asked(rest, self.today).place)
        is_everywhere = not isinstance(place, Place) or place.kind is PlaceKind.EVERYTHING
        return (
            self._missions.everywhere(found) if is_everywhere else self._missions.of_hosts(found)
        )

    async def latest(self, rest: str = "") -> Message:
        """What `/latest` answers to the words after it."""
        words, turned = read_page(rest)
        found = await self.find_latest(words)
        if isinstance(found, Message):
            return found
        has_plans = any(event.assertion is Assertion.PLANNED for event in found)
        # Whether a plan was carried out since, the rest of the ledger says.
        ledger = await self._ledger.events() if has_plans else ()
        overdue = overdue_of(ledger, self.today)
        if len(found) > MOST:
            return self._latest.pages(found, overdue, turned, words)
        return self._latest.events(found, overdue)

    async def find(self, rest: str, command: str = "status") -> Sequence[HostStatus] | Message:
        """The statuses that `/status` or `/missions` would tell of, or why there are none."""
        asked = read_asked(rest, self.today)
        if asked.bad_date is not None:
            return bad_date(asked.bad_date)
        when = self._when(asked)
        if isinstance(when, Message):
            return when
        if not asked.place:
            return await self._all(when)
        match self._places.resolve(asked.place):
            case Place(kind=PlaceKind.EVERYTHING):
                return await self._all(when)
            case Place(kind=PlaceKind.REGION, value=region):
                return await self._of_region(region, when)
            case Place(host=str(host)):
                return [await self._of_host(host, when)]
            case missed:
                return no_place(asked.place, missed, command)

    async def gap(self, status: HostStatus) -> str | None:
        """What today's status of a host has to say of its sources; None where they are read."""
        if status.day != self.today:
            return None
        facts = await self._book.facts((status.host,))
        own = own_sources((each.source for each in facts.known.values()), status.host)
        gap = gap_of(own, facts.states, self._clock.now())
        return gap_sentence(gap) if gap else None

    async def find_latest(self, rest: str = "") -> Sequence[Event] | Message:
        """The events that `/latest` would tell of, or why there are none."""
        numbers, words = read_latest(rest)
        count = read_count(numbers) if numbers else DEFAULT_COUNT
        if count is None:
            return _bad_count(numbers)
        if not words:
            # Rows of no single host are asked for as well, and left to the history.
            newest = await self._ledger.latest(2 * max(count, MOST))
            return [row for row in newest if row.host is not None][:count]
        kind = kind_of(words)
        if kind is None:
            return _bad_kind(words)
        rows = history_of(await self._ledger.events())
        return [row for row in rows if row.kind is kind and row.host][:count]

    async def find_other(self, name: str, rest: str) -> Found | Message:
        """What `/history`, `/who`, `/compare`, `/count` or `/search` would tell of, or why not."""
        return await self._questions.find(name, rest)

    async def _edit(self, typed: Typed, address: ChatAddress, by: str) -> Message:
        if self._editors is None:
            return said(
                "There is no editors' chat. To make it this one, start me with "
                f"MISSIONWATCH_EDITORS_CHAT={address.platform}:{address.chat}"
            )
        return await self._editors.answer(typed, address, by)

    def _start(self) -> Message:
        title = self._catalog.dossier.title
        return said(
            line(bold(f"Mission Watch: {title}")),
            f"I tell this chat when a country changes how it deals with envoys of "
            f"{self._words.claimant}: who is accredited, who runs which embassy, who closes the "
            "door.",
            HOW_TO,
            "/status russia tells where a country stands, /help all that I understand.",
        )

    def _help(self, address: ChatAddress) -> Message:
        is_editors = self._editors is not None and self._editors.is_for(address)
        commands = COMMANDS | (EDITOR_COMMANDS if is_editors else {})
        return said(
            line(bold("What I understand")),
            *(f"/{name}: {what}" for name, what in commands.items()),
            "Places as you would write them: Russia, Россия, Bonn, RU, Central Asia, UN.",
        )

    async def _subscribe(self, rest: str, address: ChatAddress) -> Message:
        if not rest:
            return await self._subscribing.subscribe(address, Scope(ScopeKind.ALL))
        match self._places.resolve(rest):
            case Place() as place:
                note = self._note_on_city(place)
                return await self._subscribing.subscribe(address, _scope(place), note)
            case missed:
                return no_place(rest, missed, "subscribe")

    async def _unsubscribe(self, rest: str, address: ChatAddress) -> Message:
        if not rest:
            return await self._subscribing.unsubscribe(address, None)
        match self._places.resolve(rest):
            case Place(kind=PlaceKind.EVERYTHING):
                return await self._subscribing.unsubscribe(address, None)
            case Place() as place:
                return await self._subscribing.unsubscribe(address, _scope(place))
            case missed:
                return no_place(rest, missed, "unsubscribe")

    async def _unknown(self, text: str, typed: Typed) -> Message:
        """A place's name alone is a question about it; else the closest command is offered."""
        words = " ".join(plain(text).split()).lstrip("/")
        asked = read_asked(words, self.today)
        if asked.place and isinstance(self._places.resolve(asked.place), Place):
            return await self.status(words)
        if typed.closest is not None:
            meant = f"/{typed.closest} {typed.rest}".strip()
            return said(f"There is no /{echo(typed.name)}. Did you mean {echo(meant)}?")
        return said("I do not understand this. /help lists what I do.")

    async def _status_of(self, place: Place, when: _When) -> Message:
        if place.kind is PlaceKind.EVERYTHING:
            return await self._overview(when, None)
        if place.kind is PlaceKind.REGION:
            return await self._overview(when, place.value)
        assert place.host is not None
        first = place.value if place.kind is PlaceKind.MISSION else None
        status = await self._of_host(place.host, when)
        gap = await self.gap(status)
        told = self._statuses.host(status, self.today, first, when.known, gap)
        return _with_others(told, place.others)

    async def _overview(self, when: _When, region: str | None) -> Message:
        statuses = await (self._of_region(region, when) if region else self._all(when))
        where = self._catalog.regions[region].name if region else "All hosts"
        known = f", as known on {when.known}" if when.known else ""
        return self._statuses.overview(statuses, f"{where} by stance, on {when.day}{known}")

    async def _all(self, when: _When) -> Sequence[HostStatus]:
        missions = self._catalog.missions.values()
        events = await self._ledger.events(known_by=when.known_by)
        return list(fold_all(events, missions, when.day).values())

    async def _of_region(self, region: str, when: _When) -> Sequence[HostStatus]:
        hosts = self._catalog.regions[region].hosts
        return [status for status in await self._all(when) if status.host in hosts]

    async def _of_host(self, host: str, when: _When) -> HostStatus:
        missions = self._catalog.missions_of(host)
        events = await self._ledger.events(host, known_by=when.known_by)
        return fold(events, missions, host, when.day)

    @property
    def today(self) -> dt.date:
        return self._clock.now().date()

    def _when(self, asked: Asked) -> _When | Message:
        """The day asked for, today without one, or that of knowing; and that of knowing."""
        known = self._day(asked.known) if asked.known else None
        if isinstance(known, Message):
            return known
        day = self._day(asked.day or asked.known)
        return day if isinstance(day, Message) else _When(day, known)

    def _day(self, asked: PartialDate | None) -> dt.date | Message:
        """The last day meant, not after today; or why there is no answer for it."""
        if asked is None:
            return self.today
        return bad_day(asked, self.today, self._catalog) or min(asked.latest, self.today)

    def _note_on_city(self, place: Place) -> str:
        if place.kind is not PlaceKind.MISSION or place.host is None:
            return ""
        city = self._catalog.missions[place.value].city
        return f"That is the whole of {self._words.host(place.host)}, where {city} is."


def _scope(place: Place) -> Scope:
    if place.kind is PlaceKind.EVERYTHING:
        return Scope(ScopeKind.ALL)
    if place.kind is PlaceKind.REGION:
        return Scope(ScopeKind.REGION, place.value)
    assert place.host is not None
    return Scope(ScopeKind.HOST, place.host)


def _with_others(answer: Message, others: Sequence[Place]) -> Message:
    """The answer, after its opening told how to ask for other missions of the same city."""
    if not others:
        return answer
    names = " or ".join(f"/status {other.name}" for other in others)
    opening, *rest = answer.blocks
    return Message((opening, block(f"Or did you mean {names}?"), *rest), answer.more)


def _bad_kind(words: str) -> Message:
    return said(
        f"“{echo(words)}” is no number above zero and no kind of event. Kinds are "
        f"{', '.join(KIND_WORDS)}; write /latest 5 closed for the newest 5 closures."
    )


def _bad_count(rest: str) -> Message:
    return said(
        f"“{echo(rest)}” is no number above zero. Write /latest {DEFAULT_COUNT} for the "
        f"newest {DEFAULT_COUNT} events, or /status and a country for those of one."
    )
