"""What the matcher saw in a text, for people: clauses, concepts, frames, roles, reasons."""

from __future__ import annotations

from dataclasses import dataclass

from watchers.model import Report, Span


@dataclass(frozen=True, slots=True)
class ClauseView:
    """One clause: its words, what they were tagged as, and which frames fired in it."""

    text: str
    start: int
    end: int
    concepts: tuple[Span, ...]
    frames: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reading of one text. Each report carries its own confidence and reasons."""

    text: str
    """Title + newline + body: what all offsets point into."""
    touches: bool
    clauses: tuple[ClauseView, ...]
    reports: tuple[Report, ...]
