"""Rules about people: credentials, acceptance, refusal, appointment, departure, upgrading."""

from __future__ import annotations

from config.vocabulary import Kind, Rank
from watchers.matching import masks as m
from watchers.matching.assertion import Mood
from watchers.matching.frames import Frame, Site
from watchers.matching.phrases import Owner, Phrase
from watchers.matching.roles import (
    Direction,
    Host,
    HostFrom,
    agent,
    hosts,
    sender_state,
    subject,
)

_TALK_ONLY = frozenset({Mood.MAYBE, Mood.URGED})
_UNDONE = frozenset({Mood.NEGATED, Mood.DENIED, Mood.IF})


def credentials(site: Site) -> Frame | None:
    """Presents, hands over, accepts … credentials."""
    if not site.bits & (m.PRESENT | m.ACCEPT | m.RECEIVE | m.HAND_OVER | m.GIVE | m.GRANT):
        return None
    if site.sentence_has(m.DEFER | m.SEAT):
        return None
    papers = site.near(m.CREDENTIALS, 70)
    if papers is None and not site.has(m.REFUSE | m.REVOKE | m.END):
        papers = site.near(m.ACCREDITATION, 70)
    if papers is None or site.mood in _UNDONE | _TALK_ONLY | {Mood.REFUSED}:
        return None
    phrase = site.phrase(m.RANKS, 170) or _elsewhere(site)
    way = _way_of(site, phrase, papers)
    if way is Direction.OTHER:
        return None
    rank = m.rank_of(phrase.tag.bits) if phrase else None
    is_paper = bool(site.reading.tags[papers].bits & m.CREDENTIALS)
    if not is_paper and way is Direction.ASSUMED:
        return None
    rule = "credentials" if is_paper else "accreditation"
    return _accepted(site, phrase, way, rank, (papers,), rule)


def _elsewhere(site: Site) -> Phrase | None:
    """An envoy of the claimant named in the same sentence, beyond the clause."""
    ranks = [p for p in site.reading.phrases if p.tag.bits & m.RANKS]
    return next((p for p in ranks if p.is_wanted or p.is_reciprocal), None)


def _way_of(site: Site, phrase: Phrase | None, papers: int) -> Direction:
    if phrase is not None:
        found = site.way(phrase)
        if found is not Direction.ASSUMED:
            return found
    holder = _holder(site, papers)
    if holder in site.memory.envoy_hosts:
        return Direction.WANTED
    if holder in site.memory.host_envoys or (site.memory.is_reciprocal and not holder):
        return Direction.RECIPROCAL
    if site.named() or site.sentence_has(m.OWNERS):
        return Direction.WANTED
    return Direction.ASSUMED if site.memory.is_about_sender else Direction.OTHER


def _holder(site: Site, papers: int) -> str:
    """Whose credentials they are: the name nearest to them that does not receive or speak."""
    reading = site.reading
    names = [
        i
        for i in reading.find(site.clause, m.ENVOY_NAME)
        if not _receives(site, i) and not _speaks(site, i)
    ]
    if not names:
        return ""
    return reading.tags[min(names, key=lambda i: reading.distance(papers, i))].value


def _receives(site: Site, name: int) -> bool:
    """'… to X', perhaps with his office between."""
    tags = site.reading.tags
    for index in range(name - 1, max(name - 4, site.act), -1):
        if tags[index].bits & m.TOWARD:
            return True
        if not tags[index].bits & (m.OFFICIAL | m.MINISTRY | m.HEAD_OF_STATE | m.OWNERS | m.NEW):
            return False
    return False


def _speaks(site: Site, name: int) -> bool:
    tags = site.reading.tags
    return name + 1 < len(tags) and bool(tags[name + 1].bits & m.SAY)


