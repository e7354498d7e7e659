"""Rules about posts: handed over, taken over, closed, opened, moved."""

from __future__ import annotations

from dataclasses import replace

from config.vocabulary import Kind
from watchers.matching import masks as m
from watchers.matching.assertion import Mood
from watchers.matching.frames import Frame, Site
from watchers.matching.phrase import Owner, Phrase
from watchers.matching.roles import (
    Direction,
    agent,
    hosts,
    sender_state,
    state_subject,
    subject,
)
from watchers.matching.takers import (
    is_given_to_host,
    is_given_to_person,
    is_given_to_state,
    is_other_thing,
    reaches_claimant,
)

_AUXILIARY = m.ANTERIOR | m.PASSIVE | m.PLAN | m.TO_DO
"""What may stand between a subject and its verb."""
_ARTICLE = 5
"""Characters of an article with its blanks."""
_CASE = 4
"""Characters of an actor's case ending, with the blank."""
UNSAID = frozenset({Mood.IF, Mood.URGED})
"""Moods in which nothing has been said to happen."""


def handover(site: Site) -> Frame | None:
    """Hands, cedes, transfers a mission to the claimant."""
    phrase = site.phrase(m.EMBASSIES, 110)
    if phrase is None or not site.way(phrase).is_wanted or is_other_thing(site, phrase):
        return None
    if not site.bits & m.HAND_OVER and is_given_to_person(site, phrase):
        return None
    if site.mood in UNSAID or (site.mood is Mood.ASKED and site.is_asked_by_claimant()):
        return None
    if is_given_to_host(site, phrase) or is_given_to_state(site, phrase):
        return mission_frame(site, Kind.MISSION_CLOSED, phrase, "given to the host")
    if not reaches_claimant(site):
        return None
    return mission_frame(site, Kind.MISSION_HANDED_OVER, phrase, "handover")


def takeover(site: Site) -> Frame | None:
    """Takes control of, takes charge at a mission."""
    if site.mood in UNSAID:
        return None
    services = site.near(m.SERVICES, 40)
    if services is not None and not site.reading.tags[services].bits & m.EMBASSIES:
        return None
    if _is_purpose_of_appointment(site):
        return None
    if site.bits & m.TAKE_OVER and site.has(m.PREDECESSOR | m.HAND_OVER | m.GIVE):
        return None
    phrase = site.phrase(m.MISSIONS if site.bits & m.START_WORK else m.EMBASSIES, 90)
    envoy = site.phrase(m.RANKS, 120)
    if phrase is not None and _begins_itself(site, phrase, envoy):
        return opened(site, phrase)
    if envoy is not None and not site.way(envoy).is_wanted:
        if site.way(envoy) is Direction.RECIPROCAL and site.bits & m.TAKE_CHARGE:
            return mission_frame(site, Kind.RECIPROCAL, envoy, "takes charge")
        if phrase is None or envoy.link == phrase.head:
            return None
    if phrase is not None:
        return _taken(site, phrase, envoy)
    if envoy is not None and site.bits & m.TAKE_CHARGE and site.has_post(envoy):
        return mission_frame(site, Kind.MISSION_HANDED_OVER, envoy, "takes charge")
    if envoy is None and _known_man_takes(site):
        return mission_frame(site, Kind.MISSION_HANDED_OVER, None, "takes charge")
    return None


def _known_man_takes(site: Site) -> bool:
    """'X takes the reins today', in a story of a mission: he is known as its envoy."""
    if site.mood not in (Mood.FACT, Mood.PLANNED) or site.has(m.OLD):
        return False
    who = site.reading.before(site.act, site.clause, m.CLAIMANT | m.ENVOY_NAME)
    is_he = who is not None and site.reading.tags[who].value == site.named()
    return is_he and site.memory.is_about_sender and site.named() in site.memory.claimants


def _taken(site: Site, phrase: Phrase, envoy: Phrase | None) -> Frame | None:
    """A mission is taken: by the claimant's man, or into a host's custody."""
    if not site.way(phrase).is_wanted:
        return None
    if site.bits & m.TAKE_OVER and _taken_by_state(site, phrase):
        return mission_frame(site, Kind.MISSION_CLOSED, phrase, "custody")
    if _has_taker(site, envoy):
        return mission_frame(site, Kind.MISSION_HANDED_OVER, phrase, "takes over")
    return None


