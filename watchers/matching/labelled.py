"""Labelled items, and what a matcher's answer to one of them is worth.

An item is a JSON object like those that `match` reads, with `kind`, `assertion` and `hosts` of
its main event and, in `also`, of the others; `story` names the event that several items tell of;
`ambiguous` marks those that people label differently.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from config.vocabulary import Assertion, Kind
from watchers.matching.jsonl import InputError, text_of
from watchers.model import Report, Text

_NOTHING = "none"
_SILENT = frozenset({_NOTHING, Kind.POSITION.value})
_KINDS = frozenset({_NOTHING, *(kind.value for kind in Kind)})
_ASSERTIONS = frozenset(assertion.value for assertion in Assertion)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One item with its labels."""

    text: Text
    kind: str
    """A kind, or `none`."""
    assertion: str | None
    hosts: tuple[str, ...]
    pairs: frozenset[tuple[str, str | None]]
    """(kind, host) of every event that the labels hold, the main one and those in `also`."""
    story: str
    """The item's own id where the labels name no story."""
    is_ambiguous: bool

    @property
    def is_positive(self) -> bool:
        """Whether the main event is one that alerts."""
        return self.kind not in _SILENT

    def holds(self, report: Report) -> bool:
        """Whether a report's kind and host are both in the labels."""
        return (report.kind.value, report.host) in self.pairs

    def __str__(self) -> str:
        return f"{self.kind}/{self.assertion or '-'}/{','.join(self.hosts) or '-'}"


def read_labelled(lines: Iterable[str]) -> Iterator[Labelled]:
    """The items of labelled lines. Raises `watchers.matching.jsonl.InputError`."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _labelled(json.loads(line), str(number))
        except (InputError, json.JSONDecodeError) as error:
            raise InputError(f"line {number}: {error}") from error


def _labelled(item: object, number: str) -> Labelled:
    if not isinstance(item, Mapping):
        raise InputError("an item must be a JSON object with title, text, kind and hosts")
    identity = str(item.get("id", number))
    published = item.get("published", item.get("date"))
    text = text_of({**item, "id": identity, "published": published})
    events = [item, *_objects(item, "also")]
    return Labelled(
        text=text,
        kind=_one_of(item, "kind", _KINDS),
        assertion=_one_of(item, "assertion", _ASSERTIONS) if item.get("assertion") else None,
        hosts=_hosts(item),
        pairs=frozenset(pair for event in events for pair in _pairs(event)),
        story=str(item.get("story") or item.get("url") or identity),
        is_ambiguous=item.get("ambiguous") is True,
    )


def _pairs(event: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    kind = _one_of(event, "kind", _KINDS)
    for host in _hosts(event) or (None,):
        yield kind, host


def _one_of(item: Mapping[str, Any], name: str, known: frozenset[str]) -> str:
    value = item.get(name)
    if value not in known:
        raise InputError(f"{name}: is {value!r}, must be one of {', '.join(sorted(known))}")
    return str(value)


def _hosts(item: Mapping[str, Any]) -> tuple[str, ...]:
    value = item.get("hosts") or []
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise InputError(f"hosts: must be a list of country codes, is {value!r}")
    return tuple(value)


def _objects(item: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = item.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise InputError(f"{name}: must be a list of objects with kind and hosts, is {value!r}")
    return value


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reading of one item is worth, judged by its alerting reports."""

    item: Labelled
    alerts: tuple[Report, ...]
    is_host_right: bool
    is_kind_right: bool
    is_assertion_right: bool | None
    """None where no report has the main kind at a labelled host."""

    @property
    def is_hit(self) -> bool:
        """A positive that was found, whatever was made of it."""
        return self.item.is_positive and bool(self.alerts)

    @property
    def right(self) -> tuple[Report, ...]:
        """The alerting reports whose kind and host are both in the labels."""
        return tuple(report for report in self.alerts if self.item.holds(report))

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the reading, in words; empty where nothing is."""
        found: list[str] = []
        if self.item.is_positive and not self.alerts:
            found.append("missed")
        elif self.alerts and not self.item.is_positive:
            found.append("false alert")
        elif self.is_hit:
            checks = (
                ("wrong host", self.is_host_right),
                ("wrong kind", self.is_kind_right),
                ("wrong assertion", self.is_assertion_right is not False),
            )
            found.extend(name for name, is_right in checks if not is_right)
        if len(self.right) < len(self.alerts):
            found.append("report not in labels")
        return tuple(found)


def judge(item: Labelled, reports: Iterable[Report]) -> Verdict:
    """Hold a matcher's answer against the labels."""
    alerts = tuple(report for report in reports if report.alert)
    same = [report for report in alerts if report.kind.value == item.kind]
    main = next((report for report in same if report.host in item.hosts or not item.hosts), None)
    return Verdict(
        item=item,
        alerts=alerts,
        is_host_right=any(report.host in item.hosts for report in alerts),
        is_kind_right=bool(same),
        is_assertion_right=None if main is None else main.assertion.value == item.assertion,
    )
