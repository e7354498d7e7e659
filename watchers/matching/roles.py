"""Who is who in an act: its direction, its actor, its host.

The host is the receiving state: where the mission stands, whom the envoy is sent to, who acts;
never just the first country named. For `reciprocal` it is the state that sends.
"""

from __future__ import annotations

from enum import StrEnum

from config.frozen import frozen
from watchers.matching import masks as m
from watchers.matching.clauses import Clause
from watchers.matching.memory import Memory
from watchers.matching.offices import names_an_office, seats_an_office
from watchers.matching.phrase import Owner, Phrase
from watchers.matching.reading import Reading

_INVERTED_GAP = 24
"""Characters of a compound verb between its first word and an actor behind it."""


_WORLD = "UN"
"""It has a seat for the claimant to fill; its own missions are no state's."""


class Direction(StrEnum):
    """Which way a mission or envoy faces."""

    WANTED = "wanted"
    """The sending state's, abroad: said in so many words."""
    ASSUMED = "assumed"
    """Likewise, by what stands around it."""
    RECIPROCAL = "reciprocal"
    OTHER = "other"
    """Somebody else's business."""

    @property
    def is_wanted(self) -> bool:
        """The direction that the dossier is about."""
        return self in (Direction.WANTED, Direction.ASSUMED)


class HostFrom(StrEnum):
    """What told the host; the firmer, the more confident the report."""

    PLACE = "place"
    AGENT = "agent"
    SUBJECT = "subject"
    CLAUSE = "clause"
    ENVOY = "envoy"
    SENTENCE = "sentence"
    TOPIC = "topic"
    PUBLISHER = "publisher"


@frozen
class Host:
    """A host, and the tag that names it (None where it was carried over)."""

    code: str
    source: HostFrom
    tag: int | None = None


def direction(reading: Reading, clause: Clause, phrase: Phrase, memory: Memory) -> Direction:
    """Which way a mission or envoy faces, as the sentence and what came before say."""
    if phrase.owner is Owner.FOREIGN:
        return _foreign(reading, phrase, memory)
    if phrase.owner.is_sender:
        return Direction.OTHER if phrase.is_home else Direction.WANTED
    owner = _own(reading, phrase)
    if phrase.is_home:
        return Direction.RECIPROCAL if owner != "" else Direction.OTHER
    if owner == "":
        return Direction.WANTED
    if owner is not None and not phrase.places:
        return Direction.OTHER if not reading.bits & m.HOME else Direction.RECIPROCAL
    if owner is not None:
        return Direction.OTHER
    if memory.is_reciprocal or _are_back_home(reading):
        return Direction.RECIPROCAL
    if _names_claimant(reading, memory):
        return Direction.WANTED if _near_owner(reading, clause) else Direction.ASSUMED
    return Direction.ASSUMED if memory.is_about_sender else Direction.OTHER


def _foreign(reading: Reading, phrase: Phrase, memory: Memory) -> Direction:
    if phrase.owner_code == _WORLD:
        return Direction.OTHER
    if phrase.is_home:
        return Direction.RECIPROCAL
    if phrase.places:
        return Direction.OTHER
    if phrase.is_mission:
        return Direction.RECIPROCAL if at_home(reading) else Direction.OTHER
    is_received = bool(reading.bits & (m.CLAIMANT | m.CAPITAL)) or names_an_office(reading)
    is_received = is_received or any(
        tag.value in memory.claimants for tag in reading.tags if tag.bits & m.ENVOY_NAME
    )
    return Direction.RECIPROCAL if is_received else Direction.OTHER


def at_home(reading: Reading) -> bool:
    """'… works again in the capital': said of no phrase, so of the whole sentence."""
    free = (i for i, tag in enumerate(reading.tags) if tag.bits & (m.CAPITAL | m.HOME_CITY))
    return any(i not in reading.located and is_where(reading, i) for i in free)


def _own(reading: Reading, phrase: Phrase) -> str | None:
    """Whose 'its' is: '' the sending state's, a host code, None where there is no 'its'."""
    first = min(phrase.used)
    is_own = any(reading.tags[i].bits & m.OWN for i in phrase.used)
    if not is_own and not phrase.is_home:
        return None
    if is_own and first > 1 and phrase.tag.habits.verb_final and _begins_as_actor(reading):
        return ""
    for index in range(first - 1, -1, -1):
        tag = reading.tags[index]
        if index in reading.compared or index in reading.located - phrase.used:
            continue
        if tag.bits & m.PLACE and tag.can_act and not is_where(reading, index):
            return tag.value
        is_capital = bool(tag.bits & m.CAPITAL) and not (
            phrase.is_home or is_where(reading, index)
        )
        if tag.bits & m.OWNERS or (is_capital and reading.tags[index + 1].bits & m.ACTS):
            return ""
    return None if not phrase.is_home else "?"


