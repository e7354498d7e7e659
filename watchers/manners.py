"""One request at a time to a host, with a pause between: a queue for each host.

Waiting for one's turn does not count against the time a request may take, but it has its own
bound, so that nobody waits for ever behind a slow host.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from watchers.clocks import SystemStopwatch
from watchers.ports import Stopwatch

MAX_REMEMBERED = 1_000
"""Hosts whose last request is remembered; idle ones are forgotten beyond it."""


MAX_HOLD_S = 2 * 24 * 3_600.0
"""A host that asks to be left alone for longer is asked again all the same."""


class TurnTimeoutError(Exception):
    """A host's queue did not reach this caller in time."""


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    left_at: float = -math.inf
    """When its last turn ended, by the stopwatch."""
    users: int = 0
    gap_s: float = 0.0
    """What this host wants, where that is more than what all get."""
    held_until: float = -math.inf
    """Until when it asked to be left alone, by the stopwatch."""


class HostTurns:
    """Gives out turns.

    Args:
        gap_s: the least time between the end of a request to a host and the next one's start;
            `widen` makes it longer for one host.
        max_wait_s: the longest a caller waits for its turn.
        stopwatch: measures the gaps; the longest wait is real time in any case.
    """

    def __init__(
        self, gap_s: float, max_wait_s: float, stopwatch: Stopwatch | None = None
    ) -> None:
        self._gap_s = gap_s
        self._max_wait_s = max_wait_s
        self._stopwatch = stopwatch or SystemStopwatch()
        self._hosts: dict[str, _Host] = {}

    @property
    def remembered(self) -> int:
        """How many hosts are remembered."""
        return len(self._hosts)

    def widen(self, host: str, gap_s: float) -> None:
        """Keeps at least such a pause at a host from now on: the widest it was asked for."""
        if gap_s > self._gap_s:
            entry = self._hosts.setdefault(host, _Host())
            entry.gap_s = max(entry.gap_s, gap_s)

    def hold(self, host: str, wait_s: float) -> None:
        """Leaves a host alone for so long, whichever source asks for it: `MAX_HOLD_S` at most."""
        entry = self._hosts.setdefault(host, _Host())
        until = self._stopwatch.seconds() + min(wait_s, MAX_HOLD_S)
        entry.held_until = max(entry.held_until, until)

    def held_s(self, host: str) -> float:
        """For how many seconds from now a host is to be left alone; 0 where it is not."""
        entry = self._hosts.get(host)
        return max(0.0, entry.held_until - self._stopwatch.seconds()) if entry else 0.0

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Holds a host's only turn. Raises TurnTimeoutError."""
        entry = self._hosts.setdefault(host, _Host())
        entry.users += 1
        try:
            await self._enter(entry)
            try:
                yield
            finally:
                entry.left_at = self._stopwatch.seconds()
                entry.lock.release()
        finally:
            entry.users -= 1
            self._forget_idle()

    async def _enter(self, entry: _Host) -> None:
        # A lock that was just let go is free, and may have others before us all the same.
        if entry.users > 1:
            try:
                async with asyncio.timeout(self._max_wait_s):
                    await entry.lock.acquire()
            except TimeoutError as error:
                raise TurnTimeoutError from error
        else:
            # Nobody else wants it: taken at once.
            await entry.lock.acquire()
        # Reckoned now: the last turn may have been for the robots.txt that asks for a longer gap.
        if (wait_s := self._free_at(entry) - self._stopwatch.seconds()) <= 0:
            return
        try:
            await self._stopwatch.sleep(wait_s)
        except BaseException:
            entry.lock.release()
            raise

    def _free_at(self, entry: _Host) -> float:
        return entry.left_at + max(self._gap_s, entry.gap_s)

    def _forget_idle(self) -> None:
        if len(self._hosts) <= MAX_REMEMBERED:
            return
        now = self._stopwatch.seconds()
        for name, entry in list(self._hosts.items()):
            is_free = max(self._free_at(entry), entry.held_until) <= now
            if entry.users == 0 and is_free and not entry.gap_s:
                del self._hosts[name]
