"""Clocks: the real ones, and one that starts elsewhere or runs faster."""

from __future__ import annotations

import asyncio
import datetime as dt
import time


class SystemClock:
    """The machine's time, aware UTC."""

    def now(self) -> dt.datetime:
        """The present."""
        return dt.datetime.now(dt.UTC)


class SystemStopwatch:
    """The machine's own seconds, which no setting of its clock moves."""

    def seconds(self) -> float:
        """Seconds since some moment in the past."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let so much time pass."""
        await asyncio.sleep(seconds)


class ShiftedClock:
    """A clock that started at `start` when it was made and runs `rate` times as fast.

    Used by MISSIONWATCH_NOW, the demo and tests.
    """

    def __init__(self, start: dt.datetime, rate: float = 1.0) -> None:
        self._start = start.astimezone(dt.UTC)
        self._rate = rate
        self._until: dt.datetime | None = None
        self._made_at = time.monotonic()

    def now(self) -> dt.datetime:
        """The present, as this clock has it."""
        elapsed_s = (time.monotonic() - self._made_at) * self._rate
        shown = self._start + dt.timedelta(seconds=elapsed_s)
        return shown if self._until is None else min(shown, self._until)

    def run_at(self, rate: float, until: dt.datetime | None = None) -> None:
        """Run so fast from now on, and stand still at a moment until told to run again."""
        self._start, self._made_at = self.now(), time.monotonic()
        self._rate, self._until = rate, until

    def wall_s_until(self, moment: dt.datetime) -> float:
        """Real seconds until this clock shows a moment; 0 when it is past."""
        return max(0.0, (moment - self.now()).total_seconds() / self._rate)
