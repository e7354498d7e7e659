"""How firmly a thing is said: the mood of an act, and on whose word it rests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from config.vocabulary import Assertion, Kind
from watchers.matching import masks as m
from watchers.matching.clauses import Clause
from watchers.matching.reading import Reading
from watchers.matching.reported import is_rejected, is_reported
from watchers.matching.roles import Memory


class Mood(StrEnum):
    """What the words before an act make of it."""

    FACT = "fact"
    PLANNED = "planned"
    PURPOSE = "purpose"
    """An infinitive that nothing governs: 'came to take over'."""
    MAYBE = "maybe"
    NEGATED = "negated"
    DENIED = "denied"
    REFUSED = "refused"
    ASKED = "asked"
    URGED = "urged"
    IF = "if"
    STILL = "still"
    """Goes on as before: no event."""


TALK_ONLY = frozenset({Mood.MAYBE, Mood.URGED})
UNDONE = frozenset({Mood.NEGATED, Mood.DENIED, Mood.IF})


class Speaker(StrEnum):
    """On whose word a sentence rests."""

    OUTLET = "outlet"
    HOST = "host"
    OFFICIAL = "official"
    EMBASSY = "embassy"
    UN = "un"
    CLAIMANT = "claimant"
    SOURCES = "sources"


_SPEAKERS = m.CLAIMANT | m.MINISTRY | m.OFFICIAL | m.CAPITAL | m.SENDER | m.CLAIM | m.SAY
_PEOPLE = m.CLAIMANT | m.MINISTRY | m.OFFICIAL | m.SOURCES | m.ENVOY_NAME
_NOT_REACH = 34
_IN_WORD = m.PLAN | m.MAYBE | m.SOON
"""What an inflected verb may say of itself ('will close' is one word in many languages)."""
_RULING = m.REFUSE | m.DENY | m.URGE | m.ASK | m.MAYBE | m.PLAN | m.PREMATURE | m.IF
"""What a later verb may make of an act that is its object."""
_MARKS = (
    (m.IF, Mood.IF),
    (m.DENY, Mood.DENIED),
    (m.URGE, Mood.URGED),
    (m.ASK, Mood.ASKED),
    (m.MAYBE & ~m.PLAN, Mood.MAYBE),
    (m.PLAN, Mood.PLANNED),
)


_SAYING = m.SAY | m.CLAIM
_NEGATIONS = m.NOT | m.WONT | m.NOBODY
_NO_EARLIER_ACT = m.PREMATURE | m.REFUSE


@dataclass(frozen=True, slots=True)
class _Before:
    """What stands before an act."""

    bits: int
    is_negated: bool
    has_infinitive: bool
    is_refused: bool
    is_still: bool


def mood(reading: Reading, clause: Clause, act: int) -> Mood:
    """The mood of an act, from the marks before it in its clause."""
    leader = _leader(reading, clause, act)
    if leader is not None:
        return mood(reading, clause, leader)
    before = _before(reading, clause, act)
    own = reading.tags[act].bits & _IN_WORD
    behind = _behind(reading, clause, act)
    if behind & m.REFUSE and is_reported(reading, clause, act):
        behind |= m.DENY
    if before.is_refused or (behind & m.REFUSE and not behind & m.DENY):
        return Mood.REFUSED
    bits = before.bits | own | behind
    if bits & m.IF:
        return Mood.IF
    if _ruled_out(reading, clause, act):
        return Mood.REFUSED
    if before.is_still:
        return Mood.STILL
    is_negated = before.is_negated or reading.tags[act].is_negated or behind & m.PREMATURE
    if is_negated or _not_behind(reading, clause, act):
        return Mood.NEGATED
    marked = _marked(bits | (m.DENY if _disproved(reading, clause, act) else 0))
    if marked is not None:
        return marked
    if _left_open(reading, clause, act):
        return Mood.MAYBE
    if bits & m.SOON or _soon(reading, clause, act):
        return Mood.PLANNED
    if before.has_infinitive and not before.bits & (m.FIRST | m.DECIDE):
        return Mood.PLANNED if reading.sentence.is_title else Mood.PURPOSE
    return Mood.FACT


def _marked(bits: int) -> Mood | None:
    """The first mood that some words stand for."""
    for mark, found in _MARKS:
        if bits & mark:
            is_outside = found is Mood.ASKED and bool(bits & m.OUTSIDER)
            return Mood.URGED if is_outside else found
    return None


def _behind(reading: Reading, clause: Clause, act: int) -> int:
    """The marks behind an act, where a language puts the ruling verb there."""
    if not reading.tags[act].habits.verb_final:
        return 0
    bits = 0
    for index in range(act + 1, clause.last):
        tag = reading.tags[index]
        if tag.bits & m.SAY and is_rejected(reading, clause, index):
            return bits | m.DENY
        if tag.bits & (m.ACTS | m.SAY) and not tag.bits & _RULING:
            break
        bits |= tag.bits & _RULING
        if tag.bits & m.ACTS:
            break
    return bits


def _ruled_out(reading: Reading, clause: Clause, act: int) -> bool:
    """'Approving an ambassador is out of the question'."""
    said = reading.after(act, clause, m.REFUSE)
    if said is None or len(reading.gap(act, said)) > 80:
        return False
    between = reading.tags[act + 1 : said]
    return any(tag.bits & m.PASSIVE for tag in between) and not any(
        tag.bits & m.ACTS for tag in between
    )


def _disproved(reading: Reading, clause: Clause, act: int) -> bool:
    """'Reports that … are untrue'."""
    said = reading.before(act, clause, m.SOURCES | m.CLAIM | m.SAY)
    untrue = reading.after(act, clause, m.DENY)
    if said is None or untrue is None or reading.tags[untrue].bits & m.REFUSE:
        return False
    between = reading.tags[act + 1 : untrue]
    return not any(tag.bits & (m.ACTS | m.SAY) for tag in between)


def _leader(reading: Reading, clause: Clause, act: int) -> int | None:
    """The act that this one is joined to by 'and', with no mark of its own."""
    before = act - 1
    if before <= clause.first or not reading.tags[before].bits & m.AND:
        return None
    if len(reading.gap(before, act)) > 14 or reading.tags[act].bits & m.RECOGNITION:
        return None
    leader = reading.before(before, clause, m.ACTS & ~m.RECOGNITION)
    return leader if leader is not None and len(reading.gap(leader, before)) < 60 else None


def _not_behind(reading: Reading, clause: Clause, act: int) -> bool:
    """'Not' behind the verb, in a language where it stands there."""
    after = act + 1
    if not reading.tags[act].habits.negation_follows or after >= clause.last:
        return False
    return bool(reading.tags[after].bits & m.NOT) and len(reading.gap(act, after)) < 20


def _left_open(reading: Reading, clause: Clause, act: int) -> bool:
    """'… under study' at the clause's end."""
    last = clause.last - 1
    if last <= act or not reading.tags[last].bits & m.MAYBE or reading.tags[last].bits & m.PLAN:
        return False
    return not any(tag.bits & m.ACTS for tag in reading.tags[act + 1 : last])


