"""The fold's tables, pair by pair, and what must hold whatever the rows."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ledger import fold
from bot.ledger.fold import control_of, head_of, papers_of, stance_of
from bot.ledger.rows import next_stance
from bot.model import Event, HostStatus
from config.model import Mission
from config.partial_date import PartialDate
from config.vocabulary import (
    Announcer,
    Assertion,
    Control,
    Kind,
    MissionKind,
    Papers,
    Precision,
    Rank,
    RankFlag,
    Stance,
)
from tests.bot.ledger.conftest import CLAIMED, DENIED, PLANNED, event

DAY = dt.date(2026, 6, 30)


def mission(name: str) -> Mission:
    return Mission(
        id=name,
        host="KZ",
        city="Astana",
        kind=MissionKind.EMBASSY,
        lat=51.1,
        lon=71.4,
        control=Control.UNKNOWN,
        host_stance=Stance.NONE,
        head=None,
        as_of=dt.date(2026, 1, 1),
        citations=(),
        notes="",
    )


EMBASSY, CONSULATE = mission("embassy"), mission("consulate")


def row(kind: Kind, day: str = "2024-01-01", **more: Any) -> Event:
    return event(kind, day, **({"mission": "embassy"} | more))


RECOGNIZED = row(Kind.RECOGNIZED)
AMBASSADOR = row(Kind.AMBASSADOR_ACCEPTED)
CHARGE = row(Kind.ENVOY_ACCREDITED, rank=Rank.CHARGE)
SECRETARY = row(Kind.ENVOY_ACCREDITED, rank=Rank.FIRST_SECRETARY)
HANDED = row(Kind.MISSION_HANDED_OVER)
REFUSED = row(Kind.ACCREDITATION_REFUSED)

S = Stance
LEVELS = [S.REFUSED, S.NONE, S.DE_FACTO, S.LOWER_RANK, S.CHARGE, S.AMBASSADOR, S.RECOGNIZED]


@pytest.mark.parametrize(
    ("said", "outcomes"),
    [
        # In the order of LEVELS: where the host stood, and where it stands then.
        (RECOGNIZED, [S.RECOGNIZED] * 7),
        (AMBASSADOR, [S.AMBASSADOR] * 6 + [S.RECOGNIZED]),
        (CHARGE, [S.CHARGE] * 5 + [S.AMBASSADOR, S.RECOGNIZED]),
        (SECRETARY, [S.LOWER_RANK] * 4 + [S.CHARGE, S.AMBASSADOR, S.RECOGNIZED]),
        (HANDED, [S.DE_FACTO] * 3 + [S.LOWER_RANK, S.CHARGE, S.AMBASSADOR, S.RECOGNIZED]),
        (REFUSED, [S.REFUSED] * 3 + [S.LOWER_RANK, S.CHARGE, S.AMBASSADOR, S.RECOGNIZED]),
        (row(Kind.MISSION_CLOSED), LEVELS),
        (row(Kind.ENVOY_DEPARTED), LEVELS),
        (row(Kind.ENVOY_NAMED), LEVELS),
        (row(Kind.SERVICES_CHANGED), LEVELS),
        (row(Kind.RECIPROCAL), LEVELS),
        (row(Kind.POSITION), LEVELS),
        (row(Kind.MISSION_OPENED), LEVELS),
        (row(Kind.MISSION_OPENED, control=Control.PREDECESSOR), LEVELS),
        (
            row(Kind.MISSION_OPENED, control=Control.CLAIMANT),
            [S.DE_FACTO] * 3 + LEVELS[3:],
        ),
        # Observations say what was seen of one mission: they raise and never lower.
        (row(Kind.OBSERVATION, stance=S.NONE), LEVELS),
        (row(Kind.OBSERVATION, control=Control.CLAIMANT), LEVELS),
        (row(Kind.OBSERVATION, stance=S.CHARGE), [S.CHARGE] * 5 + LEVELS[5:]),
        (row(Kind.OBSERVATION, stance=S.REFUSED), [S.REFUSED] * 3 + LEVELS[3:]),
        # An act that says where it leaves the host lowers it too: expulsion, withdrawal.
        (row(Kind.ACCREDITATION_REFUSED, stance=S.NONE), [S.NONE] * 7),
        (row(Kind.ENVOY_DEPARTED, stance=S.CHARGE), [S.CHARGE] * 7),
    ],
)
def test_stance_pairs(said: Event, outcomes: list[Stance]) -> None:
    assert [next_stance(before, said) for before in LEVELS] == outcomes


@pytest.mark.parametrize(
    ("rank", "stance"),
    [
        (None, S.CHARGE),
        (Rank.CHARGE, S.CHARGE),
        (Rank.DIPLOMAT, S.CHARGE),
        (Rank.OTHER, S.CHARGE),
        (Rank.MINISTER_COUNSELLOR, S.CHARGE),
        (Rank.AMBASSADOR, S.AMBASSADOR),
        (Rank.PERMANENT_REPRESENTATIVE, S.AMBASSADOR),
        (Rank.FIRST_SECRETARY, S.LOWER_RANK),
        (Rank.SECOND_SECRETARY, S.LOWER_RANK),
        (Rank.THIRD_SECRETARY, S.LOWER_RANK),
        (Rank.CONSUL_GENERAL, S.LOWER_RANK),
        (Rank.CONSUL, S.LOWER_RANK),
        (Rank.CONSULAR_OFFICER, S.LOWER_RANK),
    ],
)
def test_ranks(rank: Rank | None, stance: Stance) -> None:
    assert next_stance(S.NONE, row(Kind.ENVOY_ACCREDITED, rank=rank)) is stance


def test_a_consul_general_beside_a_chargé_lowers_nothing() -> None:
    consul = row(Kind.ENVOY_ACCREDITED, "2024-02-01", rank=Rank.CONSUL_GENERAL)
    assert stance_of([CHARGE, consul]) == (S.CHARGE, CHARGE.happened)


@pytest.mark.parametrize(
    ("rows", "control"),
    [
        ([], Control.PREDECESSOR),
        ([HANDED], Control.CLAIMANT),
        ([row(Kind.MISSION_HANDED_OVER, control=Control.COOPERATING)], Control.COOPERATING),
        ([HANDED, row(Kind.MISSION_CLOSED)], Control.CLOSED),
        ([row(Kind.MISSION_CLOSED), HANDED], Control.CLAIMANT),
        (
            [row(Kind.MISSION_CLOSED), row(Kind.MISSION_OPENED, control=Control.CLAIMANT)],
            Control.CLAIMANT,
        ),
        # Reopened, and nobody says by whom: as it was last said.
        ([row(Kind.MISSION_CLOSED), row(Kind.MISSION_OPENED)], Control.CLOSED),
        ([HANDED, row(Kind.OBSERVATION, control=Control.PREDECESSOR)], Control.PREDECESSOR),
        ([HANDED, row(Kind.OBSERVATION, control=Control.UNKNOWN)], Control.UNKNOWN),
        ([HANDED, row(Kind.ENVOY_DEPARTED)], Control.CLAIMANT),
        ([CHARGE, AMBASSADOR, RECOGNIZED], Control.PREDECESSOR),
    ],
)
def test_control(rows: list[Event], control: Control) -> None:
    assert control_of(rows)[0] is control


NOTICE = row(Kind.SERVICES_CHANGED, announced_by=Announcer.CLAIMANT_MFA)
CLOSED = row(Kind.MISSION_CLOSED)
BACK = row(Kind.OBSERVATION, control=Control.PREDECESSOR)
COOPERATES = row(Kind.OBSERVATION, control=Control.COOPERATING)


@pytest.mark.parametrize(
    ("rows", "papers"),
    [
        ([], Papers.UNKNOWN),
        ([HANDED], Papers.ACCEPTED),
        ([COOPERATES], Papers.ACCEPTED),
        ([NOTICE], Papers.REJECTED),
        ([row(Kind.SERVICES_CHANGED, announced_by=Announcer.HOST_MFA)], Papers.UNKNOWN),
        ([NOTICE, HANDED], Papers.ACCEPTED),
        ([HANDED, NOTICE], Papers.REJECTED),
        ([COOPERATES, NOTICE, COOPERATES], Papers.REJECTED),
        ([COOPERATES, NOTICE, HANDED], Papers.REJECTED),
        ([HANDED, BACK], Papers.UNKNOWN),
        ([NOTICE, BACK], Papers.REJECTED),
        ([HANDED, CLOSED], Papers.ACCEPTED),
        ([NOTICE, CLOSED], Papers.REJECTED),
    ],
)
def test_papers(rows: list[Event], papers: Papers) -> None:
    assert papers_of(rows) is papers


OLD_HEAD = row(Kind.OBSERVATION, envoy="old", rank_flags=(RankFlag.PREDECESSOR,))


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        ([], None),
        ([OLD_HEAD], "old"),
        ([OLD_HEAD, HANDED], None),
        ([OLD_HEAD, row(Kind.MISSION_HANDED_OVER, envoy="new")], "new"),
        ([row(Kind.ENVOY_NAMED, envoy="named")], None),
        ([row(Kind.ENVOY_ACCREDITED, envoy="new"), row(Kind.ENVOY_DEPARTED, envoy="new")], None),
        ([row(Kind.ENVOY_ACCREDITED, envoy="new"), row(Kind.ENVOY_DEPARTED, envoy="x")], "new"),
        ([row(Kind.ENVOY_ACCREDITED, envoy="new"), row(Kind.ENVOY_DEPARTED)], None),
        ([OLD_HEAD, CLOSED], None),
        ([row(Kind.ENVOY_ACCREDITED, envoy="new"), row(Kind.POSITION, envoy="x")], "new"),
    ],
)
def test_head(rows: list[Event], head: str | None) -> None:
    assert head_of(rows).envoy == head


def fold_rows(*rows: Event, missions: tuple[Mission, ...] = (EMBASSY, CONSULATE)) -> HostStatus:
    return fold(rows, missions, "KZ", DAY)


def test_a_row_without_a_mission_speaks_of_the_only_one() -> None:
    closed = row(Kind.MISSION_CLOSED, mission=None)
    assert fold_rows(closed, missions=(EMBASSY,)).missions[0].control is Control.CLOSED
    both = fold_rows(closed).missions
    assert {status.control for status in both} == {Control.PREDECESSOR}


def test_a_letter_about_a_host_is_about_all_its_missions() -> None:
    letter = row(Kind.SERVICES_CHANGED, mission=None, announced_by=Announcer.CLAIMANT_MFA)
    assert {status.papers for status in fold_rows(letter).missions} == {Papers.REJECTED}


def test_other_hosts_and_later_days_do_not_count() -> None:
    later = row(Kind.RECOGNIZED, "2026-07-01")
    elsewhere = row(Kind.RECOGNIZED, host="RU")
    status = fold_rows(later, elsewhere)
    assert (status.stance, status.events, status.as_of) == (S.NONE, (), None)


@pytest.mark.parametrize(
    ("happened", "first_day"),
    [
        (PartialDate(dt.date(2024, 5, 1), Precision.MONTH), "2024-05-31"),
        (PartialDate(dt.date(2024, 1, 1), Precision.YEAR), "2024-12-31"),
        (PartialDate(dt.date(2024, 5, 4), Precision.APPROX), "2024-05-04"),
        (PartialDate(dt.date(2024, 5, 4), Precision.DAY), "2024-05-04"),
    ],
)
def test_a_month_counts_when_it_must_have_happened(happened: PartialDate, first_day: str) -> None:
    accepted = replace(AMBASSADOR, happened=happened)
    day = dt.date.fromisoformat(first_day)
    stances = [
        fold([accepted], [], "KZ", each).stance for each in (day - dt.timedelta(days=1), day)
    ]
    assert stances == [S.NONE, S.AMBASSADOR]


# --- claims and plans -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "later", "is_shown"),
    [
        (row(Kind.ENVOY_ACCREDITED), row(Kind.ENVOY_ACCREDITED, "2024-02-01"), False),
        (row(Kind.ENVOY_ACCREDITED), row(Kind.AMBASSADOR_ACCEPTED, "2024-02-01"), False),
        (row(Kind.AMBASSADOR_ACCEPTED), row(Kind.ENVOY_ACCREDITED, "2024-02-01"), True),
        (row(Kind.ENVOY_ACCREDITED), row(Kind.ENVOY_ACCREDITED, "2023-12-01"), True),
        (row(Kind.MISSION_HANDED_OVER), row(Kind.MISSION_CLOSED, "2024-02-01"), False),
        (
            row(Kind.MISSION_HANDED_OVER),
            row(Kind.MISSION_HANDED_OVER, "2024-02-01", mission="consulate"),
            True,
        ),
        (row(Kind.ACCREDITATION_REFUSED), row(Kind.ENVOY_ACCREDITED, "2024-02-01"), False),
        (row(Kind.POSITION, mission=None), row(Kind.MISSION_CLOSED, "2024-02-01"), False),
        (row(Kind.POSITION, mission=None), row(Kind.POSITION, "2024-02-01"), True),
        (row(Kind.RECIPROCAL), row(Kind.MISSION_CLOSED, "2024-02-01"), True),
    ],
)
def test_claims_stand_until_overtaken(claim: Event, later: Event, is_shown: bool) -> None:
    claimed = event(claim.kind, str(claim.happened.day), CLAIMED, mission=claim.mission)
    assert bool(fold_rows(claimed, later).claims) is is_shown


def test_a_plan_ends_when_carried_out_or_denied() -> None:
    plan = event(Kind.MISSION_CLOSED, "2024-01-01", PLANNED, mission="embassy")
    done = row(Kind.MISSION_CLOSED, "2024-03-01")
    denied = event(Kind.MISSION_CLOSED, "2024-03-01", DENIED, mission="embassy")
    assert fold_rows(plan).plans == (plan,)
    assert fold_rows(plan, done).plans == ()
    assert fold_rows(plan, denied).plans == ()


def test_denying_one_thing_ends_no_plan_of_another() -> None:
    plan = event(Kind.ENVOY_ACCREDITED, "2024-01-01", PLANNED, mission="embassy")
    denied = event(Kind.RECOGNIZED, "2024-03-01", DENIED)
    assert fold_rows(plan, denied).plans == (plan,)


def test_an_opening_of_what_was_handed_over_is_shown_once() -> None:
    handed_over = row(Kind.MISSION_HANDED_OVER, "2024-01-01")
    opened = event(Kind.MISSION_OPENED, "2024-01-04", CLAIMED, mission="embassy")
    assert fold_rows(handed_over, opened).claims == ()
    assert fold_rows(opened).claims == (opened,)
    again = row(Kind.MISSION_OPENED, "2024-01-04")
    assert fold_rows(handed_over, again).events == (handed_over,)


def test_a_plan_for_a_day_to_come_is_shown_once_announced() -> None:
    plan = event(
        Kind.MISSION_CLOSED,
        "2026-12-31",
        PLANNED,
        known_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC),
    )
    assert fold_rows(plan).plans == (plan,)
    early = fold([plan], [EMBASSY], "KZ", dt.date(2026, 5, 1))
    assert early.plans == ()


# --- properties -----------------------------------------------------------------------------

ROWS = st.builds(
    lambda kind, day, assertion, control, stance, mission, rank, number: Event(
        id=f"e{number}",
        dossier="afghanistan",
        kind=kind,
        assertion=assertion,
        host="KZ",
        mission=mission,
        happened=PartialDate(day),
        known_at=dt.datetime.combine(day, dt.time(), dt.UTC),
        control=control,
        stance=stance,
        rank=rank,
    ),
    st.sampled_from(Kind),
    st.dates(dt.date(2021, 8, 15), dt.date(2026, 6, 30)),
    st.sampled_from(Assertion),
    st.none() | st.sampled_from(Control),
    st.none() | st.sampled_from(Stance),
    st.sampled_from([None, "embassy", "consulate"]),
    st.none() | st.sampled_from(Rank),
    st.integers(0, 10_000),
)
LEDGERS = st.lists(ROWS, max_size=12, unique_by=lambda event: event.id)


@given(LEDGERS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(rows: list[Event], chance: random.Random) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert fold_rows(*shuffled) == fold_rows(*rows)


@given(LEDGERS)
def test_only_confirmed_rows_move_anything(rows: list[Event]) -> None:
    with_all = fold_rows(*rows)
    confirmed = fold_rows(*(e for e in rows if e.assertion is Assertion.CONFIRMED))
    assert with_all.stance is confirmed.stance
    assert with_all.missions == confirmed.missions
    assert with_all.events == confirmed.events


@given(LEDGERS, st.dates(dt.date(2021, 8, 15), dt.date(2026, 6, 30)))
def test_a_day_is_not_changed_by_what_comes_after_it(rows: list[Event], day: dt.date) -> None:
    by_then = [event for event in rows if event.happened.day <= day]
    assert fold(rows, [EMBASSY], "KZ", day) == fold(by_then, [EMBASSY], "KZ", day)
