"""A message as Rich text for the terminal: styled by us, never parsed as Rich markup."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from bot.chat.plain import plain, safe_href
from bot.model import Line, Message, Span


def render(message: Message, *, show_urls: bool = False) -> Text:
    """The message as one Rich text; `show_urls` writes addresses out where links cannot click."""
    blocks = [
        Text("\n").join(_line(line, show_urls) for line in block.lines) for block in message.blocks
    ]
    return Text("\n\n").join(blocks)


def _line(line: Line, show_urls: bool) -> Text:
    text = Text()
    for span in line.spans:
        _append(text, span, show_urls)
    return text


def _append(text: Text, span: Span, show_urls: bool) -> None:
    href = safe_href(span.href)
    text.append(plain(span.text), Style(bold=span.bold or None, link=href))
    if href is not None and show_urls:
        text.append(f" <{href}>")
