"""The ledger's rows. `events` holds each event as it stands; `event_revisions` all it ever said.

Nothing is overwritten in the revisions: a change is a new row, with the time it was made and
who made it (the shipped history, or the watch). So both "as it was" and "as we knew it" can be
answered from the same rows.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, delete, exists, select

from bot import codec
from bot.model import Change, ChangeKind, Event, Origin
from bot.store import dialect, meta
from bot.store.store import Tx
from bot.store.tables import event_revisions, events, reports
from config.vocabulary import Kind

_Row = dict[str, Any]

_HISTORY_HASH = "history_hash"

DECODED = 8_192
"""Events kept decoded, by their text: folding asks for the same ones all day, and reading JSON
is nine tenths of its time. An event is some 2 KB, so 16 MB at most."""


async def candidates(
    tx: Tx, dossier: str, host: str | None, kinds: Collection[Kind] | None = None
) -> list[Event]:
    """The events that a report of that host (and of one of these kinds) might be about."""
    asked = _select().where(events.c.dossier == dossier, events.c.host == host)
    if kinds is not None:
        asked = asked.where(events.c.kind.in_([kind.value for kind in kinds]))
    return await _fetch(tx, asked.order_by(events.c.earliest, events.c.id))


async def all_events(
    tx: Tx, dossier: str, host: str | None = None, known_by: dt.datetime | None = None
) -> list[Event]:
    """The ledger as it stands, or one host's part of it, oldest first.

    `known_by` gives it as it stood then: each event as its last revision up to that time has it.
    """
    if known_by is not None:
        return await _known(tx, dossier, host, known_by)
    asked = _select().where(events.c.dossier == dossier)
    if host is not None:
        asked = asked.where(events.c.host == host)
    return await _fetch(tx, asked.order_by(events.c.earliest, events.c.id))


async def _known(tx: Tx, dossier: str, host: str | None, known_by: dt.datetime) -> list[Event]:
    later = event_revisions.alias("later")
    is_overtaken = exists().where(
        later.c.event_id == event_revisions.c.event_id,
        later.c.revision > event_revisions.c.revision,
        later.c.at <= known_by,
    )
    asked = select(event_revisions.c.content).where(
        event_revisions.c.at <= known_by, ~is_overtaken
    )
    if host is not None:
        asked = asked.where(event_revisions.c.host == host)
    found = [event for event in await _fetch(tx, asked) if event.dossier == dossier]
    return sorted(found, key=lambda event: (event.happened.earliest, event.id))


async def get(tx: Tx, event_id: str) -> Event | None:
    """One event as it stands."""
    found = await _fetch(tx, _select().where(events.c.id == event_id))
    return found[0] if found else None


async def latest(tx: Tx, limit: int, kinds: Collection[Kind] | None = None) -> list[Event]:
    """The events that happened last, newest first; none that was retracted."""
    asked = _select().where(~events.c.retracted)
    if kinds is not None:
        asked = asked.where(events.c.kind.in_([kind.value for kind in kinds]))
    newest_first = asked.order_by(events.c.earliest.desc(), events.c.known_at.desc(), events.c.id)
    return await _fetch(tx, newest_first.limit(limit))


async def revisions(tx: Tx, event_id: str) -> list[tuple[dt.datetime, ChangeKind, Event]]:
    """All that was ever said of an event: when, by what change, and as it then stood."""
    asked = (
        select(event_revisions.c.at, event_revisions.c.change, event_revisions.c.content)
        .where(event_revisions.c.event_id == event_id)
        .order_by(event_revisions.c.revision)
    )
    return [
        (at, ChangeKind(change), codec.loads(Event, content))
        for at, change, content in await tx.connection.execute(asked)
    ]


async def save(tx: Tx, change: Change, at: dt.datetime, author: Origin = Origin.WATCH) -> None:
    """Write a change: the event as it now stands, and the revision that made it so.

    A change that left the event as it was writes nothing.
    """
    if change.before is not None and change.event.revision == change.before.revision:
        return
    await _write(tx, [change.event], author, change.kind, at)


async def save_all(tx: Tx, made: Sequence[tuple[Change, dt.datetime]]) -> None:
    """Write many changes by the watch, each with its time, in few statements.

    They come in the order in which they were made; an event may be in several.
    """
    changed = [
        (change, at, codec.dumps(change.event))
        for change, at in made
        if change.before is None or change.event.revision != change.before.revision
    ]
    stands = {change.event.id: _row(change.event, content) for change, _, content in changed}
    revised = [
        _revision(change.event, content, Origin.WATCH, change.kind, at)
        for change, at, content in changed
    ]
    await _put(tx, list(stands.values()), revised)


async def retract(
    tx: Tx, event_id: str, revision: int, note: str, at: dt.datetime
) -> Change | None:
    """Take an event back, as an editor saw it; None where it is no longer at that revision.

    It stays with all its revisions, and is folded and shown no more.
    """
    before = await get(tx, event_id)
    if before is None or before.revision != revision or before.retracted:
        return None
    after = replace(before, retracted=True, notes=note, revision=revision + 1)
    change = Change(ChangeKind.RETRACTED, after, before)
    await save(tx, change, at, Origin.EDITOR)
    return change


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, in events."""

    new: int
    revised: int
    kept: int
    """As new or newer here already."""