def _begins_itself(site: Site, phrase: Phrase, envoy: Phrase | None) -> bool:
    """'The embassy starts work': nobody takes it."""
    is_foreign = bool(site.bits & m.TAKE_CHARGE) and site.way(phrase) is Direction.RECIPROCAL
    is_work = is_foreign or bool(site.bits & m.START_WORK)
    between = site.reading.tags[max(phrase.used) + 1 : site.act]
    is_next = max(phrase.used) < site.act and all(tag.bits & _AUXILIARY for tag in between)
    is_behind = bool(site.bits & m.START_WORK) and min(phrase.used) == site.act + 1
    is_subject = (is_next and is_work) or is_behind
    return is_subject and envoy is None and site.reading.after(site.act, site.clause, m.BY) is None


def _is_purpose_of_appointment(site: Site) -> bool:
    """'Appointed (accepted) X to lead the embassy': he does not lead it yet."""
    reading = site.reading
    before = reading.tags[site.act - 1].bits if site.act else 0
    is_aim = bool((before | site.bits) & m.TO_DO)
    let_in = m.ACCEPT | m.ACCREDIT | m.ARRIVE if is_aim else 0
    chosen = reading.before(site.act, site.clause, m.APPOINT | m.SEND | let_in)
    if chosen is None or site.reading.tags[chosen].bits & m.ENVOY:
        return False  # a word that is 'envoy' as well as 'sent'
    if is_aim and not site.has(m.PLAN):
        return True  # 'has been picked (by the claimant) to lead it'
    if any(p.appointed == chosen for p in site.reading.phrases):
        return False
    if chosen + 1 < site.act and site.reading.tags[chosen + 1].bits & m.BY:
        return False  # 'a man sent by the claimant': told of him, not what he is to do
    if before & m.PASSIVE and chosen < site.act - 1:
        return False  # 'X, sent by the claimant, is now in charge'
    between = site.reading.tags[chosen + 1 : site.act]
    return not any(tag.bits & m.AND for tag in between)


def _has_taker(site: Site, envoy: Phrase | None) -> bool:
    if envoy is not None or site.named() or site.sentence_has(m.CLAIMANT | m.RANKS):
        return True
    return site.has(m.ENVOY_NAME | m.CAPITAL)


def _taken_by_state(site: Site, phrase: Phrase) -> bool:
    """A host's custody, not a claimant's takeover."""
    reading = site.reading
    who = subject(reading, site.clause, site.act)
    if who is not None and who not in phrase.used:
        if reading.tags[who].bits & (m.CLAIMANT | m.RANKS | m.ENVOY_NAME | m.SENDER):
            return False
        return state_subject(reading, site.clause, site.act) is not None
    by = agent(reading, site.clause, site.act)
    if by is not None:
        return bool(reading.tags[by].bits & m.PLACE)
    return any(
        i > site.act and i not in reading.located for i in reading.find(site.clause, m.PLACE)
    )


def flag(site: Site) -> Frame | None:
    """The claimant's flag goes up over a mission."""
    if site.near(m.FLAG, 40) is None or site.mood is not Mood.FACT:
        return None
    phrase = site.phrase(m.EMBASSIES, 120)
    if phrase is None or not site.way(phrase).is_wanted or not site.sentence_has(m.CLAIMANT):
        return None
    return mission_frame(site, Kind.MISSION_HANDED_OVER, phrase, "flag")


def closing(site: Site) -> Frame | None:
    """Closes, suspends work."""
    if site.mood in UNSAID or site.has(m.HOLIDAY):
        return None
    phrase = _of_sender(site, site.phrase(m.MISSIONS, 80))
    if phrase is None and site.is_its():
        return mission_frame(site, Kind.MISSION_CLOSED, None, "closing")
    if phrase is None or _is_of_thing(site, phrase) or _is_attribute(site, phrase):
        return None
    is_no_post = phrase.is_of_people(site.reading.tags) or _is_said_of_states(site)
    way = Direction.OTHER if is_no_post else _worked_by(site, phrase)
    if way is Direction.OTHER or (way is Direction.RECIPROCAL and site.mood is Mood.NEGATED):
        return None
    kind = Kind.RECIPROCAL if way is Direction.RECIPROCAL else Kind.MISSION_CLOSED
    return mission_frame(site, kind, phrase, "closing")


def opening(site: Site) -> Frame | None:
    """Opens, reopens, resumes work."""
    if site.mood in UNSAID or site.is_premature():
        return None
    phrase = _of_sender(site, site.phrase(m.MISSIONS, 80))
    if phrase is None or _is_of_thing(site, phrase) or _is_return_home(site, phrase):
        return None
    return opened(site, phrase)


