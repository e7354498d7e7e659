"""What alerts need from a chat platform."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.model import ChatAddress, Message, Platform


class FailureReason(StrEnum):
    """Why a send did not succeed; the same word feeds the log, the metric and the operator."""

    FLOOD = "flood"
    """429: wait `retry_after_s`."""
    NETWORK = "network"
    """No answer, 5xx, time-out; it may have arrived."""
    FORBIDDEN = "forbidden"
    """Blocked, kicked, archived: suspend the chat, keep its subscriptions."""
    GONE = "gone"
    """The chat does not exist any more."""
    MOVED = "moved"
    """The chat has a new id: `moved_to`."""
    REJECTED = "rejected"
    """The platform will not take this message, even as plain text."""
    CREDENTIAL = "credential"
    """The token itself is refused."""


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; `message_id` edits it later."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Failure:
    """It did not."""

    reason: FailureReason
    detail: str = ""
    retry_after_s: float | None = None
    moved_to: ChatAddress | None = None

    @property
    def is_retryable(self) -> bool:
        """True where the same send may succeed later."""
        return self.reason in {
            FailureReason.FLOOD,
            FailureReason.NETWORK,
            FailureReason.CREDENTIAL,
        }


class Courier(Protocol):
    """Carries messages to one platform. Never raises for what the platform answers."""

    platform: Platform

    async def send(self, message: Message, to: ChatAddress) -> Sent | Failure: ...

    async def edit(self, message: Message, to: ChatAddress, message_id: str) -> Sent | Failure: ...
