"""What editors were asked and have not decided yet.

A question is an alert whose act is the subject of the decision it waits for ("report:17"). It
holds the change that the report would make.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import exists, select

from bot import codec
from bot.model import Alert, Event
from bot.store.store import Tx
from bot.store.tables import alerts, decisions


async def waiting(tx: Tx, host: str | None, since: dt.datetime) -> list[Event]:
    """The events of a host that reports asked about since then would begin or change."""
    events = [change.event for alert in await undecided(tx, since) for change in alert.changes]
    return [event for event in events if event.host == host]


async def undecided(tx: Tx, since: dt.datetime) -> list[Alert]:
    """The questions asked since then that nobody has decided, in the order they were asked."""
    asked = select(alerts.c.content).where(
        # The range of all that begins with "report:", as the index can find it.
        alerts.c.act >= "report:",
        alerts.c.act < "report;",
        alerts.c.created_at >= since,
        ~exists().where(decisions.c.subject == alerts.c.act),
    )
    asked = asked.order_by(alerts.c.created_at, alerts.c.id)
    return [codec.loads(Alert, content) for content in await tx.connection.scalars(asked)]
