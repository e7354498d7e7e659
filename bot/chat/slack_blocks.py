"""A message in Slack's Block Kit: sections of mrkdwn in which foreign text is only text.

Limits: 3,000 characters a section, 50 blocks a message (docs.slack.dev, Block Kit); the sum over
all blocks is undocumented, measured to fail near 13,200 (slackapi/bolt-js#2509), kept at 12,000.
Only & < > can be escaped in mrkdwn, which kills `<!channel>` and hand-made links. The characters
that format (* _ ~ `) have no escape: they are written with their look-alikes (an underscore only
where it could open or close a format), and a ">" that would quote a line with an angle quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.chat.buttons import data_of, label_of
from bot.chat.fitting import Gauge, cut_line, fit
from bot.chat.plain import plain, safe_href
from bot.model import Block, Button, Line, Message, Span

MAX_SECTION = 3_000
MAX_BLOCKS = 50
MAX_TOTAL = 12_000
MAX_FALLBACK = 4_000
"""chat.postMessage cuts `text` at 40,000; 4,000 is what its docs advise."""

MAX_ROWS = 20
"""Rows of buttons, so that they leave blocks for the text."""
MAX_IN_ROW = 25
"""Elements of an actions block (docs.slack.dev, Block Kit, actions)."""
MAX_VALUE = 2_000
"""Characters of a button's value (the same, button)."""
PRESS = "press"
"""How the action ids of our buttons begin."""

_LOOK_ALIKES = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}
_FORMATS = re.compile(r"[*~`]|(?<!\w)_|_(?!\w)")
_QUOTES = re.compile(r"^(\s*)>")


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """What `chat.postMessage` takes: the blocks, and the text shown in notifications."""

    blocks: list[dict[str, Any]]
    text: str


def render(message: Message) -> SlackMessage:
    """The message as blocks with a fallback; nothing in its text becomes markup."""
    fitted = fit(message, _GAUGE)
    sections = [_section(text) for text in _pack(fitted)]
    rows = [_actions(n, row) for n, row in enumerate(message.buttons[:MAX_ROWS])]
    rows = [row for row in rows if row["elements"]]
    blocks = [*sections[: MAX_BLOCKS - len(rows)], *rows]
    return SlackMessage(blocks, escape(render_plain(message)))


def render_plain(message: Message) -> str:
    """The message as text without any markup, unescaped."""
    fitted = fit(message, _PLAIN_GAUGE)
    return "\n\n".join(
        "\n".join("".join(plain(span.text) for span in line.spans) for line in block.lines)
        for block in fitted.blocks
    )


def escape(text: str) -> str:
    """The three characters that Slack says to escape."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _words(text: str) -> str:
    dead = _FORMATS.sub(lambda found: _LOOK_ALIKES[found.group()], plain(text))
    return escape(_QUOTES.sub(r"\1›", dead))


def _span(span: Span) -> str:
    text = _words(span.text)
    href = safe_href(span.href)
    if not text.strip():
        return text
    if href is not None:
        text = f"<{escape(href)}|{text.replace('|', '¦')}>"
    return f"*{text}*" if span.bold else text


def _cost(span: Span) -> int:
    return len(_span(span))


_GAUGE = Gauge(MAX_TOTAL - 500, _cost)
"""500 spare: gaps between sections are dropped, yet what Slack adds to the sum is unknown."""
_PLAIN_GAUGE = Gauge(MAX_FALLBACK, lambda span: len(escape(plain(span.text))))


def _line(line: Line) -> str:
    return "".join(map(_span, line.spans))


def _pack(message: Message) -> Iterator[str]:
    """Texts of at most a section's size, filled with whole blocks, else with whole lines."""
    text = ""
    for piece in _pieces(message):
        joined = f"{text}\n\n{piece}" if text else piece
        if len(joined) > MAX_SECTION:
            yield text
            joined = piece
        text = joined
    if text.strip():
        yield text


def _pieces(message: Message) -> Iterator[str]:
    for block in message.blocks:
        yield from (piece for piece in _by_lines(block) if piece.strip())


def _by_lines(block: Block) -> Iterator[str]:
    text = ""
    for line in block.lines:
        written = _line(cut_line(line, MAX_SECTION, _GAUGE))
        joined = f"{text}\n{written}" if text else written
        if len(joined) > MAX_SECTION:
            yield text
            joined = written
        text = joined
    yield text


def _actions(row: int, buttons: tuple[Button, ...]) -> dict[str, Any]:
    elements = [
        {
            "type": "button",
            "action_id": f"{PRESS}-{row}-{n}",
            "text": {"type": "plain_text", "text": plain(label_of(button))},
            "value": data_of(button),
        }
        for n, button in enumerate(buttons[:MAX_IN_ROW])
        if len(data_of(button)) <= MAX_VALUE
    ]
    return {"type": "actions", "elements": elements}


def _section(text: str) -> dict[str, Any]:
    body = {"type": "mrkdwn", "text": text, "verbatim": True}
    return {"type": "section", "text": body, "expand": True}