def _soon(reading: Reading, clause: Clause, act: int) -> bool:
    after = reading.after(act, clause, m.SOON)
    return after is not None and len(reading.gap(act, after)) < 90


def _before(reading: Reading, clause: Clause, act: int) -> _Before:
    tags = reading.tags
    bits = 0
    is_negated = is_refused = is_still = False
    has_infinitive = False
    for index in range(act - 1, clause.first - 1, -1):
        tag = tags[index]
        between = tags[act].start - tag.end
        if index == act - 1 and tag.bits & m.TO_DO and between <= 14:
            has_infinitive = True
        if tag.bits & m.REFUSE and between <= 30 and not tag.bits & m.DENY:
            is_refused = True
        if (
            tag.bits & m.ACTS
            and not tag.bits & _NO_EARLIER_ACT
            and not _governs(reading, index, act, has_infinitive)
        ):
            break
        if tag.bits & _NEGATIONS:
            is_negated = is_negated or between <= _NOT_REACH or bool(tag.bits & m.NOBODY)
        is_still = is_still or bool(tag.bits & m.STILL and between <= 20)
        bits |= tag.bits
    return _Before(bits, is_negated, has_infinitive, is_refused, is_still)


def _governs(reading: Reading, index: int, act: int, has_infinitive: bool) -> bool:
    """Whether an earlier act only leads on to this one ('agreed to accept the appointed …')."""
    if reading.tags[index].bits & (m.APPOINT | m.RECOGNITION | m.ACCEPT | m.RECEIVE | m.END):
        return has_infinitive or reading.tags[act].start - reading.tags[index].end < 18
    return has_infinitive


