"""Statuses, missions and events as JSON values, for `--json` on the command line. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from bot.chat.status import covering, newest_first, sources_of
from bot.ledger import is_overdue
from bot.model import Event, HostStatus, MissionStatus
from bot.wording import Wording
from config.model import Catalog, Citation
from config.partial_date import PartialDate
from config.vocabulary import Precision


def status_json(
    status: HostStatus,
    catalog: Catalog,
    today: dt.date | None = None,
    gap: str | None = None,
) -> dict[str, Any]:
    """A host on a day. `covered_from` lists missions elsewhere that cover it as well;
    `coverage_gap` is a sentence where the host's own sources are not read.
    """
    sources = sources_of(status, catalog, today or status.day)
    return {
        "host": status.host,
        "day": status.day.isoformat(),
        "stance": status.stance.value,
        "stance_since": day_json(status.stance_since),
        "as_of": day_json(status.as_of),
        "coverage_gap": gap,
        "covered_from": [mission.id for mission in covering(catalog, status.host)],
        "missions": [_mission(each, catalog) for each in status.missions],
        "claims": [event_json(event, catalog) for event in newest_first(status.claims)],
        "plans": [
            event_json(event, catalog) | {"overdue": is_overdue(event, status.day)}
            for event in newest_first(status.plans)
        ],
        "events": [event_json(event, catalog) for event in newest_first(status.events)],
        "sources": [citation_json(each) for each in sources],
    }


def missions_json(statuses: Iterable[HostStatus], catalog: Catalog) -> list[dict[str, Any]]:
    """The missions of some hosts, in one list."""
    return [_mission(each, catalog) for status in statuses for each in status.missions]


def latest_json(events: Iterable[Event], catalog: Catalog) -> list[dict[str, Any]]:
    """Events, in the order given."""
    return [event_json(event, catalog) for event in events]


def event_json(event: Event, catalog: Catalog) -> dict[str, Any]:
    """One event of the ledger."""
    return {
        "id": event.id,
        "date": day_json(event.happened),
        "date_precision": event.happened.precision.value,
        "kind": event.kind.value,
        "assertion": event.assertion.value,
        "host": event.host,
        "mission": event.mission,
        "envoy": Wording(catalog).person(event.envoy) if event.envoy else None,
        "rank": event.rank.value if event.rank else None,
        "control": event.control.value if event.control else None,
        "announced_by": event.announced_by.value,
        "evidence": event.evidence.value,
        "act": event.act,
        "notes": event.notes,
        "sources": [citation_json(each) for each in event.citations],
    }


def _mission(status: MissionStatus, catalog: Catalog) -> dict[str, Any]:
    mission = catalog.missions[status.mission]
    return {
        "id": mission.id,
        "host": mission.host,
        "city": mission.city,
        "kind": mission.kind.value,
        "control": status.control.value,
        "control_since": day_json(status.control_since),
        "papers": status.papers.value,
        "head": Wording(catalog).person(status.head) if status.head else None,
        "head_rank": status.head_rank.value if status.head_rank else None,
        "as_of": day_json(status.as_of),
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """A source: its address, who publishes it, and the day as far as it is known."""
    known = citation.date.isoformat() if citation.date else citation.date_approx
    return {"url": citation.url, "publisher": citation.publisher, "date": known}


def day_json(day: PartialDate | None) -> str | None:
    """A day as ISO writes it, to the precision known: 2022, 2022-04 or 2022-04-09."""
    if day is None or day.precision is Precision.UNKNOWN:
        return None
    return day.day.isoformat() if day.precision is Precision.APPROX else str(day)
