"""Telegram's rendering: everything arrives, as text, within the limit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from bot.chat.plain import plain, utf16_units
from bot.chat.telegram_html import MAX_UNITS, render, render_plain
from bot.model import Block, Line, Message, Span
from tests.bot.chat.samples import HOSTILE, MESSAGES, big, one
from tests.fakes.markup import parse_telegram_html


def visible(message: Message) -> str:
    return "\n\n".join(
        "\n".join("".join(plain(span.text) for span in line.spans) for line in block.lines)
        for block in message.blocks
    )


@given(MESSAGES)
@settings(max_examples=300)
def test_nothing_in_the_text_becomes_markup_and_all_of_it_survives(message: Message) -> None:
    parsed = parse_telegram_html(render(message))
    assert parsed.text == visible(message)
    assert {tag for tag, _ in parsed.entities} <= {"a", "b"}
    assert all(href.startswith(("http://", "https://")) for tag, href in parsed.entities if href)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_headlines_are_text(text: str) -> None:
    parsed = parse_telegram_html(render(one(text)))
    assert parsed.text == plain(text)
    assert parsed.entities == []


def test_a_link_and_bold_are_markup_of_ours() -> None:
    message = Message(
        (Block((Line((Span("A&B", bold=True), Span("x", href='https://e.org/?a=1&b="2"'))),)),)
    )
    assert render(message) == ('<b>A&amp;B</b><a href="https://e.org/?a=1&amp;b=%222%22">x</a>')


@pytest.mark.parametrize(
    "message",
    [
        big(50, 3, 100),
        big(1, 200, 100),
        big(1, 1, 9_000),
        big(2, 1, 9_000, "👩"),
        big(3, 1, 3_990),
    ],
)
def test_the_limit_holds_and_the_rest_is_counted(message: Message) -> None:
    parsed = parse_telegram_html(render(message))
    assert MAX_UNITS * 0.5 < utf16_units(parsed.text) <= MAX_UNITS
    assert parsed.text.endswith("/status russia shows all")


def test_whole_blocks_are_dropped_and_counted() -> None:
    text = parse_telegram_html(render(big(50, 3, 100))).text
    kept = text.count("x" * 100) // 3
    assert text.endswith(f"+{50 - kept} more, /status russia shows all")
    assert text.count("x" * 100) == 3 * kept


def test_a_cut_never_breaks_a_visible_character() -> None:
    family = "👩\u200d👩\u200d👧"
    text = parse_telegram_html(render(one(family * 2_000))).text
    body = text.partition("…")[0]
    assert body
    assert len(body) % len(family) == 0


@given(MESSAGES)
def test_the_plain_form_says_the_same(message: Message) -> None:
    assert render_plain(message) == parse_telegram_html(render(message)).text
