"""What an engine promises: it decides who does the work, never what is due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

Handler = Callable[[str], Awaitable[None]]
"""Does one job of a task; the argument is the job's key."""


class Engine(Protocol):
    """At most one job runs per (task, key).

    A submit while the same job is queued is a no-op; a submit while it runs queues exactly one
    more run. The tables say what is due, so a lost job costs nothing: the next tick finds it.
    """

    def submit(self, task: str, key: str) -> None: ...

    async def idle(self) -> None: ...

    async def run(self, handlers: Mapping[str, Handler]) -> None: ...

    async def close(self) -> None: ...