async def take_in(tx: Tx, imported: Iterable[Event], at: dt.datetime) -> Imported:
    """Bring events of another ledger in: new ones, and newer revisions of those held.

    What is held in the same or a later revision stays, so taking the same in twice does nothing.
    """
    held = {event.id: event for event in await _fetch(tx, _select())}
    rows = list(imported)
    new = [row for row in rows if row.id not in held]
    revised = [row for row in rows if row.id in held and row.revision > held[row.id].revision]
    for origin in Origin:
        theirs = [row for row in new if row.origin is origin]
        await _write(tx, theirs, origin, ChangeKind.NEW, None)
    await _write(tx, revised, Origin.EDITOR, ChangeKind.CORRECTED, at)
    return Imported(len(new), len(revised), len(rows) - len(new) - len(revised))


async def sync_history(tx: Tx, shipped: Iterable[Event], at: dt.datetime) -> bool:
    """Bring the shipped history into the ledger; False where it is the same as last time.

    New rows come in as of their own day. A changed row becomes a new revision at `at`, unless
    the watch raised or denied the event, or an editor judged it: then that stays. Rows no longer
    shipped go, unless they were revised here or reports refer to them.
    """
    rows = sorted(shipped, key=lambda event: event.id)
    digest = hashlib.sha256("\n".join(codec.dumps(row) for row in rows).encode()).hexdigest()
    if await meta.get(tx, _HISTORY_HASH) == digest:
        return False
    kept = await _fetch(tx, _select().where(events.c.origin == Origin.HISTORY.value))
    revision_of = {event.id: event.revision for event in kept}
    overruled = await _revised_here(tx, _OVERRULES)
    before = await _as_shipped(tx)
    revised = [
        replace(row, revision=revision_of[row.id] + 1)
        for row in rows
        if row.id in revision_of and row.id not in overruled and row != before[row.id]
    ]
    new = [row for row in rows if row.id not in revision_of]
    gone = set(revision_of) - {row.id for row in rows} - await _revised_here(tx)
    await _write(tx, new, Origin.HISTORY, ChangeKind.NEW, None)
    await _write(tx, revised, Origin.HISTORY, ChangeKind.CORROBORATED, at)
    await _drop(tx, sorted(gone))
    await meta.put(tx, _HISTORY_HASH, digest)
    return True


async def _as_shipped(tx: Tx) -> dict[str, Event]:
    """What the history last said of each of its events, whatever the watch made of it since."""
    asked = (
        select(event_revisions.c.content)
        .where(event_revisions.c.author == Origin.HISTORY.value)
        .order_by(event_revisions.c.revision)
    )
    # Later revisions overwrite; the count of revisions is no part of what a row says.
    return {event.id: replace(event, revision=1) for event in await _fetch(tx, asked)}


async def _write(
    tx: Tx,
    changed: Sequence[Event],
    author: Origin,
    change: ChangeKind,
    at: dt.datetime | None,
) -> None:
    """`at` None: as of each event's own `known_at`."""
    written = [(event, codec.dumps(event)) for event in changed]
    await _put(
        tx,
        [_row(event, content) for event, content in written],
        [_revision(event, content, author, change, at) for event, content in written],
    )


async def _put(tx: Tx, stands: Sequence[_Row], revised: Sequence[_Row]) -> None:
    upsert = dialect.upsert(tx.connection, events, ["id"])
    for some in dialect.batches(stands):
        await tx.connection.execute(upsert, some)
    for some in dialect.batches(revised):
        await tx.connection.execute(event_revisions.insert(), some)


_OVERRULES = frozenset(ChangeKind) - {ChangeKind.NEW, ChangeKind.CORROBORATED}


async def _revised_here(tx: Tx, changes: Collection[ChangeKind] = ()) -> set[str]:
    asked = select(event_revisions.c.event_id).where(
        event_revisions.c.author != Origin.HISTORY.value
    )
    if changes:
        asked = asked.where(event_revisions.c.change.in_([change.value for change in changes]))
    return set((await tx.connection.scalars(asked)).all())


async def _drop(tx: Tx, ids: Sequence[str]) -> None:
    told_of = exists().where(reports.c.event_id == events.c.id)
    for some in dialect.batches(ids):
        # Their revisions go with them (ON DELETE CASCADE).
        await tx.connection.execute(delete(events).where(events.c.id.in_(some), ~told_of))


def _select() -> Select[str]:
    return select(events.c.content)


async def _fetch(tx: Tx, asked: Select[str]) -> list[Event]:
    return [_event(content) for content in await tx.connection.scalars(asked)]


@lru_cache(DECODED)
def _event(content: str) -> Event:
    return codec.loads(Event, content)


def _revision(
    event: Event, content: str, author: Origin, change: ChangeKind, at: dt.datetime | None
) -> _Row:
    return {
        "event_id": event.id,
        "revision": event.revision,
        "at": at or event.known_at,
        "author": author.value,
        "change": change.value,
        "content": content,
        "host": event.host,
    }


def _row(event: Event, content: str) -> _Row:
    return {
        "id": event.id,
        "dossier": event.dossier,
        "host": event.host,
        "kind": event.kind.value,
        "mission": event.mission,
        "assertion": event.assertion.value,
        "earliest": event.happened.earliest,
        "latest": event.happened.latest,
        "known_at": event.known_at,
        "act": event.act,
        "origin": event.origin.value,
        "revision": event.revision,
        "content": content,
        "retracted": event.retracted,
    }
