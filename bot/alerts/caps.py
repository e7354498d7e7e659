"""How many acts one source may have announced in an hour, and what is done with the rest.

A source whose pages changed their addresses, or whose reader went wrong, suddenly yields acts by
the dozen. What is over the cap is taken as unsure (docs/decisions/007-too-many-alerts.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import structlog

from bot.lines import bold, line, said
from bot.model import Alert, ChatAddress
from bot.store import Tx, deliveries, meta
from watchers.matching import PUBLISH_THRESHOLD
from watchers.model import Report

MOST_ACTS = 10
"""The shipped history has no day on which one ministry did more than a few things at once: an
act that touches many hosts counts once. Ten an hour leave room for a day of news."""
WINDOW = dt.timedelta(hours=1)
OVER_CAP = "its source announced too much within an hour"
log = structlog.get_logger()


class AlertCap:
    """Counts what each source had announced within the last hour, in the store.

    Args:
        operators: the chat that is told, once an hour and source; None: the log alone is.
    """

    def __init__(self, operators: ChatAddress | None = None) -> None:
        self._operators = operators

    async def is_over(self, tx: Tx, source_id: str, now: dt.datetime) -> bool:
        """Whether a source has had all it may have announced for now."""
        return len(await _announced(tx, source_id, now)) >= MOST_ACTS

    async def note(self, tx: Tx, source_id: str, acts: int, now: dt.datetime) -> None:
        """A source has so many acts more announced."""
        times = [*await _announced(tx, source_id, now), *[now] * acts]
        await meta.put(tx, _key(source_id), "\n".join(each.isoformat() for each in times))

    async def tell(self, tx: Tx, source_id: str, now: dt.datetime, due: dt.datetime) -> int:
        """Tell the operators that a source is over its cap; 1 where that is new."""
        began = (await _announced(tx, source_id, now))[0]
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


def _key(source_id: str) -> str:
    return f"announced:{source_id}"


async def _announced(tx: Tx, source_id: str, now: dt.datetime) -> list[dt.datetime]:
    """When the source's acts within the last hour were announced, oldest first."""
    kept = await meta.get(tx, _key(source_id))
    times = [dt.datetime.fromisoformat(each) for each in kept.split("\n")] if kept else []
    return [each for each in times if each > now - WINDOW]


def doubted(reports: Iterable[Report]) -> tuple[Report, ...]:
    """The reports with what would be told taken as unsure."""
    return tuple(_doubted(each) if each.alert else each for each in reports)


def _doubted(report: Report) -> Report:
    # The middle band ends just below what is sure enough to be told.
    confidence = min(report.confidence, PUBLISH_THRESHOLD - 0.01)
    reasons = (*report.reasons, OVER_CAP)
    return replace(report, alert=False, confidence=confidence, reasons=reasons)
