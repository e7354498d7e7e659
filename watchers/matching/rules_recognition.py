"""Rules about the government itself: recognised, or only talked of."""

from __future__ import annotations

from dataclasses import replace

from config.vocabulary import Kind
from watchers.matching import masks as m
from watchers.matching.assertion import Mood, mood
from watchers.matching.frames import Frame, Site
from watchers.matching.reading import Reading
from watchers.matching.roles import Direction, Host, HostFrom, agent, hosts, state_subject, subject
from watchers.matching.speakers import Speaker

_OPEN = m.PREMATURE | m.NOBODY | m.MAYBE | m.URGE | m.IF | m.NOT | m.COUNTRIES
"""What leaves a plan to recognise open."""


def recognition(site: Site) -> Frame | None:
    """A state recognises the government, or says something about doing so."""
    if site.near(m.OTHER_LIST, 40) is not None:
        return None
    target = _target(site)
    if target is None and not _is_elliptic(site):
        return None
    found = _host(site)
    support = () if target is None else (target,)
    if _is_done(site) and found and not _is_untrue(site):
        return _frame(site, Kind.RECOGNIZED, Mood.FACT, found, support)
    how = _mood(site)
    if (how is Mood.NEGATED and _is_contradicted(site)) or (how is Mood.FACT and _is_untrue(site)):
        how = Mood.DENIED
    if how is Mood.DENIED and found and not site.has(m.NOBODY | m.PLAN | m.MAYBE | m.PREMATURE):
        return _frame(site, Kind.RECOGNIZED, Mood.DENIED, found, support)
    if how is Mood.PLANNED and target is not None and _is_announced(site, found):
        return _frame(site, Kind.RECOGNIZED, Mood.PLANNED, found, support)
    if how is Mood.FACT and site.has(m.PREMATURE):
        how = Mood.NEGATED
    return _frame(site, Kind.POSITION, how, found or _spoken_for(site), support)


def _is_contradicted(site: Site) -> bool:
    """'X has not recognised it, the reports are untrue'; 'does not' is a stand, no denial."""
    reading = site.reading
    is_stand = reading.tags[site.act].is_negated or (
        reading.before(site.act, site.clause, m.WONT) is not None
    )
    return site.sentence_has(m.DENY) and not is_stand


def _is_untrue(site: Site) -> bool:
    """'Reports of recognition are made up': the denial stands behind, no other act between."""
    said = site.reading.after(site.act, site.clause, m.DENY)
    if said is None:
        return False
    return not any(tag.bits & m.ACTS for tag in site.reading.tags[site.act + 1 : said])


def _target(site: Site) -> int | None:
    """The government that is recognised: a name of it that is nobody's attribute here."""
    reading = site.reading
    owners = [
        i for i in reading.find(site.clause, m.OWNERS | m.CAPITAL) if i not in reading.located
    ]
    if not owners:
        return None
    nearest = min(owners, key=lambda index: reading.distance(site.act, index))
    return nearest if reading.distance(site.act, nearest) < 110 else None


def _is_elliptic(site: Site) -> bool:
    """'… the first country to do so': the sentence or the title names the government."""
    behind = site.reading.tags[site.act + 1 : site.act + 2]
    if any(
        tag.bits & m.PLACE and tag.start - site.reading.tags[site.act].end < 12 for tag in behind
    ):
        return False  # another state is what is recognised
    return site.sentence_has(m.CLAIMANT) or site.memory.is_about_sender


def _is_done(site: Site) -> bool:
    if _mood(site) is not Mood.FACT or site.has(m.PREMATURE | m.NOBODY):
        return False
    if site.bits & m.RECOGNISE:
        who = state_subject(site.reading, site.clause, site.act)
        by = agent(site.reading, site.clause, site.act)
        return who is not None or by is not None
    granted = site.near(m.GRANT, 60)
    if granted is not None or site.sentence_has(m.FIRST) or _is_owned(site):
        return True
    return _is_given_by(site) or _is_headline(site)


def _is_headline(site: Site) -> bool:
    """'To the government X's recognition', where verbs are last and none is said."""
    if not site.is_title_s_end() or site.act < 2:
        return False
    tags = [tag for tag in site.reading.tags[: site.act] if not tag.bits & (m.TALK | m.TOWARD)]
    return len(tags) > 1 and bool(tags[-1].bits & m.PLACE and tags[-2].bits & m.CLAIMANT)


