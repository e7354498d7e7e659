"""Whatever is cut, the limit holds, and what is left is a true beginning."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.fitting import ELLIPSIS, Gauge, cut_line, fit
from bot.model import Block, Line, Message, Span
from tests.bot.chat.samples import BLOCKS, MESSAGES, big


def words(message: Message) -> str:
    return "\n\n".join(
        "\n".join("".join(span.text for span in line.spans) for line in block.lines)
        for block in message.blocks
    )


@given(
    st.builds(Message, st.lists(BLOCKS, max_size=12).map(tuple), st.just("/status shows all")),
    st.integers(min_value=60, max_value=400),
)
@settings(max_examples=500)
def test_the_limit_holds_for_every_message(message: Message, room: int) -> None:
    gauge = Gauge(room, lambda span: len(span.text))
    fitted = fit(message, gauge)
    assert len(words(fitted)) <= room
    assert gauge.of_message(fitted) == len(words(fitted))
    if len(words(message)) <= room:
        assert fitted == message
    else:
        *kept, closing = fitted.blocks
        assert words(Message((closing,))).endswith("more, /status shows all") or (
            words(Message((closing,))) == f"{ELLIPSIS}, /status shows all"
        )
        assert all(block == whole for block, whole in zip(kept[:-1], message.blocks, strict=False))


@given(MESSAGES)
def test_what_fits_is_left_alone(message: Message) -> None:
    assert fit(message, Gauge(100_000, lambda span: len(span.text))) is message


def test_a_long_block_after_others_is_cut_on_its_lines() -> None:
    gauge = Gauge(300, lambda span: len(span.text))
    small = Block((Line((Span("small"),)),))
    long = Block(tuple(Line((Span(f"{n:03} " + "x" * 26),)) for n in range(40)))
    fitted = words(fit(Message((small, long, small), more="ask again"), gauge))
    lines = fitted.split("\n")
    assert lines[:4] == ["small", "", "000 " + "x" * 26, "001 " + "x" * 26]
    assert lines[-3:] == [ELLIPSIS, "", "+1 more, ask again"]


def test_a_long_block_is_dropped_where_too_little_room_is_left() -> None:
    gauge = Gauge(100, lambda span: len(span.text))
    filler = Block((Line((Span("f" * 70),)),))
    long = Block((Line((Span("x" * 500),)),))
    assert words(fit(Message((filler, long)), gauge)) == f"{'f' * 70}\n\n+1 more"


def test_the_first_block_is_never_dropped_whole() -> None:
    fitted = words(fit(big(3, 1, 95), Gauge(100, lambda span: len(span.text))))
    assert fitted.startswith("xxxxxxxxxx")
    assert "+2 more" in fitted


@pytest.mark.parametrize(
    ("room", "text"),
    [(100, "one two"), (6, "one t…"), (4, "one…"), (3, "on…"), (1, "…"), (0, "…")],
)
def test_a_line_is_cut_across_its_spans(room: int, text: str) -> None:
    line = Line((Span("one", bold=True), Span(" two", href="https://e.org/")))
    cut = cut_line(line, room, Gauge(100, lambda span: len(span.text)))
    assert "".join(span.text for span in cut.spans) == text
    assert all(span.href for span in cut.spans if "t" in span.text)
