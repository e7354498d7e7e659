"""What a report does to the ledger: the decision table, line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.ledger import ItemFacts, kinds_for
from bot.model import ChangeKind, Event, Origin
from config.vocabulary import Announcer, Assertion, Evidence, Kind, Rank
from tests.bot.ledger.conftest import (
    ALMATY,
    ASTANA,
    CLAIMED,
    CONFIRMED,
    DENIED,
    DOSSIER,
    PLANNED,
    TODAY,
    change_of,
    changed,
    event,
    item,
    report,
)
from watchers.model import Report

HOST, CLAIMANT = Announcer.HOST_MFA, Announcer.CLAIMANT_MFA

NEW, RAISED = ChangeKind.NEW, ChangeKind.RAISED
DENIAL, CORROBORATED = ChangeKind.DENIED, ChangeKind.CORROBORATED


# --- what has no place ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        report(Kind.MISSION_CLOSED, host=None),
        report(Kind.POSITION),
        report(Kind.OBSERVATION),
        report(Kind.MISSION_CLOSED, background=True),
        report(Kind.MISSION_CLOSED, alert=False),
        report(Kind.MISSION_CLOSED, DENIED),
    ],
)
def test_nothing_enters(told: Report) -> None:
    assert change_of(told) is None


# --- new ------------------------------------------------------------------------------------


def test_a_new_event_holds_what_the_report_says() -> None:
    told = report(
        Kind.AMBASSADOR_ACCEPTED,
        mission=ASTANA,
        envoy="somebody-new",
        rank=Rank.AMBASSADOR,
        announced_by=HOST,
        act="2",
    )
    change = changed(told)
    made = change.event
    assert (change.kind, change.before, change.speaks_up) == (NEW, None, True)
    assert (made.dossier, made.host, made.mission) == (DOSSIER, "KZ", ASTANA)
    assert (made.envoy, made.rank) == ("somebody-new", Rank.AMBASSADOR)
    assert (str(made.happened), made.known_at) == ("2026-11-20", TODAY)
    assert (made.evidence, made.assertion) == (Evidence.HOST, CONFIRMED)
    assert (made.publishers, made.origin, made.revision) == (("Second Herald",), Origin.WATCH, 1)
    assert made.citations[0].url == "https://news.example/u"
    assert made.id.startswith("2026-11-20-kz-ambassador-accepted-")


def test_an_id_is_the_same_each_time_and_tells_events_apart() -> None:
    first = report(Kind.ENVOY_ACCREDITED, mission=ASTANA)
    second = report(Kind.ENVOY_ACCREDITED, mission=ALMATY)
    assert changed(first).event.id == changed(first).event.id
    assert changed(first).event.id != changed(second).event.id


def test_reports_of_one_clause_share_an_act_across_hosts() -> None:
    ours, theirs = (
        changed(report(Kind.SERVICES_CHANGED, host=host, act="1")).event for host in ("FR", "IT")
    )
    assert ours.act == theirs.act
    other_item = changed(report(Kind.SERVICES_CHANGED, host="FR", act="1"), (), item(url="v"))
    assert other_item.event.act != ours.act
    alone = changed(report(Kind.SERVICES_CHANGED, host="FR")).event
    assert alone.act == alone.id


@pytest.mark.parametrize(
    ("happened", "published", "expected"),
    [
        (None, "2026-11-18", "2026-11-18"),
        (None, "2026-11", "2026-11"),
        (None, None, "2026-11-20"),
        ("2026-11-15", "2026-11-18", "2026-11-15"),
        # Told as done, dated ahead: the date was misread.
        ("2027-02-01", "2026-11-18", "2026-11-18"),
    ],
)
def test_when_it_happened(happened: str | None, published: str | None, expected: str) -> None:
    told = report(Kind.MISSION_CLOSED, happened=happened)
    assert str(changed(told, (), item(published)).event.happened) == expected


def test_a_plan_may_lie_ahead() -> None:
    told = report(Kind.MISSION_CLOSED, PLANNED, happened="2027-06-30")
    assert str(changed(told).event.happened) == "2027-06-30"


@pytest.mark.parametrize(
    ("happened", "expected"),
    [("2021", "2026-11-20"), ("2026-05-03", "2026-11-20"), ("2026-05-04", "2026-05-04")],
)
def test_nobody_plans_for_a_day_long_past(happened: str, expected: str) -> None:
    told = report(Kind.MISSION_CLOSED, PLANNED, happened=happened)
    assert str(changed(told).event.happened) == expected


def test_no_publisher_and_no_address() -> None:
    facts = ItemFacts(TODAY.date(), TODAY, None, None, "A headline")
    made = changed(report(Kind.MISSION_CLOSED), (), facts).event
    assert (made.publishers, made.citations) == ((), ())


# --- an event that is held ------------------------------------------------------------------

PLAN = event(Kind.MISSION_CLOSED, "2026-11-10", PLANNED, mission=ASTANA)
CLAIM = event(
    Kind.MISSION_CLOSED, "2026-11-15", CLAIMED, mission=ASTANA, evidence=Evidence.CLAIMANT
)
DONE = event(Kind.MISSION_CLOSED, "2026-11-15", mission=ASTANA)
REFUTED = event(Kind.MISSION_CLOSED, "2026-11-15", DENIED, mission=ASTANA)
BY_HOST = event(Kind.MISSION_CLOSED, "2026-11-15", mission=ASTANA, evidence=Evidence.HOST)


@pytest.mark.parametrize(
    ("assertion", "more", "held", "kind", "assertion_then"),
    [
        (CONFIRMED, {}, PLAN, RAISED, CONFIRMED),
        (CONFIRMED, {}, CLAIM, RAISED, CONFIRMED),
        (CONFIRMED, {}, DONE, CORROBORATED, CONFIRMED),
        (CONFIRMED, {"announced_by": HOST}, DONE, RAISED, CONFIRMED),
        (CONFIRMED, {"announced_by": HOST}, BY_HOST, CORROBORATED, CONFIRMED),
        (CONFIRMED, {}, REFUTED, CORROBORATED, DENIED),
        (CONFIRMED, {"announced_by": HOST}, REFUTED, RAISED, CONFIRMED),
        (CLAIMED, {}, PLAN, CORROBORATED, CLAIMED),
        (CLAIMED, {}, CLAIM, CORROBORATED, CLAIMED),
        (CLAIMED, {}, DONE, CORROBORATED, CONFIRMED),
        (PLANNED, {}, PLAN, CORROBORATED, PLANNED),
        (PLANNED, {}, CLAIM, CORROBORATED, CLAIMED),
        (PLANNED, {}, DONE, CORROBORATED, CONFIRMED),
        (PLANNED, {"announced_by": HOST}, DONE, CORROBORATED, CONFIRMED),
        (PLANNED, {"announced_by": HOST}, PLAN, RAISED, PLANNED),
        (DENIED, {"announced_by": HOST}, DONE, DENIAL, DENIED),
        (DENIED, {"announced_by": HOST}, CLAIM, DENIAL, DENIED),
        (DENIED, {"announced_by": HOST}, PLAN, DENIAL, DENIED),
        (DENIED, {"announced_by": HOST}, REFUTED, CORROBORATED, DENIED),
        (DENIED, {"announced_by": CLAIMANT}, DONE, CORROBORATED, CONFIRMED),
        (DENIED, {}, DONE, CORROBORATED, CONFIRMED),
        (CONFIRMED, {"background": True, "announced_by": HOST}, CLAIM, CORROBORATED, CLAIMED),
        (CONFIRMED, {"alert": False, "announced_by": HOST}, CLAIM, CORROBORATED, CLAIMED),
        (DENIED, {"alert": False, "announced_by": HOST}, DONE, CORROBORATED, CONFIRMED),
    ],
)
def test_the_table(
    assertion: Assertion,
    more: dict[str, Any],
    held: Event,
    kind: ChangeKind,
    assertion_then: Assertion,
) -> None:
    change = changed(report(Kind.MISSION_CLOSED, assertion, mission=ASTANA, **more), [held])
    assert (change.kind, change.event.assertion) == (kind, assertion_then)
    assert (change.before, change.event.id) == (held, held.id)
    assert change.speaks_up == (kind is not CORROBORATED)
    is_changed = change.event != held
    assert change.event.revision == held.revision + is_changed


def test_a_background_mention_changes_nothing_at_all() -> None:
    change = changed(report(Kind.MISSION_CLOSED, background=True), [DONE])
    assert change.event is DONE


def test_an_opening_of_what_is_handed_over_is_entered_and_told_to_nobody() -> None:
    held = event(Kind.MISSION_HANDED_OVER, "2026-11-18", mission=ASTANA)
    opened = changed(report(Kind.MISSION_OPENED, mission=ASTANA), [held])
    assert (opened.before, opened.speaks_up) == (None, False)
    by_host = report(Kind.MISSION_OPENED, mission=ASTANA, announced_by=HOST)
    again = changed(by_host, [held, opened.event])
    assert (again.event.id, again.speaks_up) == (opened.event.id, False)
    elsewhere = changed(report(Kind.MISSION_OPENED, mission=ALMATY), [held])
    assert elsewhere.kind is NEW


def test_a_fulfilled_plan_takes_the_day_it_was_done() -> None:
    assert str(changed(report(Kind.MISSION_CLOSED), [PLAN]).event.happened) == "2026-11-20"


def test_a_borne_out_claim_keeps_its_day() -> None:
    assert changed(report(Kind.MISSION_CLOSED), [CLAIM]).event.happened == CLAIM.happened


def test_one_clause_is_one_act_also_where_the_history_held_a_plan() -> None:
    """Three missions close; of one the history knew the plan: still one message."""
    plan = replace(PLAN, origin=Origin.HISTORY)
    fulfilled = changed(report(Kind.MISSION_CLOSED, mission=ASTANA, act="1"), [plan])
    beside = changed(report(Kind.MISSION_CLOSED, mission=ALMATY, act="1"), [plan])
    assert (fulfilled.kind, beside.kind) == (RAISED, NEW)
    assert fulfilled.event.act == beside.event.act
    # What the watch has announced stays the act that it was announced as.
    assert changed(report(Kind.MISSION_CLOSED, act="1"), [PLAN]).event.act == PLAN.act


def test_two_outlets_in_their_own_voice_bear_each_other_out() -> None:
    second = changed(report(Kind.MISSION_CLOSED), [DONE])
    assert second.event.evidence is Evidence.OUTLETS
    assert second.event.publishers == ("First Post", "Second Herald")
    assert not second.speaks_up


def test_who_passed_on_a_claim_does_not_bear_out_who_says_it_is_done() -> None:
    assert changed(report(Kind.MISSION_CLOSED), [CLAIM]).event.evidence is Evidence.CLAIMANT


def test_one_outlet_twice_bears_nothing_out() -> None:
    again = changed(report(Kind.MISSION_CLOSED), [DONE], item(publisher="First Post"))
    assert again.event is DONE


def test_the_hosts_word_of_long_ago_is_no_news() -> None:
    """A ministry recalling, undated, what an outlet reported years ago raises nothing."""
    old = event(Kind.MISSION_CLOSED, "2022-03-16", host="GB", mission="gb-london-embassy")
    told = report(Kind.MISSION_CLOSED, host="GB", announced_by=HOST, mission="gb-london-embassy")
    assert not changed(told, [old]).speaks_up


def test_a_denial_lowers_the_evidence() -> None:
    told = report(Kind.MISSION_CLOSED, DENIED, announced_by=HOST)
    assert changed(told, [BY_HOST]).event.evidence is Evidence.SINGLE


def test_what_was_unknown_is_filled_in() -> None:
    bare = event(Kind.ENVOY_ACCREDITED, "2026-11-19")
    told = report(Kind.ENVOY_ACCREDITED, mission=ASTANA, envoy="A. Name", rank=Rank.CHARGE)
    then = changed(told, [bare]).event
    assert (then.mission, then.envoy, then.rank) == (ASTANA, "A. Name", Rank.CHARGE)


@pytest.mark.parametrize(
    ("one", "other", "stands"),
    [
        (Rank.AMBASSADOR, Rank.CHARGE, Rank.CHARGE),
        (Rank.CHARGE, Rank.FIRST_SECRETARY, Rank.FIRST_SECRETARY),
        (Rank.PERMANENT_REPRESENTATIVE, Rank.CHARGE, Rank.CHARGE),
        (Rank.DIPLOMAT, Rank.AMBASSADOR, Rank.AMBASSADOR),
        (Rank.OTHER, Rank.DIPLOMAT, Rank.OTHER),
        (None, Rank.CHARGE, Rank.CHARGE),
    ],
)
def test_of_two_ranks_the_lower_stands_in_either_order(
    one: Rank | None, other: Rank, stands: Rank
) -> None:
    for first, second in ((one, other), (other, one)):
        held = changed(report(Kind.ENVOY_ACCREDITED, mission=ASTANA, rank=first)).event
        told = report(Kind.ENVOY_ACCREDITED, mission=ASTANA, rank=second)
        change = changed(told, [held])
        assert (change.event.rank, change.speaks_up) == (stands, False)


def test_the_host_or_a_firmer_word_says_which_rank() -> None:
    high = report(Kind.ENVOY_ACCREDITED, mission=ASTANA, rank=Rank.AMBASSADOR)
    low = replace(high, rank=Rank.CHARGE)
    hosts = replace(high, announced_by=HOST)
    claimed = replace(low, assertion=CLAIMED)
    for first, second in ((hosts, low), (low, hosts), (claimed, high), (high, claimed)):
        held = changed(first).event
        assert changed(second, [held]).event.rank is Rank.AMBASSADOR


def test_publishers_are_bounded() -> None:
    crowd = event(Kind.MISSION_CLOSED, "2026-11-19", publishers=tuple(str(n) for n in range(12)))
    assert changed(report(Kind.MISSION_CLOSED), [crowd]).event.publishers == crowd.publishers


def test_the_un_speaks_as_the_host_of_its_own_seat() -> None:
    seat = report(Kind.ACCREDITATION_REFUSED, host="UN", announced_by=Announcer.UN)
    elsewhere = report(Kind.ACCREDITATION_REFUSED, host="KZ", announced_by=Announcer.UN)
    assert changed(seat).event.evidence is Evidence.HOST
    assert changed(elsewhere).event.evidence is Evidence.OFFICIAL


def test_another_dossier_or_host_is_never_met() -> None:
    other = event(Kind.MISSION_CLOSED, "2026-11-19", dossier="elsewhere")
    abroad = event(Kind.MISSION_CLOSED, "2026-11-19", host="RU")
    assert changed(report(Kind.MISSION_CLOSED), [other, abroad]).kind is NEW


def test_every_kind_is_merged_against_what_may_hold_it() -> None:
    assert kinds_for(Kind.POSITION) == frozenset()
    for kind in set(Kind) - {Kind.POSITION, Kind.OBSERVATION}:
        assert {kind, Kind.OBSERVATION} <= kinds_for(kind)
