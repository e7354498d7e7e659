"""Which reports want an editor's word, and what is asked. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.ledger.decide import decided_report
from bot.ledger.meeting import Moment, best_meeting
from bot.ledger.merge import merge
from bot.ledger.telling import ItemFacts
from bot.model import Change, Correction, Decision, Event, Verdict
from config.model import Catalog
from config.vocabulary import Kind
from watchers.matching import PUBLISH_THRESHOLD, REVIEW_THRESHOLD
from watchers.model import Report


def is_unsure(report: Report) -> bool:
    """Whether a report stands in the middle band: likely news, not sure enough to be told."""
    if report.alert or report.background or report.kind is Kind.POSITION:
        return False
    return REVIEW_THRESHOLD <= report.confidence < PUBLISH_THRESHOLD


def as_read(report: Report, fields: Correction, item: ItemFacts) -> Report:
    """The report with an editor's fields, as sure as if the matcher had been."""
    decision = Decision(Verdict.CONFIRM, "", item.fetched_at, fields=fields)
    read = decided_report(report, decision)
    assert read is not None
    return read


def to_ask(
    report: Report,
    *,
    item: ItemFacts,
    candidates: Iterable[Event],
    waiting: Iterable[Event],
    dossier: str,
    catalog: Catalog,
) -> Change | None:
    """What an unsure report would change if an editor bore it out; None where nothing is new.

    `waiting` are the events that reports already asked about would begin: what another outlet
    says of the same is not asked again. What would only corroborate is not asked at all.
    """
    change = merge(
        as_read(report, Correction(), item),
        item=item,
        candidates=[*candidates, *waiting],
        dossier=dossier,
        catalog=catalog,
    )
    return change if change is not None and change.speaks_up else None


def answered_by(
    report: Report, *, item: ItemFacts, candidates: Iterable[Event], dossier: str, catalog: Catalog
) -> Event | None:
    """The event of the ledger that says all that an unsure report would; None where none does.

    Then there is nothing left to ask about it.
    """
    read = as_read(report, Correction(), item)
    change = merge(read, item=item, candidates=candidates, dossier=dossier, catalog=catalog)
    if change is None or change.speaks_up or change.event.retracted:
        return None
    return change.event


def retold(added: Event, held: Iterable[Event], catalog: Catalog) -> Event | None:
    """The event of the ledger that an added one would tell again; None where it is new."""
    report = Report(
        added.kind,
        added.assertion,
        added.host,
        mission=added.mission,
        envoy=added.envoy,
        rank=added.rank,
        announced_by=added.announced_by,
        alert=True,
        happened=added.happened,
    )
    standing = [event for event in held if not event.retracted]
    return best_meeting(report, Moment(added.happened, is_dated=True), standing, catalog)
