"""Sending an answer to whoever asked: tried again for a short while, then let go.

An answer is worth little once its moment has passed, so it is no delivery and keeps no row; the
person can ask again. Alerts never come this way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.alerts.ports import Courier, Failure, FailureReason, Sent
from bot.chat.buttons import Press
from bot.model import ChatAddress, Message

TRIES = 3
LONGEST_WAIT_S = 30.0
_FIRST_WAIT_S = 1.0

SuspendedHook = Callable[[ChatAddress, str], Awaitable[None]]
"""Called with the reason when a chat has shut the bot out: its subscriptions stay."""
ReturnedHook = Callable[[ChatAddress], Awaitable[None]]
"""Called when the bot may write to a chat again."""

_log = structlog.get_logger(__name__)


async def ignore(address: ChatAddress, reason: str) -> None:
    """The hook of those who need not hear of suspensions."""


async def ignore_return(address: ChatAddress) -> None:
    """The hook of those who need not hear of returns."""


async def reply(
    courier: Courier, message: Message, to: ChatAddress, on_suspended: SuspendedHook = ignore
) -> Sent | Failure:
    """Send an answer, waiting out floods and outages of up to half a minute; the last outcome."""
    outcome = await _insisted(lambda: courier.send(message, to))
    if isinstance(outcome, Failure):
        await _give_up(outcome, to, on_suspended)
    return outcome


async def take_place(
    courier: Courier, message: Message, press: Press, on_suspended: SuspendedHook = ignore
) -> Sent | Failure:
    """Answer a press: in the place of its message, else, or where that is gone, as a new one."""
    if press.in_place and message.replaces:
        outcome = await _insisted(lambda: courier.edit(message, press.address, press.message_id))
        if isinstance(outcome, Sent):
            return outcome
    return await reply(courier, message, press.address, on_suspended)


async def _insisted(attempt: Callable[[], Awaitable[Sent | Failure]]) -> Sent | Failure:
    """The outcome, after floods and outages of up to half a minute were waited out."""
    outcome = await attempt()
    for tried in range(1, TRIES):
        wait_s = _wait_s(outcome, tried)
        if wait_s is None:
            break
        await asyncio.sleep(wait_s)
        outcome = await attempt()
    return outcome


def _wait_s(outcome: Sent | Failure, tried: int) -> float | None:
    """How long to wait before the next try; None where there is none."""
    if isinstance(outcome, Sent) or not outcome.is_retryable:
        return None
    if outcome.reason is FailureReason.CREDENTIAL:
        return None
    wait_s = outcome.retry_after_s or _FIRST_WAIT_S * 2 ** (tried - 1)
    return wait_s if wait_s <= LONGEST_WAIT_S else None


async def _give_up(failure: Failure, to: ChatAddress, on_suspended: SuspendedHook) -> None:
    _log.warning(
        "answer_not_sent",
        platform=to.platform,
        chat=to.chat,
        reason=failure.reason,
        detail=failure.detail,
    )
    if failure.reason in {FailureReason.FORBIDDEN, FailureReason.GONE}:
        await on_suspended(to, failure.detail)
