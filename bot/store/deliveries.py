"""Alerts and their deliveries: the outbox.

A delivery goes pending → sending → sent | failed. `claim` takes it with a lease; a lease that
runs out, or a crash, makes it claimable again, marked `repeat` because it may have arrived.
Each chat gets its deliveries one at a time, in the order they were written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    update,
)

from bot import codec
from bot.model import Alert, ChatAddress, Delivery, DeliveryState, Message, Platform
from bot.store import chats, dialect
from bot.store.store import Tx
from bot.store.tables import alerts, deliveries
from bot.store.tables import chats as chat_table

_PENDING, _SENDING = DeliveryState.PENDING.value, DeliveryState.SENDING.value


async def add(
    tx: Tx, alert: Alert, message: Message, addresses: Collection[ChatAddress], at: dt.datetime
) -> int:
    """Write one delivery a chat, due at once; says how many are new.

    A chat that has a delivery of this alert keeps it: adding twice changes nothing.
    """
    await tx.connection.execute(
        dialect.insert_or_skip(tx.connection, alerts, ["id"]).values(
            id=alert.id,
            act=alert.act,
            revision=alert.revision,
            created_at=alert.created_at,
            content=codec.dumps(alert),
        )
    )
    ids = await chats.remember_all(tx, addresses)
    text = codec.dumps(message)
    insert = dialect.insert_or_skip(tx.connection, deliveries, ["alert_id", "chat_id"])
    before = await _count_of(tx, alert.id)
    rows = [_new_row(alert.id, ids[address], address, text, at) for address in ids]
    for some in dialect.batches(rows):
        await tx.connection.execute(insert, list(some))
    return await _count_of(tx, alert.id) - before


async def claim(
    tx: Tx, platform: Platform, owner: str, now: dt.datetime, lease_s: float, limit: int
) -> list[Delivery]:
    """Take up to `limit` deliveries to send, at most one a chat, oldest first.

    Taken are those pending and due, and those in `sending` whose lease ran out. Nobody else
    gets them before the lease ends.
    """
    asked = (
        select(deliveries.c.id)
        .join(chat_table, chat_table.c.id == deliveries.c.chat_id)
        .where(
            deliveries.c.platform == platform.value,
            _is_claimable(now),
            chat_table.c.suspended.is_(None),
            _is_first_of_its_chat(),
        )
        .order_by(deliveries.c.id)
        .limit(limit)
        # Postgres: two claimers pass each other by. SQLite has one writer and ignores it.
        .with_for_update(of=deliveries, skip_locked=True)
    )
    ids = list((await tx.connection.scalars(asked)).all())
    if ids:
        await tx.connection.execute(
            update(deliveries)
            .where(deliveries.c.id.in_(ids))
            .values(
                state=_SENDING,
                owner=owner,
                lease_until=now + dt.timedelta(seconds=lease_s),
                attempts=deliveries.c.attempts + 1,
                repeat=case((deliveries.c.state == _SENDING, true()), else_=deliveries.c.repeat),
            )
        )
    return await _fetch(tx, ids)


async def renew(tx: Tx, owner: str, now: dt.datetime, lease_s: float) -> int:
    """Lengthen the leases of what an owner is still sending; says how many."""
    statement = (
        update(deliveries)
        .where(_is_unsent(), deliveries.c.state == _SENDING, deliveries.c.owner == owner)
        .values(lease_until=now + dt.timedelta(seconds=lease_s))
    )
    return (await tx.connection.execute(statement)).rowcount


async def mark_sent(tx: Tx, delivery_id: int, message_id: str, at: dt.datetime) -> None:
    """It arrived."""
    await _set(
        tx,
        delivery_id,
        state=DeliveryState.SENT.value,
        message_id=message_id,
        sent_at=at,
        reason="",
        owner=None,
        lease_until=None,
    )


async def mark_failed(tx: Tx, delivery_id: int, reason: str) -> None:
    """It is given up on."""
    failed = DeliveryState.FAILED.value
    await _set(tx, delivery_id, state=failed, reason=reason, owner=None, lease_until=None)


async def retry_at(tx: Tx, delivery_id: int, when: dt.datetime, reason: str) -> None:
    """It waits until `when`, and with it what comes after it in its chat."""
    await _set(
        tx,
        delivery_id,
        state=_PENDING,
        due_at=when,
        reason=reason,
        owner=None,
        lease_until=None,
    )


async def put_back(tx: Tx, delivery_id: int, when: dt.datetime) -> None:
    """It was claimed but not tried (the platform's limits): due again at `when`."""
    await retry_at(tx, delivery_id, when, "within the platform's limits")
    await _set(tx, delivery_id, attempts=deliveries.c.attempts - 1)


async def release_owned_by_others(tx: Tx, now: dt.datetime) -> int:
    """At the start of the one process: what a crash left in `sending` is due again.

    Marked `repeat`, since nobody knows whether it arrived. Says how many.
    """
    statement = (
        update(deliveries)
        .where(_is_unsent(), deliveries.c.state == _SENDING)
        .values(state=_PENDING, due_at=now, repeat=True, owner=None, lease_until=None)
    )
    return (await tx.connection.execute(statement)).rowcount


async def pending(tx: Tx, platform: Platform | None = None) -> int:
    """How many are unsent and will be tried; those of suspended chats are not counted."""
    asked = (
        select(func.count())
        .select_from(deliveries)
        .join(chat_table, chat_table.c.id == deliveries.c.chat_id)
        .where(_is_unsent(), chat_table.c.suspended.is_(None))
    )
    if platform is not None:
        asked = asked.where(deliveries.c.platform == platform.value)
    return await tx.connection.scalar(asked) or 0


async def next_due(tx: Tx, platform: Platform) -> dt.datetime | None:
    """When the next delivery can be claimed; None where nothing waits."""
    ready = case(
        (deliveries.c.state == _SENDING, deliveries.c.lease_until), else_=deliveries.c.due_at
    )
    asked = (
        select(func.min(ready, type_=deliveries.c.due_at.type))
        .join(chat_table, chat_table.c.id == deliveries.c.chat_id)
        .where(
            deliveries.c.platform == platform.value,
            _is_unsent(),
            chat_table.c.suspended.is_(None),
            _is_first_of_its_chat(),
        )
    )
    found: dt.datetime | None = await tx.connection.scalar(asked)
    return found


async def failed(tx: Tx, limit: int = 20) -> list[tuple[Delivery, str]]:
    """What was given up on, newest first, with the reason."""
    asked = (
        select(deliveries.c.id, deliveries.c.reason)
        .where(deliveries.c.state == DeliveryState.FAILED.value)
        .order_by(deliveries.c.id.desc())
        .limit(limit)
    )
    reasons: dict[int, str] = {row[0]: row[1] for row in await tx.connection.execute(asked)}
    found = await _fetch(tx, list(reasons))
    return [(each, reasons[each.id]) for each in reversed(found)]


async def alert(tx: Tx, alert_id: str) -> Alert | None:
    """One alert, None where there is none."""
    content = await tx.connection.scalar(select(alerts.c.content).where(alerts.c.id == alert_id))
    return None if content is None else codec.loads(Alert, content)


async def told(tx: Tx, act: str, event_id: str) -> list[ChatAddress]:
    """The chats that were told of an event of an act, or will be, each once, oldest first."""
    asked = select(alerts.c.id, alerts.c.content).where(alerts.c.act == act)
    telling = [
        alert_id
        for alert_id, content in await tx.connection.execute(asked)
        if any(each.event.id == event_id for each in codec.loads(Alert, content).changes)
    ]
    chats_told = (
        select(chat_table.c.platform, chat_table.c.chat, chat_table.c.thread)
        .join(deliveries, deliveries.c.chat_id == chat_table.c.id)
        .where(
            deliveries.c.alert_id.in_(telling),
            deliveries.c.state != DeliveryState.FAILED.value,
        )
        .distinct()
        .order_by(chat_table.c.id)
    )
    return [
        ChatAddress(Platform(row.platform), row.chat, row.thread or None)
        for row in await tx.connection.execute(chats_told)
    ]


def _new_row(
    alert_id: str, chat_id: int, address: ChatAddress, text: str, at: dt.datetime
) -> dict[str, object]:
    return {
        "alert_id": alert_id,
        "chat_id": chat_id,
        "platform": address.platform.value,
        "message": text,
        "state": _PENDING,
        "due_at": at,
        "attempts": 0,
        "repeat": False,
        "reason": "",
    }


async def _count_of(tx: Tx, alert_id: str) -> int:
    asked = select(func.count()).where(deliveries.c.alert_id == alert_id)
    return await tx.connection.scalar(asked) or 0


async def _set(tx: Tx, delivery_id: int, **values: object) -> None:
    await tx.connection.execute(
        update(deliveries).where(deliveries.c.id == delivery_id).values(**values)
    )


async def _fetch(tx: Tx, ids: Collection[int]) -> list[Delivery]:
    asked = (
        select(
            deliveries.c.id,
            deliveries.c.alert_id,
            deliveries.c.message,
            deliveries.c.attempts,
            deliveries.c.repeat,
            chat_table.c.platform,
            chat_table.c.chat,
            chat_table.c.thread,
        )
        .join(chat_table, chat_table.c.id == deliveries.c.chat_id)
        .where(deliveries.c.id.in_(ids))
        .order_by(deliveries.c.id)
    )
    return [
        Delivery(
            id=row.id,
            alert_id=row.alert_id,
            address=ChatAddress(Platform(row.platform), row.chat, row.thread or None),
            message=codec.loads(Message, row.message),
            attempts=row.attempts,
            repeat=row.repeat,
        )
        for row in await tx.connection.execute(asked)
    ]


def _is_unsent(of: FromClause = deliveries) -> ColumnElement[bool]:
    # Written out as the partial indexes have it: with bound values the planner may not use them.
    return of.c.state.in_([literal_column(f"'{state}'") for state in (_PENDING, _SENDING)])


def _is_claimable(now: dt.datetime) -> ColumnElement[bool]:
    return and_(
        _is_unsent(),
        or_(
            and_(deliveries.c.state == _PENDING, deliveries.c.due_at <= now),
            and_(deliveries.c.state == _SENDING, deliveries.c.lease_until <= now),
        ),
    )


def _is_first_of_its_chat() -> ColumnElement[bool]:
    earlier = deliveries.alias("earlier")
    return ~exists().where(
        earlier.c.chat_id == deliveries.c.chat_id,
        earlier.c.id < deliveries.c.id,
        _is_unsent(earlier),
    )
