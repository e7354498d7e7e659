"""When a denial stands: by publication, in whatever order the reports come."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

import pytest

from bot.ledger import ItemFacts
from bot.ledger.decide import apply_decision
from bot.ledger.interchange import document_of, events_in
from bot.model import Change, ChangeKind, Correction, Decision, Event, Verdict
from config.partial_date import PartialDate
from config.vocabulary import Announcer, Assertion, Evidence, Kind
from tests.bot.ledger.conftest import (
    ASTANA,
    CLAIMED,
    CONFIRMED,
    DENIED,
    DOSSIER,
    PLANNED,
    TODAY,
    change_of,
    event,
    item,
    report,
)
from watchers.model import Report

HOST = Announcer.HOST_MFA
Told = tuple[Report, ItemFacts]


def said(
    assertion: Assertion, day: str, by: Announcer = Announcer.MEDIA, due: str | None = None
) -> Told:
    """A report of the embassy's closing in an item of that day."""
    told = report(Kind.MISSION_CLOSED, assertion, announced_by=by, mission=ASTANA, happened=due)
    return told, item(day, f"Herald of {day}", f"{day}/{assertion}/{by}")


def denial(day: str) -> Told:
    return said(DENIED, day, HOST)


def changes_of(told: Sequence[Told]) -> list[Change]:
    """What the reports change, in this order of arrival."""
    held: dict[str, Event] = {}
    changes = []
    for each, facts in told:
        change = change_of(each, held.values(), facts)
        assert change is not None
        held[change.event.id] = change.event
        changes.append(change)
    assert len(held) == 1
    return changes


RUMOUR, LATER = said(CONFIRMED, "2026-11-01"), said(CONFIRMED, "2026-11-05")


@pytest.mark.parametrize(
    ("told", "stands"),
    [
        ((RUMOUR, denial("2026-11-03")), DENIED),
        # On one day: the host answers what was told that morning.
        ((RUMOUR, denial("2026-11-01")), DENIED),
        ((said(CLAIMED, "2026-11-01"), denial("2026-11-03")), DENIED),
        ((said(PLANNED, "2026-11-01"), denial("2026-11-03")), DENIED),
        # What comes about after a denial is news.
        ((denial("2026-11-03"), LATER), CONFIRMED),
        ((denial("2026-11-03"), said(CLAIMED, "2026-11-05")), CLAIMED),
        # But not what outlets go on to tell of what was denied.
        ((RUMOUR, denial("2026-11-03"), LATER), DENIED),
        # The host's last word stands; of two on one day the denial.
        ((RUMOUR, denial("2026-11-03"), said(CONFIRMED, "2026-11-05", HOST)), CONFIRMED),
        ((said(CONFIRMED, "2026-11-01", HOST), denial("2026-11-03")), DENIED),
        ((said(CONFIRMED, "2026-11-03", HOST), denial("2026-11-03")), DENIED),
        ((denial("2026-11-03"), said(CONFIRMED, "2026-11-05", HOST), RUMOUR), CONFIRMED),
    ],
)
def test_a_denial_stands_by_publication(told: tuple[Told, ...], stands: Assertion) -> None:
    for order in itertools.permutations(told):
        then = changes_of(order)[-1].event
        assert then.assertion is stands, [str(facts.published) for _, facts in order]


def test_a_denial_of_what_nobody_told_is_kept_and_told_to_nobody() -> None:
    (change,) = changes_of([denial("2026-11-03")])
    assert (change.before, change.speaks_up, change.event.assertion) == (None, False, DENIED)


def test_what_was_denied_before_it_came_is_told_to_nobody() -> None:
    change = changes_of([denial("2026-11-03"), RUMOUR])[-1]
    assert not change.speaks_up
    assert [each.publisher for each in change.event.citations] == [
        "Herald of 2026-11-03",
        "Herald of 2026-11-01",
    ]


def test_what_comes_about_after_a_denial_is_told_as_new() -> None:
    change = changes_of([denial("2026-11-03"), LATER])[-1]
    assert (change.kind, change.before) == (ChangeKind.NEW, None)
    assert change.event.publishers == ("Herald of 2026-11-05",)
    assert change.event.evidence is Evidence.SINGLE


