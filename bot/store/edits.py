"""Messages that were sent and have a newer wording: edited in silence, never sent anew.

There is one row a message, the newest wording wins, and it stays until it is shown or given up.
A crash between the edit and its record repeats the edit, which changes nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update

from bot import codec
from bot.model import Alert, ChatAddress, DeliveryState, Message, Platform
from bot.store import dialect
from bot.store.store import Tx
from bot.store.tables import alerts, deliveries, edits
from bot.store.tables import chats as chat_table

WINDOW = dt.timedelta(days=7)
"""Older messages are left as they are: nobody looks back so far, and platforms refuse in time.
(Telegram's 48 hours are for deleting, and for editing what the bot did not send itself: Bot API,
deleteMessage and editMessageText. Slack closes the window that the workspace sets: chat.update,
edit_window_closed.)"""


@dataclass(frozen=True, slots=True)
class Edit:
    """One message to be edited."""

    delivery: int
    address: ChatAddress
    message: Message
    message_id: str
    """The platform's, of what was sent."""
    attempts: int
    """How often it was tried before."""


async def newest_alert(tx: Tx, act: str, event_id: str) -> Alert | None:
    """The alert that last told of an event of an act; None where none did."""
    asked = select(alerts.c.content).where(alerts.c.act == act)
    asked = asked.order_by(alerts.c.created_at.desc(), alerts.c.revision.desc())
    for content in await tx.connection.scalars(asked):
        alert = codec.loads(Alert, content)
        if any(change.event.id == event_id for change in alert.changes):
            return alert
    return None


async def put(tx: Tx, alert: Alert, message: Message, at: dt.datetime) -> int:
    """Let every message of an alert say this instead; how many are to be edited.

    What was not sent yet is sent so at once. What says so already, or is too old, is left alone.
    `at` is the wall's time: from then on it may be edited.
    """
    text = codec.dumps(message)
    await tx.connection.execute(
        update(alerts).where(alerts.c.id == alert.id).values(content=codec.dumps(alert))
    )
    of_alert = deliveries.c.alert_id == alert.id
    await tx.connection.execute(
        update(deliveries)
        .where(of_alert, deliveries.c.state == DeliveryState.PENDING.value)
        .values(message=text)
    )
    is_shown = (deliveries.c.state == DeliveryState.SENDING.value) | (
        (deliveries.c.state == DeliveryState.SENT.value) & (deliveries.c.sent_at >= at - WINDOW)
    )
    asked = select(deliveries.c.id, deliveries.c.message).where(of_alert, is_shown)
    rows = list(await tx.connection.execute(asked))
    # A wording that is no more wanted must not arrive after one that is shown already.
    stale = [row.id for row in rows if row.message == text]
    await tx.connection.execute(delete(edits).where(edits.c.delivery_id.in_(stale)))
    wanted = [_row(row.id, text, at) for row in rows if row.message != text]
    if wanted:
        await tx.connection.execute(dialect.upsert(tx.connection, edits, ["delivery_id"]), wanted)
    return len(wanted)


async def due(tx: Tx, platform: Platform, now: dt.datetime, limit: int) -> list[Edit]:
    """What can be edited now, oldest first."""
    asked = _sent(
        select(
            edits,
            deliveries.c.message_id,
            chat_table.c.platform,
            chat_table.c.chat,
            chat_table.c.thread,
        ),
        platform,
    )
    asked = asked.where(edits.c.due_at <= now).order_by(edits.c.delivery_id).limit(limit)
    return [
        Edit(
            row.delivery_id,
            ChatAddress(Platform(row.platform), row.chat, row.thread or None),
            codec.loads(Message, row.message),
            row.message_id,
            row.attempts,
        )
        for row in await tx.connection.execute(asked)
    ]


async def next_due(tx: Tx, platform: Platform) -> dt.datetime | None:
    """When the next message can be edited; None where nothing waits."""
    asked = select(func.min(edits.c.due_at, type_=edits.c.due_at.type))
    found: dt.datetime | None = await tx.connection.scalar(_sent(asked, platform))
    return found


async def mark_shown(tx: Tx, edit: Edit) -> None:
    """It says so now; a wording that came meanwhile goes on waiting."""
    text = codec.dumps(edit.message)
    await tx.connection.execute(
        update(deliveries).where(deliveries.c.id == edit.delivery).values(message=text)
    )
    await drop(tx, edit)


async def drop(tx: Tx, edit: Edit) -> None:
    """It waits no more; a wording that came meanwhile does."""
    await tx.connection.execute(delete(edits).where(_is(edit)))


async def retry_at(tx: Tx, edit: Edit, when: dt.datetime, attempts: int) -> None:
    """It waits until `when`."""
    await tx.connection.execute(
        update(edits).where(_is(edit)).values(due_at=when, attempts=attempts)
    )


def _is(edit: Edit) -> ColumnElement[bool]:
    return (edits.c.delivery_id == edit.delivery) & (edits.c.message == codec.dumps(edit.message))


def _sent(asked: Select[Any], platform: Platform) -> Select[Any]:
    """Only of messages that have arrived, in chats that may be written to."""
    return (
        asked.select_from(edits)
        .join(deliveries, deliveries.c.id == edits.c.delivery_id)
        .join(chat_table, chat_table.c.id == deliveries.c.chat_id)
        .where(
            deliveries.c.platform == platform.value,
            deliveries.c.state == DeliveryState.SENT.value,
            deliveries.c.message_id.is_not(None),
            chat_table.c.suspended.is_(None),
        )
    )


def _row(delivery: int, text: str, at: dt.datetime) -> dict[str, object]:
    return {"delivery_id": delivery, "message": text, "due_at": at, "attempts": 0}
