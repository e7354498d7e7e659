"""One lane a chat: what one person types is answered in order, and no chat waits for another."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import structlog

from bot.model import ChatAddress

MAX_WAITING = 20
"""Requests of one chat that may wait; more are dropped, since somebody is flooding."""

_log = structlog.get_logger(__name__)


class Lanes:
    """Runs work in order within a chat and side by side across chats."""

    def __init__(self) -> None:
        self._tails: dict[str, asyncio.Task[None]] = {}
        self._waiting: Counter[str] = Counter()

    def submit(self, address: ChatAddress, work: Callable[[], Awaitable[object]]) -> bool:
        """Run `work` after what the chat asked before; False where too much is waiting."""
        lane = f"{address.platform}:{address.chat}"
        if self._waiting[lane] >= MAX_WAITING:
            _log.warning("chat_is_flooding", platform=address.platform, chat=address.chat)
            return False
        self._waiting[lane] += 1
        task = asyncio.create_task(self._run(lane, self._tails.get(lane), work))
        self._tails[lane] = task
        task.add_done_callback(lambda done: self._ended(lane, done))
        return True

    async def close(self, timeout_s: float) -> None:
        """Let what is running end for so long, then cancel it."""
        tasks = list(self._tails.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=timeout_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _run(
        self,
        lane: str,
        before: asyncio.Task[None] | None,
        work: Callable[[], Awaitable[object]],
    ) -> None:
        if before is not None:
            await asyncio.wait({before})
        try:
            await work()
        except Exception:
            # The loop's edge: one question that fails must not silence the chat.
            _log.exception("answer_failed", lane=lane)

    def _ended(self, lane: str, task: asyncio.Task[None]) -> None:
        self._waiting[lane] -= 1
        if self._waiting[lane] <= 0:
            del self._waiting[lane]
        if self._tails.get(lane) is task:
            del self._tails[lane]
