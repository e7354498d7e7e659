"""People across a text: surnames after full names, and who speaks for whom."""

from __future__ import annotations

import re
from bisect import bisect_right

from watchers.matching import masks as m
from watchers.matching.fold import fold
from watchers.matching.memory import Memory
from watchers.matching.phrase import Owner
from watchers.matching.reading import Reading
from watchers.matching.roles import Direction, direction
from watchers.matching.tags import Folded, Tag, by_start

_SPEAKING = m.OFFICIAL | m.MINISTRY | m.HEAD_OF_STATE
_NAME_PART = re.compile(r"[\w'-]+$")
_SPOKESMAN = re.compile(r"[^\S\n]*,?[^\S\n]*((?:[^\W\d_a-z][\w'’.-]+\s?){1,4})")


def with_surnames(folded: Folded, tags: list[Tag]) -> list[Tag]:
    """People named in full are named by their last word afterwards."""
    surnames: dict[str, Tag] = {}
    for tag in tags:
        if tag.bits & m.ENVOY_NAME:
            match = _NAME_PART.search(folded.folded[tag.start : tag.end])
            if match is not None and len(match.group()) > 2:
                surnames.setdefault(match.group(), tag)
    if all(folded.folded.count(name) == 1 for name in surnames):
        return tags
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, surnames))})(?!\w)")
    starts = [tag.start for tag in tags]
    more = [
        Tag(match.start(), match.end(), m.ENVOY_NAME, surnames[match.group()].value)
        for match in pattern.finditer(folded.folded)
        if _is_free(tags, bisect_right(starts, match.start()), match.start(), match.end())
    ]
    return sorted([*tags, *more], key=by_start)


def _is_free(tags: list[Tag], after: int, start: int, end: int) -> bool:
    """Whether no tag overlaps a span; `after` is the first tag that begins behind its start."""
    if after and tags[after - 1].end > start:
        return False
    return after == len(tags) or tags[after].start >= end


def listen(reading: Reading, folded: Folded, memory: Memory) -> None:
    """Learns who speaks for whom, and whether one of them speaks in this sentence."""
    memory.voice = None
    if memory.speakers:
        own = reading.text[reading.sentence.start : reading.sentence.end]
        named = (code for name, code in memory.speakers.items() if re.search(rf"\b{name}\b", own))
        memory.voice = next(named, None)
    tags = reading.tags
    if not reading.bits & _SPEAKING:
        return
    for index, tag in enumerate(tags):
        if not tag.bits & _SPEAKING or not index:
            continue
        match = _SPOKESMAN.match(folded.text, folded.span(tag.start, tag.end)[1])
        if match is None:
            continue
        behind = [t for t in tags[max(0, index - 2) : index] if t.bits & (m.PLACE | m.CLAIMANT)]
        if behind:
            name = re.escape(fold(match.group(1).split()[-1]).strip(".'-"))
            if not name:
                continue  # nothing but marks that folding drops
            memory.speakers[name] = behind[-1].value if behind[-1].bits & m.PLACE else ""


def note_sides(reading: Reading, memory: Memory) -> None:
    """Whether the text now speaks of the other direction: later 'the embassy' means that one."""
    for phrase in reading.phrases:
        if phrase.is_mission:
            is_ours = phrase.owner is Owner.UNKNOWN and not memory.is_reciprocal
            memory.is_mission_ours = phrase.is_wanted or (is_ours and memory.is_about_sender)
        if phrase.owner is Owner.FOREIGN or phrase.is_home:
            clause = next(c for c in reading.sentence.clauses if c.first <= phrase.head < c.last)
            if direction(reading, clause, phrase, memory) is Direction.RECIPROCAL:
                memory.is_reciprocal = True
        elif phrase.is_wanted:
            memory.is_reciprocal = False
