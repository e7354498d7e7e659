"""What title and lead tell of a text as a whole: its places, and rumours that it denies."""

from __future__ import annotations

from collections.abc import Sequence

from watchers.matching import masks as m
from watchers.matching.phrase import Owner
from watchers.matching.reading import Reading

_LEAD = 3
"""Title and first sentences: where a short headline's host is told, and a rumour denied."""


def topic(readings: Sequence[Reading]) -> list[str]:
    """Places of the title; else the lead's: those of its missions and envoys, if any."""
    if readings[0].bits & m.PLACE:
        return [tag.value for tag in readings[0].tags if tag.bits & m.PLACE]
    posts = [
        reading.tags[index].value
        for reading in readings[:_LEAD]
        for phrase in reading.phrases
        if phrase.owner is not Owner.FOREIGN
        for index in phrase.places
    ]
    return posts or [
        tag.value
        for reading in readings[:2]
        for index, tag in enumerate(reading.tags)
        if tag.bits & m.PLACE and all(index not in phrase.peers for phrase in reading.phrases)
    ]


def is_dateline(lead: Reading) -> bool:
    """Whether a body begins in the capital of the sending state: 'CAPITAL (agency) –'."""
    first = lead.tags[0] if lead.tags else None
    if first is None or not first.bits & m.CAPITAL:
        return False
    before = lead.text[lead.sentence.start : first.start]
    behind = lead.text[first.end : lead.sentence.end].lstrip()
    return not before.strip(_QUOTES) and behind[:1] in _DATELINE


_QUOTES = " \n\"'("
_DATELINE = frozenset(":(-,/|[")


_LIST = 4


def listed(readings: Sequence[Reading]) -> tuple[str, ...]:
    """Places of the sentence of title, lead and the next that names most, at least four.

    A mission named before them is as often one to turn to; one behind them is.
    """
    found = [
        places
        for reading in readings[: _LEAD + 1]
        if reading.bits & m.PLACE
        and len(places := _places(reading)) >= _LIST
        and not _is_to_turn_to(reading)
    ]
    return max(found, key=len, default=())


def _places(reading: Reading) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.value for tag in reading.tags if tag.bits & m.PLACE))


def _is_to_turn_to(reading: Reading) -> bool:
    """Whether a mission stands before the last place of a sentence."""
    last = max(i for i, tag in enumerate(reading.tags) if tag.bits & m.PLACE)
    return any(tag.bits & m.MISSIONS for tag in reading.tags[:last])


_BUSINESS = (
    m.RANKS | m.HEAD | m.MISSIONS | m.SEAT | m.STAFF | m.CREDENTIALS | m.ACCREDITATION | m.SERVICES
) | (m.DOCUMENTS | m.RELATIONS | m.RECOGNISE | m.RECOGNITION | m.MINISTRY | m.OFFICIAL | m.FLAG)
"""What makes a sentence that names the sending state one about its missions."""


def is_about_sender(reading: Reading) -> bool:
    """Whether a sentence names a government of it, or the state beside a diplomat's business."""
    if reading.bits & (m.CLAIMANT | m.PREDECESSOR | m.CAPITAL):
        return True
    return bool(reading.bits & m.SENDER and reading.bits & _BUSINESS)


def denials(readings: Sequence[Reading]) -> frozenset[int]:
    """Sentences in which a report is denied, and those next to them: what they negate is that.

    A report is denied beside a word for reports or rumours, or in several words ('denied a
    report', 'calls it a fake'); a mere 'deny' or 'lie' may be about anything.
    """
    lead = readings[:_LEAD]
    is_rumour = any(reading.bits & (m.SOURCES | m.CLAIM) for reading in lead)
    found = [i for i, each in enumerate(lead) if _denies(each, is_rumour=is_rumour)]
    beside = frozenset(near for index in found for near in (index - 1, index, index + 1))
    return beside | {0} if _is_answer(readings[0]) else beside


def told_this(reading: Reading) -> bool:
    """'About this the ministry said': it is the word for all that stands before, near the top."""
    if not 1 < reading.sentence.index <= _LEAD or not reading.bits & m.THIS:
        return False
    return bool(reading.tags[0].bits & m.THIS and reading.bits & (m.SAY | m.CLAIM))


_MISSION_S = m.MISSIONS | m.OWNERS | m.PLACE | m.IN | m.OF


def _is_answer(title: Reading) -> bool:
    """'The embassy in X: the ambassador has not …': a mission answers a rumour."""
    colon = title.text.find(":", title.sentence.start, title.sentence.end)
    named = [tag for tag in title.tags if tag.end <= colon]
    is_mission_s = all(tag.bits & _MISSION_S for tag in named)
    return is_mission_s and any(tag.bits & m.MISSIONS for tag in named)


def _denies(reading: Reading, *, is_rumour: bool) -> bool:
    return bool(reading.bits & m.DENY) and any(
        is_rumour or " " in reading.text[tag.start : tag.end]
        for tag in reading.tags
        if tag.bits & m.DENY
    )


def home_of(first: Sequence[Reading], home: str, published_in: str | None) -> str | None:
    """'The ministry' of no named country is that of the state whose language it is.

    Not so in what is published elsewhere: an Urdu paper of Delhi means another ministry.
    """
    if published_in not in {None, home}:
        return None
    is_office = any(reading.bits & (m.MINISTRY | m.HEAD_OF_STATE) for reading in first)
    is_named = any(reading.bits & m.PLACE for reading in first)
    return home if home and is_office and not is_named else None
