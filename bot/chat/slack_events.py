"""Reading Slack's events: is this meant for us, what does it say, and where. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.buttons import Press, person, read_data
from bot.model import ChatAddress, Platform

_MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")
_LINK = re.compile(r"<[^<>|]*\|([^<>]*)>|<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Question:
    """A text for the commands."""

    address: ChatAddress
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button was pressed; under a message that only the presser sees, the API cannot edit."""

    press: Press
    is_ephemeral: bool


def read_event(event: Mapping[str, Any]) -> Question | None:
    """What a mention or a direct message asks; None for bots, edits and joins."""
    if event.get("bot_id") or event.get("subtype") or not event.get("channel"):
        return None
    text = _typed(str(event.get("text") or "")) or "help"
    thread = event.get("thread_ts")
    address = ChatAddress(
        Platform.SLACK, str(event["channel"]), None if thread is None else str(thread)
    )
    return Question(address, text, _person(event.get("user"), None))


def read_slash(command: Mapping[str, Any]) -> Question:
    """What `/missionwatch <words>` asks; alone it asks for help."""
    text = _typed(str(command.get("text") or "")) or "help"
    by = _person(command.get("user_id"), command.get("user_name"))
    return Question(ChatAddress(Platform.SLACK, str(command["channel_id"])), text, by)


def read_press(body: Mapping[str, Any]) -> Pressed | None:
    """What a `block_actions` payload asks for; None where it is no press under a message."""
    container, user = body.get("container") or {}, body.get("user") or {}
    actions = body.get("actions") or [{}]
    read = read_data(str(actions[0].get("value") or ""))
    channel, ts = container.get("channel_id"), container.get("message_ts")
    if read is None or not channel or not ts:
        return None
    thread = container.get("thread_ts") or (body.get("message") or {}).get("thread_ts")
    address = ChatAddress(Platform.SLACK, str(channel), str(thread) if thread else None)
    command, in_place = read
    by = _person(user.get("id"), user.get("username") or user.get("name"))
    return Pressed(
        Press(address, command, in_place, str(ts), by), bool(container.get("is_ephemeral"))
    )


def _person(user: object, name: object) -> str:
    return person(Platform.SLACK, user, str(name) if name else None) if user else ""


def _typed(text: str) -> str:
    """The words as they were typed: mentions dropped, Slack's links and escapes undone."""
    without = _MENTION.sub(" ", text)
    unlinked = _LINK.sub(lambda found: found[1] or found[2] or "", without)
    return " ".join(html.unescape(unlinked).split())
