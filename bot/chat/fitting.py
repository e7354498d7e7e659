"""Cutting a message to a platform's limit on its structure: blocks, then lines, then graphemes.

Spans are cut as text and closed by the renderer afterwards, so no cut can fall inside markup.
Whole blocks go first; a block that could not fit into any message is cut on its lines; a line
that is too long for that is cut between visible characters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from bot.chat.plain import grapheme_ends
from bot.model import Block, Line, Message, Span

ELLIPSIS = "…"
LEAST_WORTH_CUTTING = 40
"""With less room than this the beginning of a block says nothing."""
BLOCK_GAP = 2
"""An empty line between blocks: two line feeds."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A limit, and what a span costs of it once rendered."""

    room: int
    cost: Callable[[Span], int]

    def of_line(self, line: Line) -> int:
        """What a line costs."""
        return sum(map(self.cost, line.spans))

    def of_block(self, block: Block) -> int:
        """What a block costs, with its line feeds."""
        return sum(map(self.of_line, block.lines)) + max(len(block.lines) - 1, 0)

    def of_message(self, message: Message) -> int:
        """What a message costs, with the gaps between its blocks."""
        gaps = BLOCK_GAP * max(len(message.blocks) - 1, 0)
        return sum(map(self.of_block, message.blocks)) + gaps


def fit(message: Message, gauge: Gauge) -> Message:
    """The message, or as much of it as fits with a closing line that counts what is missing."""
    if gauge.of_message(message) <= gauge.room:
        return message
    room = gauge.room - gauge.of_block(_closing(len(message.blocks), message.more)) - BLOCK_GAP
    kept: list[Block] = []
    for block in message.blocks:
        cost = gauge.of_block(block)
        if cost > room:
            # Only a block that no message could hold is cut; others are dropped whole.
            if not kept or (cost > gauge.room and room >= LEAST_WORTH_CUTTING):
                kept.extend(_cut_block(block, room, gauge))
            break
        kept.append(block)
        room -= cost + BLOCK_GAP
    closing = _closing(len(message.blocks) - len(kept), message.more)
    return Message((*kept, closing), message.more)


def cut_line(line: Line, room: int, gauge: Gauge) -> Line:
    """The line, or its beginning and an ellipsis in at most `room`."""
    if gauge.of_line(line) <= room:
        return line
    left = room - gauge.cost(Span(ELLIPSIS))
    kept: list[Span] = []
    for span in line.spans:
        cost = gauge.cost(span)
        if cost > left:
            kept.extend(_cut_span(span, left, gauge))
            break
        kept.append(span)
        left -= cost
    return Line((*kept, Span(ELLIPSIS)))


def _closing(missing: int, more: str) -> Block:
    count = f"+{missing} more" if missing else ELLIPSIS
    return Block((Line((Span(f"{count}, {more}" if more else count),)),))


def _cut_block(block: Block, room: int, gauge: Gauge) -> list[Block]:
    """What fits of a block: whole lines, or where not even one does, part of the first."""
    kept: list[Line] = []
    left = room - gauge.cost(Span(ELLIPSIS)) - 1
    for line in block.lines:
        cost = gauge.of_line(line)
        if cost > left:
            if cost > gauge.room // 2 or not kept:
                kept.append(cut_line(line, left, gauge))
            else:
                kept.append(Line((Span(ELLIPSIS),)))
            break
        kept.append(line)
        left -= cost + 1
    return [Block(tuple(kept))] if kept else []


def _cut_span(span: Span, room: int, gauge: Gauge) -> list[Span]:
    ends = grapheme_ends(span.text)
    fitting = bisect_right(
        ends, room, key=lambda end: gauge.cost(Span(span.text[:end], span.bold, span.href))
    )
    if not fitting:
        return []
    return [Span(span.text[: ends[fitting - 1]], span.bold, span.href)]
