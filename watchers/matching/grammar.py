"""All rules, each with the acts it is asked about, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

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
from watchers.matching.memory import Memory
from watchers.matching.reading import Reading
from watchers.matching.rules_titles import named_in_title
from watchers.matching.rules_upgrade import upgrade

Rule = Callable[[Site], Frame | None]

_RULES: tuple[tuple[int, Rule], ...] = (
    (m.PRESENT | m.ACCEPT | m.RECEIVE | m.HAND_OVER | m.GIVE | m.GRANT, acceptance.credentials),
    (m.HAND_OVER | m.GIVE, missions.handover),
    (m.TAKE_OVER | m.TAKE_CHARGE, missions.takeover),
    (m.HOIST, missions.flag),
    (m.GRANT, refusal.seat_withheld),
    (m.REFUSE | m.REVOKE | m.EXPEL | m.DEFER, refusal.refusal),
    (
        m.ACCEPT | m.ACCREDIT | m.RECEIVE | m.RECOGNISE | m.RECOGNITION | m.ACCREDITATION,
        acceptance.acceptance,
    ),
    (services.ACTS, services.services),
    (m.RECOGNISE | m.RECOGNITION, recognition.recognition),
    (m.CLOSE | m.STOP, missions.closing),
    (m.OPEN | m.RESUME, missions.opening),
    (m.RELOCATE | m.SEND, missions.moving),
    (m.DISMISS | m.RESIGN | m.END | m.LEAVE, envoys.departure),
    (m.APPOINT | m.SEND | m.ARRIVE | m.BECOME, envoys.appointment),
    (m.PREMATURE, recognition.premature),
)


@lru_cache(maxsize=4096)
def _rules_for(bits: int) -> tuple[Rule, ...]:
    """The rules to ask about a word's acts: a language has few hundred such words."""
    return tuple(rule for acts, rule in _RULES if bits & acts)


def frames(reading: Reading, memory: Memory) -> tuple[Frame, ...]:
    """All that a sentence says happened, left to right."""
    found: list[Frame] = []
    if not reading.bits & (m.ACTS | m.BECOME):
        named = named_in_title(reading, memory)
        return () if named is None else (named,)
    for clause in reading.sentence.clauses:
        own: list[Frame] = []
        for act in range(clause.first, clause.last):
            if reading.tags[act].bits & (m.ACTS | m.BECOME):
                own.extend(_asked(Site.at(reading, clause, act, memory)))
        found.extend(_without_choosers(reading, own))
    return tuple(found)


def _asked(site: Site) -> Iterator[Frame]:
    raised = upgrade(site) if site.bits & m.UPGRADE else ()
    if raised:
        yield from raised
        return
    for rule in _rules_for(site.bits):
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
