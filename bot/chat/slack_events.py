"""Reading Slack's events: is this meant for us, what does it say, and where. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.model import ChatAddress, Platform

_MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")
_LINK = re.compile(r"<[^<>|]*\|([^<>]*)>|<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Question:
    """A text for the commands."""

    address: ChatAddress
    text: str


def read_event(event: Mapping[str, Any]) -> Question | None:
    """What a mention or a direct message asks; None for bots, edits and joins."""
    if event.get("bot_id") or event.get("subtype") or not event.get("channel"):
        return None
    text = _typed(str(event.get("text") or "")) or "help"
    thread = event.get("thread_ts")
    address = ChatAddress(
        Platform.SLACK, str(event["channel"]), None if thread is None else str(thread)
    )
    return Question(address, text)


def read_slash(command: Mapping[str, Any]) -> Question:
    """What `/missionwatch <words>` asks; alone it asks for help."""
    text = _typed(str(command.get("text") or "")) or "help"
    return Question(ChatAddress(Platform.SLACK, str(command["channel_id"])), text)


def _typed(text: str) -> str:
    """The words as they were typed: mentions dropped, Slack's links and escapes undone."""
    without = _MENTION.sub(" ", text)
    unlinked = _LINK.sub(lambda found: found[1] or found[2] or "", without)
    return " ".join(html.unescape(unlinked).split())
