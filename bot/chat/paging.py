"""Long answers in pages, that stay what they are while the ledger grows. Pure.

A button names the entry that its page begins with, not the page's number: what is written in
between moves nothing. People, who cannot know that name, type `page 2`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.buttons import COMMAND_BYTES
from bot.lines import block, bold, line
from bot.model import Block, Button, Line, Message

PER_PAGE = 8
"""So many entries of usual length fit into a message of every platform."""

_AT = re.compile(r"\s*(?:@(\w{1,12})|\bpage\s+(\d{1,6}))\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is listed; `key` is its own, and stays."""

    key: str
    block: Block


@dataclass(frozen=True, slots=True)
class Turned:
    """Which page is asked for: that which begins with an entry, or by its number."""

    key: str | None = None
    number: int = 1


def key_of(name: str) -> str:
    """The key of an entry that is known by this name."""
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def read_page(rest: str) -> tuple[str, Turned]:
    """The words of a question, and the page at their end."""
    found = _AT.search(rest)
    if found is None:
        return rest.strip(), Turned()
    return rest[: found.start()].strip(), Turned(found[1], int(found[2] or 1) or 1)


def paged(
    title: str,
    entries: Sequence[Entry],
    turned: Turned,
    command: str,
    *above: Line,
    size: int = PER_PAGE,
) -> Message:
    """One page of the entries under a title; `command` without its slash asks for them again.

    Longer entries want a smaller `size`: a page that no platform has to cut.
    """
    start = _start(entries, turned, size)
    shown = entries[start : start + size]
    blocks = [block(line(bold(title)), *above), *(entry.block for entry in shown)]
    after = start + size
    if len(entries) <= size:
        return Message(tuple(blocks), more="shorter stretches of time show all")
    last = start + len(shown)
    where = f"{start + 1}–{last}" if len(shown) > 1 else f"{last}"
    where += f" of {len(entries)}."
    how = f" /{command} page {start // size + 2} tells on." if after < len(entries) else ""
    blocks.insert(1, block(where + how))
    row = []
    if start > 0:
        row.append(_button("Previous", command, entries, max(0, start - size)))
    if after < len(entries):
        row.append(_button("Next", command, entries, after))
    fitting = tuple(each for each in row if len(each.command.encode()) <= COMMAND_BYTES)
    return Message(tuple(blocks), buttons=(fitting,) if fitting else ())


def _button(label: str, command: str, entries: Sequence[Entry], start: int) -> Button:
    # The first page is always the newest.
    return Button(label, f"{command} @{entries[start].key}" if start else command)


def _start(entries: Sequence[Entry], turned: Turned, size: int) -> int:
    """Where the page begins; the first one where its entry is gone."""
    if turned.key is not None:
        return next((n for n, each in enumerate(entries) if each.key == turned.key), 0)
    last = max(0, (len(entries) - 1) // size)
    return min(turned.number - 1, last) * size
