"""Short ways to write what the line carries, and a clock that a test sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.model import ChatAddress, Message, Platform, Scope, ScopeKind
from bot.store import Store, chats
from config.model import Source
from config.vocabulary import Announcer, Assertion, Kind, Read, SourceKind, SourceRole
from watchers.matching import Matcher
from watchers.model import Item, PollResult, PollState, Report, SourceState, Text

NOW = dt.datetime(2026, 7, 20, 12, tzinfo=dt.UTC)
ALICE = ChatAddress(Platform.TELEGRAM, "42")
BOB = ChatAddress(Platform.TELEGRAM, "43")
GROUP = ChatAddress(Platform.TELEGRAM, "-1001")
CHANNEL = ChatAddress(Platform.SLACK, "C1")
ALL = Scope(ScopeKind.ALL)


class SetClock:
    """Shows what a test sets."""

    def __init__(self, now: dt.datetime = NOW) -> None:
        self.at = now

    def now(self) -> dt.datetime:
        return self.at

    def pass_(self, **how_long: float) -> None:
        """Let so much time pass."""
        self.at += dt.timedelta(**how_long)


class ScriptedMatcher(Matcher):
    """Reads what a test says: by a word of the title, the reports of that text."""

    def __init__(self) -> None:
        self.reads: dict[str, Callable[[Text], tuple[Report, ...]]] = {}
        self.texts: list[Text] = []

    def on(self, word: str, *reports: Report) -> None:
        """A text with this word in title or body says these."""
        self.reads[word] = lambda _text: reports

    def fail_on(self, word: str) -> None:
        """A text with this word cannot be read."""

        def fail(_text: Text) -> tuple[Report, ...]:
            raise ValueError("no such grammar")

        self.reads[word] = fail

    def touches(self, title: str, lead: str) -> bool:
        return "off-topic" not in title + lead

    def match(self, text: Text) -> tuple[Report, ...]:
        self.texts.append(text)
        for word, read in self.reads.items():
            if word in f"{text.title}\n{text.body}":
                return read(text)
        return ()


def report(
    kind: Kind = Kind.ENVOY_ACCREDITED,
    assertion: Assertion = Assertion.CONFIRMED,
    host: str | None = "NO",
    **more: Any,
) -> Report:
    """A report that is sure enough to be told."""
    fields: dict[str, Any] = {
        "alert": True,
        "confidence": 0.95,
        "announced_by": Announcer.MEDIA,
        "act": f"act-of-{host}",
    }
    return Report(kind, assertion, host, **(fields | more))


def source(name: str = "fjord-times", **more: Any) -> Source:
    """A feed of a newspaper."""
    made = Source(
        id=name,
        kind=SourceKind.FEED,
        url=f"https://{name}.example/feed",
        publisher=name.replace("-", " ").title(),
        country="NO",
        lang="en",
        role=SourceRole.NEWS,
        tier=2,
        read=Read.TOUCHED,
    )
    return replace(made, **more)


def item(title: str, *, hours_old: float | None = 1.0, **more: Any) -> Item:
    """An entry of a feed; `hours_old` None: undated."""
    published = None if hours_old is None else NOW - dt.timedelta(hours=hours_old)
    link = f"https://news.example/{title.replace(' ', '-')}"
    return Item(title, more.pop("url", link), published=published, **more)


def polled(
    watched: Source, *found: Item, is_first: bool = False, state: PollState = PollState.OK
) -> PollResult:
    """One poll that found these."""
    after = SourceState(watched.id, due_at=NOW, state=state, etag='"1"', item_count=len(found))
    return PollResult(watched.id, state, "", found, after, NOW, is_first)


async def subscribe(store: Store, *wishes: tuple[ChatAddress, Scope]) -> None:
    """Let chats hear of something."""
    async with store.write() as tx:
        for address, scope in wishes:
            await chats.subscribe(tx, address, scope)


def shown(message: Message) -> str:
    """All the words of a message."""
    return "\n\n".join(
        "\n".join("".join(span.text for span in line.spans) for line in block.lines)
        for block in message.blocks
    )
