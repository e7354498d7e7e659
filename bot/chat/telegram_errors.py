"""What Telegram's errors mean for a delivery: a pure mapping, as measured with PTB 22.8.

`BadRequest` is a `NetworkError` there, so it is looked at first; a `TimedOut` may have arrived.
"""

from __future__ import annotations

import os
import re

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.alerts.ports import Failure, FailureReason
from bot.model import ChatAddress

# PTB reads this at every access: with it waits are timedeltas, without it each one warns.
os.environ.setdefault("PTB_TIMEDELTA", "1")

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{10,}")

_GONE = ("chat not found", "peer_id_invalid", "user not found", "group chat was deactivated")
_FORBIDDEN = (
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "bot is not a member",
)
_NO_THREAD = ("thread not found", "topic_closed", "topic_deleted", "topic not found")
_NOT_MARKUP = ("can't parse entities", "can't find end of the entity", "unsupported start tag")


def is_markup_error(error: TelegramError) -> bool:
    """True where the text was refused for its HTML and plain text may pass."""
    return _says(error, _NOT_MARKUP)


def is_thread_error(error: TelegramError) -> bool:
    """True where the topic is gone or closed and the chat itself may still take it."""
    return _says(error, _NO_THREAD)


def is_unchanged(error: TelegramError) -> bool:
    """True where an edit would change nothing: the message is as wanted."""
    return _says(error, ("message is not modified",))


def failure_of(error: TelegramError, to: ChatAddress) -> Failure:
    """The failure that an error means, without the token in its words."""
    detail = scrub(str(error))
    match error:
        case RetryAfter():
            return Failure(FailureReason.FLOOD, detail, retry_after_s=wait_s(error))
        case ChatMigrated():
            moved = ChatAddress(to.platform, str(error.new_chat_id))
            return Failure(FailureReason.MOVED, detail, moved_to=moved)
        case Forbidden():
            return Failure(FailureReason.FORBIDDEN, detail)
        case InvalidToken():
            return Failure(FailureReason.CREDENTIAL, detail)
        case BadRequest():
            return Failure(_of_bad_request(error), detail)
        case Conflict():
            return Failure(FailureReason.NETWORK, detail)
        case _ if "too many requests" in detail.lower():
            # A 429 with retry_after 0 reaches us as a plain network error.
            return Failure(FailureReason.FLOOD, detail, retry_after_s=1.0)
        case _:
            return Failure(FailureReason.NETWORK, detail)


def wait_s(error: RetryAfter) -> float:
    """Seconds that Telegram asks to wait."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def scrub(text: str) -> str:
    """The text without anything that looks like a bot token."""
    return _TOKEN.sub("<token>", text)


def _of_bad_request(error: BadRequest) -> FailureReason:
    if _says(error, _GONE):
        return FailureReason.GONE
    if _says(error, _FORBIDDEN):
        return FailureReason.FORBIDDEN
    return FailureReason.REJECTED


def _says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    words = str(error).lower()
    return isinstance(error, BadRequest) and any(phrase in words for phrase in phrases)
