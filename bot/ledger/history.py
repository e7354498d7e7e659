"""The shipped history as events of the ledger."""

from __future__ import annotations

import datetime as dt

from bot.ledger.evidence import evidence_of
from bot.model import Event, Origin
from config.model import Catalog, HistoryRow


def events_of(catalog: Catalog, until: dt.date | None = None) -> tuple[Event, ...]:
    """One event a row, oldest first; `until` gives the history as it was known on that day.

    Left out then is what happened later, and what happened before but was first told of later:
    Lavrov said on 31 March 2022 what had been done in February.
    """
    dossier = catalog.dossier.id
    kept = (row for row in catalog.history if until is None or _known_on(row) <= until)
    made = (_event(dossier, row) for row in kept)
    return tuple(sorted(made, key=lambda event: (event.happened.day, event.id)))


def _known_on(row: HistoryRow) -> dt.date:
    """Its day, or where it was told of later the day of the earliest citation that has one."""
    told = [citation.date for citation in row.citations if citation.date is not None]
    return max(row.date.day, min(told, default=row.date.day))


def _event(dossier: str, row: HistoryRow) -> Event:
    publishers = tuple(dict.fromkeys(citation.publisher for citation in row.citations))
    person = row.person
    return Event(
        id=row.id,
        dossier=dossier,
        kind=row.kind,
        assertion=row.assertion,
        host=row.host,
        mission=row.mission,
        happened=row.date,
        known_at=dt.datetime.combine(_known_on(row), dt.time(), dt.UTC),
        announced_by=row.announced_by,
        evidence=evidence_of(row.announced_by, row.assertion, publishers, row.host),
        envoy=(person.envoy or person.name) if person else None,
        rank=person.rank if person else None,
        rank_flags=person.rank_flags if person else (),
        control=row.control,
        stance=row.stance,
        act=row.act,
        citations=row.citations,
        publishers=publishers,
        notes=row.notes,
        origin=Origin.HISTORY,
    )