def _is_announced(site: Site, found: tuple[Host, ...]) -> bool:
    """'X will recognise …': a state's own plan, and no talk of what it hangs on."""
    sentence = site.reading.sentence
    is_asked = site.reading.text[sentence.start : sentence.end].rstrip().endswith("?")
    is_open = is_asked or site.has(_OPEN) or site.sentence_has(m.OUTSIDER)
    who = subject(site.reading, site.clause, site.act)
    is_noun = bool(site.bits & m.RECOGNITION) and not site.reading.tags[site.act].habits.verb_final
    is_theirs = is_noun and who is not None and bool(site.reading.tags[who].bits & m.CLAIMANT)
    return not (is_open or is_theirs) and any(
        host.source in (HostFrom.SUBJECT, HostFrom.AGENT) for host in found
    )


def foretold(reading: Reading, frame: Frame, who: Speaker) -> Frame:
    """The frame on somebody's word: what the claimant foretells of a host is its hope."""
    is_plan = frame.kind is Kind.RECOGNIZED and frame.mood is Mood.PLANNED
    if not is_plan or who is not Speaker.CLAIMANT or not _speaks_apart(reading, frame):
        return frame
    return replace(frame, kind=Kind.POSITION)


def _speaks_apart(reading: Reading, frame: Frame) -> bool:
    """Whether the claimant stands before the state or past a comma, not only as what it takes."""
    state = min((h.tag for h in frame.hosts if h.tag is not None), default=frame.act)
    spoken = m.CLAIMANT | m.SENDER | m.CAPITAL
    beside = [i for i, tag in enumerate(reading.tags) if tag.bits & spoken]
    return any(
        i < state or (i > frame.act and set(",،:：—") & set(reading.gap(frame.act, i)))
        for i in beside
    )


def _is_given_by(site: Site) -> bool:
    """'Recognition of the government by X': named with its giver, it has been given."""
    if site.reading.sentence.is_title or site.has(m.NOT | m.IF | m.URGE):
        return False  # a title that is a noun alone names a subject, no event
    if not site.reading.tags[site.act].habits.marks_passive:
        return False
    by = agent(site.reading, site.clause, site.act)
    return by is not None and bool(site.reading.tags[by].bits & m.PLACE)


def _is_owned(site: Site) -> bool:
    """'Condemned Russia's recognition of …': named as a state's own, it has been given."""
    reading = site.reading
    owner = site.act - 1
    if owner < site.clause.first or not reading.tags[owner].bits & m.PLACE:
        return False
    between = reading.gap(owner, site.act)
    # An adjective may stand behind the genitive's mark; a verb in between would be another act.
    touches = between.startswith("'s ") or between in ("", " ")
    return touches and owner not in reading.located and _target(site) is not None


def _mood(site: Site) -> Mood:
    """The mood of the recognising: of the granting, where recognition is only its object."""
    granted = site.reading.before(site.act, site.clause, m.GRANT)
    if site.bits & m.RECOGNITION and granted is not None:
        return mood(site.reading, site.clause, granted)
    return site.mood


def _host(site: Site) -> tuple[Host, ...]:
    reading = site.reading
    by = agent(reading, site.clause, site.act)
    if by is not None and reading.tags[by].bits & m.PLACE:
        return (Host(reading.tags[by].value, HostFrom.AGENT, by),)
    who = state_subject(reading, site.clause, site.act)
    if who is not None:
        series = [i for i in reading.phraser.series(who) if i not in reading.compared]
        return tuple(Host(reading.tags[i].value, HostFrom.SUBJECT, i) for i in series)
    if site.memory.voice:
        return (Host(site.memory.voice, HostFrom.SENTENCE),)
    if site.has(m.NOBODY | m.COUNTRIES) and not site.has(m.FIRST):
        return ()
    found = hosts(reading, site.clause, site.act, (), site.memory)
    return tuple(host for host in found if host.source is not HostFrom.ENVOY)


def _spoken_for(site: Site) -> tuple[Host, ...]:
    if site.memory.voice:
        return (Host(site.memory.voice, HostFrom.SENTENCE),)
    if site.has(m.NOBODY | m.COUNTRIES):
        return ()
    topic = site.memory.topic
    return (Host(topic[0], HostFrom.TOPIC),) if len(set(topic)) == 1 else ()


def premature(site: Site) -> Frame | None:
    """'Premature', 'no hurry': a stand on recognition or accreditation."""
    subject = m.RECOGNISE | m.RECOGNITION | m.ACCREDIT | m.ACCREDITATION | m.RANKS | m.MISSIONS
    if not site.sentence_has(subject):
        return None
    if not (site.sentence_has(m.OWNERS | m.CAPITAL) or site.memory.is_about_sender):
        return None
    return _frame(site, Kind.POSITION, Mood.NEGATED, _host(site) or _spoken_for(site), ())


def _frame(
    site: Site, kind: Kind, how: Mood, found: tuple[Host, ...], support: tuple[int, ...]
) -> Frame:
    return Frame(
        kind=kind,
        act=site.act,
        clause=site.clause,
        mood=how,
        direction=Direction.WANTED,
        hosts=found,
        support=support,
        rule="recognition",
    )
