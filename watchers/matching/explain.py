"""What the matcher saw in a text, for people: clauses, concepts, frames, roles, reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from watchers.matching.frames import Frame
from watchers.matching.reading import Reading
from watchers.matching.tags import Folded, Tag, concept_of
from watchers.model import Report, Span


@dataclass(frozen=True, slots=True)
class ClauseView:
    """One clause: its words, what they were tagged as, and which frames fired in it."""

    text: str
    start: int
    end: int
    concepts: tuple[Span, ...]
    frames: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    """For each frame: its act and objects in the text's words, which way it faces, its hosts and
    what told them."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reading of one text. Each report carries its own confidence and reasons."""

    text: str
    """Title + newline + body: what all offsets point into."""
    touches: bool
    clauses: tuple[ClauseView, ...]
    reports: tuple[Report, ...]


def views(
    folded: Folded, readings: tuple[Reading, ...], found: tuple[tuple[Frame, ...], ...]
) -> Iterator[ClauseView]:
    """The clauses of a text as they were read."""
    for reading, seen in zip(readings, found, strict=True):
        for clause in reading.sentence.clauses:
            start, end = folded.span(clause.start, clause.end)
            tags = reading.tags[clause.first : clause.last]
            own = [frame for frame in seen if frame.clause is clause]
            yield ClauseView(
                text=folded.text[start:end].strip(),
                start=start,
                end=end,
                concepts=tuple(_span(folded, tag) for tag in tags),
                frames=tuple(f"{frame.kind} ({frame.rule}, {frame.mood})" for frame in own),
                roles=tuple(_roles(folded, reading, frame) for frame in own),
                notes=("aside",) if clause.is_aside else (),
            )


def _roles(folded: Folded, reading: Reading, frame: Frame) -> str:
    def word(index: int) -> str:
        return _span(folded, reading.tags[index]).text

    objects = (f"{word(phrase.head)} ({phrase.owner}'s)" for phrase in frame.objects)
    hosts = (f"{host.code} by {host.source}" for host in frame.hosts)
    parts = {
        "act": word(frame.act),
        "object": " + ".join(objects),
        "direction": frame.direction.value,
        "host": " + ".join(hosts) or "none found",
        "rank": frame.rank.value if frame.rank else "",
    }
    return ", ".join(f"{name}: {value}" for name, value in parts.items() if value)


def _span(folded: Folded, tag: Tag) -> Span:
    start, end = folded.span(tag.start, tag.end)
    return Span(folded.text[start:end], start, end, concept_of(tag.bits).value)
