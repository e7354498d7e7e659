"""On whose word a sentence rests."""

from __future__ import annotations

from enum import StrEnum

from watchers.matching import masks as m
from watchers.matching.memory import Memory
from watchers.matching.reading import Reading


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
_SAYING = m.SAY | m.CLAIM
_TOLD = _SAYING | m.SOURCES
_TURNED = m.OFFICIAL | m.MINISTRY | m.HEAD_OF_STATE | m.CLAIMANT | m.ENVOY_NAME
_TURNED_GAP = 16
"""'…, said in a tweet X': characters between the word and its speaker."""
_STOPS = ",;:()"
_OTHER_ACT = _SAYING | m.ACTS
_NO_OTHER_ACT = m.PREMATURE | m.END


def speaker(reading: Reading, memory: Memory) -> Speaker:
    """On whose word a sentence rests; the outlet's own where nobody is named."""
    if not reading.bits & _TOLD and not reading.sentence.is_title:
        return Speaker.OUTLET
    found = {_who(reading, index, memory) for index in _said(reading)} - {None}
    if reading.sentence.is_title:
        found.add(_by_colon(reading, memory))
    if memory.voice is not None and reading.bits & (m.SAY | m.CLAIM):
        found.add(Speaker.HOST if memory.voice else Speaker.CLAIMANT)
    if Speaker.SOURCES in found:
        return Speaker.SOURCES
    if Speaker.CLAIMANT in found and reading.bits & m.SOURCES and Speaker.HOST not in found:
        return Speaker.SOURCES
    if Speaker.EMBASSY in found and reading.bits & m.SOURCES and Speaker.HOST not in found:
        return Speaker.SOURCES  # a diplomat who gives no name
    if Speaker.OFFICIAL in found and memory.is_told_at_home and _is_bare_ministry(reading):
        found = found - {Speaker.OFFICIAL} | {Speaker.CLAIMANT}
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


def _is_bare_ministry(reading: Reading) -> bool:
    """'The ministry said': no state stands beside it in the sentence but where it happened."""
    tags = reading.tags
    offices = [i for i, tag in enumerate(tags) if tag.bits & m.MINISTRY]
    return bool(offices) and not any(
        tag.bits & m.PLACE for i in offices for tag in tags[max(0, i - 1) : i + 3]
    )


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
    if _points_ahead(reading, say) or (ahead is not None and _ends_with_speaker(reading, say)):
        return ahead
    if reading.tags[say].habits.verb_final and not _stands_before(reading, say):
        head = _speaker_of(reading, range(_head_end(reading, min(say, 4))), memory, say)
        if head is Speaker.EMBASSY and _ends_with_claimant(reading, say):
            return Speaker.CLAIMANT
        if head is not None:
            return head
    if ahead is not None and _is_turned(reading, say):
        return ahead
    first = _main_before(reading, say)
    behind = _speaker_of(reading, range(first, max(first - 6, -1), -1), memory, say)
    is_head = all(tag.bits & m.THIS for tag in reading.tags[:say])
    is_first = is_head and not _closes_source(reading, say)
    return behind or (ahead if is_first or _starts_late(reading, say) else None)


def _is_turned(reading: Reading, say: int) -> bool:
    """'…, said (on X) the ministry's spokesman': a comma right before, an office or a person close
    behind."""
    if reading.tags[say].habits.verb_final or say + 1 >= len(reading.tags):
        return False
    before = reading.text[: reading.tags[say].start].rstrip(" -—–\"'»”")
    gap = reading.gap(say, say + 1)
    is_close = len(gap) <= _TURNED_GAP and not any(mark in gap for mark in _STOPS)
    return before.endswith(",") and is_close and bool(reading.tags[say + 1].bits & _TURNED)


def _closes_source(reading: Reading, say: int) -> bool:
    """'(Unknown paper) according-to, the claimant …', where verbs are last: who follows acts."""
    is_final = reading.tags[say].habits.verb_final and say + 1 < len(reading.tags)
    return is_final and "," in reading.gap(say, say + 1)


def _ends_with_speaker(reading: Reading, say: int) -> bool:
    """'…, said the ministry's spokesman', where verbs are last: nothing but him stands behind."""
    rest = reading.tags[say + 1 :]
    if not reading.tags[say].habits.verb_final or reading.gap(say, say + 1) != " ":
        return False
    people = _PEOPLE | m.PLACE | m.SENDER | m.CAPITAL | m.OF
    return all(tag.bits & people and not tag.bits & m.ACTS for tag in rest)


def _main_before(reading: Reading, say: int) -> int:
    """The tag before a 'say'; past a relative clause that a comma has closed."""
    for clause in reading.sentence.clauses:
        if clause.first <= say < clause.last and clause.is_relative and say > clause.first:
            return clause.first - 1 if "," in reading.gap(say - 1, say) else say - 1
    return say - 1


def _points_ahead(reading: Reading, say: int) -> bool:
    """'According to X': several words; where verbs are, X must follow at once."""
    tag = reading.tags[say]
    if tag.bits & m.ACCORDING:
        return True
    if " " not in reading.text[tag.start : tag.end]:
        return False
    if not tag.habits.verb_final or tag.bits & m.CLAIM:
        return not tag.habits.verb_final
    return say + 1 < len(reading.tags) and reading.gap(say, say + 1) == " "


def _stands_before(reading: Reading, say: int) -> bool:
    """Whether the speaker stands right before a final 'say', not at the sentence's head."""
    return say > 0 and bool(reading.tags[say - 1].bits & _PEOPLE)


def _head_end(reading: Reading, last: int) -> int:
    """The sentence's first actor ends at his case word, where a language has one."""
    marks = (i for i in range(1, last) if reading.tags[i].bits & m.TALK)
    return next(marks, last)


def _ends_with_claimant(reading: Reading, say: int) -> bool:
    """'The embassy in X has reopened, the claimant … announced', with its case word between."""
    before = [tag for tag in reading.tags[max(0, say - 2) : say] if not tag.bits & m.TALK]
    return bool(before) and bool(before[-1].bits & m.CLAIMANT)


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
        if is_ahead and tag.bits & _SAYING:
            continue
        if tag.bits & _OTHER_ACT and not tag.bits & _NO_OTHER_ACT:
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
    if bits & m.HOME_CITY and bits & (m.MINISTRY | m.OFFICIAL) and not bits & (m.PLACE | m.RANKS):
        return Speaker.CLAIMANT
    if bits & m.PLACE and not bits & (m.EMBASSY | m.CONSULATE | m.SENDER):
        return Speaker.HOST
    if bits & (m.EMBASSY | m.CONSULATE) or (bits & m.SENDER and bits & m.RANKS):
        return Speaker.EMBASSY
    if bits & m.SENDER and bits & (m.MINISTRY | m.OFFICIAL):
        return Speaker.CLAIMANT
    if bits & (m.SOURCES | m.OUTSIDER):
        return Speaker.SOURCES
    return Speaker.OFFICIAL if bits & (m.MINISTRY | m.OFFICIAL | m.HEAD_OF_STATE) else None
