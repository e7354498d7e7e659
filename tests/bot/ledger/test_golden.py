"""The shipped history folds to what is known of the field, but for the known disagreements."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ledger import events_of, fold, fold_all
from bot.model import HostStatus
from config.model import Catalog
from config.vocabulary import Control, Kind, Papers, Stance

SPRING_2022 = dt.date(2022, 4, 15)
SUMMER_2026 = dt.date(2026, 6, 30)

CONTROL_DISAGREES = {
    "om-muscat-embassy": (Control.PREDECESSOR, Control.CLAIMANT),
    "id-jakarta-embassy": (Control.PREDECESSOR, Control.CLAIMANT),
    "my-kualalumpur-embassy": (Control.PREDECESSOR, Control.COOPERATING),
}
"""Folded, listed. Their reasons: docs/ledger.md, "Known disagreements"."""

STANCE_DISAGREES = {"MY": (Stance.NONE, Stance.DE_FACTO)}


@pytest.fixture(scope="module")
def in_spring(catalog: Catalog) -> dict[str, HostStatus]:
    return fold_all(events_of(catalog), catalog.missions.values(), SPRING_2022)


@pytest.fixture(scope="module")
def in_summer(catalog: Catalog) -> dict[str, HostStatus]:
    return fold_all(events_of(catalog), catalog.missions.values(), SUMMER_2026)


def controls(status: HostStatus) -> dict[str, Control]:
    return {mission.mission: mission.control for mission in status.missions}


def test_four_chargés_in_spring_2022_and_nobody_higher(in_spring: dict[str, HostStatus]) -> None:
    at_charge = {host for host, status in in_spring.items() if status.stance is Stance.CHARGE}
    assert at_charge == {"RU", "CN", "PK", "TM"}
    assert all(status.stance.level <= Stance.CHARGE.level for status in in_spring.values())


def test_refusals_in_spring_2022(in_spring: dict[str, HostStatus]) -> None:
    refused = {host for host, status in in_spring.items() if status.stance is Stance.REFUSED}
    assert refused == {"TJ", "US", "UN"}


def test_moscow_was_taken_over_on_9_april_2022(catalog: Catalog) -> None:
    events, missions = events_of(catalog), catalog.missions.values()
    before = fold(events, missions, "RU", dt.date(2022, 4, 8)).missions[0]
    after = fold(events, missions, "RU", SPRING_2022).missions[0]
    assert (before.control, after.control) == (Control.PREDECESSOR, Control.CLAIMANT)
    assert str(after.control_since) == "2022-04-09"
    assert after.head is not None
    assert catalog.envoys[after.head].name == "Jamal Nasir Gharwal"


def test_tehran_cooperates_in_spring_2022(in_spring: dict[str, HostStatus]) -> None:
    assert controls(in_spring["IR"])["ir-tehran-embassy"] is Control.COOPERATING
    assert in_spring["IR"].stance is Stance.DE_FACTO


@pytest.mark.parametrize(
    ("host", "mission"), [("MY", "my-kualalumpur-embassy"), ("SA", "sa-riyadh-embassy")]
)
def test_what_only_kabul_said_moved_nothing(
    in_spring: dict[str, HostStatus], host: str, mission: str
) -> None:
    status = in_spring[host]
    assert status.stance is Stance.NONE
    assert controls(status)[mission] is Control.PREDECESSOR
    claimed = [(claim.mission, claim.control) for claim in status.claims]
    assert (mission, Control.COOPERATING) in claimed


def test_qatar_in_spring_2022_is_none_with_a_claim(in_spring: dict[str, HostStatus]) -> None:
    assert in_spring["QA"].stance is Stance.NONE
    assert in_spring["QA"].claims


def test_the_three_american_missions_closed(in_spring: dict[str, HostStatus]) -> None:
    assert set(controls(in_spring["US"]).values()) == {Control.CLOSED}
    assert len(in_spring["US"].missions) == 3


def test_every_mission_in_summer_2026(catalog: Catalog, in_summer: dict[str, HostStatus]) -> None:
    differs = {
        mission.id: (folded, mission.control)
        for mission in catalog.missions.values()
        if (folded := controls(in_summer[mission.host])[mission.id]) is not mission.control
    }
    assert differs == CONTROL_DISAGREES


def test_every_host_in_summer_2026(catalog: Catalog, in_summer: dict[str, HostStatus]) -> None:
    differs = {
        mission.host: (in_summer[mission.host].stance, mission.host_stance)
        for mission in catalog.missions.values()
        if in_summer[mission.host].stance is not mission.host_stance
    }
    assert differs == STANCE_DISAGREES


def test_papers_at_the_end_of_2024(catalog: Catalog) -> None:
    folded = fold_all(events_of(catalog), catalog.missions.values(), dt.date(2024, 12, 31))
    papers = {m.mission: m.papers for status in folded.values() for m in status.missions}
    listed = {m.id: m.papers_2024 for m in catalog.missions.values() if m.papers_2024}
    assert {mission: papers[mission] for mission in listed} == listed
    assert Papers.ACCEPTED in listed.values()
    assert Papers.REJECTED in listed.values()


@pytest.mark.parametrize(
    ("day", "host", "stance"),
    [
        ("2021-10-27", "PK", Stance.NONE),
        ("2021-10-28", "PK", Stance.CHARGE),
        ("2023-11-30", "CN", Stance.CHARGE),
        ("2023-12-01", "CN", Stance.AMBASSADOR),
        ("2024-09-30", "AE", Stance.AMBASSADOR),
        ("2024-09-30", "UZ", Stance.DE_FACTO),
        ("2024-10-09", "UZ", Stance.AMBASSADOR),
        ("2025-01-30", "NO", Stance.REFUSED),
        ("2025-01-31", "NO", Stance.LOWER_RANK),
        ("2025-07-02", "RU", Stance.CHARGE),
        ("2025-07-03", "RU", Stance.RECOGNIZED),
        ("2025-07-04", "DE", Stance.REFUSED),
        ("2026-02-01", "DE", Stance.LOWER_RANK),
        ("2026-02-01", "IN", Stance.CHARGE),
    ],
)
def test_turning_points(catalog: Catalog, day: str, host: str, stance: Stance) -> None:
    status = fold(events_of(catalog), catalog.missions.values(), host, dt.date.fromisoformat(day))
    assert status.stance is stance


def test_a_plan_is_shown_until_it_is_carried_out(catalog: Catalog) -> None:
    events, missions = events_of(catalog), catalog.missions.values()
    before = fold(events, missions, "NO", dt.date(2024, 9, 10))
    after = fold(events, missions, "NO", dt.date(2024, 9, 12))
    assert [plan.kind for plan in before.plans] == [Kind.MISSION_CLOSED]
    assert after.plans == ()
    australia = fold(events, missions, "AU", dt.date(2026, 11, 20))
    assert [str(plan.happened.day) for plan in australia.plans] == ["2026-01-30"]


def test_the_events_of_a_host_are_confirmed_rows_newest_first(
    in_summer: dict[str, HostStatus],
) -> None:
    days = [event.happened.day for event in in_summer["RU"].events]
    assert days == sorted(days, reverse=True)
    assert {event.assertion.value for event in in_summer["RU"].events} == {"confirmed"}