def _accepted(
    site: Site,
    phrase: Phrase | None,
    way: Direction,
    rank: Rank | None,
    support: tuple[int, ...],
    rule: str,
) -> Frame:
    """The frame of an acceptance, either way round."""
    objects = (phrase,) if phrase else ()
    if way is Direction.RECIPROCAL:
        found = sender_state(site.reading, site.clause, site.act, phrase, site.memory)
        kind = Kind.RECIPROCAL
    else:
        found = hosts(site.reading, site.clause, site.act, objects, site.memory)
        is_top = rank is Rank.AMBASSADOR or (rank is None and rule == "credentials")
        kind = Kind.AMBASSADOR_ACCEPTED if is_top else Kind.ENVOY_ACCREDITED
    return Frame(
        kind=kind,
        act=site.act,
        clause=site.clause,
        mood=site.mood,
        direction=way,
        objects=objects,
        hosts=found,
        rank=rank,
        is_rank_open=rank is None,
        support=support,
        rule=rule,
    )


def acceptance(site: Site) -> Frame | None:
    """Accepts, accredits, receives an envoy; 'recognised as chargé' likewise."""
    acts = m.ACCEPT | m.ACCREDIT | m.RECEIVE | m.RECOGNISE | m.RECOGNITION | m.ACCREDITATION
    if not site.bits & acts:
        return None
    if site.bits & m.ACCREDITATION and not _is_stated(site):
        return None
    phrase = site.phrase(m.RANKS, 45 if site.bits & (m.RECEIVE | m.ACCREDITATION) else 90)
    if phrase is None or (site.bits & m.RECOGNITION and not site.has(m.GRANT)):
        return None
    if not site.bits & (m.RECOGNITION | m.ACCREDITATION) and not site.is_object(phrase):
        return None
    if site.bits & (m.RECOGNISE | m.RECOGNITION) and not _is_object(site, phrase):
        return None
    way = Direction.WANTED if _is_theirs(site, phrase) else site.way(phrase)
    if way is Direction.RECIPROCAL and not site.bits & m.ACCREDIT:
        return None
    if phrase.owner is Owner.UNKNOWN and _claimant_acts(site):
        return None
    if way is Direction.OTHER or (way is Direction.ASSUMED and site.bits & m.RECEIVE):
        return None
    if phrase.owner is Owner.PREDECESSOR:
        return None
    return _accepting(site, phrase, way)


def _is_theirs(site: Site, phrase: Phrase) -> bool:
    """'The claimant says that X has accepted their ambassador.'"""
    tags = site.reading.tags
    is_own = phrase.owner is Owner.UNKNOWN and any(tags[i].bits & m.OWN for i in phrase.used)
    return is_own and any(tag.bits & m.CLAIMANT for tag in tags[: site.act])


def _claimant_acts(site: Site) -> bool:
    """The claimant welcomes somebody: no acceptance of its own."""
    who = subject(site.reading, site.clause, site.act)
    return who is not None and bool(site.reading.tags[who].bits & m.CLAIMANT)


def _is_stated(site: Site) -> bool:
    """'Accreditation' as a noun is an act where it is confirmed or denied, and ends nothing."""
    if site.has(m.REFUSE | m.REVOKE | m.END | m.DISMISS | m.STOP):
        return False
    return site.mood is Mood.NEGATED or site.has(m.GRANT | m.SAY)


def _is_object(site: Site, phrase: Phrase) -> bool:
    """Whether 'recognise' is about the envoy, not about the government beside him."""
    reading = site.reading
    free = [i for i in reading.find(site.clause, m.OWNERS) if i not in reading.located]
    reach = min(reading.distance(site.act, i) for i in (phrase.head, *phrase.used - {site.act}))
    return all(reading.distance(site.act, i) > reach for i in free)


