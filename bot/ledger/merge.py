"""What a report does to the ledger: one pure function.

Which event a report meets is decided in `meeting`. Then, first line that fits:

| report                           | meets                        | outcome                     |
|----------------------------------|------------------------------|-----------------------------|
| by a voice that was retracted    | the retracted event          | corroborated, unchanged     |
| no host; position; observation   | -                            | nothing                     |
| background, or unsure (no alert) | nothing                      | nothing                     |
| background, or unsure            | an event                     | corroborated, unchanged     |
| denied                           | nothing                      | nothing                     |
| denied by the host, near in time | an event not denied          | DENIED                      |
| denied otherwise                 | an event                     | corroborated, unchanged     |
| planned, claimed, confirmed      | nothing                      | NEW                         |
| confirmed by the host            | a denied event, near in time | RAISED to confirmed         |
| anything else                    | a denied event               | corroborated, unchanged     |
| confirmed                        | a planned or claimed event   | RAISED to confirmed         |
| by the host's word, near in time | an event with less evidence  | RAISED in evidence          |
| claimed                          | a planned event              | corroborated, now claimed   |
| anything else                    | an event                     | corroborated: its publisher |
|                                  |                              | and what was unknown added  |

A corroborating report up to a week earlier dates the event. Only NEW, RAISED and DENIED speak
up. Positions change nothing, so they are no events of the
watch: the store keeps their reports, and the shipped history its positions.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from bot.ledger.evidence import INDEPENDENT, evidence_of, is_hosts_word
from bot.ledger.meeting import PLAN_DAYS, WINDOW_DAYS, Moment, best_meeting, is_near
from bot.ledger.voices import voice_of, voices_of, with_voice
from bot.model import Change, ChangeKind, Event, Origin
from config.model import Catalog, Citation
from config.partial_date import PartialDate
from config.vocabulary import Announcer, Assertion, Evidence, Kind, Rank, RankFlag
from watchers.model import Report

MAX_PUBLISHERS = 12
"""Publishers and citations kept on an event. Two bear it out; the rest are a courtesy, and each
one more is a revision in the store. Every report is kept there anyway."""

OUT_OF_ORDER_DAYS = 7
"""How much earlier a later report may date an event. More would move the window in which its
next reports meet it, and tell them again."""

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


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the ledger wants to know of the item that a report was read in."""

    published: PartialDate | dt.date | None
    """None where the source does not say."""
    fetched_at: dt.datetime
    publisher: str | None
    url: str | None
    title: str
    text: str = ""
    """What it says, to know copies by."""


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
    moment = _moment(report, item)
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
        return _begin(report, item, moment, dossier)
    return _bear(report, item, moment, met)


def _speaks_for(item: ItemFacts, event: Event) -> bool:
    """Whoever an editor took back is not heard again; another voice may tell the truth."""
    if item.publisher is None:
        return False
    return with_voice(voices_of(event), voice_of(item.publisher, item.text)) == voices_of(event)


def tells_news(report: Report, item: ItemFacts, event: Event) -> bool:
    """True where a report tells an event as news; False where it only recalls it."""
    if report.background or not report.alert:
        return False
    return event.assertion is Assertion.PLANNED or is_near(_moment(report, item), event)


def _published(item: ItemFacts) -> PartialDate | None:
    return PartialDate(item.published) if isinstance(item.published, dt.date) else item.published


def _told_on(item: ItemFacts) -> PartialDate:
    return _published(item) or PartialDate(item.fetched_at.astimezone(dt.UTC).date())


def _moment(report: Report, item: ItemFacts) -> Moment:
    published = _told_on(item)
    happened = report.happened
    if happened is None:
        return Moment(published, is_dated=False)
    if report.assertion is not Assertion.PLANNED and happened.earliest > published.latest:
        # What is told as done cannot lie ahead: the date was misread.
        return Moment(published, is_dated=False)
    if report.assertion is Assertion.PLANNED and _days_before(happened, published) > PLAN_DAYS:
        # Nor does anybody plan for a day long past: it is that of something else in the text.
        return Moment(published, is_dated=False)
    return Moment(happened, is_dated=True)


