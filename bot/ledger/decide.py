"""What an editor's decision does to the ledger. Pure; the store keeps decisions and lets one win.

Whoever carries a decision out records it first (`bot.store.decisions.record`), and in the same
transaction saves the changes that these functions answer, as the author `editor`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from bot.ledger.denials import as_ruled
from bot.ledger.errors import DecisionError
from bot.ledger.evidence import evidence_of
from bot.ledger.voices import names_of, voices_of, with_voice
from bot.model import Change, ChangeKind, Correction, Decision, Event, Origin, Verdict, Voice
from config.model import Catalog, Citation
from config.partial_date import PartialDate
from config.vocabulary import Announcer, Assertion
from watchers.model import Report

_MORNINGS_AHEAD = dt.timedelta(days=1)


def apply_decision(event: Event, decision: Decision) -> Change:
    """The change that a decision about an event makes. Raises DecisionError.

    | verdict         | the event then                                      | told         |
    |-----------------|-----------------------------------------------------|--------------|
    | confirm         | confirmed, or as the decision's `assertion` says     | if it rises  |
    | correct         | has the fields set; needs a source                  | correction   |
    | reject, retract | is retracted; an event of the ledger needs a source | correction   |
    | same_as         | is retracted in favour of the other (see `joined`)  | no           |
    """
    if event.retracted:
        raise DecisionError(f"the event {event.id} was taken back already")
    match decision.verdict:
        case Verdict.CONFIRM:
            return _confirmed(event, decision)
        case Verdict.CORRECT:
            return _corrected(event, decision)
        case Verdict.REJECT | Verdict.RETRACT:
            if decision.verdict is Verdict.RETRACT:
                _source_of(decision)
            return _retracted(event, decision, ChangeKind.RETRACTED)
        case Verdict.SAME_AS:
            return _retracted(event, decision, ChangeKind.CORROBORATED)
        case _:
            raise DecisionError(f"an event that exists cannot be decided as {decision.verdict}")


def joined(event: Event, into: Event, decision: Decision) -> tuple[Change, Change]:
    """Two events that are one: the first goes, the second takes over what bears it out."""
    if event.id == into.id:
        raise DecisionError(f"the event {event.id} cannot be the same as itself")
    voices = voices_of(into)
    for voice in voices_of(event):
        voices = with_voice(voices, voice)
    publishers = tuple(dict.fromkeys((*into.publishers, *event.publishers)))
    names = [voice.name for voice in voices]
    said = evidence_of(into.announced_by, into.assertion, names, into.host)
    whole = replace(
        into,
        publishers=publishers,
        citations=tuple(dict.fromkeys((*into.citations, *event.citations))),
        voices=voices,
        evidence=max(said, into.evidence, key=lambda each: each.level),
        mission=into.mission or event.mission,
        envoy=into.envoy or event.envoy,
        rank=into.rank or event.rank,
    )
    return (
        _retracted(event, decision, ChangeKind.CORROBORATED),
        Change(ChangeKind.CORROBORATED, _revised(whole, into), into),
    )


def added(decision: Decision, dossier: str) -> Change:
    """The event that an editor adds: needs kind, host, day and source. Raises DecisionError."""
    fields = decision.fields
    if fields.kind is None or fields.host is None or fields.happened is None:
        raise DecisionError("an event that is added needs its kind, host and day")
    source = _source_of(decision)
    assertion = fields.assertion or Assertion.CONFIRMED
    _check_day(fields.happened, assertion, decision)
    event_id = decision.event or _id_of(decision)
    return Change(
        ChangeKind.NEW,
        Event(
            id=event_id,
            dossier=dossier,
            kind=fields.kind,
            assertion=assertion,
            host=fields.host,
            mission=fields.mission,
            happened=fields.happened,
            known_at=decision.at,
            announced_by=Announcer.MEDIA,
            evidence=evidence_of(Announcer.MEDIA, assertion, [source.publisher], fields.host),
            envoy=fields.envoy,
            rank=fields.rank,
            control=fields.control,
            stance=fields.stance,
            act=event_id,
            citations=(source,),
            publishers=(source.publisher,),
            voices=tuple(Voice(name) for name in names_of([source.publisher])),
            notes=decision.note,
            origin=Origin.EDITOR,
        ),
    )


def decided_report(report: Report, decision: Decision) -> Report | None:
    """The report as the editor reads it, ready to be merged as sure; None where it was rejected.

    A report that is the same as an event is merged into that event alone: give `merge` it as
    the only candidate.
    """
    if decision.verdict is Verdict.REJECT:
        return None
    fields = decision.fields
    set_right = replace(
        report,
        kind=fields.kind or report.kind,
        assertion=fields.assertion or report.assertion,
        host=fields.host or report.host,
        mission=_mission(report.host, report.mission, fields),
        envoy=fields.envoy or report.envoy,
        rank=fields.rank or report.rank,
        happened=fields.happened or report.happened,
    )
    if fields.happened is not None and set_right.happened is not None:
        _check_day(set_right.happened, set_right.assertion, decision)
    return replace(set_right, confidence=1.0, alert=True, background=False, reasons=())


def check(decision: Decision, catalog: Catalog) -> None:
    """Refuse fields that name what the catalogue does not have. Raises DecisionError."""
    fields = decision.fields
    if fields.mission is not None:
        mission = catalog.missions.get(fields.mission)
        if mission is None:
            raise DecisionError(f"no mission is called {fields.mission!r}")
        if fields.host is not None and mission.host != fields.host:
            raise DecisionError(f"{fields.mission} stands in {mission.host}, not {fields.host}")


def labelled(
    report: Report, decision: Decision, item: Mapping[str, Any], catalog: Catalog
) -> dict[str, Any]:
    """A decided report as a labelled item, as the matcher's measures read them.

    `item` gives its url, publisher, date, lang, title and text.
    """
    read = decided_report(report, decision)
    label: dict[str, Any] = {"kind": "none", "assertion": None, "hosts": [], "missions": []}
    if read is not None:
        mission = catalog.missions.get(read.mission or "")
        label = {
            "kind": read.kind.value,
            "assertion": read.assertion.value,
            "hosts": [read.host] if read.host else [],
            "missions": [mission.city] if mission else [],
        }
        label |= {"story": decision.same_as} if decision.same_as else {}
    made = {"verdict": decision.verdict.value, "by": decision.by, "at": decision.at.isoformat()}
    return {**item, **label, "decision": made}


def _check_day(happened: PartialDate, assertion: Assertion, decision: Decision) -> None:
    """Only a plan lies ahead; some mornings come a day before Greenwich's."""
    today = decision.at.date()
    if assertion is not Assertion.PLANNED and happened.day > today + _MORNINGS_AHEAD:
        raise DecisionError(
            f"{happened} is still to come (today is {today}): write assertion=planned with it, "
            "or another date"
        )


