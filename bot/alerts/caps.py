"""How many acts one source may have announced in an hour, and what is done with the rest.

A source whose pages changed their addresses, or whose reader went wrong, suddenly yields acts by
the dozen. What is over the cap is taken as unsure (docs/decisions/007-too-many-alerts.md).
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable
from dataclasses import replace

import structlog

from bot.lines import bold, line, said
from bot.model import Alert, ChatAddress
from bot.store import Tx, deliveries
from watchers.matching import PUBLISH_THRESHOLD
from watchers.model import Report

MOST_ACTS = 10
"""The shipped history has no day on which one ministry did more than a few things at once: an
act that touches many hosts counts once. Ten an hour leave room for a day of news."""
WINDOW = dt.timedelta(hours=1)
OVER_CAP = "its source announced too much within an hour"
log = structlog.get_logger()


class AlertCap:
    """Counts what each source had announced within the last hour.

    Args:
        operators: the chat that is told, once an hour and source; None: the log alone is.
    """

    def __init__(self, operators: ChatAddress | None = None) -> None:
        self._operators = operators
        self._announced: dict[str, deque[dt.datetime]] = {}

    def is_over(self, source_id: str, now: dt.datetime) -> bool:
        """Whether a source has had all it may have announced for now."""
        times = self._announced.get(source_id)
        while times and times[0] <= now - WINDOW:
            times.popleft()
        return times is not None and len(times) >= MOST_ACTS

    def note(self, source_id: str, acts: int, now: dt.datetime) -> None:
        """A source has so many acts more announced."""
        self._announced.setdefault(source_id, deque()).extend([now] * acts)

    async def tell(self, tx: Tx, source_id: str, now: dt.datetime, due: dt.datetime) -> int:
        """Tell the operators that a source is over its cap; 1 where that is new."""
        began = self._announced[source_id][0]
        log.warning("source_over_its_cap", source=source_id, acts=MOST_ACTS)
        if self._operators is None:
            return 0
        name = f"cap:{source_id}:{began.isoformat()}"
        message = said(
            line(bold(f"{source_id}: more than {MOST_ACTS} acts within an hour")),
            "The rest is taken as unsure: editors are asked, or it is told as an unconfirmed "
            "reading, and it moves no stance. See whether the source shows old items as new "
            "(`missionwatch preview`).",
        )
        alert = Alert(name, name, 1, (), now)
        return await deliveries.add(tx, alert, message, [self._operators], due)


def doubted(reports: Iterable[Report]) -> tuple[Report, ...]:
    """The reports with what would be told taken as unsure."""
    return tuple(_doubted(each) if each.alert else each for each in reports)


def _doubted(report: Report) -> Report:
    # The middle band ends just below what is sure enough to be told.
    confidence = min(report.confidence, PUBLISH_THRESHOLD - 0.01)
    reasons = (*report.reasons, OVER_CAP)
    return replace(report, alert=False, confidence=confidence, reasons=reasons)