def _is_return_home(site: Site, phrase: Phrase) -> bool:
    """'Will return to the capital': who goes back there opens nothing abroad."""
    behind = site.act + 1
    if behind >= site.clause.last or site.reading.gap(site.act, behind) != " ":
        return False
    return bool(site.reading.tags[behind].bits & m.CAPITAL) and site.way(phrase).is_wanted


def _is_of_thing(site: Site, phrase: Phrase) -> bool:
    """'The embassy opens an exhibition', 'an exhibition opens at the embassy'."""
    tags = site.reading.tags
    if tags[site.act].habits.verb_final and site.act > site.clause.first:
        return bool(tags[site.act - 1].bits & (m.THING | m.DOCUMENTS))
    thing = site.reading.after(site.act, site.clause, m.THING | m.DOCUMENTS)
    if thing is None or len(site.reading.gap(site.act, thing)) >= 30:
        return False
    return phrase.head < site.act or bool(tags[thing].bits & m.THING and thing < phrase.head)


def _is_attribute(site: Site, phrase: Phrase) -> bool:
    """'The shuttered embassy works again': closed before, and told of for what it does now."""
    reading, act = site.reading, site.act
    if max(phrase.used) == act - 1:
        return reading.gap(act - 1, act) == ", "  # 'the embassy, closed since …, reopens'
    if min(phrase.used) != act + 1 or reading.gap(act, act + 1) != " ":
        return False
    if act == site.clause.first:
        return reading.after(max(phrase.used), site.clause, m.ACTS) is not None
    before = reading.tags[act - 1]
    ties = m.IN | m.OF | m.TOWARD | m.OPEN | m.RESUME
    is_tied = bool(before.bits & ties) and not before.bits & m.TO_DO
    between = reading.gap(act - 1, act)
    is_next = between == " " or between.strip().isalpha()  # 'reopen the closed embassy'
    return is_tied and is_next and len(between) <= _ARTICLE


def _is_said_of_states(site: Site) -> bool:
    """'(Embassies-) closed states were asked back': where verbs are last, it describes them."""
    behind = site.act + 1
    tags = site.reading.tags
    if not tags[site.act].habits.verb_final or behind >= site.clause.last:
        return False
    return bool(tags[behind].bits & m.COUNTRIES) and site.reading.gap(site.act, behind) == " "


def opened(site: Site, phrase: Phrase) -> Frame | None:
    """A mission is open again, on either side."""
    way = _worked_by(site, phrase)
    if (
        site.has_no(phrase)
        or site.mood is Mood.MAYBE
        or (site.mood is Mood.ASKED and site.is_asked_by_claimant())
        or (site.mood is Mood.NEGATED and not _is_ruled_out(site))
    ):
        return None
    if way is Direction.RECIPROCAL:
        return mission_frame(site, Kind.RECIPROCAL, phrase, "opening")
    return mission_frame(site, Kind.MISSION_OPENED, phrase, "opening") if way.is_wanted else None


def _is_ruled_out(site: Site) -> bool:
    """'Will not reopen' is news; 'has not reopened' is not."""
    if site.bits & m.PLAN:
        return True
    return site.reading.before(site.act, site.clause, m.PLAN | m.WONT) is not None


def _worked_by(site: Site, phrase: Phrase) -> Direction:
    """A state that opens or closes a mission of no named owner does so with its own."""
    way = site.way(phrase)
    named = site.reading.find(site.clause, m.SENDER | m.CLAIMANT)
    named += [i for i in site.reading.find(site.clause, m.CAPITAL) if _acts_at(site, i)]
    is_apart = all(i > max(site.act, phrase.head + 1) for i in named)
    is_open = phrase.owner is Owner.UNKNOWN and is_apart
    who = state_subject(site.reading, site.clause, site.act)
    if who is not None and any(t.bits & m.SAY for t in site.reading.tags[who : phrase.head]):
        who = None  # 'X says that the mission …'
    many = site.reading.before(site.act, site.clause, m.COUNTRIES)
    if is_open and (who is not None or many is not None):
        is_home = phrase.is_home or _is_told_at_home(site, phrase, who)
        return Direction.RECIPROCAL if is_home else Direction.OTHER
    return way


