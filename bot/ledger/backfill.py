"""Old news through matching and merging, in order of time, with no store and no alert."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from bot.ledger.history import events_of
from bot.ledger.merge import merge, tells_news
from bot.ledger.telling import ItemFacts
from bot.model import Event, Origin
from config.model import Catalog
from watchers.matching.jsonl import text_of
from watchers.model import Report, Text


class Match(Protocol):
    """What backfill needs of a matcher."""

    def match(self, text: Text) -> tuple[Report, ...]: ...


def backfill(
    objects: Iterable[Mapping[str, Any]], matcher: Match, catalog: Catalog, *, empty: bool
) -> Iterator[dict[str, Any]]:
    """The events that the objects of `match` (one an item) tell of, in the order they came up.

    Merged against the shipped history, or with `empty` against none. An event has `items`, the
    ids that tell it as news, and `mentions`, those that only recall it.
    """
    texts = (text_of(dict(each)) for each in objects)
    return merged(((text, matcher.match(text)) for text in texts), catalog, empty=empty)


def merged(
    read: Iterable[tuple[Text, tuple[Report, ...]]], catalog: Catalog, *, empty: bool
) -> Iterator[dict[str, Any]]:
    """The same of texts that were matched already."""
    ledger = _Ledger(catalog, () if empty else events_of(catalog))
    for text, reports, facts in in_time(read, catalog):
        for report in reports:
            ledger.take(text.id, report, facts)
    yield from ledger.told()


def in_time(
    read: Iterable[tuple[Text, tuple[Report, ...]]], catalog: Catalog
) -> Iterator[tuple[Text, tuple[Report, ...], ItemFacts]]:
    """Matched texts in the order in which they were published, as if fetched on their day."""
    last = dt.datetime.combine(catalog.dossier.starts, dt.time(), dt.UTC)
    for text, reports in sorted(read, key=lambda each: _when(each[0])):
        if text.published is not None:
            last = dt.datetime.combine(text.published.latest, dt.time(), dt.UTC)
        # Undated texts come last: all that can be said of them is that they are here by now.
        facts = ItemFacts(text.published, last, text.publisher, text.url, text.title, text.body)
        yield text, reports, facts


def _when(text: Text) -> tuple[bool, dt.date, str]:
    day = text.published.earliest if text.published is not None else dt.date.max
    return text.published is None, day, text.id


class _Ledger:
    """The ledger in memory, and which item told of what."""

    def __init__(self, catalog: Catalog, known: Iterable[Event]) -> None:
        self._catalog = catalog
        self._by_host: dict[str, dict[str, Event]] = defaultdict(dict)
        # The ids in the order they came, each once: an event may have thousands.
        self._items: dict[str, dict[str, None]] = {}
        self._mentions: dict[str, dict[str, None]] = {}
        for event in known:
            if event.host is not None:
                self._by_host[event.host][event.id] = event

    def take(self, item_id: str, report: Report, facts: ItemFacts) -> None:
        if report.host is None:
            return
        held = self._by_host[report.host]
        change = merge(
            report,
            item=facts,
            candidates=held.values(),
            dossier=self._catalog.dossier.id,
            catalog=self._catalog,
        )
        if change is None:
            return
        event = change.event
        held[event.id] = event
        is_news = change.speaks_up or tells_news(report, facts, event)
        items = self._items.setdefault(event.id, {})
        mentions = self._mentions.setdefault(event.id, {})
        (items if is_news else mentions)[item_id] = None

    def told(self) -> Iterator[dict[str, Any]]:
        events = {e.id: e for held in self._by_host.values() for e in held.values()}
        for event_id, items in self._items.items():
            event = events[event_id]
            yield {
                "kind": event.kind.value,
                "host": event.host,
                "mission": event.mission,
                "assertion": event.assertion.value,
                "items": list(items),
                # Who tells it as news in one clause and recalls it in another tells it.
                "mentions": [each for each in self._mentions[event_id] if each not in items],
                "known": event.origin is Origin.HISTORY,
            }
