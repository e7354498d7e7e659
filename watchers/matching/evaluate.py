"""Measures matching on labelled items: the table of figures, and every miss.

An item is positive when its main kind is one that alerts. A hit is a positive item with at least
one alerting report. Host, kind and assertion are judged on the hits, by the first alerting report
at the item's main kind or host, else by the first of all. `pairs` counts alerting reports whose
(kind, host) stands in the item's labels, the main one or those in `also`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from watchers.matching.jsonl import text_of
from watchers.matching.matcher import Matcher
from watchers.model import Report

_SILENT = frozenset({"none", "position"})


@dataclass(frozen=True, slots=True)
class Miss:
    """One item that was read wrong, and how."""

    id: str
    title: str
    problem: str
    labelled: str
    read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """`part` of `whole`."""

    part: int = 0
    whole: int = 0

    @property
    def value(self) -> float:
        """Between 0 and 1; 1 where there was nothing to judge."""
        return self.part / self.whole if self.whole else 1.0

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.part}/{self.whole})"


@dataclass(frozen=True, slots=True)
class Scores:
    """The table of figures."""

    items: int
    precision: Ratio
    recall: Ratio
    host: Ratio
    kind: Ratio
    assertion: Ratio
    pairs: Ratio
    misses: tuple[Miss, ...] = ()

    def rows(self) -> tuple[tuple[str, Ratio], ...]:
        """Name and figure, in the order in which they are shown."""
        return (
            ("alert precision", self.precision),
            ("alert recall", self.recall),
            ("right host", self.host),
            ("right kind", self.kind),
            ("right assertion", self.assertion),
            ("reports in labels", self.pairs),
        )


@dataclass(slots=True)
class _Counts:
    items: int = 0
    alerted: int = 0
    positive: int = 0
    hits: int = 0
    host: int = 0
    kind: int = 0
    assertion: int = 0
    pairs: int = 0
    reports: int = 0
    misses: list[Miss] = field(default_factory=list)


def evaluate(lines: Iterable[str], matcher: Matcher, *, ambiguous: bool = False) -> Scores:
    """The figures over labelled lines; items marked ambiguous are left out unless asked for."""
    counts = _Counts()
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        item = json.loads(line)
        if item.get("ambiguous") and not ambiguous:
            continue
        _judge(counts, item, str(item.get("id", number)), matcher)
    return Scores(
        items=counts.items,
        precision=Ratio(counts.hits, counts.alerted),
        recall=Ratio(counts.hits, counts.positive),
        host=Ratio(counts.host, counts.hits),
        kind=Ratio(counts.kind, counts.hits),
        assertion=Ratio(counts.assertion, counts.hits),
        pairs=Ratio(counts.pairs, counts.reports),
        misses=tuple(counts.misses),
    )


def _judge(counts: _Counts, item: Mapping[str, Any], identity: str, matcher: Matcher) -> None:
    published = item.get("published", item.get("date"))
    text = text_of({**item, "id": identity, "published": published})
    alerts = [report for report in matcher.match(text) if report.alert]
    is_positive = item["kind"] not in _SILENT
    counts.items += 1
    counts.alerted += bool(alerts)
    counts.positive += is_positive
    labels = _labels(item)
    counts.reports += len(alerts)
    good = sum((report.kind.value, report.host) in labels for report in alerts)
    counts.pairs += good
    problems: list[str] = []
    if alerts and is_positive:
        problems = _hit(counts, item, alerts)
    elif alerts or is_positive:
        problems = ["false alert" if alerts else "missed"]
    if good < len(alerts):
        problems.append("report not in labels")
    if problems:
        counts.misses.append(_miss(item, identity, problems, alerts))


def _hit(counts: _Counts, item: Mapping[str, Any], alerts: list[Report]) -> list[str]:
    hosts = set(item.get("hosts") or ())
    same = [report for report in alerts if report.kind.value == item["kind"]]
    first = next((r for r in same if r.host in hosts), same[0] if same else alerts[0])
    checks = {
        "host": any(report.host in hosts for report in alerts),
        "kind": bool(same),
        "assertion": first.assertion.value == item["assertion"],
    }
    counts.hits += 1
    counts.host += checks["host"]
    counts.kind += checks["kind"]
    counts.assertion += checks["assertion"]
    return [f"wrong {name}" for name, right in checks.items() if not right]


def _labels(item: Mapping[str, Any]) -> set[tuple[str, str | None]]:
    found: set[tuple[str, str | None]] = set()
    for label in (item, *item.get("also", ())):
        hosts: list[str | None] = list(label.get("hosts") or [None])
        found.update((label["kind"], host) for host in hosts)
    return found


def _miss(
    item: Mapping[str, Any], identity: str, problems: list[str], alerts: list[Report]
) -> Miss:
    label = f"{item['kind']}/{item.get('assertion')}/{','.join(item.get('hosts') or [])}"
    read = tuple(f"{r.kind}/{r.assertion}/{r.host} {r.confidence:.2f}" for r in alerts)
    return Miss(identity, item["title"], ", ".join(problems), label, read)
