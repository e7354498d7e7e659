"""What the commands need from the rest of the bot, as Protocols."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Protocol

from bot.chat.parse import Typed
from bot.model import ChatAddress, Event, Message, Scope
from bot.sources.listing import Facts


class Clock(Protocol):
    """Time as the process sees it: aware UTC."""

    def now(self) -> dt.datetime: ...


class Ledger(Protocol):
    """The dated list of events: the store's, or the shipped history's where there is no store."""

    async def events(
        self, host: str | None = None, known_by: dt.datetime | None = None
    ) -> Sequence[Event]:
        """All events, or a host's, in any order, observations included.

        `known_by` gives them as the ledger had them at that time.
        """
        ...

    async def latest(self, limit: int) -> Sequence[Event]:
        """The newest events by the day they happened, newest first, without observations."""
        ...


class Subscriptions(Protocol):
    """Which chat hears what."""

    async def add(self, address: ChatAddress, scope: Scope) -> bool:
        """Cover a scope from now on; False where the chat had it already."""
        ...

    async def remove(self, address: ChatAddress, scope: Scope | None) -> int:
        """Drop one scope, or all with None; how many were dropped."""
        ...

    async def list(self, address: ChatAddress) -> Sequence[Scope]:
        """What the chat is subscribed to."""
        ...

    async def remember(self, address: ChatAddress) -> None:
        """Note that the chat is there and may be written to (again)."""
        ...


class Editors(Protocol):
    """The commands of the editors' chat, for that chat alone."""

    def is_for(self, address: ChatAddress) -> bool:
        """Whether this is the editors' chat."""
        ...

    async def answer(self, typed: Typed, address: ChatAddress, by: str) -> Message:
        """The reply to an editors' command; elsewhere a refusal."""
        ...


class SourceBook(Protocol):
    """What is known of the sources: the store's word, or the catalogue's where there is none."""

    async def facts(
        self, hosts: Collection[str] | None = None, *, with_last: bool = False
    ) -> Facts:
        """All of it as of now, or what concerns some states; `with_last` the items shown last."""
        ...


class Answers(Protocol):
    """What an adapter needs: a text in, a reply out. `Commands` is the real one."""

    async def answer(self, text: str, address: ChatAddress, by: str = "") -> Message:
        """The reply to what was typed, or to a button's command.

        `by` names who typed it, as the platform knows them ("Alice (telegram:7000)"); "" where
        the platform does not say.
        """
        ...
