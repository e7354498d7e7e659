"""Single values by key: what the store remembers about itself."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.store import dialect
from bot.store.store import Tx
from bot.store.tables import meta


async def get(tx: Tx, key: str) -> str | None:
    """The value, None where it was never set."""
    value: str | None = await tx.connection.scalar(select(meta.c.value).where(meta.c.key == key))
    return value


async def put(tx: Tx, key: str, value: str) -> None:
    """Set or replace the value."""
    statement = dialect.upsert(tx.connection, meta, ["key"])
    await tx.connection.execute(statement.values(key=key, value=value))


async def drop(tx: Tx, key: str) -> None:
    """Forget the value, if there is one."""
    await tx.connection.execute(delete(meta).where(meta.c.key == key))
