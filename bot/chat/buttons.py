"""Buttons on no platform: what travels with one, and what a press of it asks for.

A button's press is a command typed by whoever pressed it; nothing is remembered between the two,
so a button still works after a restart. What travels is the command, after one mark that says
where the answer goes.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Button, ChatAddress

DATA_BYTES = 64
"""Telegram's limit on callback data (Bot API, InlineKeyboardButton); Slack's is far above."""
COMMAND_BYTES = DATA_BYTES - 1
LONGEST_LABEL = 75
"""Characters of a button's text that Slack takes (Block Kit, button); Telegram cuts in showing."""

_IN_PLACE, _APART = "=", "+"


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button under a message of ours."""

    address: ChatAddress
    command: str
    in_place: bool
    message_id: str
    """The message that the button stands under."""
    by: str
    """Who pressed it."""


def data_of(button: Button) -> str:
    """What travels with a button."""
    return (_IN_PLACE if button.in_place else _APART) + button.command


def read_data(data: str) -> tuple[str, bool] | None:
    """The command and whether its answer takes the message's place; None for foreign data."""
    if data[:1] not in {_IN_PLACE, _APART} or not data[1:].strip():
        return None
    return data[1:], data[0] == _IN_PLACE


def label_of(button: Button) -> str:
    """The words on the button, short enough for every platform."""
    label = button.label
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def person(platform: str, identity: object, name: str | None) -> str:
    """Whoever speaks, as decisions keep them: "Alice (telegram:7000)"."""
    known = f"{platform}:{identity}"
    return f"{name} ({known})" if name else known
