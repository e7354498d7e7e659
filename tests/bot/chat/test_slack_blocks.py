"""Slack's rendering: everything arrives, as text, within the limits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from bot.chat import slack_blocks
from bot.chat.plain import plain
from bot.chat.slack_blocks import MAX_BLOCKS, MAX_SECTION, MAX_TOTAL, render, render_plain
from bot.model import Block, Line, Message, Span
from tests.bot.chat.samples import HOSTILE, MESSAGES, big, one
from tests.fakes.markup import parse_slack_mrkdwn

LOOK_ALIKES = str.maketrans("∗ˍ∼ˋ›¦", "*_~`>|")


def words(text: str) -> str:
    """The text without white space, with the look-alikes as what they stand for."""
    return re.sub(r"\s", "", text.translate(LOOK_ALIKES))


def written(message: Message) -> str:
    texts = [span.text for block in message.blocks for line in block.lines for span in line.spans]
    return words("".join(map(plain, texts)))


def sections(message: Message) -> list[str]:
    blocks = render(message).blocks
    assert all(block["type"] == "section" for block in blocks)
    assert all(block["text"]["type"] == "mrkdwn" and block["text"]["verbatim"] for block in blocks)
    return [block["text"]["text"] for block in blocks]


@given(MESSAGES)
@settings(max_examples=300)
def test_all_text_survives_and_only_our_links_are_links(message: Message) -> None:
    parsed = [parse_slack_mrkdwn(text) for text in sections(message)]
    text = words("".join(each.text for each in parsed))
    assert text.replace("*", "") == written(message).replace("*", "")
    controls = {kind for each in parsed for kind, _ in each.entities} - {"bold"}
    assert controls <= {"link"}
    hrefs = [href for each in parsed for kind, href in each.entities if kind == "link"]
    assert all(href.startswith(("http://", "https://")) for href in hrefs)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_headlines_are_text(text: str) -> None:
    (section,) = sections(one(text))
    parsed = parse_slack_mrkdwn(section)
    assert parsed.entities == []
    assert words(parsed.text) == words(plain(text))


def test_a_channel_cannot_be_called() -> None:
    rendered = render(one("<!channel> & <https://evil|x>"))
    assert rendered.blocks[0]["text"]["text"] == "&lt;!channel&gt; &amp; &lt;https://evil|x&gt;"
    assert rendered.text == "&lt;!channel&gt; &amp; &lt;https://evil|x&gt;"


def test_a_label_stays_inside_its_link() -> None:
    (section,) = sections(one("a|b\n>c", "https://e.org/?a=1&b=|2"))
    assert section == "<https://e.org/?a=1&amp;b=%7C2|a¦b &gt;c>"


def test_bold_is_ours_alone_and_names_with_underscores_stay() -> None:
    line = Line((Span("Ask *us*", bold=True), Span(" @MoFA_Afg and _this_")))
    (section,) = sections(Message((Block((line,)),)))
    assert section == "*Ask ∗us∗* @MoFA_Afg and ˍthisˍ"


@pytest.mark.parametrize(
    "message",
    [big(300, 1, 30), big(50, 3, 100), big(1, 1, 20_000), big(1, 400, 40, "&"), big(9, 2, 2_900)],
)
def test_the_limits_hold_and_the_rest_is_counted(message: Message) -> None:
    texts = sections(message)
    assert len(texts) <= MAX_BLOCKS
    assert max(map(len, texts)) <= MAX_SECTION
    assert sum(map(len, texts)) <= MAX_TOTAL
    if len(written(message)) > MAX_TOTAL:
        assert texts[-1].endswith("/status russia shows all")


@given(MESSAGES)
def test_the_fallback_says_the_same_without_markup(message: Message) -> None:
    fallback = render(message).text
    assert fallback == slack_blocks.escape(render_plain(message))
    assert words(plain(render_plain(message))) == written(message)
    assert not re.search(r"[<>]", fallback)


def test_the_fallback_is_short() -> None:
    assert len(render(big(50, 3, 100)).text) <= slack_blocks.MAX_FALLBACK
