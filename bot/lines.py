"""Short ways to write a `Message`: the vocabulary that all replies are composed in."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model import Block, Line, Message, Span


def bold(text: str) -> Span:
    """Words that stand out."""
    return Span(text, bold=True)


def link(text: str, href: str | None) -> Span:
    """Words that lead to a page; plain where there is no address."""
    return Span(text, href=href)


def line(*parts: str | Span) -> Line:
    """One line out of plain strings and spans."""
    return Line(tuple(Span(part) if isinstance(part, str) else part for part in parts))


def block(*lines: Line | str) -> Block:
    """Lines that stand or fall together."""
    return Block(tuple(line(each) if isinstance(each, str) else each for each in lines))


def titled(title: str, lines: Iterable[Line | str]) -> list[Block]:
    """A block under a bold title, or nothing where there are no lines."""
    rows = list(lines)
    return [block(line(bold(title)), *rows)] if rows else []


def message(*blocks: Block, more: str = "") -> Message:
    """A reply of these blocks."""
    return Message(blocks, more)


def said(*lines: Line | str) -> Message:
    """A reply of a single block."""
    return Message((block(*lines),))
