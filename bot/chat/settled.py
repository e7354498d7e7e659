"""What a decision is answered with: in the place of the question, for everybody to see."""

from __future__ import annotations

import datetime as dt

from bot.alerts.asking import reading
from bot.ledger.decide import decided_report
from bot.lines import block, bold, line
from bot.model import Block, Decision, Message, Span, Verdict
from bot.review import Asked, Settled
from bot.wording import Wording
from config.model import Catalog

_DONE = {
    Verdict.CONFIRM: "Confirmed",
    Verdict.CORRECT: "Confirmed as edited",
    Verdict.REJECT: "Rejected",
    Verdict.SAME_AS: "The same as an event of the ledger",
}


def decided(
    asked: Asked,
    decision: Decision,
    catalog: Catalog,
    *,
    is_first: bool,
    settled: Settled | None = None,
) -> Message:
    """The report as it was decided, by whom and when; no buttons any more.

    Args:
        decision: the one that holds; `is_first` False where it was another editor's, earlier.
    """
    read = decided_report(asked.kept.report, decision) or asked.kept.report
    told, source = reading(read, asked.item, catalog)
    return Message((block(line(*_heading(decision, is_first))), told, source, *_effect(settled)))


def amended(settled: Settled, catalog: Catalog, done: str) -> Message:
    """What an editor added, corrected or retracted."""
    change, wording = settled.change, Wording(catalog)
    if not settled.is_first or change is None:
        return Message((block(line(*_heading(settled.decision, is_first=False))),))
    event = change.event
    what = f"{wording.host(event.host)}: {wording.happening(event)}, {event.happened}"
    return Message((block(line(bold(f"{done}: "), what)), *_effect(settled)))


def _heading(decision: Decision, is_first: bool) -> tuple[str | Span, ...]:
    done = _DONE.get(decision.verdict, f"Decided ({decision.verdict})")
    by = f" by {decision.by or 'an editor'}, {_minute(decision.at)}"
    return (bold(done), by) if is_first else (bold("Decided already: "), f"{done}{by}")


def _effect(settled: Settled | None) -> tuple[Block, ...]:
    if settled is None or not settled.is_first or settled.decision.verdict is Verdict.REJECT:
        return ()
    if settled.change is None:
        return (block("It has no place in the ledger, which stays as it was."),)
    chats = "1 chat" if settled.told == 1 else f"{settled.told} chats"
    return (block(f"In the ledger as {settled.change.event.id}; told to {chats}."),)


def _minute(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
