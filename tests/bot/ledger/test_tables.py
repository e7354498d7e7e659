"""Control and papers: every kind of row against everything that may have been before."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ledger import fold
from bot.ledger.rows import CONTROL_OF_KIND, FOLLOWS_CLAIMANT
from bot.model import Event, MissionStatus
from config.catalog import load_catalog
from config.vocabulary import Announcer, Assertion, Control, Kind, Papers
from tests.bot.ledger.conftest import CLAIMED, DENIED, PLANNED, event

HOST, MISSION = "UZ", "uz-tashkent-embassy"
DAY = dt.date(2026, 12, 31)


def status_of(*rows: Event) -> MissionStatus:
    missions = load_catalog().missions_of(HOST)
    found = fold(rows, missions, HOST, DAY)
    return next(each for each in found.missions if each.mission == MISSION)


def row(kind: Kind, day: str, assertion: Assertion = Assertion.CONFIRMED, **more: object) -> Event:
    return event(kind, day, assertion, HOST, id=f"{day}-{kind}", mission=MISSION, **more)


def before(control: Control) -> Event:
    return row(Kind.OBSERVATION, "2026-01-01", control=control)


@pytest.mark.parametrize("was", list(Control))
@pytest.mark.parametrize("kind", list(Kind))
def test_what_a_kind_does_to_control(kind: Kind, was: Control) -> None:
    """`mission_handed_over` and `mission_closed` say who runs it; no other kind by itself does."""
    after = status_of(before(was), row(kind, "2026-02-01")).control
    expected = {Kind.MISSION_HANDED_OVER: Control.CLAIMANT, Kind.MISSION_CLOSED: Control.CLOSED}
    assert after is expected.get(kind, was)
    assert expected == CONTROL_OF_KIND


@pytest.mark.parametrize("said", list(Control))
@pytest.mark.parametrize("was", list(Control))
@pytest.mark.parametrize("kind", list(Kind))
def test_a_control_on_the_row_overrides_the_kind(kind: Kind, was: Control, said: Control) -> None:
    assert status_of(before(was), row(kind, "2026-02-01", control=said)).control is said


@pytest.mark.parametrize("assertion", [CLAIMED, PLANNED, DENIED])
@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_not_confirmed_moves_nothing(kind: Kind, assertion: Assertion) -> None:
    was = status_of(before(Control.COOPERATING))
    said = row(kind, "2026-02-01", assertion, control=Control.CLOSED)
    after = status_of(before(Control.COOPERATING), said)
    assert (after.control, after.papers) == (was.control, was.papers)


def papers_before(control: Control, papers: Papers) -> list[Event]:
    """Rows that leave a mission with these papers; there are none for some pairs."""
    rows = [before(control)]
    if papers is Papers.REJECTED:
        rows.append(notice("2026-01-02"))
    return rows


def notice(day: str) -> Event:
    return row(Kind.SERVICES_CHANGED, day, announced_by=Announcer.CLAIMANT_MFA)


CAN_BE = [
    (control, papers)
    for control in Control
    for papers in (
        Papers.ACCEPTED if control in FOLLOWS_CLAIMANT else Papers.UNKNOWN,
        Papers.REJECTED,
    )
]
"""Accepted are the papers of missions that follow the claimant, unknown those of all others;
either may have been rejected."""


@pytest.mark.parametrize(("was", "papers"), CAN_BE)
@pytest.mark.parametrize("now", list(Control))
def test_papers_when_a_mission_changes_hands(was: Control, papers: Papers, now: Control) -> None:
    rows = papers_before(was, papers)
    assert status_of(*rows).papers is papers
    after = status_of(*rows, row(Kind.OBSERVATION, "2026-02-01", control=now)).papers
    if now is was or now is Control.CLOSED:
        assert after is papers
    elif now in FOLLOWS_CLAIMANT:
        assert after is (papers if was in FOLLOWS_CLAIMANT else Papers.ACCEPTED)
    else:
        assert after is (Papers.UNKNOWN if was in FOLLOWS_CLAIMANT else papers)


@pytest.mark.parametrize(("was", "papers"), CAN_BE)
@pytest.mark.parametrize("announcer", list(Announcer))
def test_papers_after_a_notice_about_services(
    was: Control, papers: Papers, announcer: Announcer
) -> None:
    said = row(Kind.SERVICES_CHANGED, "2026-02-01", announced_by=announcer)
    after = status_of(*papers_before(was, papers), said).papers
    assert after is (Papers.REJECTED if announcer is Announcer.CLAIMANT_MFA else papers)


@pytest.mark.parametrize(("was", "papers"), CAN_BE)
@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.SERVICES_CHANGED, *CONTROL_OF_KIND}))
def test_no_other_kind_touches_papers(was: Control, papers: Papers, kind: Kind) -> None:
    rows = papers_before(was, papers)
    assert status_of(*rows, row(kind, "2026-02-01")).papers is papers


def test_handed_back_and_reopened() -> None:
    """Over, back, closed, opened again: each turn is followed."""
    rows = [
        row(Kind.MISSION_HANDED_OVER, "2026-01-01"),
        row(Kind.MISSION_HANDED_OVER, "2026-02-01", control=Control.PREDECESSOR),
        row(Kind.MISSION_CLOSED, "2026-03-01"),
        row(Kind.MISSION_OPENED, "2026-04-01", control=Control.CLAIMANT),
    ]
    steps = [status_of(*rows[:count]) for count in range(1, 5)]
    assert [step.control for step in steps] == [
        Control.CLAIMANT,
        Control.PREDECESSOR,
        Control.CLOSED,
        Control.CLAIMANT,
    ]
    assert [step.papers for step in steps] == [
        Papers.ACCEPTED,
        Papers.UNKNOWN,
        Papers.UNKNOWN,
        Papers.ACCEPTED,
    ]
