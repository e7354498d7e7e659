"""The engine of one process: asyncio tasks, no dependency."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import structlog

from bot.engine.ports import Handler

Job = tuple[str, str]
log = structlog.get_logger()


class LocalEngine:
    """Runs jobs in this process, at most `limits[task]` of a task at once.

    Args:
        limits: how many jobs of a task may run at the same moment (default 1).
    """

    def __init__(self, limits: Mapping[str, int]) -> None:
        self._limits = limits
        self._queues: dict[str, asyncio.Queue[Job]] = {}
        self._queued: set[Job] = set()
        self._running: set[Job] = set()
        self._again: set[Job] = set()
        self._workers: list[asyncio.Task[None]] = []
        self._idle = asyncio.Event()
        self._idle.set()

    def submit(self, task: str, key: str) -> None:
        """Ask for one job; see `bot.engine.ports.Engine` for what a repeat means."""
        job = (task, key)
        if job in self._running:
            self._again.add(job)
            return
        if job in self._queued:
            return
        self._queued.add(job)
        self._idle.clear()
        self._queue(task).put_nowait(job)

    async def run(self, handlers: Mapping[str, Handler]) -> None:
        """Work until closed."""
        for task, handler in handlers.items():
            for _ in range(self._limits.get(task, 1)):
                worker = asyncio.create_task(self._work(task, handler), name=f"engine:{task}")
                self._workers.append(worker)
        await asyncio.gather(*self._workers, return_exceptions=True)

    async def idle(self) -> None:
        """Return once nothing is queued or running."""
        await self._idle.wait()

    async def close(self) -> None:
        """Stop at once; what was running is cancelled and found due again at the next start."""
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        self._workers.clear()

    def _queue(self, task: str) -> asyncio.Queue[Job]:
        return self._queues.setdefault(task, asyncio.Queue())

    async def _work(self, task: str, handler: Handler) -> None:
        queue = self._queue(task)
        while True:
            job = await queue.get()
            self._queued.discard(job)
            self._running.add(job)
            try:
                await handler(job[1])
            except Exception:
                # The loop's edge: one job's failure must not stop the next. The tables still
                # hold what was due, so the next tick submits it again.
                log.exception("job_failed", task=job[0], key=job[1])
            finally:
                self._finish(job)

    def _finish(self, job: Job) -> None:
        self._running.discard(job)
        if job in self._again:
            self._again.discard(job)
            self.submit(*job)
        if not self._queued and not self._running:
            self._idle.set()
