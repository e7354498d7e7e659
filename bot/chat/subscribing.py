"""What `/subscribe`, `/unsubscribe` and `/subscriptions` do and say."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.ports import Subscriptions
from bot.lines import line, said
from bot.model import ChatAddress, Line, Message, Scope, ScopeKind
from bot.wording import Wording
from config.model import Catalog

HOW_TO = "Write /subscribe for everything, or /subscribe with a country or a region."


class Subscribing:
    """Changes a chat's subscriptions, and says what is covered afterwards."""

    def __init__(self, catalog: Catalog, subscriptions: Subscriptions) -> None:
        self._subscriptions = subscriptions
        self._catalog = catalog
        self._words = Wording(catalog)

    async def subscribe(self, address: ChatAddress, scope: Scope, note: str = "") -> Message:
        """Cover one more scope."""
        is_new = await self._subscriptions.add(address, scope)
        what = self._words.scope(scope)
        done = f"Subscribed to {what}." if is_new else f"Already subscribed to {what}."
        return said(f"{done} {note}".strip(), *await self._covered(address))

    async def unsubscribe(self, address: ChatAddress, scope: Scope | None) -> Message:
        """Drop one scope, or all of them."""
        what = self._words.scope(scope) if scope else "everything"
        dropped = await self._subscriptions.remove(address, scope)
        if dropped:
            done = f"Unsubscribed from {what}."
        else:
            named = what if scope else "anything"
            done = f"This chat was not subscribed to {named}."
        return said(done, *await self._covered(address))

    async def show(self, address: ChatAddress) -> Message:
        """What the chat is subscribed to."""
        return said(*await self._covered(address))

    async def _covered(self, address: ChatAddress) -> Sequence[Line]:
        scopes = await self._subscriptions.list(address)
        if not scopes:
            return (line(f"This chat hears of nothing now. {HOW_TO}"),)
        if any(scope.kind is ScopeKind.ALL for scope in scopes):
            return (line("This chat hears of every change, in every country."),)
        return (line(f"This chat hears of: {', '.join(map(self._scope, scopes))}."),)

    def _scope(self, scope: Scope) -> str:
        name = self._words.scope(scope)
        if scope.kind is not ScopeKind.REGION or scope.value not in self._catalog.regions:
            return name
        count = len(self._catalog.regions[scope.value].hosts)
        return f"{name} ({count} countries)"
