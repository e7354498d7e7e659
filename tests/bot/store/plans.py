"""How SQLite goes about what the store asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import event

from bot.store import Store, Tx


async def plans_of(store: Store, ask: Callable[[Tx], Awaitable[object]]) -> list[str]:
    """How SQLite goes about every statement on deliveries that a function sends."""
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        asked.append((statement, parameters))

    plans = []
    async with store.write() as tx:
        raw = tx.connection.sync_connection
        event.listen(raw, "before_cursor_execute", note)
        await ask(tx)
        event.remove(raw, "before_cursor_execute", note)
        for statement, parameters in asked:
            plan = await tx.connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", parameters
            )
            plans.append(" / ".join(row["detail"] for row in plan.mappings()))
    return plans
