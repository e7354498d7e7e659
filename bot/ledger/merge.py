"""What a report does to the ledger: one pure function.

Which event a report meets is decided in `meeting`. Then, first line that fits:

| report                           | meets                        | outcome                     |
|----------------------------------|------------------------------|-----------------------------|
| by a voice that was retracted    | the retracted event          | corroborated, unchanged     |
| no host; position; observation   | -                            | nothing                     |
| background, or unsure (no alert) | nothing                      | nothing                     |
| background, or unsure            | an event                     | corroborated, unchanged     |
| denied by the host               | nothing                      | a denial, told to nobody    |
| denied otherwise                 | nothing                      | nothing                     |
| denied by the host, near in time | an event not denied          | DENIED, if published so (1) |
| denied otherwise                 | an event                     | corroborated, unchanged     |
| planned, claimed, confirmed      | nothing                      | NEW; an opening of what is  |
|                                  |                              | handed over, told to nobody |
| planned, claimed, confirmed      | a denial that nobody told of | NEW, or denied already (1)  |
| confirmed by the host            | a denied event, near in time | RAISED to confirmed (1)     |
| anything else                    | a denied event               | corroborated, still denied  |
| published before the denial      | an event first told after it | DENIED (1)                  |
| confirmed                        | a planned or claimed event   | RAISED to confirmed         |
| by the host's word, near in time | an event with less evidence  | RAISED in evidence          |
| claimed                          | a planned event              | corroborated, now claimed   |
| anything else                    | an event                     | corroborated: its publisher |
|                                  |                              | and what was unknown added  |

(1) By when the reports were published, not by when they came: `denials` tells how.
A corroborating report up to a week earlier dates the event. Only NEW, RAISED and DENIED speak
up. Positions change nothing, so they are no events of the
watch: the store keeps their reports, and the shipped history its positions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter
from typing import Any

from bot.ledger.denials import (
    after_denial,
    after_telling,
    course_of,
    is_told,
    settled,
    without_denial,
)
from bot.ledger.evidence import INDEPENDENT, evidence_of, is_hosts_word
from bot.ledger.fold import repeats_handover
from bot.ledger.meeting import WINDOW_DAYS, Moment, best_meeting, is_near, is_news
from bot.ledger.telling import ItemFacts, dates_better, moment_of, published, told_on
from bot.ledger.voices import voice_of, voices_of, with_voice
from bot.model import Change, ChangeKind, Course, Event, Origin
from config.model import Catalog, Citation
from config.vocabulary import Announcer, Assertion, Evidence, Kind, Rank, RankFlag
from watchers.model import Report

MAX_PUBLISHERS = 12
"""Publishers and citations kept on an event. Two bear it out; the rest are a courtesy, and each
one more is a revision in the store. Every report is kept there anyway."""

_LOWNESS = {rank: place for place, rank in enumerate(Rank)} | {
    Rank.PERMANENT_REPRESENTATIVE: -1,
    Rank.OTHER: -2,
    Rank.DIPLOMAT: -3,
}
"""The lower a rank the higher; words that tell no rank yield to all that do."""

_WEIGHT = (
    Announcer.MEDIA,
    Announcer.EMBASSY,
    Announcer.CLAIMANT_MFA,
    Announcer.UN,
    Announcer.HOST_MFA,
    Announcer.HOST_HEAD_OF_STATE,
)
"""Whose word an event is, of all who told it: papers that repeat a notice make it not theirs."""

_FIRMNESS = {Assertion.PLANNED: 0, Assertion.CLAIMED: 1, Assertion.CONFIRMED: 2}


def kinds_for(kind: Kind) -> frozenset[Kind]:
    """The kinds of events that a report of this kind must be merged against.

    All but positions: what a report tells as done may have been made so by another kind of row
    (an observation, an accreditation before the flag went up).
    """
    return _MERGED if kind in WINDOW_DAYS else frozenset()


_MERGED = frozenset(Kind) - {Kind.POSITION}


def merge(
    report: Report,
    *,
    item: ItemFacts,
    candidates: Iterable[Event],
    dossier: str,
    catalog: Catalog,
) -> Change | None:
    """What the report changes; None where it has no place in the ledger.

    `candidates` are the events of the report's host, of `kinds_for(report.kind)`. Where nothing
    is changed the `event` of the answer is its `before`.
    """
    if report.host is None or report.kind not in WINDOW_DAYS:
        return None
    moment = moment_of(report, item)
    held = [
        event for event in candidates if event.dossier == dossier and event.host == report.host
    ]
    taken_back = [event for event in held if event.retracted and _speaks_for(item, event)]
    retracted = best_meeting(report, moment, taken_back, catalog) if taken_back else None
    if retracted is not None:
        return Change(ChangeKind.CORROBORATED, retracted, retracted)
    standing = [event for event in held if not event.retracted]
    met = best_meeting(report, moment, standing, catalog)
    if met is None:
        change = _begin(report, item, moment, dossier)
    else:
        change = _bear(report, item, moment, met)
    return _told_once(change, standing, catalog) if change is not None else None


def _told_once(change: Change, standing: Iterable[Event], catalog: Catalog) -> Change:
    """The change; the opening of what is handed over is entered and told to nobody."""
    if change.event.kind is not Kind.MISSION_OPENED or change.kind not in _TELLS_MORE:
        return change
    confirmed = [event for event in standing if event.assertion is Assertion.CONFIRMED]
    missions = catalog.missions_of(change.event.host or "")
    if repeats_handover(change.event, confirmed, missions):
        return replace(change, kind=ChangeKind.CORROBORATED)
    return change


_TELLS_MORE = frozenset({ChangeKind.NEW, ChangeKind.RAISED})


def _speaks_for(item: ItemFacts, event: Event) -> bool:
    """Whoever an editor took back is not heard again; another voice may tell the truth."""
    if item.publisher is None:
        return False
    return with_voice(voices_of(event), voice_of(item.publisher, item.text)) == voices_of(event)


def tells_news(report: Report, item: ItemFacts, event: Event) -> bool:
    """True where a report tells an event as news; False where it only recalls it."""
    if report.background or not report.alert:
        return False
    return event.assertion is Assertion.PLANNED or is_near(moment_of(report, item), event)


def _begin(report: Report, item: ItemFacts, moment: Moment, dossier: str) -> Change | None:
    if report.background or not report.alert:
        return None
    event = _event(report, item, moment, dossier)
    by_host = is_hosts_word(report.announced_by, report.host)
    if report.assertion is not Assertion.DENIED:
        return Change(ChangeKind.NEW, _with_course(event, Course(), item, report, by_host=by_host))
    # What it denies may come yet, from a slower feed. Nobody was told, so nobody is told now.
    denial = replace(event, course=after_denial(Course(), told_on(item).latest))
    return Change(ChangeKind.CORROBORATED, denial) if by_host else None


def _event(report: Report, item: ItemFacts, moment: Moment, dossier: str) -> Event:
    voices = (voice_of(item.publisher, item.text),) if item.publisher else ()
    names = tuple(voice.name for voice in voices)
    event_id = _event_id(report, item, moment, dossier)
    return Event(
        id=event_id,
        dossier=dossier,
        kind=report.kind,
        assertion=report.assertion,
        host=report.host,
        mission=report.mission,
        happened=moment.day,
        known_at=item.fetched_at,
        announced_by=report.announced_by,
        evidence=evidence_of(report.announced_by, report.assertion, names, report.host),
        envoy=report.envoy,
        rank=report.rank,
        rank_flags=report.rank_flags,
        act=_act(report, item) or event_id,
        citations=_citations(item),
        publishers=(item.publisher,) if item.publisher else (),
        voices=voices,
        origin=Origin.WATCH,
    )


def _bear(report: Report, item: ItemFacts, moment: Moment, met: Event) -> Change:
    unchanged = Change(ChangeKind.CORROBORATED, met, met)
    if report.background or not report.alert:
        return unchanged
    by_host = is_hosts_word(report.announced_by, report.host) and is_news(moment, met)
    if report.assertion is Assertion.DENIED:
        return _denied(item, met) if by_host else unchanged
    if not is_told(met):
        return _told_of(report, item, moment, met)
    bare = without_denial(met)
    better = _borne(report, item, moment, bare)
    after = _with_course(better, course_of(met), item, report, by_host=by_host)
    return Change(_kind_of(met, bare, after, by_host=by_host), _revised(after, met), met)


def _kind_of(met: Event, bare: Event, after: Event, *, by_host: bool) -> ChangeKind:
    was_denied, is_denied = (e.assertion is Assertion.DENIED for e in (met, after))
    if is_denied:
        return ChangeKind.CORROBORATED if was_denied else ChangeKind.DENIED
    is_confirmed = after.assertion is Assertion.CONFIRMED is not bare.assertion
    reaches_host = after.evidence is Evidence.HOST is not bare.evidence
    rises = was_denied or is_confirmed or (reaches_host and by_host)
    return ChangeKind.RAISED if rises else ChangeKind.CORROBORATED


def _borne(report: Report, item: ItemFacts, moment: Moment, met: Event) -> Event:
    """An event, as it stands but for a denial, with what a report adds."""
    better = _with_report(report, item, met)
    if report.assertion is Assertion.CONFIRMED is not met.assertion:
        return _fulfilled(report, item, moment, met, better)
    is_first_told = met.assertion is Assertion.PLANNED and better.assertion is Assertion.CLAIMED
    if is_first_told or dates_better(report, item, moment, met):
        return replace(better, happened=moment.day)
    return better


def _with_course(
    event: Event, course: Course, item: ItemFacts, report: Report, *, by_host: bool
) -> Event:
    """The event, told in an item: denied where a denial stands against that, too."""
    affirms = by_host and report.assertion is Assertion.CONFIRMED
    then = after_telling(course, told_on(item).earliest, affirms=affirms)
    # Most reports say what is known: nothing is made anew for them.
    is_as_before = then == course and course.denied is None
    return event if is_as_before else settled(event, then)


def _told_of(report: Report, item: ItemFacts, moment: Moment, denial: Event) -> Change:
    """What a report tells that so far was only denied: it stands if it was published later."""
    begun = replace(
        _event(report, item, moment, denial.dossier),
        id=denial.id,
        revision=denial.revision + 1,
    )
    by_host = is_hosts_word(report.announced_by, report.host)
    after = _with_course(begun, denial.course, item, report, by_host=by_host)
    if after.assertion is not Assertion.DENIED:
        return Change(ChangeKind.NEW, after)
    cited = replace(after, citations=(*denial.citations, *after.citations))
    return Change(ChangeKind.CORROBORATED, cited, denial)


def _fulfilled(
    report: Report, item: ItemFacts, moment: Moment, met: Event, better: Event
) -> Event:
    # A plan's day was when it was to be, or when it was told of; a claim's may be the very one.
    is_claim_of_now = met.assertion is Assertion.CLAIMED and is_near(moment, met)
    is_dated_by_claim = is_claim_of_now and not dates_better(report, item, moment, met)
    happened = met.happened if is_dated_by_claim else moment.day
    return replace(better, happened=happened, act=_act_of_telling(report, item, met))


def _act_of_telling(report: Report, item: ItemFacts, met: Event) -> str:
    """An event of the history was never announced: it joins what its first telling announces."""
    act = _act(report, item) if met.origin is Origin.HISTORY else None
    return act or met.act


def _denied(item: ItemFacts, met: Event) -> Change:
    held = course_of(met)
    course = after_denial(held, told_on(item).latest)
    if course == held:
        return Change(ChangeKind.CORROBORATED, met, met)
    if not is_told(met):
        return Change(ChangeKind.CORROBORATED, _revised(replace(met, course=course), met), met)
    after = settled(without_denial(met), course)
    is_news = after.assertion is Assertion.DENIED is not met.assertion
    told = _with_publisher(item, after) if is_news else after
    kind = ChangeKind.DENIED if is_news else ChangeKind.CORROBORATED
    return Change(kind, _revised(told, met), met)


def _with_report(report: Report, item: ItemFacts, event: Event) -> Event:
    """The event with what a report adds: firmness, evidence, a publisher, what was unknown."""
    cited = _with_publisher(item, event)
    firmness = _FIRMNESS[report.assertion] - _FIRMNESS.get(event.assertion, -1)
    reached = event.evidence
    if firmness >= 0:
        # Outlets that only passed on a claim do not bear out who now says it as done.
        voices = [voice.name for voice in voices_of(cited)] if firmness == 0 else [""]
        said = evidence_of(report.announced_by, report.assertion, voices, event.host)
        reached = said if said.level > event.evidence.level else event.evidence
    rank, rank_flags = _rank(report, event, firmness)
    said_now = (
        report.assertion if firmness > 0 else event.assertion,
        reached,
        _weightier(event.announced_by, report.announced_by),
        event.mission or report.mission,
        event.envoy or report.envoy,
        rank,
        rank_flags,
    )
    # Most reports say what is known: nothing is made anew for them, which is most of the time.
    if said_now == _SAID(event):
        return cited
    adds: dict[str, Any] = dict(zip(_SAYS, said_now, strict=True))
    return replace(cited, **adds)


_SAYS = ("assertion", "evidence", "announced_by", "mission", "envoy", "rank", "rank_flags")
_SAID = attrgetter(*_SAYS)
"""What a report may add to an event, beside whoever tells it."""


def _weightier(held: Announcer, told: Announcer) -> Announcer:
    return held if held is told else max(held, told, key=_WEIGHT.index)


def _rank(report: Report, event: Event, firmness: int) -> tuple[Rank | None, tuple[RankFlag, ...]]:
    """The rank that an event has after a report, whichever of two came first.

    What is firmer, or the host's word, says which. Of equals the lower stands: headlines promote
    a chargé to an ambassador, and nobody makes an ambassador a chargé.
    """
    held, told = (event.rank, event.rank_flags), (report.rank, report.rank_flags)
    if event.rank is None or report.rank is None:
        return held if event.rank is not None else told
    by_host = is_hosts_word(report.announced_by, report.host)
    weight = firmness or by_host - (event.evidence is Evidence.HOST)
    if weight:
        return told if weight > 0 else held
    return max(held, told, key=lambda each: _LOWNESS[each[0] or Rank.OTHER])


def _with_publisher(item: ItemFacts, event: Event) -> Event:
    if item.publisher is None or item.publisher in event.publishers:
        return event
    held = voices_of(event)
    is_full = len(event.publishers) >= MAX_PUBLISHERS
    if is_full and len(held) >= INDEPENDENT:
        return event
    voices = with_voice(held, voice_of(item.publisher, item.text))
    # Twelve copies of one text must not shut out the second voice.
    if is_full and voices == held:
        return event
    return replace(
        event,
        publishers=(*event.publishers, item.publisher),
        citations=(*event.citations, *_citations(item))[-MAX_PUBLISHERS:],
        voices=voices,
    )


def _revised(event: Event, before: Event) -> Event:
    is_same = event is before or event == before
    return before if is_same else replace(event, revision=before.revision + 1)


def _citations(item: ItemFacts) -> tuple[Citation, ...]:
    if item.url is None:
        return ()
    told = published(item)
    is_day = told is not None and told.earliest == told.latest
    day = told.day if told is not None and is_day else None
    return (Citation(item.url, item.publisher or "", day),)


def _event_id(report: Report, item: ItemFacts, moment: Moment, dossier: str) -> str:
    """`2026-03-01-ru-recognized-1a2b3c`: the same report always gives the same."""
    parts = (dossier, report.mission, report.envoy, item.url or item.title)
    kind = report.kind.value.replace("_", "-")
    host = (report.host or "").lower()
    return f"{moment.day.day:%Y-%m-%d}-{host}-{kind}-{_digest(*parts)}"


def _act(report: Report, item: ItemFacts) -> str | None:
    """Text-wide acts made ledger-wide: one letter about fourteen missions is one act."""
    return f"act-{_digest(item.url or item.title, report.act)}" if report.act else None


def _digest(*parts: str | None) -> str:
    text = "\n".join(part or "" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:8]
