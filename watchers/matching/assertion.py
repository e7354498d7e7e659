"""How firmly a thing is said: the mood of an act, and what it comes to on somebody's word."""

from __future__ import annotations

from enum import StrEnum

from config.frozen import frozen
from config.vocabulary import Assertion, Kind
from watchers.matching import masks as m
from watchers.matching.clauses import Clause
from watchers.matching.reading import Reading
from watchers.matching.reported import is_rejected, is_reported
from watchers.matching.speakers import Speaker


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


_TOLD = m.SAY | m.CLAIM | m.SOURCES
_NOT_REACH = 34
_MAYBE_GAP = 8
_RUMOUR_GAP = 12
_ENDS = ' .!?…:"»”'
_IN_WORD = m.PLAN | m.MAYBE | m.SOON | m.URGE
"""What an inflected verb may say of itself ('will close', 'open!' are one word elsewhere)."""
_RULING = m.REFUSE | m.DENY | m.URGE | m.ASK | m.MAYBE | m.PLAN | m.PREMATURE | m.IF
"""What a later verb may make of an act that is its object."""
_MARKS = (
    (m.IF, Mood.IF),
    (m.DENY, Mood.DENIED),
    (m.URGE, Mood.URGED),
    (m.MAYBE & ~m.PLAN, Mood.MAYBE),
    (m.ASK, Mood.ASKED),
    (m.PLAN, Mood.PLANNED),
)


_NEGATIONS = m.NOT | m.WONT | m.NOBODY
_NO_EARLIER_ACT = m.PREMATURE | m.REFUSE


@frozen
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
    if before.is_refused or (behind & m.REFUSE and not behind & m.DENY):
        return Mood.REFUSED
    bits = before.bits | own | behind
    if bits & m.IF or _is_yes_or_no(reading, act):
        return Mood.IF
    if _ruled_out(reading, clause, act):
        return Mood.REFUSED
    if before.is_still:
        return Mood.STILL
    is_negated = before.is_negated or reading.tags[act].is_negated or behind & m.PREMATURE
    is_negated = is_negated or (before.has_infinitive and _is_premature(reading, clause, act))
    if is_negated or _not_behind(reading, clause, act):
        return Mood.DENIED if _is_denial(bits) else Mood.NEGATED
    is_untrue = _disproved(reading, clause, act) or _only_rumoured(reading, clause, act)
    marked = _marked(bits | (m.DENY if is_untrue else 0))
    if marked is not None:
        return marked
    if behind & m.PREMATURE or _left_open(reading, clause, act):
        return Mood.MAYBE
    if bits & m.SOON or _soon(reading, clause, act):
        return Mood.PLANNED
    if before.has_infinitive and not before.bits & (m.FIRST | m.DECIDE):
        return Mood.PLANNED if reading.sentence.is_title else Mood.PURPOSE
    return Mood.FACT


def _is_denial(bits: int) -> bool:
    """'No, X has not …': a denial, where 'will not' would be a stand."""
    return bool(bits & m.DENY) and not bits & (m.WONT | m.REFUSE | m.NOBODY | m.PLAN)


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
    if bits & m.REFUSE and is_reported(reading, clause, act):
        bits |= m.DENY
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


def _is_premature(reading: Reading, clause: Clause, act: int) -> bool:
    """'To open it now would be premature.'"""
    early = reading.after(act, clause, m.PREMATURE)
    if early is None:
        return False
    return not any(tag.bits & m.ACTS for tag in reading.tags[act + 1 : early])


def _is_yes_or_no(reading: Reading, act: int) -> bool:
    """'Closes X its embassy?': a title that begins with its verb and asks."""
    if act or not reading.sentence.is_title:
        return False
    start, end = reading.sentence.start, reading.sentence.end
    is_first = not reading.text[start : reading.tags[0].start].strip(" \"'«„“")
    return is_first and "?" in reading.text[start:end]


