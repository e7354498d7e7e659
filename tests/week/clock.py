"""The week's time: a clock and a stopwatch that are set, so that pauses cost nothing."""

from __future__ import annotations

import asyncio
import datetime as dt


class SimulatedTime:
    """Shows what it was set to; who sleeps sets it forward."""

    def __init__(self, start: dt.datetime) -> None:
        self._start = start
        self._at = start

    def now(self) -> dt.datetime:
        """The clock."""
        return self._at

    def seconds(self) -> float:
        """The stopwatch."""
        return (self._at - self._start).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Who sleeps at the same moment sleeps beside the others, as in real time."""
        until = self._at + dt.timedelta(seconds=seconds)
        await asyncio.sleep(0)
        self.advance_to(until)

    def advance_to(self, moment: dt.datetime) -> None:
        """Set it, never back."""
        self._at = max(self._at, moment)
