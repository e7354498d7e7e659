"""Rules about envoys themselves: appointed, sent, arrived, departed."""

from __future__ import annotations

from dataclasses import replace

from config.vocabulary import Kind
from watchers.matching import masks as m
from watchers.matching.assertion import TALK_ONLY, UNDONE, Mood
from watchers.matching.frames import Frame, Site
from watchers.matching.phrase import Owner, Phrase
from watchers.matching.roles import (
    Direction,
    hosts,
    inverted,
    sender_state,
    state_subject,
    subject,
)

_ARTICLE = 5
"""Characters of an article with its blanks."""
_ATTRIBUTE = 24
"""Characters between a participle and its noun: the noun's own adjectives."""
_NEXT = 3
"""Characters before what stands right behind an act."""


def appointment(site: Site) -> Frame | None:
    """Appoints, names, sends; arrives."""
    if site.mood in (UNDONE - {Mood.DENIED}) | TALK_ONLY | {Mood.REFUSED}:
        return None
    if site.bits & m.ENVOY and _is_owned(site):
        return None
    is_become = not site.bits & (m.APPOINT | m.SEND | m.ARRIVE)
    phrase = _becomes(site) if is_become else _in_role(site) or site.phrase(m.RANKS, 120)
    if phrase is None:
        return None if is_become else _sent_by_name(site)
    if site.has_no(phrase) or _is_only_described(site, phrase):
        return None
    phrase = _as_sender_s(site, phrase)
    if not site.bits & m.ARRIVE and not site.is_object(phrase):
        return None
    way = Direction.WANTED if _is_ours(site, phrase) else site.way(phrase)
    if _is_foreign_choice(site, phrase) or _is_raised_there(site, phrase):
        way = Direction.RECIPROCAL
    if way is Direction.OTHER or phrase.owner is Owner.PREDECESSOR or _by_predecessor(site):
        return None
    if way is Direction.RECIPROCAL:
        found = sender_state(site.reading, site.clause, site.act, phrase, site.memory)
    else:
        if site.bits & m.ARRIVE and not _is_posting(site, phrase, way):
            return None
        found = hosts(site.reading, site.clause, site.act, (phrase,), site.memory)
    return Frame(
        kind=Kind.RECIPROCAL if way is Direction.RECIPROCAL else Kind.ENVOY_NAMED,
        act=site.act,
        clause=site.clause,
        mood=site.mood,
        direction=way,
        objects=(phrase,),
        hosts=found,
        rank=m.rank_of(phrase.tag.bits),
        is_rank_open=bool(phrase.tag.bits & m.ENVOY),
        rule=_rule(site),
    )


def _becomes(site: Site) -> Phrase | None:
    """'X became (X ambassador became)': the rank stands right beside the verb, a name before."""
    reading, act = site.reading, site.act
    is_last = reading.tags[act].habits.verb_final
    for phrase in reading.phrases:
        first, last = min(phrase.used), max(phrase.used)
        if is_last:
            is_next = last == act - 1 and reading.gap(last, act) == " "
        else:
            is_next = first == act + 1 and len(reading.gap(act, first)) <= _ARTICLE
        lead = reading.text[site.clause.start : reading.tags[min(first, act)].start]
        if is_next and phrase.tag.bits & (m.RANKED | m.HEAD) and lead.strip():
            return phrase
    return None


def _in_role(site: Site) -> Phrase | None:
    """'Names its envoy in X as ambassador to Y': the second is what he becomes."""
    role = site.reading.after(site.act, site.clause, m.AS)
    if role is None or site.bits & m.ARRIVE:
        return None
    between = site.reading.tags[site.act + 1 : role]
    if any(tag.bits & (m.ACTS | m.SAY) for tag in between):
        return None
    ranks = (p for p in site.reading.phrases if p.tag.bits & m.RANKS)
    return next((p for p in ranks if min(p.used) == role + 1), None)


def _is_only_described(site: Site, phrase: Phrase) -> bool:
    return _is_told_of(site, phrase) or _is_participle(site, phrase) or _is_attribute(site, phrase)


