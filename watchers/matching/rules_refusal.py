"""Rules about refusal: envoys turned away, expelled, a seat withheld."""

from __future__ import annotations

from config.vocabulary import Kind
from watchers.matching import masks as m
from watchers.matching.assertion import TALK_ONLY, UNDONE, Mood
from watchers.matching.frames import Frame, Site
from watchers.matching.phrase import Owner, Phrase
from watchers.matching.roles import (
    Direction,
    Host,
    HostFrom,
    agent,
    hosts,
    subject,
)

_AUXILIARY = m.ANTERIOR | m.PASSIVE | m.PLAN | m.OWN
_DENIED_WITHIN = 16


def seat_withheld(site: Site) -> Frame | None:
    """Does not grant the seat."""
    is_withheld = site.mood is Mood.NEGATED and site.near(m.SEAT, 40) is not None
    return _seat(site) if is_withheld else None


def refusal(site: Site) -> Frame | None:
    """Refuses, expels, revokes, defers."""
    if _is_denial(site):
        return None
    if site.mood is Mood.DENIED and site.reading.before(site.act, site.clause, m.DENY) is not None:
        return _turned_away(site)
    is_asked = site.mood is Mood.ASKED and not site.bits & (m.EXPEL | m.REVOKE | m.DEFER)
    if is_asked and not _is_ordered(site):
        return None
    is_put_off = bool(site.bits & m.DEFER) and site.mood is Mood.MAYBE  # 'the bid is put off'
    if site.mood in UNDONE | TALK_ONLY and not site.bits & m.REVOKE and not is_put_off:
        return None
    return _seat(site) or _turned_away(site)


def _is_ordered(site: Site) -> bool:
    """Whether a state or an office asks: what others ask of it is a wish."""
    ask = site.reading.before(site.act, site.clause, m.ASK)
    if ask is None:
        return True
    before = site.reading.tags[site.clause.first : ask]
    return any(t.bits & (m.PLACE | m.MINISTRY | m.HEAD_OF_STATE | m.OFFICIAL) for t in before)


def _is_denial(site: Site) -> bool:
    """'Denies (that it has) expelled him': what is denied is what stands behind."""
    if not site.bits & m.DENY:
        return False
    for index in range(site.act + 1, site.clause.last):
        tag = site.reading.tags[index]
        if len(site.reading.gap(site.act, index)) > _DENIED_WITHIN:
            return False
        if not tag.bits & _AUXILIARY:
            return bool(tag.bits & m.ACTS & ~m.ACCREDITATION)
    return False


def _seat(site: Site) -> Frame | None:
    """A world body keeps its seat from the claimant."""
    seat = site.near(m.SEAT | m.CREDENTIALS, 150)
    if seat is None and site.bits & m.DEFER:
        tags = enumerate(site.reading.tags)
        seat = next((i for i, tag in tags if tag.bits & m.SEAT and i > site.act), None)
    is_world = any(tag.value == "UN" for tag in site.reading.tags)
    is_seat = seat is not None and bool(site.reading.tags[seat].bits & m.SEAT)
    if seat is None or not (is_world or is_seat) or not site.sentence_has(m.OWNERS):
        return None
    return _refused(site, (), (Host("UN", HostFrom.CLAUSE),), (seat,), "seat")


def _turned_away(site: Site) -> Frame | None:
    phrase = site.phrase(m.RANKS | m.STAFF, 110)
    support = site.near(m.ACCEPT | m.ACCREDIT | m.ACCREDITATION | m.RECEIVE, 60)
    mission = site.phrase(m.EMBASSIES, 110)
    if refuser_is_sender(site, phrase if _stands_before(site, phrase) else None):
        return None
    if phrase is not None and site.way(phrase) in (Direction.WANTED, Direction.ASSUMED):
        is_strong = bool(site.bits & (m.EXPEL | m.REVOKE)) or support is not None
        if not is_strong and site.way(phrase) is not Direction.WANTED:
            return None
        if not is_strong and site.has(m.RECOGNISE | m.RECOGNITION | m.HAND_OVER):
            return None
        return _refused(site, (phrase,), (), () if support is None else (support,), "refusal")
    if _is_mission_s_status(site, mission, support):
        return _refused(site, (mission,) if mission else (), (), (), "refusal")
    if not site.has(m.CLAIMANT | m.CAPITAL) and site.named() is None:
        return None
    papers = m.ACCREDIT | (m.ACCREDITATION if site.bits & m.REVOKE else 0)
    if support is not None and site.reading.tags[support].bits & papers:
        return _refused(site, (), (), (support,), "refusal")
    if mission is None or site.way(mission) is Direction.OTHER:
        return None
    if site.has(m.RECOGNISE | m.RECOGNITION | m.HAND_OVER | m.GIVE):
        return None
    asked = m.ASK | m.STAFF if site.bits & m.REFUSE else 0
    if not site.has(m.RECEIVE | m.ACCEPT | asked):
        return None
    return _refused(site, (mission,), (), (), "access")


