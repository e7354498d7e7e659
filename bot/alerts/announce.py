"""From changes of the ledger to alerts and deliveries, inside the caller's transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.alerts.compose import StanceMove, compose
from bot.ledger import fold
from bot.model import Alert, Change, ChangeKind, Event, Move, Platform
from bot.store import Tx, chats, deliveries, edits, events
from config.model import Catalog

_AMENDING = frozenset({ChangeKind.CORRECTED, ChangeKind.RETRACTED})
"""Changes by editors, one event an alert."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is announced: the acts read in one item, and when."""

    acts: Mapping[str, tuple[Change, ...]]
    """By the text's own acts: what one clause says of several hosts is one act."""
    title: str
    """The headline; foreign text."""
    now: dt.datetime
    """On the world's clock: dates the alert and the fold."""
    due: dt.datetime
    """On the wall's clock: from when the deliveries may be sent."""


def alerts_of(occasion: Occasion) -> list[Alert]:
    """One alert an act: one message, one delivery a chat."""
    return [_alert(changes, occasion.now) for changes in occasion.acts.values() if changes]


def _alert(changes: tuple[Change, ...], now: dt.datetime) -> Alert:
    act = changes[0].event.act or changes[0].event.id
    # Named by the revisions it tells of: told again, it is the same alert and is sent once.
    parts = sorted(f"{change.event.id}@{change.event.revision}" for change in changes)
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
    revision = max(change.event.revision for change in changes)
    return Alert(f"{act}:{digest}", act, revision, changes, now)


def moves_of(
    changes: Iterable[Change], ledger: Sequence[Event], catalog: Catalog, day: dt.date
) -> Mapping[str, StanceMove]:
    """How changes moved the stances of their hosts.

    Args:
        ledger: all events of those hosts as they stand after the changes.
    """
    told = list(changes)
    changed = {change.event.id: change.before for change in told}
    earlier = [changed.get(event.id, event) for event in ledger]
    before = [event for event in earlier if event is not None]
    missions = tuple(catalog.missions.values())
    hosts = {host for host in _hosts_of(told) if host is not None}
    return {
        host: (
            fold(before, missions, host, day).stance,
            fold(ledger, missions, host, day).stance,
        )
        for host in sorted(hosts)
    }


def regions_by_host(catalog: Catalog) -> Mapping[str, frozenset[str]]:
    """The ids of the regions that a host belongs to."""
    regions: dict[str, set[str]] = defaultdict(set)
    for region in catalog.regions.values():
        for host in region.hosts:
            regions[host].add(region.id)
    return {host: frozenset(ids) for host, ids in regions.items()}


async def announce(
    tx: Tx, occasion: Occasion, catalog: Catalog, platforms: Collection[Platform]
) -> int:
    """Write an alert and its deliveries for every act; return how many deliveries were made.

    What editors set right or take back is told to exactly those chats that had been told of it.
    """
    regions = regions_by_host(catalog)
    made = 0
    for alert in alerts_of(occasion):
        hosts = {change.event.host for change in alert.changes}
        if alert.changes[0].kind in _AMENDING:
            audience = await deliveries.told(tx, alert.act, alert.changes[0].event.id)
        else:
            audience = await chats.audience(tx, platforms, hosts, regions)
        if not audience:
            continue
        ledger = await _events_of(tx, catalog, _hosts_of(alert.changes))
        moves = moves_of(alert.changes, ledger, catalog, occasion.now.date())
        whole = replace(alert, title=occasion.title, moves=_moved(moves))
        message = compose(whole, catalog, occasion.title, moves)
        made += await deliveries.add(tx, whole, message, audience, occasion.due)
    return made


async def refresh(tx: Tx, event: Event, catalog: Catalog, at: dt.datetime) -> int:
    """Let the messages that last told of an event say it as it stands now, without a word.

    Returns how many are to be edited; `at` is the wall's time.
    """
    alert = await edits.newest_alert(tx, event.act, event.id)
    if alert is None or not alert.title:
        return 0
    changes = tuple(
        replace(change, event=event) if change.event.id == event.id else change
        for change in alert.changes
    )
    renewed = replace(alert, changes=changes)
    moves = {move.host: (move.before, move.after) for move in alert.moves}
    return await edits.put(tx, renewed, compose(renewed, catalog, alert.title, moves), at)


def _moved(moves: Mapping[str, StanceMove]) -> tuple[Move, ...]:
    return tuple(
        Move(host, before, after)
        for host, (before, after) in sorted(moves.items())
        if before is not after
    )


def _hosts_of(changes: Iterable[Change]) -> set[str | None]:
    """The hosts of changes; also the one that an editor took an event from."""
    return {
        event.host
        for change in changes
        for event in (change.event, change.before)
        if event is not None
    }


async def _events_of(tx: Tx, catalog: Catalog, hosts: Collection[str | None]) -> list[Event]:
    found: list[Event] = []
    for host in sorted({host for host in hosts if host is not None}):
        found.extend(await events.all_events(tx, catalog.dossier.id, host))
    return found