def _is_told_of(site: Site, phrase: Phrase) -> bool:
    """'Its designated envoy' is no act; and what is sent to an envoy sends nobody."""
    if site.act in phrase.used and phrase.appointed != site.act:
        return True
    first = min(phrase.used)
    if not site.bits & m.SEND or site.reading.tags[site.act].bits & m.APPOINT or first <= site.act:
        return False
    target = site.reading.tags[first]
    if target.is_city or target.bits & (m.CAPITAL | m.HOME_CITY):
        return False  # 'sends to the capital a new envoy': there, not to him
    is_taker = bool(site.reading.tags[first - 1].bits & m.TOWARD)
    return is_taker and site.reading.phraser.near(first - 1, first, 12)


def _is_participle(site: Site, phrase: Phrase) -> bool:
    """'A chargé named by X moved in': in a whole sentence he is told of, not named."""
    tags = site.reading.tags
    if site.reading.sentence.is_title or not tags[site.act].habits.marks_passive:
        return False
    if site.act + 1 >= site.clause.last or not tags[site.act + 1].bits & m.BY:
        return False
    if phrase.head > site.act or phrase.tag.is_city:
        return False
    return not any(tag.bits & (m.PASSIVE | m.AND) for tag in tags[phrase.head + 1 : site.act])


def _is_attribute(site: Site, phrase: Phrase) -> bool:
    """'The X-chosen envoy has left': where verbs come last, one before its noun describes it."""
    act, tags = site.act, site.reading.tags
    habits = tags[act].habits
    if site.reading.sentence.is_title or not habits.verb_final or habits.owner_follows:
        return False
    is_next = min(phrase.used) in (act, act + 1) and act < phrase.head
    if not is_next or site.bits & m.ARRIVE or len(site.reading.gap(act, phrase.head)) > _ATTRIBUTE:
        return False
    return len(site.reading.text[tags[phrase.head].end : site.clause.end].split()) > 1


def _rule(site: Site) -> str:
    if site.bits & m.ARRIVE:
        return "arrival"
    return "appointment" if site.bits & m.APPOINT else "sending"


def _is_owned(site: Site) -> bool:
    """'The envoy of X', where the word is 'sent' as well: here it is the noun."""
    behind = site.reading.tags[site.act + 1 : site.clause.last][:1]
    return any(tag.bits & m.OF for tag in behind)


def _is_ours(site: Site, phrase: Phrase) -> bool:
    """Whom the claimant sends or names, and nobody else's, is its own."""
    who = subject(site.reading, site.clause, site.act)
    if phrase.owner is not Owner.UNKNOWN or phrase.is_home or who is None:
        return False
    return bool(site.reading.tags[who].bits & (m.CLAIMANT | m.CAPITAL | m.SENDER))


def _is_foreign_choice(site: Site, phrase: Phrase) -> bool:
    """'X appoints a new ambassador' to the sending state: no host chooses the claimant's man."""
    if site.bits & m.ARRIVE or phrase.owner is not Owner.UNKNOWN or phrase.places:
        return False
    actors = site.reading.find(site.clause, m.ACTORS)
    state = state_subject(site.reading, site.clause, site.act)
    last = inverted(site.reading, site.clause, site.act)
    if state is None or state not in (*actors[:1], last) or site.has(m.CLAIMANT | m.PASSIVE):
        return False
    return site.has(m.HOME)


def _is_raised_there(site: Site, phrase: Phrase) -> bool:
    """'X makes its chargé in the capital an ambassador': the post stands with the other rank."""
    if phrase.owner is not Owner.UNKNOWN or phrase.places or site.has(m.CLAIMANT):
        return False
    mine = (p for p in site.reading.phrases if site.clause.first <= p.head < site.clause.last)
    return any(p is not phrase and p.is_home and not p.owner.is_sender for p in mine)


def _as_sender_s(site: Site, phrase: Phrase) -> Phrase:
    """A government chooses and dismisses its own: 'the claimant recalls the envoy of (= in) X'."""
    if phrase.owner is not Owner.FOREIGN or phrase.is_home:
        return phrase
    if not site.bits & (m.APPOINT | m.SEND | m.DISMISS) or not _sender_acts(site):
        return phrase
    places = tuple(
        i for i in sorted(phrase.used) if site.reading.tags[i].value == phrase.owner_code
    )
    return replace(phrase, owner=Owner.CLAIMANT, owner_code="", places=places)


