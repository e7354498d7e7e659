"""All rules, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Iterator

from config.vocabulary import Kind
from watchers.matching import masks as m
from watchers.matching import rules_acceptance as acceptance
from watchers.matching import rules_envoys as envoys
from watchers.matching import rules_missions as missions
from watchers.matching import rules_recognition as recognition
from watchers.matching import rules_refusal as refusal
from watchers.matching import rules_services as services
from watchers.matching.assertion import Mood
from watchers.matching.frames import Frame, Site
from watchers.matching.reading import Reading
from watchers.matching.roles import Memory

_RULES = (
    acceptance.credentials,
    missions.handover,
    missions.takeover,
    missions.flag,
    refusal.refusal,
    acceptance.acceptance,
    services.services,
    recognition.recognition,
    missions.closing,
    missions.opening,
    missions.moving,
    envoys.departure,
    envoys.appointment,
    recognition.premature,
)


def frames(reading: Reading, memory: Memory) -> tuple[Frame, ...]:
    """All that a sentence says happened, left to right."""
    found: list[Frame] = []
    if not reading.bits & m.ACTS:
        return ()
    for clause in reading.sentence.clauses:
        own: list[Frame] = []
        for act in range(clause.first, clause.last):
            if reading.tags[act].bits & m.ACTS:
                own.extend(_asked(Site.at(reading, clause, act, memory)))
        found.extend(_without_choosers(reading, own))
    return tuple(found)


def _asked(site: Site) -> Iterator[Frame]:
    raised = envoys.upgrade(site)
    if raised:
        yield from raised
        return
    for rule in _RULES:
        frame = rule(site)
        if frame is not None:
            if frame.mood is not Mood.STILL or frame.kind is Kind.POSITION:
                yield frame
            return


def _is_described(reading: Reading, frame: Frame, found: list[Frame]) -> bool:
    """'Ends the term of an ambassador named long ago': what befalls him stands before."""
    if frame.kind is not Kind.ENVOY_NAMED or frame.rule == "arrival" or not frame.objects:
        return False
    head = frame.objects[0].head
    between = reading.tags[head + 1 : frame.act]
    if head > frame.act or any(tag.bits & (m.PASSIVE | m.AND) for tag in between):
        return False
    return any(
        other.act < head and head in {phrase.head for phrase in other.objects}
        for other in found
        if other is not frame
    )


def _without_choosers(reading: Reading, found: list[Frame]) -> list[Frame]:
    """'Diplomats appointed by the claimant' names them beside another act; alone it is one."""
    choosers = {phrase.appointed for phrase in reading.phrases}
    others = [f for f in found if f.act not in choosers and not _is_described(reading, f, found)]
    has_event = any(frame.kind is not Kind.POSITION for frame in others)
    return others if has_event else found
