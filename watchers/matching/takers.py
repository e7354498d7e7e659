"""Who takes what is handed over: the claimant, the host, or a person who stands by."""

from __future__ import annotations

from watchers.matching import masks as m
from watchers.matching.frames import Site
from watchers.matching.phrase import Phrase

_CASE_GAP = 4
"""Characters between a noun and the next: a blank, or the noun's case word."""


def is_given_to_host(site: Site, phrase: Phrase) -> bool:
    """'… to the ministry of X': the keys go back to the receiving state."""
    if _is_in_dative(site, phrase):
        return True
    tags = site.reading.tags
    for taker in site.reading.find(site.clause, m.MINISTRY):
        behind = tags[taker + 1 : min(taker + 2, site.clause.last)]
        before = [tag for tag in tags[max(0, taker - 2) : taker] if not tag.bits & m.TOWARD]
        is_host = any(tag.bits & m.PLACE for tag in (*behind, *before[-1:]))
        is_taker = any(tag.bits & m.TOWARD for tag in tags[max(0, taker - 2) : taker])
        is_taker = is_taker or _is_before_verb(site, taker)
        is_theirs = site.reading.before(taker, site.clause, m.CLAIMANT) is not None
        if is_host and is_taker and not is_theirs:
            return True
    return False


def _is_in_dative(site: Site, phrase: Phrase) -> bool:
    """'The keys of the mission (to) the X side': a state or its office stands right behind."""
    tags, reading = site.reading.tags, site.reading
    habits = tags[site.act].habits
    is_cased = habits.owner_follows and not habits.marks_passive and not habits.verb_final
    at = max((*phrase.used, site.act)) + 1
    if not is_cased or at >= site.clause.last or site.has(m.CLAIMANT | m.CAPITAL | m.ENVOY_NAME):
        return False
    at += bool(tags[at].bits & m.TOWARD)
    pair = tags[at : min(at + 2, site.clause.last)]
    if not pair or not reading.phraser.near(at - 1, at, _CASE_GAP):
        return False
    is_office = any(tag.bits & (m.MINISTRY | m.OFFICIAL) for tag in pair)
    states = [tag for tag in pair if tag.bits & m.PLACE and not tag.is_city]
    return bool(states) and (is_office or states[0] is pair[0])


def _is_before_verb(site: Site, taker: int) -> bool:
    """Where verbs come last: right before the verb, nothing but case words between."""
    tags = site.reading.tags
    if not tags[taker].habits.verb_final:
        return False
    verb = next((t for t in tags[taker + 1 : site.clause.last] if not t.bits & m.TALK), None)
    return verb is not None and bool(verb.bits & (m.HAND_OVER | m.GIVE | m.PRESENT))


def is_given_to_state(site: Site, phrase: Phrase) -> bool:
    """A state is the taker, before an act that holds 'to' in its words: 'keys (to) X handed'."""
    reading, state = site.reading, site.act - 1
    if site.has(m.CLAIMANT | m.ENVOY_NAME | m.MINISTRY) or max(phrase.used) >= state:
        return False
    is_state = bool(reading.tags[state].bits & m.PLACE) and not reading.tags[state].is_city
    if not is_state or not reading.tags[site.act].bits & m.TOWARD:
        return False
    # Farther off, the mission gives away something of its own.
    keys = reading.tags[max(phrase.used) + 1 : state]
    is_near = len(reading.gap(max(phrase.used), state)) <= _CASE_GAP
    return is_near or any(tag.bits & m.GIVE for tag in keys)


def is_given_to_person(site: Site, phrase: Phrase) -> bool:
    """'Gave a permit to a diplomat at the embassy': the mission is not what is given."""
    if phrase.head < site.act:
        return False
    return any(
        p.tag.bits & m.RANKS and site.act < p.head < phrase.head for p in site.reading.phrases
    )


def is_other_thing(site: Site, phrase: Phrase) -> bool:
    """Papers or powers are handed over, the mission only stands beside them."""
    other = site.near(m.CREDENTIALS | m.DOCUMENTS, 60)
    if other is None:
        return False
    reading = site.reading
    return reading.distance(site.act, other) < reading.distance(site.act, phrase.head)


def reaches_claimant(site: Site) -> bool:
    """The taker is the claimant or its man; not the host's own ministry."""
    reading = site.reading
    men = (p.head for p in reading.phrases if p.tag.bits & m.RANKS and p.owner.is_sender)
    if reading.find(site.clause, m.CLAIMANT) or any(site.act < i < site.clause.last for i in men):
        return True
    hosts_own = reading.find(site.clause, m.MINISTRY | m.OFFICIAL)
    to_host = any(i > site.act for i in hosts_own)
    is_given = bool(site.bits & m.GIVE) and not site.bits & m.HAND_OVER
    return not to_host and not is_given and site.memory.is_about_sender