def _sender_acts(site: Site) -> bool:
    """The first who can act in the clause is the sending state, and not as a place."""
    actors = site.reading.find(site.clause, m.ACTORS)
    first = inverted(site.reading, site.clause, site.act)
    first = next((i for i in actors if i < site.act), None) if first is None else first
    if first is None or site.reading.before(first, site.clause, m.IN) is not None:
        return False
    return bool(site.reading.tags[first].bits & (m.CLAIMANT | m.CAPITAL))


def _sent_by_name(site: Site) -> Frame | None:
    """'Sent X to the embassy in Y': the envoy has a name and no rank."""
    post = site.phrase(m.EMBASSIES, 90)
    if not site.bits & (m.SEND | m.APPOINT) or post is None or not site.way(post).is_wanted:
        return None
    behind = site.reading.tags[site.act + 1 : site.act + 2]
    if any(tag.bits & (m.BY | m.OF) for tag in behind):
        return None
    is_somebody = (
        site.named() is not None
        or site.reading.after(site.act, site.clause, m.OFFICIAL | m.TAKE_CHARGE) is not None
        or _is_official_sent(site, post)
        or site.reading.before(site.act, site.clause, m.HEAD) is not None
    )
    if not is_somebody and not _is_chosen_for(site, post):
        return None
    return Frame(
        kind=Kind.ENVOY_NAMED,
        act=site.act,
        clause=site.clause,
        mood=site.mood,
        direction=site.way(post),
        objects=(post,),
        hosts=hosts(site.reading, site.clause, site.act, (post,), site.memory),
        is_rank_open=True,
        rule="appointment",
    )


def _is_official_sent(site: Site, post: Phrase) -> bool:
    """'For the consulate in X an official named (has) …', where verbs come last."""
    last = site.act - 1
    if not site.reading.tags[site.act].habits.verb_final or last <= max(post.used):
        return False
    return bool(site.reading.tags[last].bits & m.OFFICIAL)


def _is_chosen_for(site: Site, post: Phrase) -> bool:
    """'The claimant chooses somebody for the embassy in X'."""
    tie = min(post.used) - 1
    is_tied = tie > site.act and bool(site.reading.tags[tie].bits & m.TOWARD)
    is_tied = is_tied or (post.head > site.act and bool(post.tag.bits & m.TOWARD))
    if not is_tied or not post.places:
        return False
    return _sender_acts(site)


def _is_posting(site: Site, phrase: Phrase, way: Direction) -> bool:
    """Who arrives takes up a post: he has a rank, or is new or chosen; others only visit."""
    if way is not Direction.WANTED:
        return False
    if phrase.tag.bits & m.RANKED or phrase.appointed is not None:
        return True
    if site.reading.after(site.act, site.clause, m.TAKE_CHARGE) is not None:
        return True  # 'arrives to run the embassy'
    return site.has(m.APPOINT) or any(site.reading.tags[i].bits & m.NEW for i in phrase.used)


def _by_predecessor(site: Site) -> bool:
    """Whom the former government chose is only described so: it names nobody any more."""
    if site.has(m.PREDECESSOR) and not site.has(m.CLAIMANT | m.CAPITAL):
        return True
    beside = site.reading.tags[max(0, site.act - 1) : site.act + 2]
    if site.reading.tags[site.act].habits.verb_final and any(
        tag.bits & m.PREDECESSOR for tag in beside
    ):
        return True
    by = site.reading.after(site.act, site.clause, m.BY)
    if by is None:
        return False
    return any(tag.bits & m.PREDECESSOR for tag in site.reading.tags[by + 1 : by + 6])