def _is_mission_s_status(site: Site, mission: Phrase | None, support: int | None) -> bool:
    """'Cancels the cards of the mission's staff': what is revoked is their accreditation."""
    if mission is None or not site.bits & m.REVOKE or site.way(mission) is not Direction.WANTED:
        return False
    is_status = bool(site.bits & m.ACCREDITATION)
    is_near = support is not None and bool(site.reading.tags[support].bits & m.ACCREDITATION)
    return is_status or is_near


_OTHER_ACTS = m.ACTS & ~(
    m.ACCEPT | m.ACCREDIT | m.ACCREDITATION | m.RECEIVE | m.RECOGNISE | m.GRANT
)
"""What ends the object of a refusal: all but what is refused ('accrediting X refused')."""


def _stands_before(site: Site, phrase: Phrase | None) -> bool:
    """Where the verb stands last, what it refuses stands right before it, like a subject."""
    if phrase is None or not site.reading.tags[site.act].habits.verb_final:
        return False
    between = site.reading.tags[max(phrase.used) + 1 : site.act]
    return not any(tag.bits & (_OTHER_ACTS | m.AND | m.SAY) for tag in between)


def refuser_is_sender(site: Site, refused: Phrase | None = None) -> bool:
    """Whether the claimant, a mission or an envoy refuses: no host does."""
    by = agent(site.reading, site.clause, site.act)
    if by is not None and site.reading.tags[by].bits & m.PLACE:
        return False
    if site.act > site.clause.first and site.reading.tags[site.act - 1].bits & m.STAFF:
        return True  # 'the staff refuse …'
    who = subject(site.reading, site.clause, site.act)
    if who is not None and refused is not None and who in refused.used:
        return False
    if who is None or site.reading.tags[who].bits & (m.PLACE | m.NOBODY):
        return False
    is_passive = agent(site.reading, site.clause, site.act) is None and bool(
        site.bits & (m.EXPEL | m.REVOKE)
    )
    return bool(site.reading.tags[who].bits & (m.OWNERS | m.MISSIONS | m.ENVOY)) and not is_passive


def _refused(
    site: Site,
    objects: tuple[Phrase, ...],
    found: tuple[Host, ...],
    support: tuple[int, ...],
    rule: str,
) -> Frame | None:
    reading = site.reading
    is_old_guard = bool(objects) and objects[0].owner is Owner.PREDECESSOR
    found = found or hosts(reading, site.clause, site.act, objects, site.memory)
    if not found:
        return None
    return Frame(
        kind=Kind.ENVOY_DEPARTED if is_old_guard else Kind.ACCREDITATION_REFUSED,
        act=site.act,
        clause=site.clause,
        mood=_mood(site),
        direction=Direction.WANTED,
        objects=objects,
        hosts=found,
        rank=m.rank_of(objects[0].tag.bits) if objects else None,
        support=support,
        rule=rule,
    )


def _mood(site: Site) -> Mood:
    """A refusal is one when it is said; an expulsion may be planned, and each denied."""
    if site.mood is Mood.DENIED:
        return Mood.DENIED
    is_to_come = bool(site.act and site.reading.tags[site.act - 1].bits & m.TO_DO)
    is_foretold = bool(site.act and site.reading.tags[site.act - 1].bits & m.PLAN)
    may_come = site.bits & m.EXPEL or (site.bits & (m.REVOKE | m.REFUSE) and is_to_come)
    may_come = may_come or (site.bits & m.REVOKE and is_foretold)
    may_come = may_come or (site.bits & m.DEFER and site.bits & m.PLAN)  # 'will put off', one word
    return Mood.PLANNED if may_come and site.mood is Mood.PLANNED else Mood.FACT
