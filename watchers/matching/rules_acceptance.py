"""Rules about acceptance: credentials presented, envoys accepted and accredited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from config.vocabulary import Kind, Rank
from watchers.matching import masks as m
from watchers.matching.assertion import TALK_ONLY, UNDONE, Mood, mood
from watchers.matching.frames import Frame, Site
from watchers.matching.phrase import Owner, Phrase
from watchers.matching.roles import (
    Direction,
    at_home,
    hosts,
    sender_state,
    subject,
)
from watchers.matching.rules_refusal import refuser_is_sender
from watchers.matching.tags import Tag


def credentials(site: Site) -> Frame | None:
    """Presents, hands over, accepts … credentials."""
    if site.sentence_has(m.DEFER | m.SEAT):
        return None
    papers = site.act if site.bits & m.CREDENTIALS else site.near(m.CREDENTIALS, 70)
    if papers is None and not site.has(m.REFUSE | m.REVOKE | m.END):
        papers = site.near(m.ACCREDITATION, 70)
    if papers is None or site.mood in (UNDONE - {Mood.DENIED}) | TALK_ONLY | {Mood.REFUSED}:
        return None
    phrase = site.phrase(m.RANKS, 170) or _elsewhere(site)
    way = _way_of(site, phrase, papers)
    if way is Direction.OTHER:
        return None
    rank = m.rank_of(phrase.tag.bits) if phrase else None
    is_paper = bool(site.reading.tags[papers].bits & m.CREDENTIALS)
    if not is_paper and way is Direction.ASSUMED:
        return None
    is_given = bool(site.bits & m.GRANT) and not site.bits & (m.PRESENT | m.ACCEPT | m.RECEIVE)
    is_consul_s = is_given or bool(site.reading.tags[papers].bits & m.ACCREDITATION)
    rule = "credentials" if is_paper and not is_consul_s else "accreditation"
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
    if site.memory.envoy_hosts.get(holder):
        return Direction.WANTED
    if holder in site.memory.claimants:
        return Direction.RECIPROCAL  # a man of the claimant who serves nowhere abroad receives
    if holder in site.memory.host_envoys or (site.memory.is_reciprocal and not holder):
        return Direction.RECIPROCAL
    if site.named() or site.sentence_has(m.OWNERS):
        return Direction.WANTED
    if phrase is not None and at_home(site.reading) and not phrase.places:
        return Direction.RECIPROCAL
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
    if site.bits & m.ACCREDITATION and not _is_stated(site):
        return None
    phrase = site.phrase(m.RANKS, 45 if site.bits & (m.RECEIVE | m.ACCREDITATION) else 90)
    if phrase is None or (site.bits & m.RECOGNITION and not site.has(m.GRANT)):
        return None
    if not site.bits & (m.RECOGNITION | m.ACCREDITATION) and not site.is_object(phrase):
        return None
    if site.bits & (m.RECOGNISE | m.RECOGNITION) and not _is_object(site, phrase):
        return None
    is_theirs = _is_theirs(site, phrase)
    phrase = _of_claimant(site, phrase) if is_theirs else phrase
    way = Direction.WANTED if is_theirs else site.way(phrase)
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
    is_open = phrase.owner in (Owner.UNKNOWN, Owner.FOREIGN) and not phrase.is_home
    if not is_open or not any(tags[i].bits & m.OWN for i in phrase.used):
        return False
    is_capital_s = bool(tags[0].bits & m.CAPITAL) and ":" in site.reading.gap(0, 1)
    return is_capital_s or _says_claimant(tags) or _any(tags[: site.act], m.CLAIMANT)


def _of_claimant(site: Site, phrase: Phrase) -> Phrase:
    """A state before 'their ambassador' accepts him: nobody accepts an envoy of its own."""
    tags = site.reading.tags
    places = [i for i in sorted(phrase.used) if phrase.owner_code and tags[i].value]
    return replace(phrase, owner_code="", places=phrase.places or tuple(places))


def _any(tags: Sequence[Tag], bits: int) -> bool:
    return any(tag.bits & bits for tag in tags)


def _says_claimant(tags: Sequence[Tag]) -> bool:
    """'…, the claimant says': told at the end."""
    return len(tags) > 1 and _any(tags[-2:], m.SAY) and _any(tags[-2:], m.CLAIMANT | m.CAPITAL)


def _claimant_acts(site: Site) -> bool:
    """The claimant welcomes somebody: no acceptance of its own."""
    who = subject(site.reading, site.clause, site.act)
    return who is not None and bool(site.reading.tags[who].bits & m.CLAIMANT)


def _is_stated(site: Site) -> bool:
    """'Accreditation' as a noun is an act where it is confirmed or denied, and ends nothing."""
    if site.has(m.REFUSE | m.REVOKE | m.END | m.DISMISS | m.STOP):
        return False
    if site.mood in (Mood.NEGATED, Mood.DENIED, Mood.PLANNED):
        return True
    return site.has(m.GRANT | m.SAY) or _is_headline(site)


def _is_headline(site: Site) -> bool:
    """'To the envoy X's accreditation', where verbs are last and none is said."""
    before = site.reading.tags[site.act - 1]
    return site.act > 0 and site.is_title_s_end() and bool(before.bits & m.PLACE)


