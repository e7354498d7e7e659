"""Items and where each stands: new → (waiting_article) → done | failed → new at a start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from bot import codec
from bot.sources.listing import LastItem
from bot.store import dialect
from bot.store.store import Tx
from bot.store.tables import items
from config.model import Source
from watchers.identity import TITLE_WINDOW, ItemKeys, is_same, item_keys
from watchers.model import Item


class ItemState(StrEnum):
    """Where an item stands."""

    NEW = "new"
    WAITING_ARTICLE = "waiting_article"
    DONE = "done"
    FAILED = "failed"
    """Its reading raised; the reason is kept and `doctor` shows it."""


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item as it is kept."""

    id: int
    source_id: str
    item: Item
    state: ItemState
    found_at: dt.datetime
    reason: str = ""
    on_first_poll: bool = False
    """Found when its source was first read: then old items are silent."""
    tries: int = 0
    """How often its article was asked for."""
    first_tried_at: dt.datetime | None = None
    next_try_at: dt.datetime | None = None


PUBLISHERS = 8
"""Asked for together: each name is looked up under each of them, so more would be slower."""

_KEYS = (
    items.c.publisher,
    items.c.link_key,
    items.c.guid_key,
    items.c.title_key,
    items.c.day,
)
"""The columns that `ItemKeys` is made of, in its order."""


async def unseen(tx: Tx, source: Source, found: Sequence[Item]) -> list[Item]:
    """Those items that were not seen before, in their order, each once.

    Seen means: one that the store holds is the same by `watchers.identity`.
    """
    return [found[place] for place in await unseen_at(tx, [(source, item) for item in found])]


async def unseen_at(tx: Tx, found: Sequence[tuple[Source, Item]]) -> list[int]:
    """The same of items of several sources: their places among those asked for."""
    wanted = [item_keys(item, source.publisher) for source, item in found]
    index = _Index()
    for some in _by_publishers(wanted):
        for seen in await _alike(tx, some):
            index.add(seen)
    fresh: list[int] = []
    for place, keys in enumerate(wanted):
        if not index.holds(keys):
            index.add(keys)
            fresh.append(place)
    return fresh


async def add(
    tx: Tx,
    source: Source,
    item: Item,
    state: ItemState,
    at: dt.datetime,
    *,
    on_first_poll: bool = False,
) -> int:
    """Keep an item; answers its id."""
    statement = insert(items).values(**_row(source, item, state, at, on_first_poll))
    made: int = (await tx.connection.scalars(statement.returning(items.c.id))).one()
    return made


async def add_done(tx: Tx, found: Sequence[tuple[Source, Item]], at: dt.datetime) -> list[int]:
    """Keep many items of several sources as read to their end; answers their ids, in order."""
    # Asked for once they are there: answered by an insert of many they come in any order.
    last = await tx.connection.scalar(select(func.max(items.c.id))) or 0
    for some in dialect.batches(found):
        rows = [_row(source, item, ItemState.DONE, at, False) for source, item in some]
        await tx.connection.execute(insert(items), rows)
    made = await tx.connection.execute(select(items.c.id, *_KEYS).where(items.c.id > last))
    ids = {ItemKeys(*keys): item_id for item_id, *keys in made}
    return [ids[item_keys(item, source.publisher)] for source, item in found]


async def add_new(
    tx: Tx, source: Source, found: Sequence[Item], at: dt.datetime, *, on_first_poll: bool
) -> None:
    """Keep many items as new, in one statement: one by one they cost ten times as much."""
    if found:
        rows = [_row(source, item, ItemState.NEW, at, on_first_poll) for item in found]
        await tx.connection.execute(insert(items), rows)


def _row(
    source: Source, item: Item, state: ItemState, at: dt.datetime, on_first_poll: bool
) -> dict[str, Any]:
    keys = item_keys(item, source.publisher)
    return {
        "source_id": source.id,
        "publisher": keys.publisher,
        "link_key": keys.link,
        "guid_key": keys.guid,
        "title_key": keys.title,
        "day": keys.day,
        "state": state.value,
        "found_at": at,
        "on_first_poll": on_first_poll,
        "done_at": at if state in {ItemState.DONE, ItemState.FAILED} else None,
        "next_try_at": at if state is ItemState.WAITING_ARTICLE else None,
        "content": codec.dumps(item),
    }


async def get(tx: Tx, item_id: int) -> StoredItem | None:
    """One item, None where there is none."""
    row = (await tx.connection.execute(select(items).where(items.c.id == item_id))).first()
    return None if row is None else stored_item(row)


async def unread(tx: Tx, source_id: str, now: dt.datetime, limit: int) -> list[StoredItem]:
    """A source's items that are to be read now: new ones, and those whose article is due."""
    asked = (
        select(items)
        .where(items.c.source_id == source_id, _is_unread(now))
        .order_by(items.c.id)
        .limit(limit)
    )
    return [stored_item(row) for row in await tx.connection.execute(asked)]


async def sources_unread(tx: Tx, now: dt.datetime) -> list[str]:
    """The sources that have items to read now."""
    asked = select(items.c.source_id).where(_is_unread(now)).distinct()
    return sorted((await tx.connection.scalars(asked)).all())


async def set_waiting(
    tx: Tx, item_id: int, tried_at: dt.datetime, next_try_at: dt.datetime, reason: str = ""
) -> None:
    """The article was asked for and not had: ask again at `next_try_at`."""
    await tx.connection.execute(
        update(items)
        .where(items.c.id == item_id)
        .values(
            state=ItemState.WAITING_ARTICLE.value,
            tries=items.c.tries + 1,
            first_tried_at=func.coalesce(
                items.c.first_tried_at, literal(tried_at, items.c.first_tried_at.type)
            ),
            next_try_at=next_try_at,
            reason=reason,
        )
    )


