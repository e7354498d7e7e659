"""Measures merging on labelled items that name their `story`: pairs judged, events a story.

Judged are pairs of items whose main kind is equal and whose hosts meet. They are of one story
exactly when they share an event of that kind at one of those hosts: as its news or as mentions
of it. `news` judges by the news alone.

Labels are not written twice over with one eye: two labellers call one act two stories (New Delhi
closed on 24 November 2023 under two names), and an item that tells of two hosts carries the
story of one. Pairs across such `overlaps` are neither right nor wrong and are left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from bot.ledger.backfill import Match, backfill
from config.model import Catalog, Mission
from config.vocabulary import Assertion, Kind
from watchers.model import Report, Text

_SILENT = frozenset({"none", "position"})


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of items: those joined rightly, wrongly, and those that should have been."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The part of the joined pairs that are of one story."""
        joined = self.right + self.wrong
        return self.right / joined if joined else 1.0

    @property
    def recall(self) -> float:
        """The part of the pairs of one story that are joined."""
        same = self.right + self.missed
        return self.right / same if same else 1.0


@dataclass(frozen=True, slots=True)
class MergeScores:
    """How well merging meets the stories."""

    items: int
    pairs: Pairs
    news: Pairs
    """The same where only those that tell an event as news share it."""
    events_per_story: float
    """Events of the main kind and one host, a story that has any."""
    wrong: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]


Overlaps = Collection[frozenset[str]]
"""Pairs of story names that tell of one act."""


def evaluate(
    lines: Iterable[str],
    catalog: Catalog,
    matcher: Match | None = None,
    overlaps: Overlaps = (),
) -> MergeScores:
    """Judge merging of labelled lines, read by the matcher.

    Without a matcher the labels themselves are the reports: that tells the ledger's errors from
    the matcher's. Items without a story, or of a kind that makes no event, are read and not
    judged.
    """
    items = {f"{number:05}": json.loads(line) for number, line in enumerate(lines) if line.strip()}
    objects = [
        {**item, "id": name, "published": item.get("published", item.get("date"))}
        for name, item in items.items()
    ]
    reader = matcher or LabelMatch(items, catalog)
    events = list(backfill(objects, reader, catalog, empty=True))
    judged = {
        name: item for name, item in items.items() if item.get("story") and _makes_events(item)
    }
    told = _Told(events, ("items", "mentions"))
    pairs, wrong, missed = _judge(judged, told, overlaps)
    news, _, _ = _judge(judged, _Told(events, ("items",)), overlaps)
    return MergeScores(len(judged), pairs, news, _spread(judged, told), wrong, missed)


class LabelMatch:
    """Answers with an item's labels as reports, as a perfect matcher would."""

    def __init__(self, items: Mapping[str, Mapping[str, Any]], catalog: Catalog) -> None:
        self._items = items
        self._catalog = catalog

    def match(self, text: Text) -> tuple[Report, ...]:
        """One report a label and host, the main one first."""
        item = self._items[text.id]
        labels = (item, *item.get("also", ()))
        return tuple(report for label in labels for report in self._reports(label))

    def _reports(self, label: Mapping[str, Any]) -> Iterator[Report]:
        if label["kind"] == "none":
            return
        hosts: Sequence[str | None] = label.get("hosts") or [None]
        for host in hosts:
            yield Report(
                Kind(label["kind"]),
                Assertion(label["assertion"]),
                host,
                self._mission(host, label.get("missions") or ()),
                confidence=1.0,
                alert=label["kind"] not in _SILENT,
                act=label["kind"] if len(hosts) > 1 else "",
            )

    def _mission(self, host: str | None, cities: Sequence[str]) -> str | None:
        found = [m.id for m in self._catalog.missions_of(host or "") if _is_named(m, cities)]
        return found[0] if len(found) == 1 else None


def _is_named(mission: Mission, cities: Sequence[str]) -> bool:
    return any(city in {mission.city, *mission.aliases} for city in cities)


def _makes_events(item: Mapping[str, Any]) -> bool:
    return item["kind"] not in _SILENT and bool(item.get("hosts"))


class _Told:
    """Which events an item shares in."""

    def __init__(self, events: Sequence[Mapping[str, Any]], roles: Sequence[str]) -> None:
        self._found: dict[tuple[str, str, str], set[int]] = defaultdict(set)
        for number, event in enumerate(events):
            for name in {name for role in roles for name in event[role]}:
                self._found[name, event["kind"], event["host"]].add(number)

    def of(self, name: str, kind: str, hosts: Iterable[str]) -> set[int]:
        return {number for host in hosts for number in self._found.get((name, kind, host), ())}


Named = tuple[tuple[str, str], ...]


def _judge(
    judged: Mapping[str, Mapping[str, Any]], told: _Told, overlaps: Overlaps
) -> tuple[Pairs, Named, Named]:
    right = 0
    wrong: list[tuple[str, str]] = []
    missed: list[tuple[str, str]] = []
    for (one, a), (other, b) in combinations(judged.items(), 2):
        met = set(a["hosts"]) & set(b["hosts"])
        stories = frozenset((a["story"], b["story"]))
        if a["kind"] != b["kind"] or not met or stories in overlaps:
            continue
        is_joined = bool(told.of(one, a["kind"], met) & told.of(other, a["kind"], met))
        is_same = len(stories) == 1
        right += is_joined and is_same
        if is_joined is not is_same:
            (wrong if is_joined else missed).append((one, other))
    return Pairs(right, len(wrong), len(missed)), tuple(wrong), tuple(missed)


def _spread(judged: Mapping[str, Mapping[str, Any]], told: _Told) -> float:
    events: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for name, item in judged.items():
        for host in item["hosts"]:
            found = told.of(name, item["kind"], [host])
            events[item["story"], item["kind"], host] |= found
    counts = [len(found) for found in events.values() if found]
    return sum(counts) / len(counts) if counts else 0.0
