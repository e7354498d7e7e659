"""Folds the ledger up to a day: what each host does, who runs each mission.

Pure: the same events give the same status, in whatever order they come. Only confirmed rows
move anything; claims and plans are shown beside. The rules are told in docs/ledger.md, the
tables stand in `rows`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.ledger.beside import claims_of, plans_of
from bot.ledger.rows import (
    FOLLOWS_CLAIMANT,
    NAMES_HEAD,
    control_said,
    effective_day,
    in_order,
    next_stance,
)
from bot.model import Event, HostStatus, MissionStatus
from config.model import Mission
from config.partial_date import PartialDate
from config.vocabulary import Announcer, Assertion, Control, Kind, Papers, Rank, RankFlag, Stance


class Head(NamedTuple):
    """Who heads a mission: the envoy's catalogue id, else the name as written."""

    envoy: str | None = None
    rank: Rank | None = None
    flags: tuple[RankFlag, ...] = ()


def fold(
    events: Iterable[Event], missions: Iterable[Mission], host: str, day: dt.date
) -> HostStatus:
    """One host as it stood at the end of a day."""
    of_host = [event for event in events if event.host == host and not event.retracted]
    return _fold(of_host, [m for m in missions if m.host == host], host, day)


def fold_all(
    events: Iterable[Event], missions: Iterable[Mission], day: dt.date
) -> dict[str, HostStatus]:
    """Every host that has a mission or a row, by its code."""
    events_by_host: dict[str, list[Event]] = defaultdict(list)
    missions_by_host: dict[str, list[Mission]] = defaultdict(list)
    for event in events:
        if event.host is not None and not event.retracted:
            events_by_host[event.host].append(event)
    for mission in missions:
        missions_by_host[mission.host].append(mission)
    return {
        host: _fold(events_by_host.get(host, ()), missions_by_host.get(host, ()), host, day)
        for host in sorted({*events_by_host, *missions_by_host})
    }


def _fold(
    of_host: Sequence[Event], missions: Sequence[Mission], host: str, day: dt.date
) -> HostStatus:
    rows = in_order(event for event in of_host if effective_day(event) <= day)
    confirmed = [event for event in rows if event.assertion is Assertion.CONFIRMED]
    stance, since = stance_of(confirmed)
    echoes = _echoes(rows, confirmed, missions)
    waiting = [event for event in of_host if event.id not in echoes] if echoes else of_host
    return HostStatus(
        host=host,
        day=day,
        stance=stance,
        stance_since=since,
        as_of=confirmed[-1].happened if confirmed else None,
        missions=tuple(_mission(confirmed, mission, missions) for mission in missions),
        claims=claims_of([event for event in rows if event.id not in echoes]),
        plans=plans_of(waiting, day),
        events=tuple(event for event in reversed(confirmed) if event.id not in echoes),
    )


def _mission(
    confirmed: Sequence[Event], mission: Mission, all_of_host: Sequence[Mission]
) -> MissionStatus:
    rows = about_mission(confirmed, mission.id, is_only=len(all_of_host) == 1)
    control, since = control_of(rows)
    head = head_of(rows)
    return MissionStatus(
        mission=mission.id,
        control=control,
        control_since=since,
        papers=papers_of(rows),
        head=head.envoy,
        head_rank=head.rank,
        head_flags=head.flags,
        as_of=rows[-1].happened if rows else None,
    )


ECHO_DAYS = 45
"""An opening within so many days of a handover, before or after, is the same step."""


def _echoes(
    rows: Sequence[Event], confirmed: Sequence[Event], missions: Sequence[Mission]
) -> frozenset[str]:
    return frozenset(event.id for event in rows if repeats_handover(event, confirmed, missions))


def repeats_handover(
    event: Event, confirmed: Sequence[Event], missions: Sequence[Mission]
) -> bool:
    """True of the opening of a mission that is handed over in the same weeks by other rows.

    It adds nothing: neither a status nor an alert tells it again.
    """
    is_only = len(missions) == 1
    if event.kind is not Kind.MISSION_OPENED or control_said(event) is not None:
        return False
    if event.mission is None and not is_only:
        return False
    rows = about_mission(confirmed, event.mission or missions[0].id, is_only=is_only)
    return any(
        control_said(row) in FOLLOWS_CLAIMANT
        and event.happened.gap_days(row.happened) <= ECHO_DAYS
        for row in rows
    )


def about_mission(events: Iterable[Event], mission: str | None, *, is_only: bool) -> list[Event]:
    """The rows that speak of a mission.

    A row that names no mission speaks of the host's only one. Where there are several it
    speaks of none, but for `services_changed`: that letter is about all of the host's.
    """
    return [
        event
        for event in events
        if event.mission == mission
        or (event.mission is None and (is_only or event.kind is Kind.SERVICES_CHANGED))
    ]


def stance_of(confirmed: Iterable[Event]) -> tuple[Stance, PartialDate | None]:
    """Where confirmed rows, in order, leave a host, and since when; it starts at none."""
    stance, since = Stance.NONE, None
    for event in confirmed:
        after = next_stance(stance, event)
        if after is not stance:
            stance, since = after, event.happened
    return stance, since


def control_of(rows: Iterable[Event]) -> tuple[Control, PartialDate | None]:
    """Who runs a mission after its confirmed rows, in order; it starts as the predecessor's."""
    control, since = Control.PREDECESSOR, None
    for event in rows:
        said = control_said(event)
        if said is not None and said is not control:
            control, since = said, event.happened
    return control, since


def head_of(rows: Iterable[Event]) -> Head:
    """Who heads a mission after its confirmed rows; nobody is known at the start."""
    head = Head()
    for event in rows:
        head = _next_head(head, event)
    return head


def _next_head(head: Head, event: Event) -> Head:
    if event.kind is Kind.MISSION_CLOSED:
        return Head()
    if event.kind is Kind.ENVOY_DEPARTED and event.envoy in {None, head.envoy}:
        return Head()
    if event.kind in NAMES_HEAD and event.envoy is not None:
        return Head(event.envoy, event.rank, event.rank_flags)
    if control_said(event) is Control.CLAIMANT and RankFlag.PREDECESSOR in head.flags:
        # Whoever ran it for the predecessor cannot be taken to lead it still.
        return Head()
    return head


def papers_of(rows: Iterable[Event]) -> Papers:
    """Whether the claimant accepts a mission's documents after its confirmed rows.

    Unknown at the start. Coming over to the claimant makes them accepted, leaving it unknown
    again; the claimant's own notice about services makes them rejected (it only ever gives
    notice of what it stops to accept). A closed mission keeps what was said of its papers.
    """
    papers, control = Papers.UNKNOWN, Control.PREDECESSOR
    for event in rows:
        said = control_said(event) or control
        if said is not control:
            papers, control = _papers_under(said, control, papers), said
        is_notice = event.kind is Kind.SERVICES_CHANGED
        if is_notice and event.announced_by is Announcer.CLAIMANT_MFA:
            papers = Papers.REJECTED
    return papers


def _papers_under(control: Control, before: Control, papers: Papers) -> Papers:
    if control in FOLLOWS_CLAIMANT:
        return papers if before in FOLLOWS_CLAIMANT else Papers.ACCEPTED
    if control is Control.CLOSED:
        return papers
    return Papers.UNKNOWN if before in FOLLOWS_CLAIMANT else papers