def _accepting(site: Site, phrase: Phrase, way: Direction) -> Frame | None:
    mood = site.mood
    rank = m.rank_of(phrase.tag.bits)
    frame = _accepted(site, phrase, way, rank, (), "acceptance")
    if mood is Mood.IF or not frame.hosts:
        return None
    if mood in _TALK_ONLY:
        return _as_position(frame)
    is_no = mood is Mood.NEGATED and (_is_will(site) or bool(site.bits & m.ACCREDITATION))
    if mood is Mood.REFUSED or is_no:
        return _as_refusal(site, frame)
    return None if mood is Mood.NEGATED else frame


def _is_will(site: Site) -> bool:
    """'Will not accept' is a refusal; 'has not accepted' says nothing new."""
    return site.reading.before(site.act, site.clause, m.PLAN | m.WONT) is not None


def _as_position(frame: Frame) -> Frame:
    return Frame(
        kind=Kind.POSITION,
        act=frame.act,
        clause=frame.clause,
        mood=frame.mood,
        direction=frame.direction,
        objects=frame.objects,
        hosts=frame.hosts,
        rule="talk of " + frame.rule,
    )


def _as_refusal(site: Site, frame: Frame) -> Frame | None:
    if frame.direction is Direction.RECIPROCAL or _refuser_is_sender(site):
        return None
    return Frame(
        kind=Kind.ACCREDITATION_REFUSED,
        act=frame.act,
        clause=frame.clause,
        mood=Mood.FACT,
        direction=frame.direction,
        objects=frame.objects,
        hosts=frame.hosts,
        rank=frame.rank,
        rule="refusal",
    )


def refusal(site: Site) -> Frame | None:
    """Refuses, expels, revokes, defers."""
    if not site.bits & (m.REFUSE | m.REVOKE | m.EXPEL | m.DEFER):
        return None
    if site.mood in _UNDONE | _TALK_ONLY and not site.bits & m.REVOKE:
        return None
    return _seat(site) or _turned_away(site)


def _seat(site: Site) -> Frame | None:
    """A world body keeps its seat from the claimant."""
    seat = site.near(m.SEAT | m.CREDENTIALS, 150)
    is_world = any(tag.value == "UN" for tag in site.reading.tags)
    is_seat = seat is not None and bool(site.reading.tags[seat].bits & m.SEAT)
    if seat is None or not (is_world or is_seat) or not site.sentence_has(m.OWNERS):
        return None
    return _refused(site, (), (Host("UN", HostFrom.CLAUSE),), (seat,), "seat")


def _turned_away(site: Site) -> Frame | None:
    phrase = site.phrase(m.RANKS | m.STAFF, 110)
    support = site.near(m.ACCEPT | m.ACCREDIT | m.ACCREDITATION | m.RECEIVE, 60)
    mission = site.phrase(m.EMBASSIES, 110)
    if _refuser_is_sender(site):
        return None
    if phrase is not None and site.way(phrase) in (Direction.WANTED, Direction.ASSUMED):
        is_strong = bool(site.bits & (m.EXPEL | m.REVOKE)) or support is not None
        if not is_strong and site.way(phrase) is not Direction.WANTED:
            return None
        if not is_strong and site.has(m.RECOGNISE | m.RECOGNITION | m.HAND_OVER):
            return None
        return _refused(site, (phrase,), (), () if support is None else (support,), "refusal")
    if not site.has(m.CLAIMANT):
        return None
    if support is not None and site.reading.tags[support].bits & m.ACCREDIT:
        return _refused(site, (), (), (support,), "refusal")
    if mission is None or site.way(mission) is Direction.OTHER:
        return None
    if not site.has(m.RECEIVE | m.ACCEPT):
        return None
    return _refused(site, (mission,), (), (), "access")


def _refuser_is_sender(site: Site) -> bool:
    who = subject(site.reading, site.clause, site.act)
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
        mood=Mood.PLANNED if site.mood is Mood.PLANNED and site.bits & m.EXPEL else Mood.FACT,
        direction=Direction.WANTED,
        objects=objects,
        hosts=found,
        rank=m.rank_of(objects[0].tag.bits) if objects else None,
        support=support,
        rule=rule,
    )