def _disproved(reading: Reading, clause: Clause, act: int) -> bool:
    """'Reports that … are untrue'."""
    said = reading.before(act, clause, m.SOURCES | m.CLAIM | m.SAY)
    untrue = reading.after(act, clause, m.DENY)
    if said is None or untrue is None or reading.tags[untrue].bits & m.REFUSE:
        return False
    between = reading.tags[act + 1 : untrue]
    return not any(tag.bits & (m.ACTS | m.SAY) for tag in between)


def _only_rumoured(reading: Reading, clause: Clause, act: int) -> bool:
    """'Dismisses closure rumours': the act is what the rumour, waved away, is about."""
    if act <= clause.first or act + 1 >= clause.last:
        return False
    before, behind = reading.tags[act - 1], reading.tags[act + 1]
    is_about = (
        bool(behind.bits & (m.SOURCES | m.SAY | m.CLAIM)) and reading.gap(act, act + 1) == " "
    )
    is_waved_away = bool(before.bits & (m.DENY | m.REFUSE | m.DISMISS))
    return is_about and is_waved_away and len(reading.gap(act - 1, act)) <= _RUMOUR_GAP


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
    after, last = act + 1, clause.last - 1
    if not reading.tags[act].habits.negation_follows or after > last:
        return False
    if reading.tags[after].bits & m.NOT and len(reading.gap(act, after)) < 20:
        return True
    # 'X accepts the envoy not': it ends the clause, and no other act stands between.
    rest = reading.text[reading.tags[last].end : clause.end].strip(_ENDS)
    if rest or not reading.tags[last].bits & m.NOT:
        return False
    return not any(tag.bits & (m.ACTS | m.SAY) for tag in reading.tags[after:last])


def _left_open(reading: Reading, clause: Clause, act: int) -> bool:
    """'… under study' at the clause's end; 'accepts perhaps', where 'not' follows too."""
    last = clause.last - 1
    if reading.tags[act].bits & m.DEFER:
        return False  # 'puts off a decision': what is left open is its object
    if act < last and reading.tags[act].habits.negation_follows:
        is_near = len(reading.gap(act, act + 1)) < _MAYBE_GAP
        if is_near and reading.tags[act + 1].bits & m.MAYBE:
            return True
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
    has_infinitive = bool(tags[act].bits & m.TO_DO)
    for index in range(act - 1, clause.first - 1, -1):
        tag = tags[index]
        between = tags[act].start - tag.end
        if index == act - 1 and tag.bits & m.TO_DO and between <= 14:
            has_infinitive = True
        if tag.bits & m.REFUSE and between <= 30 and not tag.bits & m.DENY:
            is_refused = True
        if tag.bits & (m.REFUSE | m.DISMISS) and any(
            t.bits & _TOLD for t in tags[index + 1 : index + 3]
        ):
            bits |= m.DENY  # 'rejected the other side's reports that …'
        if (
            tag.bits & m.ACTS
            and not tag.bits & _NO_EARLIER_ACT
            and not _governs(reading, index, act, has_infinitive)
        ):
            bits |= tag.bits & m.URGE  # 'recognise us and open the embassy': both are asked for
            break
        if tag.bits & _NEGATIONS:
            is_negated = is_negated or between <= _NOT_REACH or bool(tag.bits & m.NOBODY)
        is_still = is_still or bool(tag.bits & m.STILL and between <= 20)
        if tag.bits & m.URGE and bits & m.DENY and tags[act].habits.marks_passive:
            bits &= ~m.DENY  # 'urged the others to deny it …': nobody has denied it
        bits |= tag.bits
    return _Before(bits, is_negated, has_infinitive, is_refused, is_still)


def _governs(reading: Reading, index: int, act: int, has_infinitive: bool) -> bool:
    """Whether an earlier act only leads on to this one ('agreed to accept the appointed …')."""
    if reading.tags[index].bits & (m.APPOINT | m.RECOGNITION | m.ACCEPT | m.RECEIVE | m.END):
        return has_infinitive or reading.tags[act].start - reading.tags[index].end < 18
    return has_infinitive


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
    if is_silent and kind in TWO_SIDED and who is not Speaker.HOST:
        return Assertion.CLAIMED
    return Assertion.CONFIRMED