def test_a_denial_that_answers_an_earlier_telling_is_told_when_that_comes() -> None:
    kinds = [change.kind for change in changes_of([LATER, denial("2026-11-03"), RUMOUR])]
    assert kinds == [ChangeKind.NEW, ChangeKind.CORROBORATED, ChangeKind.DENIED]


def test_what_was_denied_goes_on_to_gather_what_is_told_of_it() -> None:
    """So that nothing is missing when the host says in the end that it is so."""
    early = said(CONFIRMED, "2026-10-30")
    affirmed = said(CONFIRMED, "2026-11-05", HOST)
    *_, last = changes_of([RUMOUR, denial("2026-11-03"), early, affirmed])
    assert (last.kind, str(last.event.happened)) == (ChangeKind.RAISED, "2026-10-30")
    assert last.event.evidence is Evidence.HOST


def test_a_plan_for_a_day_far_ahead_may_be_denied_before_and_after_it_is_told() -> None:
    plan = said(PLANNED, "2026-11-01", due="2027-04-30")
    for order in itertools.permutations([plan, denial("2026-11-03")]):
        assert changes_of(order)[-1].event.assertion is DENIED


def test_the_hosts_word_on_a_plan_far_ahead_is_news() -> None:
    plan = said(PLANNED, "2026-11-01", due="2027-04-30")
    change = changes_of([plan, said(PLANNED, "2026-11-03", HOST)])[-1]
    assert (change.kind, change.event.evidence) == (ChangeKind.RAISED, Evidence.HOST)


def test_who_denies_an_opening_does_not_deny_the_handover() -> None:
    held = event(Kind.MISSION_HANDED_OVER, "2026-11-18", mission=ASTANA)
    denied = report(Kind.MISSION_OPENED, DENIED, announced_by=HOST, mission=ASTANA)
    change = change_of(denied, [held])
    assert change is not None
    assert change.event.id != held.id


@pytest.mark.parametrize(
    ("verdict", "fields", "stands"),
    [
        (Verdict.CONFIRM, Correction(), CONFIRMED),
        (Verdict.CORRECT, Correction(assertion=CLAIMED), CLAIMED),
        (Verdict.CORRECT, Correction(assertion=DENIED), DENIED),
    ],
)
def test_what_editors_decide_stands_against_what_was_said_before(
    verdict: Verdict, fields: Correction, stands: Assertion
) -> None:
    held = changes_of([RUMOUR, denial("2026-11-03")])[-1].event
    source = "https://ministry.example/1"
    decision = Decision(verdict, "ana", TODAY, fields=fields, source_url=source)
    ruled = apply_decision(held, decision).event
    for told, facts in (RUMOUR, denial("2026-11-03"), said(CONFIRMED, "2026-11-04", HOST)):
        change = change_of(told, [ruled], facts)
        assert change is not None
        if stands is not CLAIMED:
            assert change.event.assertion is stands
    assert ruled.assertion is stands
    assert ruled.course.told == dt.date(2026, 11, 1)


def test_the_course_of_an_event_travels() -> None:
    held = changes_of([RUMOUR, denial("2026-11-03"), said(CONFIRMED, "2026-11-02", HOST)])[-1]
    assert held.event.course.affirmed == dt.date(2026, 11, 2)
    assert events_in(document_of([held.event], DOSSIER), DOSSIER) == [held.event]


def test_an_event_kept_without_a_course_has_that_of_its_day() -> None:
    """Rows of the history, and what an earlier version wrote."""
    held = event(Kind.MISSION_CLOSED, "2026-11-03", mission=ASTANA)
    early, late = (
        change_of(told, [held], facts)
        for told, facts in (denial("2026-11-02"), denial("2026-11-04"))
    )
    assert early is not None
    assert late is not None
    assert (early.event.assertion, late.event.assertion) == (CONFIRMED, DENIED)


def test_a_denial_without_a_day_is_of_the_day_it_was_read() -> None:
    told, facts = denial("2026-11-03")
    undated = ItemFacts(None, TODAY, facts.publisher, facts.url, facts.title)
    change = change_of(told, [], undated)
    assert change is not None
    assert PartialDate(TODAY.date()) == change.event.happened
    assert change.event.course.denied == TODAY.date()
