"""Rules about rank: relations or an envoy raised to ambassador level."""

from __future__ import annotations

from config.vocabulary import Kind, Rank
from watchers.matching import masks as m
from watchers.matching.assertion import TALK_ONLY, UNDONE
from watchers.matching.frames import Frame, Site
from watchers.matching.phrase import Phrase
from watchers.matching.roles import Direction, at_home, hosts, sender_state, state_subject


def upgrade(site: Site) -> tuple[Frame, ...]:
    """Raises relations or an envoy to ambassador level: either way round, or both."""
    if site.mood in UNDONE | TALK_ONLY:
        return ()
    for post in site.reading.phrases:
        is_near = site.clause.first <= post.head < site.clause.last and post.is_mission
        if is_near and site.way(post) is Direction.RECIPROCAL:
            return (_raised(site, Direction.RECIPROCAL, post),)
    level = site.near(m.AMBASSADOR_LEVEL | m.AMBASSADOR, 140)
    if site.bits & m.AMBASSADOR_LEVEL:
        level = site.act
    what = site.near(m.RELATIONS | m.RANKS | m.AMBASSADOR_LEVEL, 90)
    if level is not None and _is_hoped(site, level):
        return ()
    if level is None or (what is None and level != site.act):
        return ()
    phrase = site.phrase(m.CHARGE | m.ENVOY, 90)
    if phrase is not None and site.way(phrase) is Direction.RECIPROCAL:
        return (_raised(site, Direction.RECIPROCAL, phrase),)
    if not (site.sentence_has(m.OWNERS | m.CAPITAL) or site.memory.is_about_sender):
        return ()
    is_there = at_home(site.reading) and not site.has(m.CLAIMANT)
    if is_there and state_subject(site.reading, site.clause, site.act) is not None:
        return (_raised(site, Direction.RECIPROCAL, phrase),)
    wanted = _raised(site, Direction.WANTED, phrase)
    if site.sentence_has(m.MUTUAL):
        return wanted, _raised(site, Direction.RECIPROCAL, phrase)
    return (wanted,)


def _is_hoped(site: Site, level: int) -> bool:
    """'Raises hopes of an ambassador' raises nobody."""
    low, high = sorted((site.act, level))
    return any(tag.bits & m.MAYBE for tag in site.reading.tags[low + 1 : high])


def _raised(site: Site, way: Direction, phrase: Phrase | None) -> Frame:
    objects = (phrase,) if phrase else ()
    reading, clause = site.reading, site.clause
    if way is Direction.RECIPROCAL:
        found = sender_state(reading, clause, site.act, phrase, site.memory)
    else:
        found = hosts(reading, clause, site.act, objects, site.memory)
    return Frame(
        kind=Kind.RECIPROCAL if way is Direction.RECIPROCAL else Kind.AMBASSADOR_ACCEPTED,
        act=site.act,
        clause=clause,
        mood=site.mood,
        direction=way,
        objects=objects,
        hosts=found,
        rank=Rank.AMBASSADOR,
        rule="upgrade",
    )