def _begins_as_actor(reading: Reading) -> bool:
    """'The sender (acts) in X its mission closed': it stands first, with its case word."""
    return bool(reading.tags[0].bits & m.OWNERS and reading.tags[1].bits & m.TALK)


def _are_back_home(reading: Reading) -> bool:
    """'X's diplomats are back in the capital: the embassy …' is X's."""
    theirs = [phrase for phrase in reading.phrases if phrase.owner is Owner.FOREIGN]
    if not theirs or reading.bits & m.CLAIMANT:
        return False
    return any(phrase.is_home for phrase in theirs) or at_home(reading)


def _names_claimant(reading: Reading, memory: Memory) -> bool:
    if reading.bits & (m.OWNERS | m.CAPITAL):
        return True
    return any(tag.value in memory.claimants for tag in reading.tags if tag.bits & m.ENVOY_NAME)


def _near_owner(reading: Reading, clause: Clause) -> bool:
    return any(
        reading.tags[i].bits & (m.CLAIMANT | m.SENDER) for i in range(clause.first, clause.last)
    )


def subject(reading: Reading, clause: Clause, act: int) -> int | None:
    """The actor before an act: in its clause, else at the head of the sentence."""
    behind = inverted(reading, clause, act)
    if behind is not None:
        return behind
    for index in range(act - 1, -1, -1):
        tag = reading.tags[index]
        if not tag.bits & m.ACTORS or index in reading.compared:
            continue
        phrase = reading.phrase_of(index)
        if phrase is not None and index != phrase.head:
            continue
        if index < clause.first and clause.is_aside:
            return None
        return index
    return None


def inverted(reading: Reading, clause: Clause, act: int) -> int | None:
    """Where verbs come last, an actor right behind the verb, at the end: headlines turn round."""
    at = act + 1
    if not reading.tags[act].habits.verb_final or at != clause.last - 1:
        return None
    tag = reading.tags[at]
    if not tag.bits & m.ACTORS or not tag.can_act or at in reading.compared:
        return None
    if tag.bits & (m.SOURCES | m.SAY):
        return None  # 'X accepts …, the claimant says': who tells, not who acts
    if tag.bits & m.CLAIMANT and reading.tags[act].bits & m.RECOGNISE:
        return None  # whom they recognise
    rest = reading.text[tag.end : clause.end].strip(".!?।。 \n").split()
    return at if len(reading.gap(act, at)) <= _INVERTED_GAP and len(rest) <= 1 else None


def agent(reading: Reading, clause: Clause, act: int) -> int | None:
    """The actor of a passive: behind 'by'."""
    by = reading.after(act, clause, m.BY)
    if by is None:
        return None
    for index in range(by + 1, min(by + 3, clause.last)):
        if reading.tags[index].bits & m.ACTORS:
            return index if len(reading.gap(by, index)) < 30 else None
    return None


def state_subject(reading: Reading, clause: Clause, act: int) -> int | None:
    """The nearest state before an act, that is no phrase's place and no comparison."""
    behind = inverted(reading, clause, act)
    if behind is not None:
        return behind if reading.tags[behind].bits & m.PLACE else None
    for index in range(act - 1, clause.first - 1, -1):
        tag = reading.tags[index]
        if index in reading.compared or index in reading.located:
            continue
        is_actor = not is_where(reading, index) or seats_an_office(reading, index)
        if tag.bits & m.PLACE and tag.can_act and is_actor:
            return index
    if not clause.is_relative:
        return None
    for index in range(clause.first - 1, max(clause.first - 3, -1), -1):
        if reading.tags[index].bits & m.PLACE and index not in reading.located:
            is_envoy_s = index > 0 and reading.tags[index - 1].bits & m.RANKS
            return None if is_envoy_s else index  # '(envoys of unknown) and X, who presented'
    return None


def is_where(reading: Reading, index: int) -> bool:
    """'In Moscow': a place, no actor."""
    if reading.tags[index].bits & m.IN:
        return True
    before = index - 1
    if before < 0 or not reading.tags[before].bits & (m.IN | m.ARRIVE):
        return False
    return reading.phraser.near(before, index, 6)


def hosts(
    reading: Reading, clause: Clause, act: int, objects: tuple[Phrase, ...], memory: Memory
) -> tuple[Host, ...]:
    """The receiving states of an act, by the firmest that tells them."""
    world = m.PERMANENT_MISSION | m.PERMANENT_REPRESENTATIVE
    linked_to = (reading.tags[p.link].bits for p in objects if p.link is not None)
    if any(p.tag.bits & world for p in objects) or any(bits & world for bits in linked_to):
        return (Host("UN", HostFrom.PLACE),)
    placed = [i for phrase in objects for i in phrase.places]
    if placed:
        return _each(reading, placed, HostFrom.PLACE)
    listed = _listed(reading, clause, act)
    if listed:
        return _each(reading, listed, HostFrom.CLAUSE)
    by = agent(reading, clause, act)
    if by is not None and reading.tags[by].bits & m.PLACE:
        return _each(reading, list(reading.phraser.series(by)), HostFrom.AGENT)
    state = state_subject(reading, clause, act)
    if state is not None:
        series = [i for i in reading.phraser.series(state) if i not in reading.compared]
        return _each(reading, series, HostFrom.SUBJECT)
    linked = [
        i
        for phrase in reading.phrases
        if clause.first <= phrase.head < clause.last and phrase.owner is not Owner.FOREIGN
        for i in phrase.places
    ]
    if linked:
        return _each(reading, linked, HostFrom.CLAUSE)
    return _loose(reading, clause, act, memory)