def _confirmed(event: Event, decision: Decision) -> Change:
    assertion = decision.fields.assertion or Assertion.CONFIRMED
    # The watch's own note says "unconfirmed reading"; it is confirmed now.
    notes = decision.note or (event.notes if event.origin is Origin.HISTORY else "")
    sure = _with_fields(replace(event, notes=notes), decision.fields)
    ruled = replace(sure, assertion=assertion, **_cited(event, decision))
    after = as_ruled(ruled, decision.at.date())
    rises = event.assertion is not Assertion.CONFIRMED and assertion is Assertion.CONFIRMED
    return Change(ChangeKind.RAISED if rises else ChangeKind.CORROBORATED, _next(after), event)


def _corrected(event: Event, decision: Decision) -> Change:
    _source_of(decision)
    if decision.fields == Correction():
        raise DecisionError("a correction says which field is to be what")
    after = replace(_with_fields(event, decision.fields), **_cited(event, decision))
    _check_day(after.happened, after.assertion, decision)
    if decision.fields.assertion is not None:
        after = as_ruled(after, decision.at.date())
    return Change(ChangeKind.CORRECTED, _next(replace(after, notes=decision.note)), event)


def _retracted(event: Event, decision: Decision, kind: ChangeKind) -> Change:
    note = decision.note or (f"the same as {decision.same_as}" if decision.same_as else "")
    after = replace(event, retracted=True, notes=note, **_cited(event, decision))
    return Change(kind, _next(after), event)


def _with_fields(event: Event, fields: Correction) -> Event:
    return replace(
        event,
        kind=fields.kind or event.kind,
        assertion=fields.assertion or event.assertion,
        host=fields.host or event.host,
        mission=_mission(event.host, event.mission, fields),
        happened=fields.happened or event.happened,
        envoy=fields.envoy or event.envoy,
        rank=fields.rank or event.rank,
        control=fields.control or event.control,
        stance=fields.stance or event.stance,
    )


def _mission(host: str | None, mission: str | None, fields: Correction) -> str | None:
    if fields.mission is not None:
        return fields.mission
    return mission if fields.host in {None, host} else None


def _cited(event: Event, decision: Decision) -> dict[str, Any]:
    if not decision.source_url:
        return {}
    source = _source_of(decision)
    return {"citations": tuple(dict.fromkeys((*event.citations, source)))}


def _source_of(decision: Decision) -> Citation:
    url = urlsplit(decision.source_url)
    if url.scheme not in {"http", "https"} or not url.hostname:
        raise DecisionError("a source is required: the address of a page that says so")
    return Citation(decision.source_url, url.hostname.removeprefix("www."))


def _id_of(decision: Decision) -> str:
    fields = decision.fields
    assert fields.kind is not None
    assert fields.happened is not None
    digest = hashlib.sha256(f"{decision.source_url}\n{fields.mission}".encode()).hexdigest()[:8]
    kind = fields.kind.value.replace("_", "-")
    return f"{fields.happened.day:%Y-%m-%d}-{(fields.host or '').lower()}-{kind}-{digest}"


def _next(event: Event) -> Event:
    return replace(event, revision=event.revision + 1)


def _revised(event: Event, before: Event) -> Event:
    return before if event == before else _next(event)
