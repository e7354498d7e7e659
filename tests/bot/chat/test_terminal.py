"""The terminal: foreign text is printed as text, whatever it tries."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from rich.console import Console

from bot.chat.plain import plain
from bot.chat.terminal import render
from bot.model import Message
from tests.bot.chat.samples import HOSTILE, MESSAGES, one


def printed(message: Message, *, terminal: bool) -> str:
    out = io.StringIO()
    console = Console(
        file=out, force_terminal=terminal, color_system="truecolor" if terminal else None,
        width=10_000, legacy_windows=False,
    )  # fmt: skip
    console.print(render(message, show_urls=not terminal), soft_wrap=True)
    return out.getvalue()


@given(MESSAGES)
def test_all_text_survives_and_no_escape_is_printed(message: Message) -> None:
    expected = "\n\n".join(
        "\n".join("".join(plain(span.text) for span in line.spans) for line in block.lines)
        for block in message.blocks
    )
    assert render(message).plain == expected
    assert "\x1b" not in printed(message, terminal=False)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_headlines_are_text(text: str) -> None:
    assert printed(one(text), terminal=False) == plain(text) + "\n"
    assert plain(text) in printed(one(text), terminal=True)


def test_a_link_is_clickable_in_a_terminal_and_written_out_elsewhere() -> None:
    message = one("label", "https://example.org/a")
    assert ";https://example.org/a\x1b\\" in printed(message, terminal=True)
    assert printed(message, terminal=False) == "label <https://example.org/a>\n"
    assert printed(one("label", "javascript:x"), terminal=False) == "label\n"