def _days_before(one: PartialDate, other: PartialDate) -> int:
    return (other.earliest - one.latest).days


def _begin(report: Report, item: ItemFacts, moment: Moment, dossier: str) -> Change | None:
    if report.background or not report.alert or report.assertion is Assertion.DENIED:
        return None
    voices = (voice_of(item.publisher, item.text),) if item.publisher else ()
    names = tuple(voice.name for voice in voices)
    event_id = _event_id(report, item, moment, dossier)
    return Change(
        ChangeKind.NEW,
        Event(
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
        ),
    )


def _bear(report: Report, item: ItemFacts, moment: Moment, met: Event) -> Change:
    unchanged = Change(ChangeKind.CORROBORATED, met, met)
    if report.background or not report.alert:
        return unchanged
    by_host = is_hosts_word(report.announced_by, report.host) and is_near(moment, met)
    if report.assertion is Assertion.DENIED:
        is_news = by_host and met.assertion is not Assertion.DENIED
        return _denied(report, item, met) if is_news else unchanged
    if met.assertion is Assertion.DENIED:
        is_news = by_host and report.assertion is Assertion.CONFIRMED
        return _raised(report, item, moment, met) if is_news else unchanged
    if report.assertion is Assertion.CONFIRMED and met.assertion is not Assertion.CONFIRMED:
        return _raised(report, item, moment, met)
    better = _with_report(report, item, met)
    is_first_told = met.assertion is Assertion.PLANNED and better.assertion is Assertion.CLAIMED
    if is_first_told or _dates_better(report, item, moment, met):
        better = replace(better, happened=moment.day)
    reaches_host = better.evidence is Evidence.HOST and met.evidence is not Evidence.HOST
    kind = ChangeKind.RAISED if reaches_host and by_host else ChangeKind.CORROBORATED
    return Change(kind, _revised(better, met), met)


def _dates_better(report: Report, item: ItemFacts, moment: Moment, met: Event) -> bool:
    """Feeds come out of order: what is told of happened by the first day that tells it.

    A plan is of the day it is due, once that is told.
    """
    if met.origin is not Origin.WATCH:
        return False
    if report.assertion is Assertion.PLANNED is met.assertion:
        if met.happened.latest > met.known_at.date():
            return False
        if moment.day.earliest > _told_on(item).latest:
            return True
    elif Assertion.PLANNED in {report.assertion, met.assertion}:
        return False
    is_close = moment.day.gap_days(met.happened) <= OUT_OF_ORDER_DAYS
    return is_close and moment.day.latest < met.happened.earliest


def _raised(report: Report, item: ItemFacts, moment: Moment, met: Event) -> Change:
    # A plan's day was when it was to be, or when it was told of; a claim's may be the very one.
    is_claim_of_now = met.assertion is Assertion.CLAIMED and is_near(moment, met)
    is_dated_by_claim = is_claim_of_now and not _dates_better(report, item, moment, met)
    happened = met.happened if is_dated_by_claim else moment.day
    better = replace(
        _with_report(report, item, met), happened=happened, act=_act_of_telling(report, item, met)
    )
    return Change(ChangeKind.RAISED, _revised(better, met), met)


def _act_of_telling(report: Report, item: ItemFacts, met: Event) -> str:
    """An event of the history was never announced: it joins what its first telling announces."""
    act = _act(report, item) if met.origin is Origin.HISTORY else None
    return act or met.act


def _denied(report: Report, item: ItemFacts, met: Event) -> Change:
    cited = _with_publisher(item, met)
    # What the host denies stands on whoever said it first, and on nobody more.
    denied = replace(cited, assertion=Assertion.DENIED, evidence=Evidence.SINGLE)
    return Change(ChangeKind.DENIED, _revised(denied, met), met)


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
    published = _published(item)
    is_day = published is not None and published.earliest == published.latest
    day = published.day if published is not None and is_day else None
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