async def set_done(tx: Tx, item_id: int, at: dt.datetime) -> None:
    """The item was read to its end."""
    await _finish(tx, item_id, ItemState.DONE, at, "")


async def set_failed(tx: Tx, item_id: int, reason: str, at: dt.datetime) -> None:
    """Reading the item raised; the rest goes on."""
    await _finish(tx, item_id, ItemState.FAILED, at, reason)


async def counts(tx: Tx) -> dict[ItemState, int]:
    """How many items stand where; states without items count 0."""
    asked = select(items.c.state, func.count()).group_by(items.c.state)
    found = {ItemState(state): count for state, count in await tx.connection.execute(asked)}
    return {state: found.get(state, 0) for state in ItemState}


async def failed(tx: Tx, limit: int = 20) -> list[StoredItem]:
    """The items that failed, newest first."""
    asked = (
        select(items)
        .where(items.c.state == ItemState.FAILED.value)
        .order_by(items.c.id.desc())
        .limit(limit)
    )
    return [stored_item(row) for row in await tx.connection.execute(asked)]


async def retry_failed(tx: Tx) -> int:
    """Make all failed items new again; returns how many there were."""
    again = (
        update(items)
        .where(items.c.state == ItemState.FAILED.value)
        .values(state=ItemState.NEW.value, done_at=None, reason="")
        .returning(items.c.id)
    )
    return len((await tx.connection.execute(again)).all())


async def _finish(tx: Tx, item_id: int, state: ItemState, at: dt.datetime, reason: str) -> None:
    await tx.connection.execute(
        update(items)
        .where(items.c.id == item_id)
        .values(state=state.value, done_at=at, reason=reason, next_try_at=None)
    )


def _by_publishers(wanted: Sequence[ItemKeys]) -> Iterator[Sequence[ItemKeys]]:
    """The keys of a few publishers at a time, as many as one statement takes."""
    by_publisher: dict[str, list[ItemKeys]] = {}
    for keys in wanted:
        by_publisher.setdefault(keys.publisher, []).append(keys)
    every = list(by_publisher.values())
    for start in range(0, len(every), PUBLISHERS):
        yield from dialect.batches(list(chain.from_iterable(every[start : start + PUBLISHERS])))


async def _alike(tx: Tx, wanted: Sequence[ItemKeys]) -> list[ItemKeys]:
    """What the store holds that shares at least one name with any of these."""
    publishers = {keys.publisher for keys in wanted}
    links = [keys.link for keys in wanted if keys.link is not None]
    guids = [keys.guid for keys in wanted if keys.guid is not None]
    titles = [keys.title for keys in wanted if keys.title is not None]
    is_theirs = items.c.publisher.in_(publishers)
    asked = select(*_KEYS).where(
        or_(
            items.c.link_key.in_(links),
            and_(is_theirs, items.c.guid_key.in_(guids)),
            and_(is_theirs, items.c.title_key.in_(titles), _is_near(wanted)),
        )
    )
    return [ItemKeys(*row) for row in await tx.connection.execute(asked)]


def _is_near(wanted: Sequence[ItemKeys]) -> ColumnElement[bool]:
    days = [keys.day for keys in wanted if keys.day is not None]
    if len(days) < len(wanted):
        return true()
    between = items.c.day.between(min(days) - TITLE_WINDOW, max(days) + TITLE_WINDOW)
    return or_(items.c.day.is_(None), between)


def _is_unread(now: dt.datetime) -> ColumnElement[bool]:
    new, waiting = ItemState.NEW.value, ItemState.WAITING_ARTICLE.value
    return and_(
        # Said apart, for the index: most items are done, and need not be looked at.
        items.c.state.in_([new, waiting]),
        or_(items.c.state == new, items.c.next_try_at <= now),
    )


class _Index:
    """Known items by each of their names, so that a long feed is not compared pairwise."""

    def __init__(self) -> None:
        self._by_name: dict[tuple[str, str], list[ItemKeys]] = {}

    def add(self, keys: ItemKeys) -> None:
        for name in self._names(keys):
            self._by_name.setdefault(name, []).append(keys)

    def holds(self, keys: ItemKeys) -> bool:
        return any(
            is_same(keys, other)
            for name in self._names(keys)
            for other in self._by_name.get(name, ())
        )

    @staticmethod
    def _names(keys: ItemKeys) -> list[tuple[str, str]]:
        pairs = (("link", keys.link), ("guid", keys.guid), ("title", keys.title))
        return [(sort, name) for sort, name in pairs if name is not None]


def stored_item(row: Row[Any]) -> StoredItem:
    """An item from a row that has its columns."""
    return StoredItem(
        id=row.id,
        source_id=row.source_id,
        item=codec.loads(Item, row.content),
        state=ItemState(row.state),
        found_at=row.found_at,
        on_first_poll=row.on_first_poll,
        reason=row.reason,
        tries=row.tries,
        first_tried_at=row.first_tried_at,
        next_try_at=row.next_try_at,
    )


async def last_of_sources(tx: Tx) -> dict[str, LastItem]:
    """The item that each source showed last, by source id."""
    # By the id, which an index beside the source's holds: no row but the last is read.
    last = select(func.max(items.c.id)).group_by(items.c.source_id)
    asked = select(items.c.source_id, items.c.found_at, items.c.content)
    rows = await tx.connection.execute(asked.where(items.c.id.in_(last)))
    return {
        row.source_id: LastItem(row.found_at, codec.loads(Item, row.content).title) for row in rows
    }
