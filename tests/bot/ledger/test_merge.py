"""What a report does to the ledger: the decision table, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ledger import ItemFacts, events_of, kinds_for, merge
from bot.model import Change, ChangeKind, Event, Origin
from config.catalog import load_catalog
from config.model import Catalog
from config.partial_date import PartialDate
from config.vocabulary import Announcer, Assertion, Control, Evidence, Kind, Rank
from tests.bot.ledger.conftest import (
    CLAIMED,
    CONFIRMED,
    DENIED,
    DOSSIER,
    PLANNED,
    TODAY,
    event,
    item,
    report,
)
from watchers.model import Report

HOST, CLAIMANT = Announcer.HOST_MFA, Announcer.CLAIMANT_MFA
ASTANA = "kz-astana-embassy"
ALMATY = "kz-almaty-consulate"

NEW, RAISED = ChangeKind.NEW, ChangeKind.RAISED
DENIAL, CORROBORATED = ChangeKind.DENIED, ChangeKind.CORROBORATED


shipped = cache(load_catalog)
"""Property tests cannot take the fixture of one session: they ask here."""


def change_of(
    told: Report, held: Sequence[Event] = (), facts: ItemFacts | None = None
) -> Change | None:
    return merge(
        told,
        item=facts or item(),
        candidates=held,
        dossier=DOSSIER,
        catalog=shipped(),
    )


def changed(told: Report, held: Sequence[Event] = (), facts: ItemFacts | None = None) -> Change:
    change = change_of(told, held, facts)
    assert change is not None
    return change


# --- what has no place ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        report(Kind.MISSION_CLOSED, host=None),
        report(Kind.POSITION),
        report(Kind.OBSERVATION),
        report(Kind.MISSION_CLOSED, background=True),
        report(Kind.MISSION_CLOSED, alert=False),
        report(Kind.MISSION_CLOSED, DENIED, announced_by=HOST),
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


# --- over the shipped history ---------------------------------------------------------------


def test_the_history_retold_announces_nothing(catalog: Catalog) -> None:
    events = events_of(catalog)
    told = [e for e in events if e.host and kinds_for(e.kind) and e.kind is not Kind.OBSERVATION]
    loud = []
    for each in told:
        for happened in (each.happened, None):
            again = report(
                each.kind,
                each.assertion,
                each.host,
                mission=each.mission,
                envoy=each.envoy,
                rank=each.rank,
                announced_by=each.announced_by,
                happened=happened,
            )
            facts = ItemFacts(each.happened, TODAY, "A new outlet", "u", "t")
            change = merge(again, item=facts, candidates=events, dossier=DOSSIER, catalog=catalog)
            if change is None or change.speaks_up:
                loud.append((each.id, change))
    assert loud == []
    assert len(told) > 100


@pytest.mark.parametrize(
    ("told", "met"),
    [
        # What lasts is recalled, however late and undated.
        (report(Kind.RECOGNIZED, host="RU"), "2025-07-03-ru-recognized-moscow"),
        (report(Kind.RECOGNIZED, host="RU", announced_by=HOST), "2025-07-03-ru-recognized-moscow"),
        (
            report(Kind.MISSION_CLOSED, host="GB", mission="gb-london-embassy"),
            "2024-09-27-gb-mission-closed-london",
        ),
        (
            report(Kind.MISSION_HANDED_OVER, host="RU"),
            "2022-04-09-ru-mission-handed-over-moscow",
        ),
        # Not handed over by name in the history, only seen to be the claimant's since.
        (
            report(Kind.MISSION_HANDED_OVER, host="PK", mission="pk-karachi-consulate"),
            "2025-09-07-pk-observation-karachi",
        ),
        # A step of long ago by the same man, or by nobody named.
        (
            report(Kind.AMBASSADOR_ACCEPTED, host="CN", envoy="bilal-karimi"),
            "2024-01-30-cn-ambassador-accepted-beijing",
        ),
        (
            report(Kind.AMBASSADOR_ACCEPTED, host="CN"),
            "2024-01-30-cn-ambassador-accepted-beijing",
        ),
    ],
)
def test_old_news_told_again_is_corroboration(catalog: Catalog, told: Report, met: str) -> None:
    change = merge(
        told, item=item(), candidates=events_of(catalog), dossier=DOSSIER, catalog=catalog
    )
    assert change is not None
    assert (change.event.id, change.speaks_up) == (met, False)


@pytest.mark.parametrize(
    "told",
    [
        # The first of its kind there.
        report(Kind.RECOGNIZED, host="KZ"),
        report(Kind.AMBASSADOR_ACCEPTED, host="KZ"),
        report(Kind.MISSION_HANDED_OVER, host="TJ", mission="tj-dushanbe-embassy"),
        # Another man, another city.
        report(Kind.AMBASSADOR_ACCEPTED, host="CN", envoy="Mullah Somebody Else"),
        report(Kind.ENVOY_ACCREDITED, host="IN", mission="in-hyderabad-consulate", envoy="X Yz"),
        # One of Tajikistan's missions is closed; this is of the other, or of who knows which.
        report(Kind.MISSION_CLOSED, host="TJ", mission="tj-dushanbe-embassy"),
        report(Kind.MISSION_CLOSED, host="TJ"),
        # Closed, opened again since, and now closed again.
        report(Kind.MISSION_CLOSED, host="NO", mission="no-oslo-embassy"),
        # A new date in the text itself.
        report(Kind.AMBASSADOR_ACCEPTED, host="CN", happened="2026-11-19"),
        # Credentials to the head of state, after copies to the ministry two years ago.
        report(Kind.AMBASSADOR_ACCEPTED, host="UZ", announced_by=Announcer.HOST_HEAD_OF_STATE),
        # The yearly deferral.
        report(Kind.ACCREDITATION_REFUSED, host="UN", announced_by=Announcer.UN),
    ],
)
def test_what_is_truly_new_speaks_up(catalog: Catalog, told: Report) -> None:
    change = merge(
        told, item=item(), candidates=events_of(catalog), dossier=DOSSIER, catalog=catalog
    )
    assert change is not None
    assert change.kind is NEW


# --- windows --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "told", "meets"),
    [
        # Copies of credentials, the ceremony two months on: two events.
        (event(Kind.AMBASSADOR_ACCEPTED, "2026-09-20"), report(Kind.AMBASSADOR_ACCEPTED), False),
        (event(Kind.AMBASSADOR_ACCEPTED, "2026-10-25"), report(Kind.AMBASSADOR_ACCEPTED), True),
        (event(Kind.AMBASSADOR_ACCEPTED, "2026-10"), report(Kind.AMBASSADOR_ACCEPTED), True),
        # A plan waits for half a year, in either order of telling.
        (event(Kind.ENVOY_ACCREDITED, "2026-05-20", PLANNED), report(Kind.ENVOY_ACCREDITED), True),
        (
            event(Kind.ENVOY_ACCREDITED, "2026-04-01", PLANNED),
            report(Kind.ENVOY_ACCREDITED),
            False,
        ),
        (
            event(Kind.ENVOY_ACCREDITED, "2026-11-20"),
            report(Kind.ENVOY_ACCREDITED, PLANNED, happened="2026-06-01"),
            True,
        ),
        (event(Kind.ENVOY_ACCREDITED, "2026-08-20", CLAIMED), report(Kind.ENVOY_ACCREDITED), True),
        (
            event(Kind.ENVOY_ACCREDITED, "2026-07-01", CLAIMED),
            report(Kind.ENVOY_ACCREDITED),
            False,
        ),
        # Missions that contradict, and one that does not.
        (
            event(Kind.ENVOY_ACCREDITED, "2026-11-19", mission=ASTANA),
            report(Kind.ENVOY_ACCREDITED, mission=ALMATY),
            False,
        ),
        (
            event(Kind.ENVOY_ACCREDITED, "2026-11-19", mission=ASTANA),
            report(Kind.ENVOY_ACCREDITED),
            True,
        ),
        # Names: two well-known men are two; a spelling is not.
        (
            event(Kind.ENVOY_ACCREDITED, "2026-11-19", envoy="bilal-karimi"),
            report(Kind.ENVOY_ACCREDITED, envoy="jamal-nasir-gharwal"),
            False,
        ),
        (
            event(Kind.ENVOY_ACCREDITED, "2026-11-19", envoy="bilal-karimi"),
            report(Kind.ENVOY_ACCREDITED, envoy="Mawlawi Asadullah"),
            True,
        ),
        (
            event(Kind.ENVOY_NAMED, "2026-11-19", envoy="Gul Rahman Atal"),
            report(Kind.ENVOY_NAMED, envoy="Noor Agha Wafa"),
            False,
        ),
        (
            event(Kind.ENVOY_NAMED, "2026-11-19", envoy="Gul Rahman Atal"),
            report(Kind.ENVOY_NAMED, envoy="Mullah Gul Rahmân Atal"),
            True,
        ),
        # Kinds do not mix.
        (event(Kind.MISSION_OPENED, "2026-11-19"), report(Kind.MISSION_CLOSED), False),
    ],
)
def test_windows(held: Event, told: Report, meets: bool) -> None:
    change = changed(told, [held])
    assert (change.before is held) is meets


def test_opened_between_two_closings() -> None:
    closed = event(Kind.MISSION_CLOSED, "2026-09-25", mission=ASTANA)
    opened = event(Kind.MISSION_OPENED, "2026-10-20", mission=ASTANA, control=Control.CLAIMANT)
    told = report(Kind.MISSION_CLOSED, mission=ASTANA)
    assert changed(told, [closed]).before is closed
    assert changed(told, [closed, opened]).kind is NEW


def test_one_day_described_as_closing_and_as_handing_over_is_no_turn() -> None:
    closed = event(Kind.MISSION_CLOSED, "2026-11-16", mission=ASTANA)
    handed = event(Kind.MISSION_HANDED_OVER, "2026-11-17", mission=ASTANA)
    assert changed(report(Kind.MISSION_CLOSED, mission=ASTANA), [closed, handed]).before is closed


def test_what_was_done_is_met_before_a_plan_that_it_might_fulfil() -> None:
    plan = event(Kind.MISSION_CLOSED, "2026-11-19", PLANNED, mission=ASTANA)
    assert changed(report(Kind.MISSION_CLOSED, mission=ASTANA), [plan, DONE]).before is DONE


def test_background_recalls_the_newest_before_it() -> None:
    older = event(Kind.ENVOY_ACCREDITED, "2022-03-31")
    newer = event(Kind.ENVOY_ACCREDITED, "2024-03-31")
    told = report(Kind.ENVOY_ACCREDITED, background=True)
    assert changed(told, [older, newer]).before is newer
    dated = report(Kind.ENVOY_ACCREDITED, background=True, happened="2022-04")
    assert changed(dated, [older, newer]).before is older


# --- properties -----------------------------------------------------------------------------

REPORTS = st.builds(
    Report,
    kind=st.sampled_from(Kind),
    assertion=st.sampled_from(Assertion),
    host=st.just("KZ"),
    mission=st.sampled_from([None, ASTANA, ALMATY]),
    envoy=st.sampled_from([None, "bilal-karimi", "Noor Agha Wafa"]),
    rank=st.none() | st.sampled_from(Rank),
    announced_by=st.sampled_from(Announcer),
    background=st.booleans(),
    alert=st.booleans(),
    happened=st.none()
    | st.builds(PartialDate, st.dates(TODAY.date().replace(year=2025), TODAY.date())),
)


@given(REPORTS)
def test_the_same_report_again_says_nothing(told: Report) -> None:
    first = change_of(told)
    if first is None:
        return
    second = changed(told, [first.event])
    assert not second.speaks_up
    assert second.event == first.event


# No plans for days to come: one carried out early and told of again is a plan for a next step.
@given(st.lists(REPORTS, max_size=6))
def test_retelling_everything_in_order_says_nothing_new(told: list[Report]) -> None:
    held: dict[str, Event] = {}

    def tell() -> list[ChangeKind]:
        said = []
        for number, each in enumerate(told):
            change = change_of(each, list(held.values()), item(url=str(number)))
            if change is not None:
                held[change.event.id] = change.event
                said.append(change.kind)
        return said

    tell()
    assert NEW not in tell()
