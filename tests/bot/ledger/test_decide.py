"""Editors' decisions as changes of the ledger."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.ledger import fold
from bot.ledger.decide import (
    added,
    apply_decision,
    check,
    decided_report,
    joined,
    labelled,
)
from bot.ledger.errors import DecisionError
from bot.model import ChangeKind, Correction, Decision, Origin, Verdict
from config.model import Catalog
from config.partial_date import PartialDate
from config.vocabulary import Assertion, Evidence, Kind, Rank, Stance
from tests.bot.ledger.conftest import (
    ALMATY,
    ASTANA,
    CLAIMED,
    DOSSIER,
    TODAY,
    changed,
    event,
    item,
    report,
)

SOURCE = "https://www.mfa.example/news/1"


def decision(verdict: Verdict, fields: Correction | None = None, **more: Any) -> Decision:
    return Decision(verdict, "ada", TODAY, fields=fields or Correction(), **more)


HELD = event(Kind.ENVOY_ACCREDITED, "2026-11-18", CLAIMED, mission=ASTANA, notes="unconfirmed")


def test_confirming_raises_a_claim() -> None:
    change = apply_decision(HELD, decision(Verdict.CONFIRM))
    assert (change.kind, change.event.assertion) == (ChangeKind.RAISED, Assertion.CONFIRMED)
    assert (change.event.notes, change.event.revision, change.before) == ("", 2, HELD)
    again = apply_decision(change.event, decision(Verdict.CONFIRM, note="seen"))
    assert (again.kind, again.event.notes) == (ChangeKind.CORROBORATED, "seen")


def test_history_keeps_its_notes_when_confirmed() -> None:
    shipped = event(Kind.RECOGNIZED, "2026-11-18", CLAIMED, notes="a", origin=Origin.HISTORY)
    assert apply_decision(shipped, decision(Verdict.CONFIRM)).event.notes == "a"


def test_correcting_sets_fields_and_cites() -> None:
    fields = Correction(kind=Kind.AMBASSADOR_ACCEPTED, rank=Rank.AMBASSADOR)
    change = apply_decision(HELD, decision(Verdict.CORRECT, fields, source_url=SOURCE))
    assert change.kind is ChangeKind.CORRECTED
    assert change.speaks_up
    assert (change.event.kind, change.event.rank) == (fields.kind, fields.rank)
    assert change.event.mission == ASTANA
    assert [each.publisher for each in change.event.citations] == ["mfa.example"]


def test_another_host_leaves_the_mission_behind() -> None:
    moved = decision(Verdict.CORRECT, Correction(host="UZ"), source_url=SOURCE)
    assert apply_decision(HELD, moved).event.mission is None
    same = decision(Verdict.CORRECT, Correction(host="KZ"), source_url=SOURCE)
    assert apply_decision(HELD, same).event.mission == ASTANA
    other = decision(Verdict.CORRECT, Correction(mission=ALMATY), source_url=SOURCE)
    assert apply_decision(HELD, other).event.mission == ALMATY


@pytest.mark.parametrize(
    ("verdict", "more", "why"),
    [
        (Verdict.CORRECT, {"fields": Correction(host="UZ")}, "source is required"),
        (Verdict.CORRECT, {"source_url": SOURCE}, "which field"),
        (Verdict.CORRECT, {"source_url": "ftp://x", "fields": Correction(host="UZ")}, "source"),
        (Verdict.RETRACT, {}, "source is required"),
        (Verdict.ADD, {}, "cannot be decided as add"),
    ],
)
def test_what_cannot_be_carried_out(verdict: Verdict, more: dict[str, Any], why: str) -> None:
    with pytest.raises(DecisionError, match=why):
        apply_decision(HELD, decision(verdict, **more))


AHEAD = PartialDate.parse("2030-01-01")


def test_only_a_plan_lies_ahead() -> None:
    fields = Correction(kind=Kind.RECOGNIZED, host="KZ", happened=AHEAD)
    moved = Correction(happened=AHEAD)
    with pytest.raises(DecisionError, match="2030-01-01 is still to come"):
        added(decision(Verdict.ADD, fields, source_url=SOURCE), DOSSIER)
    with pytest.raises(DecisionError, match="assertion=planned"):
        apply_decision(HELD, decision(Verdict.CORRECT, moved, source_url=SOURCE))
    with pytest.raises(DecisionError, match="still to come"):
        decided_report(report(Kind.RECOGNIZED), decision(Verdict.CORRECT, moved))

    plan = replace(fields, assertion=Assertion.PLANNED)
    assert added(decision(Verdict.ADD, plan, source_url=SOURCE), DOSSIER).event.happened == AHEAD
    tomorrow = PartialDate(TODAY.date() + dt.timedelta(days=1))
    early = decision(Verdict.ADD, replace(fields, happened=tomorrow), source_url=SOURCE)
    assert added(early, DOSSIER).event.happened == tomorrow


def test_what_is_retracted_moves_nothing_and_is_over(catalog: Catalog) -> None:
    held = event(Kind.RECOGNIZED, "2026-11-18")
    change = apply_decision(held, decision(Verdict.RETRACT, source_url=SOURCE, note="a hoax"))
    assert (change.kind, change.event.notes) == (ChangeKind.RETRACTED, "a hoax")
    day = TODAY.date()
    for events, stance in (([held], Stance.RECOGNIZED), ([change.event], Stance.NONE)):
        assert fold(events, catalog.missions.values(), "KZ", day).stance is stance
    with pytest.raises(DecisionError, match="taken back already"):
        apply_decision(change.event, decision(Verdict.CONFIRM))


def test_two_events_that_are_one() -> None:
    other = event(Kind.ENVOY_ACCREDITED, "2026-11-17", id="other", publishers=("Other",))
    same = decision(Verdict.SAME_AS, same_as="other")
    gone, kept = joined(HELD, other, same)
    assert (gone.event.retracted, gone.speaks_up, kept.speaks_up) == (True, False, False)
    assert gone.event.notes == "the same as other"
    assert kept.event.publishers == ("Other", "First Post")
    assert (kept.event.evidence, kept.event.mission) == (Evidence.OUTLETS, ASTANA)
    assert kept.event.revision == 2
    assert apply_decision(HELD, same) == gone
    with pytest.raises(DecisionError, match="itself"):
        joined(HELD, HELD, same)


def test_adding() -> None:
    fields = Correction(kind=Kind.RECOGNIZED, host="KZ", happened=PartialDate.parse("2026-11-18"))
    change = added(decision(Verdict.ADD, fields, source_url=SOURCE), DOSSIER)
    assert (change.kind, change.event.origin) == (ChangeKind.NEW, Origin.EDITOR)
    assert (change.event.known_at, change.event.assertion) == (TODAY, Assertion.CONFIRMED)
    assert change.event.id.startswith("2026-11-18-kz-recognized-")
    assert change.event == added(decision(Verdict.ADD, fields, source_url=SOURCE), DOSSIER).event
    # A report of it afterwards is no news.
    assert changed(report(Kind.RECOGNIZED), [change.event]).event.id == change.event.id
    with pytest.raises(DecisionError, match="kind, host and day"):
        added(decision(Verdict.ADD, source_url=SOURCE), DOSSIER)
    with pytest.raises(DecisionError, match="source is required"):
        added(decision(Verdict.ADD, fields), DOSSIER)


def test_a_decided_report_is_sure() -> None:
    unsure = report(Kind.RECOGNIZED, confidence=0.5, alert=False, mission=ASTANA)
    sure = decided_report(unsure, decision(Verdict.CONFIRM, report=1))
    assert sure is not None
    assert (sure.alert, sure.confidence, sure.kind) == (True, 1.0, Kind.RECOGNIZED)
    right = Correction(kind=Kind.POSITION, host="UZ")
    corrected = decided_report(unsure, decision(Verdict.CORRECT, right, report=1))
    assert corrected is not None
    assert (corrected.kind, corrected.host, corrected.mission) == (Kind.POSITION, "UZ", None)
    assert decided_report(unsure, decision(Verdict.REJECT, report=1)) is None


def test_the_same_as_an_event_is_merged_into_it_alone() -> None:
    told = decided_report(report(Kind.ENVOY_ACCREDITED), decision(Verdict.SAME_AS, report=1))
    assert told is not None
    change = changed(told, [HELD], item("2026-11-19"))
    assert change.event.id == HELD.id


def test_fields_must_name_what_exists(catalog: Catalog) -> None:
    check(decision(Verdict.CORRECT, Correction(mission=ASTANA, host="KZ")), catalog)
    check(decision(Verdict.CONFIRM), catalog)
    with pytest.raises(DecisionError, match="no mission is called"):
        check(decision(Verdict.CORRECT, Correction(mission="atlantis")), catalog)
    with pytest.raises(DecisionError, match="stands in KZ"):
        check(decision(Verdict.CORRECT, Correction(mission=ASTANA, host="UZ")), catalog)


def test_decisions_become_labelled_items(catalog: Catalog) -> None:
    read = report(Kind.ENVOY_ACCREDITED, mission=ASTANA)
    about = {"url": SOURCE, "title": "A headline", "text": "", "date": "2026-11-20"}
    kept = labelled(read, decision(Verdict.SAME_AS, report=1, same_as="e"), about, catalog)
    assert kept["decision"] == {"verdict": "same_as", "by": "ada", "at": TODAY.isoformat()}
    assert {key: kept[key] for key in ("title", "kind", "hosts", "missions", "story")} == {
        "title": "A headline",
        "kind": "envoy_accredited",
        "hosts": ["KZ"],
        "missions": ["Astana"],
        "story": "e",
    }
    rejected = labelled(read, decision(Verdict.REJECT, report=1), about, catalog)
    assert (rejected["kind"], rejected["hosts"]) == ("none", [])