def departure(site: Site) -> Frame | None:
    """Dismisses, resigns, ends a term."""
    if site.mood in (UNDONE - {Mood.DENIED}) | TALK_ONLY | {Mood.REFUSED}:
        return None
    if site.near(m.OTHER_LIST, 60):
        return None
    if site.bits & m.LEAVE and site.mood in (Mood.PURPOSE, Mood.ASKED):
        return None
    term = site.near(m.TERM | m.ACCREDITATION, 70 if site.bits & m.END else 45)
    if site.bits & m.END and term is None:
        return None
    phrase = site.phrase(m.RANKS, 90)
    if phrase is None:
        is_left = bool(site.bits & (m.DISMISS | m.RESIGN))
        return (_named(site) or _staff(site)) if is_left else _term_of_known(site, term)
    if site.has_no(phrase) or _is_another_s(site, phrase):
        return None
    if site.bits & m.DISMISS and _is_who_replaces(site, phrase):
        return None
    phrase = _as_sender_s(site, phrase)
    way = site.way(phrase)
    if way is Direction.OTHER or (way is Direction.ASSUMED and site.bits & m.LEAVE):
        return None
    if site.bits & m.LEAVE and (phrase.head > site.act or _goes_home(site, phrase, way)):
        return None
    return _left(site, (phrase,), way, () if term is None else (term,))


def _is_who_replaces(site: Site, phrase: Phrase) -> bool:
    """'He was appointed consul and is to replace X': he comes, X goes."""
    if site.bits & (m.RESIGN | m.END) or (site.reading.sentence.is_title and not site.is_active()):
        return False
    return not site.is_object(phrase)


def _named(site: Site) -> Frame | None:
    """'Removed X from the embassy in Y': the envoy has a name and no rank."""
    post = site.phrase(m.EMBASSIES, 90)
    if post is None or not site.way(post).is_wanted or not site.has(m.ENVOY_NAME):
        return None
    return _left(site, (post,), site.way(post), ())


def _term_of_known(site: Site, term: int | None) -> Frame | None:
    """'The term of X in Y has ended': known as an envoy of the sending state."""
    names = site.reading.find(site.clause, m.ENVOY_NAME)
    is_placed = bool(site.reading.find(site.clause, m.PLACE))
    if term is None or not site.bits & m.END or not names or not is_placed:
        return None
    if any(site.reading.tags[i].value in site.memory.host_envoys for i in names):
        return None
    if not site.memory.is_about_sender:
        return None
    return _left(site, (), Direction.ASSUMED, (term, names[0]))


def _goes_home(site: Site, phrase: Phrase, way: Direction) -> bool:
    """'X's ambassador leaves for the capital': he goes where he serves."""
    tags, after = site.reading.tags, site.act + 1
    if after >= site.clause.last or len(site.reading.gap(site.act, after)) >= _NEXT:
        return False
    is_toward = bool(tags[site.act].bits & m.TOWARD) or not tags[site.act].habits.marks_passive
    if way is Direction.RECIPROCAL:
        return is_toward and bool(tags[after].bits & m.CAPITAL)
    return tags[after].value in {tags[i].value for i in phrase.places}


def _is_another_s(site: Site, phrase: Phrase) -> bool:
    """'X recalls its ambassador' in a title, no word of the sending state: another story."""
    if not site.reading.sentence.is_title or not site.bits & m.DISMISS:
        return False
    is_open = phrase.owner is Owner.UNKNOWN and not site.has(m.OWNERS | m.HOME)
    return is_open and not site.named() and phrase.head > site.act


def _staff(site: Site) -> Frame | None:
    staff = site.near(m.STAFF, 60)
    if (
        staff is None
        or site.mood is Mood.ASKED
        or not (site.sentence_has(m.OWNERS) or site.memory.is_about_sender)
    ):
        return None
    mission = site.phrase(m.MISSIONS)
    if mission is not None and not site.way(mission).is_wanted:
        return None
    return _left(site, (mission,) if mission else (), Direction.ASSUMED, (staff,))


def _left(
    site: Site, objects: tuple[Phrase, ...], way: Direction, support: tuple[int, ...]
) -> Frame:
    if way is Direction.RECIPROCAL:
        found = sender_state(site.reading, site.clause, site.act, objects[0], site.memory)
    else:
        found = hosts(site.reading, site.clause, site.act, objects, site.memory)
    return Frame(
        kind=Kind.RECIPROCAL if way is Direction.RECIPROCAL else Kind.ENVOY_DEPARTED,
        act=site.act,
        clause=site.clause,
        mood=site.mood,
        direction=way,
        objects=objects,
        hosts=found,
        rank=m.rank_of(objects[0].tag.bits) if objects else None,
        support=support,
        rule="departure",
    )
