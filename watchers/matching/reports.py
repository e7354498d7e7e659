"""From frames to reports: one report for each kind and host, its words, mission and envoy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from config.frozen import frozen
from config.partial_date import PartialDate
from config.vocabulary import Announcer, Assertion, Kind, Rank, RankFlag
from watchers.matching import masks as m
from watchers.matching.assertion import TWO_SIDED, Mood, asserted
from watchers.matching.background import Recalled
from watchers.matching.confidence import PUBLISH_THRESHOLD, Confidence
from watchers.matching.frames import Frame
from watchers.matching.reading import Reading
from watchers.matching.roles import Host
from watchers.matching.speakers import Speaker
from watchers.matching.tags import Folded, concept_of
from watchers.model import Report, Span

T = TypeVar("T")


@frozen
class Draft:
    """A frame at one host, not yet merged with what the rest of the text says of it."""

    kind: Kind
    host: str | None
    assertion: Assertion
    mood: Mood
    speaker: Speaker
    sentence: int
    act: str
    announced_by: Announcer
    confidence: Confidence
    recalled: Recalled
    mission: str | None
    envoy: str | None
    rank: Rank | None
    rank_flags: tuple[RankFlag, ...]
    is_rank_open: bool
    rule: str
    evidence: tuple[Span, ...]

    @property
    def is_news(self) -> bool:
        """Neither background nor a mere position."""
        return not self.recalled.reason and self.kind is not Kind.POSITION


def evidence(
    reading: Reading, frame: Frame, host: Host | None, folded: Folded
) -> tuple[Span, ...]:
    """The words a frame rests on, as they stand in the text."""
    indices = {frame.act, *frame.support}
    indices.update(phrase.head for phrase in frame.objects)
    if host is not None and host.tag is not None:
        indices.add(host.tag)
    spans = []
    for index in sorted(indices):
        tag = reading.tags[index]
        start, end = folded.span(tag.start, tag.end)
        spans.append(Span(folded.text[start:end], start, end, concept_of(tag.bits).value))
    return tuple(spans)


def position_assertion(mood: Mood, who: Speaker, is_urged: bool) -> Assertion:
    """The assertion of a mere position, by the labelling conventions."""
    match mood:
        case Mood.NEGATED | Mood.DENIED | Mood.REFUSED:
            return Assertion.DENIED
        case Mood.URGED:
            return Assertion.CLAIMED
        case Mood.MAYBE | Mood.IF | Mood.PLANNED | Mood.PURPOSE | Mood.ASKED:
            return Assertion.CLAIMED if is_urged else Assertion.PLANNED
        case _:
            return Assertion.CLAIMED if who is Speaker.CLAIMANT else Assertion.CONFIRMED


def assertion_of(frame: Frame, who: Speaker, *, is_silent: bool) -> Assertion:
    """How firmly a frame is said."""
    if frame.kind is Kind.POSITION:
        return position_assertion(frame.mood, who, who is Speaker.CLAIMANT)
    return asserted(frame.kind, frame.mood, who, is_silent=is_silent)


_ANNOUNCERS = {
    Speaker.CLAIMANT: Announcer.CLAIMANT_MFA,
    Speaker.HOST: Announcer.HOST_MFA,
    Speaker.EMBASSY: Announcer.EMBASSY,
    Speaker.UN: Announcer.UN,
}


def announcer_of(reading: Reading, frame: Frame, who: Speaker) -> Announcer:
    """By whose word."""
    if who in (Speaker.HOST, Speaker.OFFICIAL) and reading.bits & m.HEAD_OF_STATE:
        is_host_s = _names_host(reading, frame)
        return Announcer.HOST_HEAD_OF_STATE if is_host_s else Announcer.MEDIA
    if who is Speaker.OUTLET and reading.find(frame.clause, m.MINISTRY):
        return Announcer.HOST_MFA if _names_host(reading, frame) else Announcer.MEDIA
    return _ANNOUNCERS.get(who, Announcer.MEDIA)


def _names_host(reading: Reading, frame: Frame) -> bool:
    codes = {host.code for host in frame.hosts}
    return any(reading.tags[i].value in codes for i in reading.find(frame.clause, m.PLACE))


def flags_of(reading: Reading, frame: Frame) -> tuple[RankFlag, ...]:
    """What qualifies the rank."""
    used = {i for phrase in frame.objects if not phrase.is_mission for i in phrase.used}
    bits = 0
    for index in used:
        bits |= reading.tags[index].bits
    found = [(m.ACTING, RankFlag.ACTING), (m.DESIGNATE, RankFlag.DESIGNATE)]
    return tuple(flag for bit, flag in found if bits & bit)


def merge(drafts: Sequence[Draft]) -> tuple[Report, ...]:
    """The reports of a text, the firmest news first."""
    groups: dict[tuple[Kind, str | None], list[Draft]] = {}
    for draft in _ranked(drafts):
        groups.setdefault((draft.kind, draft.host), []).append(draft)
    reports = [_report(part) for group in groups.values() for part in _by_mission(group)]
    return tuple(sorted(reports, key=_order))


def _by_mission(group: list[Draft]) -> list[list[Draft]]:
    """One group for each mission named; what names none goes with the first."""
    named = list(dict.fromkeys(draft.mission for draft in group if draft.mission))
    if len(named) < 2:
        return [group]
    parts = [[draft for draft in group if draft.mission == mission] for mission in named]
    parts[0].extend(draft for draft in group if draft.mission is None)
    return parts


def _order(report: Report) -> tuple[bool, bool, float]:
    return not report.alert, report.background, -report.confidence


_NAMES_RANK = (Kind.MISSION_HANDED_OVER, Kind.ENVOY_NAMED)
_LOWER = frozenset(Rank) - {Rank.AMBASSADOR, Rank.PERMANENT_REPRESENTATIVE}


def _names_lower_rank(draft: Draft) -> bool:
    """Who is named or moves in below an ambassador is accepted as no more."""
    return draft.is_news and draft.kind in _NAMES_RANK and draft.rank in _LOWER


def _ranked(drafts: Sequence[Draft]) -> list[Draft]:
    """An envoy of open rank has the rank that the text gives him elsewhere, at the same host."""
    if not any(draft.is_rank_open for draft in drafts):
        return list(drafts)
    top, below = Kind.AMBASSADOR_ACCEPTED, Kind.ENVOY_ACCREDITED
    raised = {d.host for d in drafts if d.kind is top and d.host and not d.is_rank_open}
    lower = {d.host for d in drafts if d.kind is below and d.host and not d.is_rank_open}
    lower |= {d.host for d in drafts if _names_lower_rank(d) and d.host}
    assumed = {d.host for d in drafts if d.kind is top and d.host} - lower
    ranked: list[Draft] = []
    for draft in drafts:
        kind = draft.kind
        if draft.is_rank_open and kind is below and draft.host in raised | assumed:
            kind = top
        elif draft.is_rank_open and kind is top and draft.host in lower - raised:
            kind = below
        ranked.append(draft if kind is draft.kind else replace(draft, kind=kind))
    return ranked


def _report(group: list[Draft]) -> Report:
    """One report of several drafts; the first in the body decides how firmly it is said."""
    news = [draft for draft in group if not draft.recalled.reason] or group
    best = max(news, key=lambda draft: draft.confidence.score)
    voice = _voice(news)
    sure = best.confidence
    if len({draft.sentence for draft in group}) > 1:
        sure = sure.repeated()
    is_background = bool(best.recalled.reason)
    reasons = sure.told() + ((f"background: {best.recalled.reason}",) if is_background else ())
    is_alert = (
        best.kind is not Kind.POSITION
        and not is_background
        and sure.probability >= PUBLISH_THRESHOLD
    )
    return Report(
        kind=best.kind,
        assertion=voice.assertion,
        host=best.host,
        mission=best.mission or _first([draft.mission for draft in group]),
        envoy=best.envoy or _first([draft.envoy for draft in group]),
        rank=best.rank or _first([draft.rank for draft in group]),
        rank_flags=best.rank_flags,
        announced_by=voice.announced_by,
        confidence=sure.probability,
        background=is_background,
        alert=is_alert,
        act=best.act,
        happened=_happened(best),
        evidence=_evidence_of(group),
        reasons=reasons,
    )


def _evidence_of(group: list[Draft]) -> tuple[Span, ...]:
    if len(group) == 1:
        return group[0].evidence
    return tuple(dict.fromkeys(span for draft in group for span in draft.evidence))


_CONFIRMED = Assertion.CONFIRMED
_WEAK = frozenset({Speaker.OUTLET, Speaker.SOURCES, Speaker.CLAIMANT})


def _voice(news: list[Draft]) -> Draft:
    """Who decides the assertion: the body's first telling, else the title's."""
    if news[0].kind is Kind.POSITION:
        return max(news, key=lambda draft: draft.mood in (Mood.NEGATED, Mood.DENIED))
    denied = [draft for draft in news if draft.mood is Mood.DENIED and draft.sentence == 0]
    if denied:
        return denied[0]
    hearsay = [d for d in news if d.sentence == 0 and d.speaker is Speaker.SOURCES]
    if hearsay and all(draft.speaker in _WEAK for draft in news):
        return hearsay[0]
    firm = [draft for draft in news if draft.mood is not Mood.PURPOSE] or news
    body = [draft for draft in firm if draft.sentence > 0]
    done = {draft.rule for draft in firm if draft.sentence == 0 and draft.mood is Mood.FACT}
    if done and body:
        # 'Named' in the title and 'will set out' below: what is done is told of the first.
        body = [draft for draft in body if draft.rule in done or draft.mood is Mood.FACT]
    return min(body or firm, key=lambda draft: draft.sentence)


def _happened(draft: Draft) -> PartialDate | None:
    return draft.recalled.happened


def attributed(
    drafts: Sequence[Draft], lead: Speaker, upto: int, *, is_silent: bool
) -> Iterator[Draft]:
    """The drafts, those that only the title tells laid upon the word of who leads the body.

    The claimant's word is that of what takes two; a host's own word makes what the title has of
    the claimant the outlet's. `upto` is the sentence in which it speaks;
    behind the lead it is of all that stands before.
    """
    told = {draft.kind for draft in drafts if draft.sentence >= upto}
    kinds = TWO_SIDED if upto == 1 else TWO_SIDED | {Kind.RECIPROCAL}
    led = [draft for draft in drafts if draft.sentence == upto and draft.speaker is lead]
    has_own_word = upto == 1 and any(draft.kind is Kind.ENVOY_NAMED for draft in led)
    confirmed = {d.host for d in led if lead is Speaker.HOST and d.assertion is _CONFIRMED}
    for draft in drafts:
        speaker = draft.speaker
        if draft.sentence < upto and draft.is_news:
            is_alone = draft.kind not in told
            if speaker is Speaker.OUTLET and is_alone and lead is Speaker.CLAIMANT:
                speaker = lead if draft.kind in kinds and not has_own_word else speaker
            elif speaker is Speaker.CLAIMANT and draft.host in confirmed:
                speaker = Speaker.OUTLET
        if speaker is draft.speaker:
            yield draft
        else:
            said = asserted(draft.kind, draft.mood, speaker, is_silent=is_silent)
            yield replace(draft, speaker=speaker, assertion=said)


def _first(values: Sequence[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)
