"""Rules about titles without a verb: 'X, the claimant's new ambassador in Y'."""

from __future__ import annotations

import re
from itertools import pairwise

from config.vocabulary import Kind
from watchers.matching import masks as m
from watchers.matching.assertion import Mood
from watchers.matching.frames import Frame
from watchers.matching.memory import Memory
from watchers.matching.phrase import Owner, Phrase
from watchers.matching.reading import Reading
from watchers.matching.roles import Direction, hosts

_POINTS_TO_IT = re.compile(r"[,:–—-]\s*(?:[^\W\d]{1,3}[\s'])?$")
"""What stands before the post: a comma or colon, perhaps with an article."""
_LEFT_OVER = re.compile(r"[^\W\d]{0,4}[\s.!\"'»)]*$")
"""What may follow the post at the title's end: an ending, a full stop."""
_UNSPACED = "⺀"
"""The first letter of the scripts that are written without spaces."""
_NEW = m.NEW | m.FIRST
_NAMING = m.ENVOY_NAME | m.OFFICIAL | m.FORMER
_NAME = 24
"""Characters of a name with its former office."""


def named_in_title(reading: Reading, memory: Memory) -> Frame | None:
    """A name set beside a new post, or behind it and a colon: somebody has been named."""
    if not reading.sentence.is_title or not reading.bits & m.RANKS:
        return None
    moved = _moved_in(reading, memory)
    if moved is not None:
        return moved
    if not reading.bits & _NEW:
        return None
    for phrase in reading.phrases:
        if _is_new_post(reading, phrase) and (
            _stands_behind_name(reading, phrase) or _stands_before_name(reading, phrase)
        ):
            return _frame(reading, phrase, memory)
    return None


def _is_new_post(reading: Reading, phrase: Phrase) -> bool:
    is_new = any(reading.tags[i].bits & _NEW for i in phrase.used)
    is_wanted = phrase.is_wanted and bool(phrase.places)
    return is_new and is_wanted and bool(phrase.tag.bits & m.RANKS)


def _moved_in(reading: Reading, memory: Memory) -> Frame | None:
    """'X: the claimant's envoys in the consulates', and nothing else."""
    colon = reading.text.rfind(":", reading.sentence.start, reading.sentence.end) + 1
    for envoy, mission in pairwise(reading.phrases):
        before = reading.text[max(colon, reading.sentence.start) : _start(reading, envoy)]
        is_his = envoy.owner is Owner.CLAIMANT and bool(envoy.tag.bits & m.RANKS)
        if not is_his or len(before) > _NAME or not (mission.is_mission and mission.is_wanted):
            continue
        between = reading.tags[envoy.head + 1 : mission.head]
        rest = reading.text[reading.tags[max(mission.used)].end : reading.sentence.end]
        ties = m.IN | m.OF | m.OWNERS
        is_within = any(t.bits & m.IN for t in between) and all(t.bits & ties for t in between)
        if is_within and _LEFT_OVER.fullmatch(rest):
            return _frame(reading, mission, memory, Kind.MISSION_HANDED_OVER)
    return None


def _start(reading: Reading, phrase: Phrase) -> int:
    return reading.tags[min(phrase.used)].start


def _stands_behind_name(reading: Reading, phrase: Phrase) -> bool:
    first, last = min(phrase.used), max(phrase.used)
    start, end = reading.sentence.start, reading.sentence.end
    if not _LEFT_OVER.fullmatch(reading.text[reading.tags[last].end : end]):
        return False
    if first and reading.tags[first - 1].bits & m.ENVOY_NAME:
        return len(reading.gap(first - 1, first)) <= 1
    return bool(_POINTS_TO_IT.search(reading.text[start : reading.tags[first].start]))


def _stands_before_name(reading: Reading, phrase: Phrase) -> bool:
    behind = reading.tags[max(phrase.used) + 1 :]
    if min(phrase.used) or not any(tag.bits & m.ENVOY_NAME for tag in behind):
        return False
    end = reading.tags[max(phrase.used)].end
    rest = reading.text[end : reading.sentence.end].strip()
    is_set_off = rest.startswith(":") or reading.text[end - 1] >= _UNSPACED
    return is_set_off and len(rest) <= _NAME and all(tag.bits & _NAMING for tag in behind)


def _frame(
    reading: Reading, phrase: Phrase, memory: Memory, kind: Kind = Kind.ENVOY_NAMED
) -> Frame:
    clause = next(c for c in reading.sentence.clauses if c.first <= phrase.head < c.last)
    return Frame(
        kind=kind,
        act=phrase.head,
        clause=clause,
        mood=Mood.FACT,
        direction=Direction.WANTED,
        objects=(phrase,),
        hosts=hosts(reading, clause, phrase.head, (phrase,), memory),
        rank=m.rank_of(phrase.tag.bits),
        is_rank_open=bool(phrase.tag.bits & m.ENVOY),
        rule="title",
    )