def _is_object(site: Site, phrase: Phrase) -> bool:
    """Whether 'recognise' is about the envoy, not about the government beside him."""
    reading = site.reading
    free = [i for i in reading.find(site.clause, m.OWNERS) if i not in reading.located]
    reach = min(reading.distance(site.act, i) for i in (phrase.head, *phrase.used - {site.act}))
    return all(reading.distance(site.act, i) > reach for i in free)


def _is_weighed(site: Site) -> bool:
    """'Accepting an envoy is no recognition': a noun that a stand is about, where verbs end."""
    reading = site.reading
    if not reading.tags[site.act].habits.verb_final:
        return False
    said = reading.after(site.act, site.clause, m.RECOGNITION | m.RECOGNISE)
    if said is None:
        return False
    between = reading.tags[site.act + 1 : said]
    is_joined = all(tag.bits & (m.OWNERS | m.OF | m.TOWARD) for tag in between)
    return is_joined and mood(reading, site.clause, said) is Mood.NEGATED


def _accepting(site: Site, phrase: Phrase, way: Direction) -> Frame | None:
    if _is_weighed(site):
        return None
    how = _mood(site)
    rank = _rank_given(site, phrase) or m.rank_of(phrase.tag.bits)
    frame = _accepted(site, phrase, way, rank, (), "acceptance")
    if how is Mood.IF or not frame.hosts:
        return None
    if how in TALK_ONLY or (how is Mood.ASKED and _is_asked_by_claimant(site)):
        return _as_position(frame)
    if site.has_no(phrase):
        how = Mood.NEGATED if phrase.head > site.act or _is_will(site) else Mood.DENIED
    is_no = how is Mood.NEGATED and (_is_will(site) or bool(site.bits & m.ACCREDITATION))
    if how is Mood.NEGATED and site.sentence_has(m.DENY) and not _is_will(site):
        return replace(frame, mood=Mood.DENIED)
    if how is Mood.REFUSED or is_no:
        return _as_refusal(site, frame)
    return None if how is Mood.NEGATED else replace(frame, mood=how)


def _is_asked_by_claimant(site: Site) -> bool:
    """'The claimant asks X to accept …': its wish, no order."""
    reading = site.reading
    ask = reading.before(site.act, site.clause, m.ASK)
    return ask is not None and bool(_any(reading.tags[:ask], m.CLAIMANT | m.CAPITAL))


def _rank_given(site: Site, phrase: Phrase) -> Rank | None:
    """'Accredited a diplomat … as chargé': the rank he is taken in, where his own is open."""
    reading = site.reading
    role = reading.after(phrase.head, site.clause, m.AS)
    if role is None:
        return None
    behind = reading.tags[role + 1 : min(role + 5, site.clause.last)]
    return next((m.rank_of(tag.bits) for tag in behind if tag.bits & m.RANKED), None)


def _mood(site: Site) -> Mood:
    """The mood of the act; of the granting, where accreditation is only its object."""
    granted = site.reading.before(site.act, site.clause, m.GRANT)
    if site.bits & m.ACCREDITATION and granted is not None:
        return mood(site.reading, site.clause, granted)
    return site.mood


def _is_will(site: Site) -> bool:
    """'Will not accept' is a refusal; 'has not accepted' says nothing new."""
    if site.bits & m.PLAN:
        return True
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
    if frame.direction is Direction.RECIPROCAL or refuser_is_sender(
        site, next(iter(frame.objects), None)
    ):
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
