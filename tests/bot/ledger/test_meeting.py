"""Which event a report is about: over the shipped history, at the windows, and always."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ledger import ItemFacts, events_of, kinds_for, merge
from bot.model import ChangeKind, Event
from config.model import Catalog
from config.partial_date import PartialDate
from config.vocabulary import Announcer, Assertion, Control, Kind, Rank
from tests.bot.ledger.conftest import (
    ALMATY,
    ASTANA,
    CLAIMED,
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

HOST = Announcer.HOST_MFA
NEW = ChangeKind.NEW


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


@pytest.mark.parametrize("names_all", [True, False])
def test_the_history_read_anew_row_after_row_announces_nothing(
    catalog: Catalog, names_all: bool
) -> None:
    """As its own outlets would tell it, each row changing the ledger that the next one meets."""
    held = {event.id: event for event in events_of(catalog)}
    told = 0
    for each in events_of(catalog):
        if not each.host or not kinds_for(each.kind) or each.kind is Kind.OBSERVATION:
            continue
        again = report(
            each.kind,
            each.assertion,
            each.host,
            mission=each.mission if names_all else None,
            envoy=each.envoy if names_all else None,
            rank=each.rank if names_all else None,
            announced_by=each.announced_by,
        )
        for citation in each.citations:
            at = dt.datetime.combine(each.happened.latest, dt.time(9), dt.UTC)
            facts = ItemFacts(each.happened, at, citation.publisher, citation.url, "t")
            near = [event for event in held.values() if event.host == each.host]
            change = merge(again, item=facts, candidates=near, dossier=DOSSIER, catalog=catalog)
            assert change is not None, each.id
            assert not change.speaks_up, (each.id, change)
            held[change.event.id] = change.event
            told += 1
    assert told > 300


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
    done = event(Kind.MISSION_CLOSED, "2026-11-15", mission=ASTANA)
    assert changed(report(Kind.MISSION_CLOSED, mission=ASTANA), [plan, done]).before is done


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


def test_a_claim_repeated_after_its_window_is_a_new_claim() -> None:
    held = [event(Kind.RECIPROCAL, "2026-09-16", CLAIMED)]
    again = report(Kind.RECIPROCAL, CLAIMED)
    done = report(Kind.RECIPROCAL)
    assert changed(again, held).kind is ChangeKind.NEW
    assert changed(done, held).kind is ChangeKind.RAISED


def test_a_consuls_step_is_not_a_chargés() -> None:
    held = [event(Kind.ENVOY_ACCREDITED, "2026-11-18", rank=Rank.CHARGE)]
    consul = report(Kind.ENVOY_ACCREDITED, rank=Rank.CONSUL)
    secretary = report(Kind.ENVOY_ACCREDITED, rank=Rank.SECOND_SECRETARY)
    assert changed(consul, held).kind is ChangeKind.NEW
    assert changed(secretary, held).kind is ChangeKind.CORROBORATED


def test_at_one_mission_ranks_are_only_written_differently() -> None:
    held = [event(Kind.ENVOY_ACCREDITED, "2026-11-18", rank=Rank.CHARGE, mission=ASTANA)]
    consul = report(Kind.ENVOY_ACCREDITED, rank=Rank.CONSUL, mission=ASTANA)
    assert changed(consul, held).kind is ChangeKind.CORROBORATED


@pytest.mark.parametrize(
    ("day", "mission", "kind"),
    [
        ("2026-11-12", ASTANA, ChangeKind.CORROBORATED),
        ("2026-11-02", ASTANA, ChangeKind.NEW),
        ("2026-11-12", None, ChangeKind.NEW),
    ],
)
def test_one_mission_gets_one_head_in_ten_days(
    day: str, mission: str | None, kind: ChangeKind
) -> None:
    held = [event(Kind.ENVOY_NAMED, day, mission=ASTANA, envoy="Abdul Wali Sangin")]
    named = report(Kind.ENVOY_NAMED, mission=mission, envoy="Somebody Else")
    assert changed(named, held).kind is kind