def appointment(site: Site) -> Frame | None:
    """Appoints, names, sends; arrives."""
    if not site.bits & (m.APPOINT | m.SEND | m.ARRIVE):
        return None
    if site.mood in _UNDONE | _TALK_ONLY | {Mood.REFUSED}:
        return None
    phrase = site.phrase(m.RANKS, 120)
    if phrase is None:
        return _sent_by_name(site)
    if not site.bits & m.ARRIVE and not site.is_object(phrase):
        return None
    way = site.way(phrase)
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
        rule="arrival" if site.bits & m.ARRIVE else "appointment",
    )


def _sent_by_name(site: Site) -> Frame | None:
    """'Sent X to the embassy in Y': the envoy has a name and no rank."""
    post = site.phrase(m.EMBASSIES, 90)
    if not site.bits & (m.SEND | m.APPOINT) or post is None or not site.way(post).is_wanted:
        return None
    if site.named() is None:
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


def _is_posting(site: Site, phrase: Phrase, way: Direction) -> bool:
    """Who arrives takes up a post: he has a rank, or is new or chosen; others only visit."""
    if way is not Direction.WANTED:
        return False
    if phrase.tag.bits & m.RANKED or phrase.appointed is not None:
        return True
    return site.has(m.APPOINT) or any(site.reading.tags[i].bits & m.NEW for i in phrase.used)


def _by_predecessor(site: Site) -> bool:
    by = site.reading.after(site.act, site.clause, m.BY)
    if by is None:
        return False
    return any(tag.bits & m.PREDECESSOR for tag in site.reading.tags[by + 1 : by + 6])


def departure(site: Site) -> Frame | None:
    """Dismisses, resigns, ends a term."""
    if not site.bits & (m.DISMISS | m.RESIGN | m.END | m.LEAVE):
        return None
    if site.mood in _UNDONE | _TALK_ONLY | {Mood.REFUSED} or site.near(m.OTHER_LIST, 60):
        return None
    term = site.near(m.TERM, 45)
    if site.bits & m.END and term is None:
        return None
    phrase = site.phrase(m.RANKS, 90)
    if phrase is None:
        return _staff(site) if site.bits & (m.DISMISS | m.RESIGN) else None
    way = site.way(phrase)
    if way is Direction.OTHER or (way is Direction.ASSUMED and site.bits & m.LEAVE):
        return None
    return _left(site, (phrase,), way, () if term is None else (term,))


def _staff(site: Site) -> Frame | None:
    staff = site.near(m.STAFF, 60)
    if staff is None or not (site.sentence_has(m.OWNERS) or site.memory.is_about_sender):
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


def upgrade(site: Site) -> tuple[Frame, ...]:
    """Raises relations or an envoy to ambassador level: either way round, or both."""
    if not site.bits & m.UPGRADE or site.mood in _UNDONE | _TALK_ONLY:
        return ()
    post = site.phrase(m.MISSIONS, 60)
    if post is not None and site.way(post) is Direction.RECIPROCAL:
        return (_raised(site, Direction.RECIPROCAL, post),)
    level = site.near(m.AMBASSADOR_LEVEL | m.AMBASSADOR, 140)
    what = site.near(m.RELATIONS | m.RANKS | m.AMBASSADOR_LEVEL, 90)
    if level is None or what is None:
        return ()
    phrase = site.phrase(m.CHARGE | m.ENVOY, 90)
    if phrase is not None and site.way(phrase) is Direction.RECIPROCAL:
        return (_raised(site, Direction.RECIPROCAL, phrase),)
    if not (site.sentence_has(m.OWNERS | m.CAPITAL) or site.memory.is_about_sender):
        return ()
    wanted = _raised(site, Direction.WANTED, phrase)
    if site.sentence_has(m.MUTUAL):
        return wanted, _raised(site, Direction.RECIPROCAL, phrase)
    return (wanted,)


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