def speaker(reading: Reading, memory: Memory) -> Speaker:
    """On whose word a sentence rests; the outlet's own where nobody is named."""
    found = {_who(reading, index, memory) for index in _said(reading)} - {None}
    if reading.sentence.is_title:
        found.add(_by_colon(reading, memory))
    if memory.voice is not None and reading.bits & (m.SAY | m.CLAIM):
        found.add(Speaker.HOST if memory.voice else Speaker.CLAIMANT)
    if Speaker.SOURCES in found:
        return Speaker.SOURCES
    if Speaker.CLAIMANT in found and reading.bits & m.SOURCES and Speaker.HOST not in found:
        return Speaker.SOURCES
    for who in (
        Speaker.HOST,
        Speaker.UN,
        Speaker.OFFICIAL,
        Speaker.CLAIMANT,
        Speaker.EMBASSY,
        Speaker.SOURCES,
    ):
        if who in found:
            return who
    return Speaker.SOURCES if reading.bits & m.SOURCES else Speaker.OUTLET


def _by_colon(reading: Reading, memory: Memory) -> Speaker | None:
    """'X: we have …' and '… : X' in a title, where X is nothing but a speaker."""
    start, end = reading.sentence.start, reading.sentence.end
    colon = reading.text.find(":", start, end)
    if colon < 0:
        return None
    for part in (
        [i for i, tag in enumerate(reading.tags) if tag.end <= colon],
        [i for i, tag in enumerate(reading.tags) if tag.start > colon],
    ):
        bits = [_spoken_bits(reading, index, memory) for index in part]
        if 0 < len(bits) <= 3 and all(each & _SPEAKERS for each in bits):
            whole = 0
            for each in bits:
                whole |= each
            return None if whole & (m.PLACE | m.SOURCES) else _speaker_from(whole)
    return None


def _spoken_bits(reading: Reading, index: int, memory: Memory) -> int:
    tag = reading.tags[index]
    if tag.bits & m.ENVOY_NAME:
        return m.CLAIMANT if tag.value in memory.claimants else m.OFFICIAL
    return tag.bits


def _said(reading: Reading) -> list[int]:
    if not reading.bits & _SAYING:
        return []
    return [i for i, tag in enumerate(reading.tags) if tag.bits & _SAYING]


def _who(reading: Reading, say: int, memory: Memory) -> Speaker | None:
    """Who speaks at a 'say': the actor before it, or behind it ('according to')."""
    ahead = _speaker_of(reading, range(say + 1, min(say + 6, len(reading.tags))), memory, say)
    if _points_ahead(reading, say):
        return ahead
    if reading.tags[say].habits.verb_final and not _stands_before(reading, say):
        head = _speaker_of(reading, range(min(say, 4)), memory, say)
        if head is not None:
            return head
    first = _main_before(reading, say)
    behind = _speaker_of(reading, range(first, max(first - 6, -1), -1), memory, say)
    return behind or (ahead if say == 0 or _starts_late(reading, say) else None)


def _main_before(reading: Reading, say: int) -> int:
    """The tag before a 'say'; past a relative clause that a comma has closed."""
    for clause in reading.sentence.clauses:
        if clause.first <= say < clause.last and clause.is_relative and say > clause.first:
            return clause.first - 1 if "," in reading.gap(say - 1, say) else say - 1
    return say - 1


def _points_ahead(reading: Reading, say: int) -> bool:
    """'According to X': several words; where verbs are, X must follow at once."""
    tag = reading.tags[say]
    if " " not in reading.text[tag.start : tag.end]:
        return False
    if not tag.habits.verb_final:
        return True
    return say + 1 < len(reading.tags) and reading.gap(say, say + 1) == " "


