"""Rules about what missions do: services stopped or resumed, papers no longer taken."""

from __future__ import annotations

from dataclasses import replace

from config.vocabulary import Kind
from watchers.matching import masks as m
from watchers.matching.assertion import Mood
from watchers.matching.frames import Frame, Site
from watchers.matching.phrase import Phrase
from watchers.matching.roles import Host, HostFrom, state_subject, subject
from watchers.matching.rules_missions import UNSAID, mission_frame

ACTS = (
    m.TAKE_OVER
    | m.STOP
    | m.CLOSE
    | m.INVALID
    | m.RESUME
    | m.BEGIN
    | m.OPEN
    | m.RECOGNISE
    | m.ACCEPT
    | m.REVOKE
    | m.REFUSE
)
"""What may happen to services and papers."""


def services(site: Site) -> Frame | None:
    """Services or papers change; consular services that resume open the mission again."""
    if site.mood in UNSAID:
        return None
    thing = site.near(m.SERVICES | m.DOCUMENTS, 90)
    phrase = site.phrase(m.EMBASSIES, 200)
    if phrase is not None and not site.way(phrase).is_wanted:
        return None
    if not (site.sentence_has(m.OWNERS | m.CAPITAL) or site.memory.is_about_sender):
        return None
    if thing is None:
        return _disowned(site, phrase)
    is_service = bool(site.reading.tags[thing].bits & m.SERVICES)
    if _is_no_mission_s(site, thing, phrase):
        return None
    is_begun = bool(site.bits & (m.RESUME | m.BEGIN))
    is_issuing = is_begun and bool(site.reading.tags[thing].bits & m.DOCUMENTS)
    is_new = _is_new_service(site, thing, phrase)
    if site.bits & (m.RESUME | m.OPEN) and is_service and not is_issuing and not is_new:
        return mission_frame(site, Kind.MISSION_OPENED, phrase, "services resume", (thing,))
    if site.bits & (m.CLOSE | m.STOP) and not _nearer(site, thing, phrase):
        return None
    if site.bits & (m.RECOGNISE | m.ACCEPT | m.OPEN | m.RESUME | m.BEGIN):
        marks_passive = site.reading.tags[site.act].habits.marks_passive
        if thing < site.act and marks_passive and not site.has(m.PASSIVE):
            return None
        is_changed = site.mood is Mood.NEGATED or (
            phrase is not None and bool(site.bits & m.ACCEPT) and site.has(m.SERVICES)
        )
        if not is_changed and not is_issuing and not is_new:
            return None
    frame = mission_frame(site, Kind.SERVICES_CHANGED, phrase, "services", (thing,))
    return _everywhere(site, _done(frame)) if _is_void(site) else frame


def _everywhere(site: Site, frame: Frame) -> Frame:
    """Papers of no mission named are void at all those that the lead lists."""
    if frame.hosts or not site.has(m.CLAIMANT | m.CAPITAL):
        return frame
    return replace(frame, hosts=tuple(Host(code, HostFrom.TOPIC) for code in site.memory.listed))


def _is_no_mission_s(site: Site, thing: int, phrase: Phrase | None) -> bool:
    """Papers that the police seize, a state stops or a host refuses."""
    is_service = bool(site.reading.tags[thing].bits & m.SERVICES)
    if not site.bits & ACTS & ~m.TAKE_OVER and not is_service:
        return True
    is_turned = bool(site.bits & (m.STOP | m.RESUME | m.BEGIN))
    if phrase is None and is_turned:
        return site.memory.is_reciprocal or _is_a_state_s(site, thing)
    is_refused = bool(site.bits & m.REFUSE) and not site.bits & m.STOP
    return is_refused and not _is_refused_by_claimant(site, thing)


def _is_new_service(site: Site, thing: int, phrase: Phrase | None) -> bool:
    """'The embassy launches an e-passport service': the mission itself was open before."""
    if phrase is None or not site.bits & m.OPEN or site.bits & m.RESUME:
        return False
    is_subject = max(phrase.used) < site.act < thing
    return is_subject and bool(site.reading.tags[thing].bits & m.DOCUMENTS)


def _is_a_state_s(site: Site, thing: int) -> bool:
    """'X halts, X resumes visas': its own, where no mission is named."""
    who = state_subject(site.reading, site.clause, site.act)
    bits = site.reading.tags[thing].bits
    return who is not None and bool(bits & m.DOCUMENTS or not bits & m.SERVICES)


def _is_refused_by_claimant(site: Site, thing: int) -> bool:
    """'The claimant rejects documents': what a host refuses is no papers of a mission."""
    who = subject(site.reading, site.clause, site.act)
    if who is None or not site.reading.tags[thing].bits & m.DOCUMENTS:
        return False
    is_claimant = bool(site.reading.tags[who].bits & (m.CLAIMANT | m.CAPITAL))
    return is_claimant and (thing > site.act or site.has(m.PASSIVE))


def _is_void(site: Site) -> bool:
    """Papers that are no longer taken: done when it is said; what will be void is to come."""
    if site.mood is Mood.PLANNED and site.bits & m.INVALID and not site.bits & m.WONT:
        return False
    if site.mood is Mood.NEGATED and site.bits & (m.RECOGNISE | m.ACCEPT):
        return True
    negated = site.reading.before(site.act, site.clause, m.NOT)
    return bool(site.bits & m.INVALID) or negated is not None


def _done(frame: Frame) -> Frame:
    """'No longer accepted' is done, not undone."""
    if frame.mood not in (Mood.NEGATED, Mood.PLANNED):
        return frame
    return replace(frame, mood=Mood.FACT)


def _disowned(site: Site, phrase: Phrase | None) -> Frame | None:
    """The claimant no longer owns to a mission, or owns to it alone."""
    if phrase is None or not site.has(m.CLAIMANT | m.CAPITAL):
        return None
    who = subject(site.reading, site.clause, site.act)
    if site.bits & (m.RECOGNISE | m.ACCEPT):
        is_claimant = who is not None and bool(site.reading.tags[who].bits & m.CLAIMANT)
        if not is_claimant or site.mood is not Mood.NEGATED:
            return None
    elif not site.bits & (m.INVALID | m.REVOKE):
        return None
    return _everywhere(site, _done(mission_frame(site, Kind.SERVICES_CHANGED, phrase, "disowned")))


def _nearer(site: Site, thing: int, phrase: Phrase | None) -> bool:
    """Services are stopped, unless the mission itself is nearer to the act."""
    if phrase is None:
        return True
    reading = site.reading
    if thing == phrase.head:
        return True  # 'the consular section'
    if thing < phrase.head and reading.tags[thing + 1].bits & (m.OF | m.IN):
        return True  # 'the services of the embassy'
    if thing > site.act and phrase.head > site.act:
        return thing < phrase.head
    if phrase.head < site.act < thing and reading.tags[site.act].habits.marks_passive:
        between = reading.tags[max(phrase.used) + 1 : site.act], reading.tags[site.act + 1 : thing]
        is_subject = not any(tag.bits & m.PASSIVE for tag in between[0])
        if site.bits & m.CLOSE and "," in reading.gap(site.act, thing):
            return False  # 'ends all its work, services included'
        return is_subject and not any(tag.bits & (m.AND | m.ACTS | m.LIKE) for tag in between[1])
    return reading.distance(site.act, thing) < reading.distance(site.act, phrase.head)