def _listed(reading: Reading, clause: Clause, act: int) -> list[int]:
    """'Ten countries have accepted …, including A, B and C'; 'missions like those in A and B'."""
    if reading.before(act, clause, m.COUNTRIES) is None:
        like = next(iter(reading.find(clause, m.LIKE)), None)
        if not like or not reading.tags[like - 1].bits & m.MISSIONS:
            return []
    else:
        like = reading.after(act, clause, m.LIKE)
    if like is None or like + 1 >= clause.last or not reading.tags[like + 1].bits & m.PLACE:
        return []
    return [i for i in reading.phraser.series(like + 1) if i > like]


def _loose(reading: Reading, clause: Clause, act: int, memory: Memory) -> tuple[Host, ...]:
    """Hosts that the phrase and the actors leave open; 'countries that …' have none."""
    if reading.before(act, clause, m.COUNTRIES | m.NOBODY) is not None:
        return ()
    owned = {i for phrase in reading.phrases for i in phrase.used - set(phrase.places)}
    owned |= {i for phrase in reading.phrases for i in phrase.peers}
    free = [i for i in reading.find(clause, m.PLACE) if i not in reading.compared | owned]
    if free:
        nearest = min(free, key=lambda index: reading.distance(act, index))
        return _each(reading, list(reading.phraser.series(nearest)), HostFrom.CLAUSE)
    named = [tag.value for tag in reading.tags if tag.bits & m.ENVOY_NAME]
    known = {code for value in named for code in memory.envoy_hosts.get(value, ())}
    if len(known) == 1:
        return (Host(known.pop(), HostFrom.ENVOY),)
    places = [
        i
        for i, tag in enumerate(reading.tags)
        if tag.bits & m.PLACE and i not in reading.compared and i not in owned
        if not _is_goal(reading, clause, i)
    ]
    if len({reading.tags[i].value for i in places}) == 1:
        return _each(reading, places[:1], HostFrom.SENTENCE)
    if memory.hosts:
        return (Host(memory.hosts[-1], HostFrom.TOPIC),)
    if len(set(memory.topic)) == 1:
        return (Host(memory.topic[0], HostFrom.TOPIC),)
    if memory.publisher_host:
        return (Host(memory.publisher_host, HostFrom.PUBLISHER),)
    return ()


def _is_goal(reading: Reading, clause: Clause, index: int) -> bool:
    """'… when he flew to X': where somebody goes in another clause is no host."""
    if clause.first <= index < clause.last or not index:
        return False
    before = index - 1
    is_toward = bool(reading.tags[before].bits & m.TOWARD)
    return is_toward and reading.phraser.near(before, index, 3)


def _each(reading: Reading, places: list[int], source: HostFrom) -> tuple[Host, ...]:
    return tuple(Host(reading.tags[i].value, source, i) for i in dict.fromkeys(places))


def sender_state(
    reading: Reading, clause: Clause, act: int, phrase: Phrase | None, memory: Memory
) -> tuple[Host, ...]:
    """For the reciprocal direction: the foreign state whose mission or envoy it is."""
    if phrase is not None and phrase.owner_code:
        code = phrase.owner_code
        at = next((i for i in phrase.used if reading.tags[i].value == code), None)
        return (Host(code, HostFrom.PLACE, at),)
    if phrase is not None:
        own = _own(reading, phrase)
        if own and own != "?":
            return (Host(own, HostFrom.SUBJECT),)
    for index in range(clause.first, clause.last):
        codes = memory.host_envoys.get(reading.tags[index].value, ())
        if len(codes) == 1 and reading.tags[index].bits & m.ENVOY_NAME:
            return (Host(codes[0], HostFrom.ENVOY, index),)
    state = state_subject(reading, clause, act)
    if state is not None:
        return _each(reading, list(reading.phraser.series(state)), HostFrom.SUBJECT)
    by = agent(reading, clause, act)
    if by is not None and reading.tags[by].bits & m.PLACE:
        return _each(reading, [by], HostFrom.AGENT)
    found = _loose(reading, clause, act, memory)
    is_there = phrase is not None and (phrase.is_home or at_home(reading))
    if not found and memory.home and is_there:
        return (Host(memory.home, HostFrom.PUBLISHER),)
    return found
