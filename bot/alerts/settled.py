"""What a decision is answered with: in the place of the question, for everybody to see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.alerts.asking import reading
from bot.ledger.decide import decided_report
from bot.lines import block, bold, line
from bot.model import Block, Change, Decision, Message, Span, Verdict
from bot.store import StoredItem, StoredReport
from bot.wording import Wording
from config.model import Catalog

_DONE = {
    Verdict.CONFIRM: "Confirmed",
    Verdict.CORRECT: "Confirmed as edited",
    Verdict.REJECT: "Rejected",
    Verdict.SAME_AS: "The same as an event of the ledger",
    Verdict.ANSWERED: "Answered by the ledger",
}
"""Of reports."""
_AMENDED = {
    Verdict.ADD: "Added",
    Verdict.CORRECT: "Corrected",
    Verdict.RETRACT: "Retracted",
}
"""Of events."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of a decision."""

    decision: Decision
    """The one that holds: where another editor was first, theirs."""
    is_first: bool
    change: Change | None = None
    """What it did to the ledger; None where that stays as it was."""
    told: int = 0
    """How many chats are told."""


def decided(
    kept: StoredReport, item: StoredItem, publisher: str, settled: Settled, catalog: Catalog
) -> Message:
    """The report as it was decided, by whom and when; no buttons any more."""
    read = decided_report(kept.report, settled.decision) or kept.report
    told, source = reading(read, item, publisher, catalog)
    decision = settled.decision
    heading = _heading(decision, _DONE[decision.verdict], is_first=settled.is_first)
    return Message((block(line(*heading)), told, source, *_effect(settled)))


def amended(settled: Settled, catalog: Catalog) -> Message:
    """What an editor added, corrected or retracted, or who was first to do so."""
    decision, change, wording = settled.decision, settled.change, Wording(catalog)
    done = _AMENDED[decision.verdict]
    if not settled.is_first or change is None:
        return Message((block(line(*_heading(decision, done, is_first=False))),))
    event = change.event
    what = f"{wording.host(event.host)}: {wording.happening(event)}, {event.happened}"
    return Message((block(line(bold(f"{done}: "), what)), *_effect(settled)))


def _heading(decision: Decision, done: str, *, is_first: bool) -> tuple[str | Span, ...]:
    who = "" if decision.verdict is Verdict.ANSWERED else f" by {decision.by or 'an editor'}"
    by = f"{who}, {_minute(decision.at)}"
    return (bold(done), by) if is_first else (bold("Decided already: "), f"{done}{by}")


def _effect(settled: Settled) -> tuple[Block, ...]:
    if settled.decision.verdict is Verdict.ANSWERED:
        return (
            block(f"What it says stands in the ledger by now, as {settled.decision.same_as}."),
        )
    if not settled.is_first or settled.decision.verdict is Verdict.REJECT:
        return ()
    if settled.change is None:
        return (block("It has no place in the ledger, which stays as it was."),)
    chats = "1 chat" if settled.told == 1 else f"{settled.told} chats"
    return (block(f"In the ledger as {settled.change.event.id}; told to {chats}."),)


def _minute(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
