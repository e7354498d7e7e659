"""What Slack's errors mean for a delivery: a pure mapping from its `error` words."""

from __future__ import annotations

import re
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.alerts.ports import Failure, FailureReason

# The words: docs.slack.dev, chat.postMessage and the general errors of the Web API.
_REASONS: dict[FailureReason, frozenset[str]] = {
    FailureReason.FLOOD: frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"}),
    FailureReason.GONE: frozenset({"channel_not_found", "user_not_found", "no_such_channel"}),
    FailureReason.FORBIDDEN: frozenset(
        {
            "not_in_channel", "is_archived", "restricted_action", "cannot_dm_bot", "user_disabled",
            "restricted_action_read_only_channel", "restricted_action_non_threadable_channel",
            "restricted_action_thread_only_channel", "restricted_action_thread_locked",
            "messages_tab_disabled", "not_allowed",
        }
    ),
    FailureReason.CREDENTIAL: frozenset(
        {
            "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive",
            "missing_scope", "not_allowed_token_type", "org_login_required", "access_denied",
            "no_permission", "ekm_access_denied", "team_access_not_granted",
        }
    ),
    FailureReason.NETWORK: frozenset(
        {
            "internal_error", "fatal_error", "service_unavailable", "request_timeout",
            "team_added_to_org",
        }
    ),
}  # fmt: skip

_MARKUP = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long"}
)
_TOKEN = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+")
_DEFAULT_RETRY_S = 30.0


def is_block_error(error: SlackApiError) -> bool:
    """True where the blocks were refused and plain text may pass."""
    return error_word(error) in _MARKUP


def is_unchanged(error: SlackApiError) -> bool:
    """True where an edit would change nothing: the message is as wanted."""
    return error_word(error) == "no_change"


def is_credential_error(error: SlackApiError) -> bool:
    """True where the token itself is refused."""
    return error_word(error) in _REASONS[FailureReason.CREDENTIAL]


def failure_of(error: SlackApiError) -> Failure:
    """The failure that an answer of Slack means."""
    word, status = error_word(error), _status(error)
    if status == 429 or word in _REASONS[FailureReason.FLOOD]:
        return Failure(FailureReason.FLOOD, word or "429", retry_after_s=_retry_after_s(error))
    for reason, words in _REASONS.items():
        if word in words:
            return Failure(reason, word)
    if status >= 500 or not word:
        return Failure(FailureReason.NETWORK, f"status {status}")
    return Failure(FailureReason.REJECTED, word)


def error_word(error: SlackApiError) -> str:
    """Slack's own word for what went wrong; empty where the answer was none of Slack's."""
    data = getattr(error.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def scrub(text: str) -> str:
    """The text without anything that looks like a Slack token."""
    return _TOKEN.sub("<token>", text)


def _status(error: SlackApiError) -> int:
    response = error.response
    # A body that is no JSON comes with aiohttp's own response, whose field is `status`.
    return int(getattr(response, "status_code", getattr(response, "status", 0)))


def _retry_after_s(error: SlackApiError) -> float:
    headers: Any = getattr(error.response, "headers", {})
    given = {key.lower(): value for key, value in headers.items()}.get("retry-after", "")
    return float(given) if str(given).isdecimal() else _DEFAULT_RETRY_S
