"""What becomes of a delivery after a send: a pure decision over the platform's answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.alerts.ports import Failure, FailureReason, Sent
from bot.model import ChatAddress

FIRST_RETRY_S = 2.0
LONGEST_RETRY_S = 900.0


class Step(StrEnum):
    """What to write down."""

    SENT = "sent"
    RETRY = "retry"
    GIVE_UP = "give_up"
    SUSPEND = "suspend"
    """The chat does not want us: stop, but keep its subscriptions."""
    MOVE = "move"
    """The chat has a new id: rewrite it and send there."""
    HALT = "halt"
    """The token is refused: nothing can be sent until an operator acts; lose nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A step, with what it needs."""

    step: Step
    reason: str = ""
    wait_s: float = 0.0
    message_id: str = ""
    moved_to: ChatAddress | None = None


def backoff_s(attempts: int) -> float:
    """Seconds before the next try: 2, 4, 8 … at most 15 minutes."""
    return float(min(FIRST_RETRY_S * 2 ** min(attempts, 20), LONGEST_RETRY_S))


def judge_edit(outcome: Sent | Failure, attempts: int) -> Verdict:
    """Decide what an edit's outcome means: as `judge`, but what is refused is let go.

    A chat is suspended by what it does to messages; an edit is only a nicety.
    """
    verdict = judge(outcome, attempts)
    if verdict.step is Step.SUSPEND:
        return Verdict(Step.GIVE_UP, verdict.reason)
    return verdict


def judge(outcome: Sent | Failure, attempts: int) -> Verdict:
    """Decide what a send's outcome means for its delivery.

    A flood or network failure is retried without end, since the first promise is that no alert
    is lost; only what can never arrive is given up.
    """
    if isinstance(outcome, Sent):
        return Verdict(Step.SENT, message_id=outcome.message_id)
    reason = f"{outcome.reason}: {outcome.detail}" if outcome.detail else str(outcome.reason)
    match outcome.reason:
        case FailureReason.FLOOD:
            return Verdict(Step.RETRY, reason, outcome.retry_after_s or backoff_s(attempts))
        case FailureReason.NETWORK:
            return Verdict(Step.RETRY, reason, outcome.retry_after_s or backoff_s(attempts))
        case FailureReason.CREDENTIAL:
            return Verdict(Step.HALT, reason, LONGEST_RETRY_S)
        case FailureReason.FORBIDDEN | FailureReason.GONE:
            return Verdict(Step.SUSPEND, reason)
        case FailureReason.MOVED if outcome.moved_to is not None:
            return Verdict(Step.MOVE, reason, moved_to=outcome.moved_to)
        case _:
            return Verdict(Step.GIVE_UP, reason)
