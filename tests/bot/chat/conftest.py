"""The shipped catalogue behind the commands, with a clock that stands still."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from bot.chat.commands import Commands
from bot.chat.places import Places
from bot.ledger import events_of
from bot.model import ChatAddress, Event, Message, Platform, Scope
from config.catalog import load_catalog
from config.model import Catalog
from config.vocabulary import Kind

TODAY = dt.date(2026, 7, 1)


class FixedClock:
    """It is always noon of one day."""

    def __init__(self, today: dt.date = TODAY) -> None:
        self.today = today

    def now(self) -> dt.datetime:
        return dt.datetime.combine(self.today, dt.time(12), dt.UTC)


class ListLedger:
    """A ledger over a list."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.rows = list(events)

    async def events(
        self, host: str | None = None, known_by: dt.datetime | None = None
    ) -> Sequence[Event]:
        return [
            event
            for event in self.rows
            if (host is None or event.host == host)
            and (known_by is None or event.known_at <= known_by)
        ]

    async def latest(self, limit: int) -> Sequence[Event]:
        told = [event for event in self.rows if event.kind is not Kind.OBSERVATION]
        return sorted(told, key=lambda event: event.happened.day, reverse=True)[:limit]


class DictSubscriptions:
    """Subscriptions in memory."""

    def __init__(self) -> None:
        self.scopes: dict[ChatAddress, list[Scope]] = {}
        self.remembered: list[ChatAddress] = []

    async def add(self, address: ChatAddress, scope: Scope) -> bool:
        scopes = self.scopes.setdefault(address, [])
        if scope in scopes:
            return False
        scopes.append(scope)
        return True

    async def remove(self, address: ChatAddress, scope: Scope | None) -> int:
        before = self.scopes.get(address, [])
        after = [] if scope is None else [each for each in before if each != scope]
        self.scopes[address] = after
        return len(before) - len(after)

    async def list(self, address: ChatAddress) -> Sequence[Scope]:
        return self.scopes.get(address, [])

    async def remember(self, address: ChatAddress) -> None:
        self.remembered.append(address)


class Chat:
    """One chat with the commands: `say` returns what is answered, as plain text."""

    def __init__(self, catalog: Catalog, places: Places) -> None:
        self.catalog = catalog
        self.places = places
        self.clock = FixedClock()
        self.ledger = ListLedger(events_of(catalog))
        self.subscriptions = DictSubscriptions()
        self.address = ChatAddress(Platform.TELEGRAM, "42")
        self.commands = Commands(catalog, places, self.ledger, self.subscriptions, self.clock)

    async def say(self, text: str) -> str:
        return plain_text(await self.commands.answer(text, self.address))


def plain_text(message: Message) -> str:
    """All the words of a message."""
    return "\n\n".join(
        "\n".join("".join(span.text for span in line.spans) for line in block.lines)
        for block in message.blocks
    )


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def places(catalog: Catalog) -> Places:
    return Places(catalog)


@pytest.fixture
def chat(catalog: Catalog, places: Places) -> Chat:
    return Chat(catalog, places)
