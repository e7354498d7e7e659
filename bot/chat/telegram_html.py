"""A message in Telegram's HTML, cut to what one Telegram message holds.

Telegram's limit is 4,096 UTF-16 units of the text once its entities are parsed (Bot API,
sendMessage); in practice bots cut at 4,000, and so do we.
"""

from __future__ import annotations

from html import escape

from bot.chat.fitting import Gauge, fit
from bot.chat.plain import plain, safe_href, utf16_units
from bot.model import Block, Line, Message, Span

MAX_UNITS = 4_000

_GAUGE = Gauge(MAX_UNITS, lambda span: utf16_units(plain(span.text)))


def render(message: Message) -> str:
    """The message as HTML for `parse_mode="HTML"`; nothing in its text becomes markup."""
    return "\n\n".join(map(_block, fit(message, _GAUGE).blocks))


def render_plain(message: Message) -> str:
    """The message as text for a send without parse mode, for when the HTML was refused."""
    blocks = fit(message, _GAUGE).blocks
    return "\n\n".join(
        "\n".join("".join(plain(span.text) for span in line.spans) for line in block.lines)
        for block in blocks
    )


def _block(block: Block) -> str:
    return "\n".join(map(_line, block.lines))


def _line(line: Line) -> str:
    return "".join(map(_span, line.spans))


def _span(span: Span) -> str:
    text = escape(plain(span.text), quote=False)
    href = safe_href(span.href)
    if not text.strip():
        return text
    if href is not None:
        text = f'<a href="{escape(href, quote=True)}">{text}</a>'
    return f"<b>{text}</b>" if span.bold else text