def _of_sender(site: Site, phrase: Phrase | None) -> Phrase | None:
    """'The sender closes its X embassy': a state shuts its own, and X is where it stands."""
    if phrase is None or phrase.owner is not Owner.FOREIGN or phrase.is_home:
        return phrase
    reading, first = site.reading, next(iter(site.reading.find(site.clause, m.ACTORS)), None)
    if first is None:
        return phrase  # 'the embassy of X, shut since …, reopens': it stands before the insertion
    is_apart = first < min(*phrase.used, site.act) and reading.phrase_of(first) is None
    if not is_apart or not reading.tags[first].bits & m.SENDER:
        return phrase
    behind = reading.gap(first, first + 1)
    is_actor = ":" not in behind and len(behind) <= _CASE
    is_verb_next = bool(reading.tags[first + 1].bits & (m.ACTS | m.TALK | _AUXILIARY))
    is_placed = any(i < site.act for i in phrase.used)  # verbs come last: nouns may stand between
    if not is_actor or not (
        is_verb_next or (is_placed and reading.tags[site.act].habits.verb_final)
    ):
        return phrase  # 'the sender: X …' only says where, 'the sender's neighbours' are others
    if site.sentence_has(m.CAPITAL | m.HOME_CITY):
        return phrase
    places = tuple(i for i in phrase.used if reading.tags[i].value == phrase.owner_code)
    return replace(phrase, owner=Owner.SENDER, owner_code="", places=places)


def _acts_at(site: Site, capital: int) -> bool:
    """The capital acts for its government: it stands before the verb, behind no 'in'."""
    before = site.reading.tags[capital - 1].bits if capital else 0
    is_goal = before & (m.IN | m.LEAVE | m.OPEN | m.RESUME)  # 'X goes back to the capital'
    return capital < site.act and capital not in site.reading.located and not is_goal


def _is_told_at_home(site: Site, phrase: Phrase, who: int | None) -> bool:
    """'X opens, in the capital, an embassy': the place stands apart, behind the state."""
    if who is None or phrase.places:
        return False
    places = site.reading.find(site.clause, m.CAPITAL | m.HOME_CITY)
    return any(i > who and i not in site.reading.located for i in places)


def moving(site: Site) -> Frame | None:
    """A foreign mission leaves the sending state's capital for elsewhere."""
    if site.mood in UNSAID | {Mood.NEGATED, Mood.MAYBE}:
        return None
    phrase = site.phrase(m.PRESENCE if site.bits & m.SEND else m.MISSIONS, 80)
    if phrase is None:
        return None
    way = Direction.RECIPROCAL if _is_brought_home(site, phrase) else _worked_by(site, phrase)
    is_home = site.has(m.CAPITAL | m.HOME_CITY) and way is Direction.OTHER
    if way is not Direction.RECIPROCAL and not is_home:
        return None
    return mission_frame(site, Kind.RECIPROCAL, phrase, "moving")


def _is_brought_home(site: Site, phrase: Phrase) -> bool:
    """'X moves its mission to (the sending state) back to the capital'."""
    if phrase.owner is not Owner.SENDER:
        return False
    tags = site.reading.tags
    state = state_subject(site.reading, site.clause, site.act)
    goal = site.reading.after(site.act, site.clause, m.CAPITAL)
    return state is not None and goal is not None and not tags[goal - 1].bits & m.IN


def mission_frame(
    site: Site, kind: Kind, phrase: Phrase | None, rule: str, support: tuple[int, ...] = ()
) -> Frame:
    """The frame of what happens to a mission, with those it is named together with."""
    objects = site.joined(phrase) if phrase else ()
    reading, clause = site.reading, site.clause
    if kind is Kind.RECIPROCAL:
        found = sender_state(reading, clause, site.act, phrase, site.memory)
    else:
        found = hosts(reading, clause, site.act, objects, site.memory)
    is_unplanned = kind is Kind.MISSION_HANDED_OVER and _is_unplanned(site)
    is_talk = site.mood is Mood.MAYBE and kind is not Kind.MISSION_CLOSED
    return Frame(
        kind=Kind.POSITION if is_talk or is_unplanned else kind,
        act=site.act,
        clause=clause,
        mood=Mood.NEGATED if is_unplanned else site.mood,
        direction=_way_of(site, kind, phrase),
        objects=objects,
        hosts=found,
        rank=m.rank_of(phrase.tag.bits) if phrase else None,
        support=support,
        rule=rule,
    )


def _is_unplanned(site: Site) -> bool:
    """'No plans to hand it over' is a stand; 'has not handed it over' denies an event."""
    return site.has(m.PREMATURE) and not site.sentence_has(m.DENY)


def _way_of(site: Site, kind: Kind, phrase: Phrase | None) -> Direction:
    """Which way the mission of a frame faces; the kind may know more than the phrase."""
    if kind is Kind.RECIPROCAL:
        return Direction.RECIPROCAL
    return site.way(phrase) if phrase else Direction.ASSUMED
