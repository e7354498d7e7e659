"""Buttons: what travels with one, in all chats."""

from __future__ import annotations

import pytest

from bot.chat.buttons import COMMAND_BYTES, LONGEST_LABEL, data_of, label_of, person, read_data
from bot.chat.slack_blocks import MAX_ROWS, MAX_VALUE
from bot.chat.slack_blocks import render as slack_render
from bot.chat.telegram_keyboard import MAX_BUTTONS, MAX_IN_ROW, keyboard
from bot.codec import dumps, loads
from bot.model import Button, Message
from tests.bot.chat.samples import big, one
from tests.fakes.slack import MAX_BLOCKS, check_blocks

MORE = Button("More", "/history russia page 2")


def with_rows(*rows: tuple[Button, ...]) -> Message:
    return Message(one("news").blocks, buttons=rows)


@pytest.mark.parametrize("in_place", [True, False])
def test_data_come_back_as_the_command(in_place: bool) -> None:
    assert read_data(data_of(Button("x", "/status قطر", in_place))) == ("/status قطر", in_place)


@pytest.mark.parametrize("foreign", ["", "=", "+ ", "/status russia", "x=1"])
def test_foreign_data_are_nothing(foreign: str) -> None:
    assert read_data(foreign) is None


def test_labels_are_cut_to_what_every_platform_shows() -> None:
    assert label_of(Button("x" * 75, "/a")) == "x" * 75
    assert len(label_of(Button("x" * 76, "/a"))) == LONGEST_LABEL


def test_people_are_named_as_the_platform_knows_them() -> None:
    assert person("telegram", 7, "Alice B") == "Alice B (telegram:7)"
    assert person("slack", "U1", None) == "slack:U1"


def test_a_message_keeps_its_buttons_in_the_store() -> None:
    message = with_rows((MORE, Button("x", "/x", in_place=False)), (MORE,))
    assert loads(Message, dumps(message)) == message


def test_telegram_shows_rows_and_leaves_out_what_it_would_refuse() -> None:
    longest = Button("Fits", "x" * COMMAND_BYTES)
    shown = keyboard(with_rows((longest, Button("Not", "é" * 32)), (Button("No", "x" * 64),)))
    assert shown is not None
    assert [[button.text for button in row] for row in shown.inline_keyboard] == [["Fits"]]
    assert keyboard(one("news")) is None
    many = keyboard(with_rows(*[(MORE,) * 9] * 20))
    assert many is not None
    assert max(map(len, many.inline_keyboard)) == MAX_IN_ROW
    assert sum(map(len, many.inline_keyboard)) == MAX_BUTTONS


def test_slack_takes_many_buttons_beside_a_long_text() -> None:
    message = Message(big(60, 4, 80).blocks, buttons=((MORE,) * 30,) * 40)
    blocks = slack_render(message).blocks
    assert check_blocks(blocks) is None
    assert len([block for block in blocks if block["type"] == "actions"]) == MAX_ROWS
    assert len(blocks) <= MAX_BLOCKS


def test_slack_shows_no_row_without_buttons() -> None:
    too_long = Button("x", "x" * MAX_VALUE)
    blocks = slack_render(with_rows((), (too_long,), (too_long, MORE))).blocks
    assert check_blocks(blocks) is None
    assert [len(block["elements"]) for block in blocks if block["type"] == "actions"] == [1]
