"""The ledger as a document that other programs read, and back without loss.

The form is told in docs/ledger.schema.json. Unknown fields are ignored, so that a later version
may add some; fields that are missing have their defaults.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any, TypeVar

from bot.ledger.codes import codes_of
from bot.ledger.errors import DocumentError
from bot.model import Course, Event, Origin, Voice
from config.model import Citation
from config.partial_date import PartialDate
from config.vocabulary import (
    Announcer,
    Assertion,
    Control,
    Evidence,
    Kind,
    Precision,
    Rank,
    RankFlag,
    Stance,
)

FORMAT, VERSION = "missionwatch-ledger", 1

COURSE = (
    "first_told",
    "last_affirmed",
    "last_denied",
    "undenied_assertion",
    "undenied_evidence",
)
"""The fields that decide whether a denial stands."""

E = TypeVar("E", bound=Enum)
T = TypeVar("T")


def document_of(events: Iterable[Event], dossier: str) -> dict[str, Any]:
    """All events as one JSON document, in the order given."""
    entries = [entry_of(event) for event in events]
    return {"format": FORMAT, "version": VERSION, "dossier": dossier, "events": entries}


def entry_of(event: Event) -> dict[str, Any]:
    """One event as JSON values; what is unknown is null."""
    codes = codes_of(event)
    return {
        "id": event.id,
        "act": event.act,
        "date": event.happened.day.isoformat(),
        "date_precision": event.happened.precision.value,
        "kind": event.kind.value,
        "assertion": event.assertion.value,
        "host": event.host,
        "mission": event.mission,
        "envoy": event.envoy,
        "rank": event.rank.value if event.rank else None,
        "rank_flags": [flag.value for flag in event.rank_flags],
        "control": event.control.value if event.control else None,
        "stance": event.stance.value if event.stance else None,
        "announced_by": event.announced_by.value,
        "evidence": event.evidence.value,
        "known_at": event.known_at.astimezone(dt.UTC).isoformat(),
        "origin": event.origin.value,
        "revision": event.revision,
        "retracted": event.retracted,
        **_course(event.course),
        "notes": event.notes,
        "publishers": list(event.publishers),
        "voices": [{"name": v.name, "sketch": list(v.sketch)} for v in event.voices],
        "citations": [_citation(each) for each in event.citations],
        "cameo": codes.cameo if codes else None,
        "plover": codes.plover if codes else None,
    }


def events_in(document: object, dossier: str) -> list[Event]:
    """The events of a document, each id once. Raises DocumentError."""
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise DocumentError(f"this is no export of a ledger: its `format` must be {FORMAT!r}")
    if document.get("version") != VERSION:
        raise DocumentError(
            f"the export has version {document.get('version')!r}; this program reads {VERSION}"
        )
    if document.get("dossier") != dossier:
        raise DocumentError(f"the export is of {document.get('dossier')!r}, not of {dossier!r}")
    entries = document.get("events")
    if not isinstance(entries, list):
        raise DocumentError("the export has no list of `events`")
    events = [_Entry(number, each, dossier).event() for number, each in enumerate(entries, 1)]
    _refuse_twins(events)
    return events


def _refuse_twins(events: Iterable[Event]) -> None:
    seen: dict[str, int] = {}
    for number, event in enumerate(events, 1):
        if event.id in seen:
            raise DocumentError(
                f"entry {number}, id: {event.id!r} is entry {seen[event.id]}'s already"
            )
        seen[event.id] = number


def _course(course: Course) -> dict[str, str | None]:
    days = (_iso(day) for day in (course.told, course.affirmed, course.denied))
    undenied = (each.value if each else None for each in (course.assertion, course.evidence))
    return dict(zip(COURSE, (*days, *undenied), strict=True))


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "url": citation.url,
        "publisher": citation.publisher,
        "date": _iso(citation.date),
        "date_approx": citation.date_approx,
    }


class _Entry:
    """One entry while it is read; every complaint names it and the field."""

    def __init__(self, number: int, data: object, dossier: str) -> None:
        if not isinstance(data, Mapping):
            raise DocumentError(f"entry {number} is no object")
        self._data = data
        self._name = f"entry {number} ({data.get('id') or 'without an id'})"
        self._dossier = dossier

    def event(self) -> Event:
        return Event(
            id=self._text("id", needed=True) or "",
            dossier=self._dossier,
            kind=self._needed("kind", Kind),
            assertion=self._needed("assertion", Assertion),
            host=self._text("host"),
            mission=self._text("mission"),
            happened=self._happened(),
            known_at=self._moment("known_at"),
            announced_by=self._enum("announced_by", Announcer) or Announcer.MEDIA,
            evidence=self._enum("evidence", Evidence) or Evidence.SINGLE,
            envoy=self._text("envoy"),
            rank=self._enum("rank", Rank),
            rank_flags=tuple(
                self._as_enum("rank_flags", RankFlag, each) for each in self._list("rank_flags")
            ),
            control=self._enum("control", Control),
            stance=self._enum("stance", Stance),
            act=self._text("act") or "",
            citations=tuple(self._cited(each) for each in self._list("citations")),
            publishers=tuple(
                self._string("publishers", each) for each in self._list("publishers")
            ),
            notes=self._text("notes") or "",
            origin=self._enum("origin", Origin) or Origin.EDITOR,
            revision=self._revision(),
            voices=tuple(self._voice(each) for each in self._list("voices")),
            retracted=self._data.get("retracted") is True,
            course=self._course(),
        )

    def _refuse(self, field: str, why: str) -> DocumentError:
        return DocumentError(f"{self._name}, {field}: {why}")

    def _text(self, field: str, *, needed: bool = False) -> str | None:
        value = self._data.get(field)
        if value is None and not needed:
            return None
        if not isinstance(value, str) or (needed and not value):
            raise self._refuse(field, f"must be a text, is {value!r}")
        return value

    def _enum(self, field: str, kind: type[E]) -> E | None:
        value = self._data.get(field)
        return None if value is None else self._as_enum(field, kind, value)

    def _needed(self, field: str, kind: type[E]) -> E:
        return self._as_enum(field, kind, self._data.get(field))

    def _as_enum(self, field: str, kind: type[E], value: object) -> E:
        try:
            return kind(value)
        except ValueError:
            allowed = ", ".join(str(each.value) for each in kind)
            raise self._refuse(field, f"{value!r} is none of {allowed}") from None

    def _happened(self) -> PartialDate:
        precision = self._enum("date_precision", Precision) or Precision.DAY
        return PartialDate(self._parsed("date", dt.date.fromisoformat, "YYYY-MM-DD"), precision)

    def _moment(self, field: str) -> dt.datetime:
        moment = self._parsed(field, dt.datetime.fromisoformat, "an ISO time with its zone")
        if moment.tzinfo is None:
            raise self._refuse(field, f"{self._data[field]!r} has no time zone")
        return moment.astimezone(dt.UTC)

    def _parsed(self, field: str, parse: Callable[[str], T], form: str) -> T:
        value = self._data.get(field)
        try:
            if isinstance(value, str):
                return parse(value)
        except ValueError:
            pass
        raise self._refuse(field, f"{value!r} is not {form}")

    def _revision(self) -> int:
        value = self._data.get("revision", 1)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self._refuse("revision", f"must be a number from 1, is {value!r}")
        return value

    def _list(self, field: str) -> list[Any]:
        value = self._data.get(field) or []
        if not isinstance(value, list):
            raise self._refuse(field, f"must be a list, is {value!r}")
        return value

    def _string(self, field: str, value: object) -> str:
        if not isinstance(value, str):
            raise self._refuse(field, f"must hold texts, holds {value!r}")
        return value

    def _cited(self, value: object) -> Citation:
        if not isinstance(value, Mapping) or not isinstance(value.get("url"), str):
            raise self._refuse("citations", f"must hold objects with a url, holds {value!r}")
        day = value.get("date")
        try:
            date = None if day is None else dt.date.fromisoformat(day)
        except (TypeError, ValueError):
            raise self._refuse("citations", f"{day!r} is not YYYY-MM-DD") from None
        approx = value.get("date_approx")
        return Citation(
            value["url"],
            self._string("citations", value.get("publisher") or ""),
            date,
            None if approx is None else self._string("citations", approx),
        )

    def _course(self) -> Course:
        return Course(
            told=self._day("first_told"),
            affirmed=self._day("last_affirmed"),
            denied=self._day("last_denied"),
            assertion=self._enum("undenied_assertion", Assertion),
            evidence=self._enum("undenied_evidence", Evidence),
        )

    def _day(self, field: str) -> dt.date | None:
        if self._data.get(field) is None:
            return None
        return self._parsed(field, dt.date.fromisoformat, "YYYY-MM-DD")

    def _voice(self, value: object) -> Voice:
        if not isinstance(value, Mapping):
            raise self._refuse("voices", f"must hold objects, holds {value!r}")
        sketch = value.get("sketch") or []
        if not isinstance(sketch, list) or not all(isinstance(each, int) for each in sketch):
            raise self._refuse("voices", f"a sketch is a list of numbers, not {sketch!r}")
        return Voice(self._string("voices", value.get("name")), tuple(sketch))
