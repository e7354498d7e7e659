"""A message's buttons as Telegram's inline keyboard."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.buttons import DATA_BYTES, data_of, label_of
from bot.chat.plain import plain
from bot.model import Button, Message

MAX_BUTTONS = 100
"""Of a keyboard (python-telegram-bot constants.InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER)."""
MAX_IN_ROW = 8
"""The same constants' BUTTONS_PER_ROW."""


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """The rows of buttons, None where there are none: an edit then takes the old ones away.

    A button whose command is too long for callback data is left out.
    """
    left = MAX_BUTTONS
    rows: list[list[InlineKeyboardButton]] = []
    for row in message.buttons:
        shown = [_button(button) for button in row if _fits(button)][: min(MAX_IN_ROW, left)]
        left -= len(shown)
        if shown:
            rows.append(shown)
    return InlineKeyboardMarkup(rows) if rows else None


def _fits(button: Button) -> bool:
    return len(data_of(button).encode()) <= DATA_BYTES


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(plain(label_of(button)), callback_data=data_of(button))