def _stands_before(reading: Reading, say: int) -> bool:
    """Whether the speaker stands right before a final 'say', not at the sentence's head."""
    return say > 0 and bool(reading.tags[say - 1].bits & _PEOPLE)


def _starts_late(reading: Reading, say: int) -> bool:
    """'…, says X' : the say stands behind a comma."""
    before = reading.text[max(0, reading.tags[say].start - 3) : reading.tags[say].start]
    return "," in before or ":" in before


def _speaker_of(reading: Reading, indices: range, memory: Memory, say: int) -> Speaker | None:
    bits = 0
    last = say
    is_far = bool(indices) and abs(indices[0] - say) > 1
    for index in indices:
        tag = reading.tags[index]
        low, high = sorted((index, last))
        gap = "" if is_far and last == say else reading.gap(low, high)
        if not bits and "," in gap and gap.strip() != ",":
            break
        if len(gap) > 60 or (bits and "," in gap) or ";" in gap or ":" in gap:
            break
        last = index
        is_ahead = index > say
        if tag.bits & (m.SAY | m.CLAIM) and is_ahead:
            continue
        if tag.bits & (m.SAY | m.CLAIM | m.ACTS) and not tag.bits & (m.PREMATURE | m.END):
            break
        bits |= tag.bits | _spoken_bits(reading, index, memory)
        if tag.bits & m.PLACE and tag.value in ("UN",):
            return Speaker.UN
    return _speaker_from(bits)


def _speaker_from(bits: int) -> Speaker | None:
    is_capital = bool(bits & m.CAPITAL) and not bits & (m.PLACE | m.RANKS | m.MISSIONS)
    if bits & m.CLAIMANT or is_capital:
        return Speaker.CLAIMANT
    if bits & m.SOURCES and not bits & (m.PLACE | m.MINISTRY):
        return Speaker.SOURCES
    if bits & m.PLACE and not bits & (m.EMBASSY | m.CONSULATE | m.SENDER):
        return Speaker.HOST
    if bits & (m.EMBASSY | m.CONSULATE) or (bits & m.SENDER and bits & m.RANKS):
        return Speaker.EMBASSY
    if bits & m.SENDER and bits & (m.MINISTRY | m.OFFICIAL):
        return Speaker.CLAIMANT
    if bits & m.SOURCES:
        return Speaker.SOURCES
    return Speaker.OFFICIAL if bits & (m.MINISTRY | m.OFFICIAL | m.HEAD_OF_STATE) else None


_OWN_ACTS = frozenset({Kind.ENVOY_NAMED, Kind.SERVICES_CHANGED, Kind.ENVOY_DEPARTED})
"""What the claimant does itself: its own word makes it so."""
TWO_SIDED = frozenset(
    {
        Kind.AMBASSADOR_ACCEPTED,
        Kind.ENVOY_ACCREDITED,
        Kind.MISSION_HANDED_OVER,
        Kind.MISSION_OPENED,
        Kind.RECOGNIZED,
    }
)
"""What a silent host leaves open."""


def asserted(kind: Kind, found: Mood, who: Speaker, *, is_silent: bool) -> Assertion:
    """The assertion of an event's report."""
    if kind is Kind.ENVOY_NAMED and found is Mood.PLANNED and who is Speaker.SOURCES:
        return Assertion.CLAIMED  # 'insiders: X is to be sent' tells of a choice
    match found:
        case Mood.PLANNED | Mood.PURPOSE | Mood.ASKED | Mood.MAYBE:
            return Assertion.PLANNED
        case Mood.NEGATED | Mood.DENIED | Mood.REFUSED:
            return Assertion.DENIED
        case _:
            pass
    if who is Speaker.SOURCES:
        return Assertion.CLAIMED
    if who is Speaker.CLAIMANT and kind not in _OWN_ACTS:
        return Assertion.CLAIMED
    if is_silent and kind in TWO_SIDED and who not in (Speaker.HOST, Speaker.OFFICIAL):
        return Assertion.CLAIMED
    return Assertion.CONFIRMED
