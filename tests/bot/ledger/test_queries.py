"""Questions to the ledger, over the shipped history and over small ones."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ledger import events_of, fold_all
from bot.ledger.queries import Difference, compare, count_by_stance, history_of, search, who
from bot.ledger.rows import effective_day
from bot.model import Event
from config.model import Catalog
from config.vocabulary import Announcer, Assertion, Control, Kind, Rank, Stance
from tests.bot.ledger.conftest import ALMATY, ASTANA, CLAIMED, PLANNED, event

SPRING, SUMMER = dt.date(2022, 4, 15), dt.date(2026, 6, 30)
MOSCOW = "ru-moscow-embassy"
HANDED_OVER = "2022-04-09-ru-mission-handed-over-moscow"


@pytest.fixture(scope="module")
def ledger(catalog: Catalog) -> tuple[Event, ...]:
    return events_of(catalog)


# --- history --------------------------------------------------------------------------------


def test_history_of_a_host_between_two_days(ledger: tuple[Event, ...]) -> None:
    found = history_of(ledger, "RU", dt.date(2022, 3, 1), SPRING)
    assert found
    days = [each.happened.day for each in found]
    assert days == sorted(days, reverse=True)
    assert all(each.host == "RU" and each.kind is not Kind.OBSERVATION for each in found)
    assert all(dt.date(2022, 3, 1) <= each.happened.latest for each in found)
    assert len(history_of(ledger)) > len(history_of(ledger, "RU")) > len(found)


def test_a_month_lies_in_any_of_its_days() -> None:
    held = [event(Kind.MISSION_CLOSED, "2026-05")]
    assert history_of(held, start=dt.date(2026, 5, 31)) == held
    assert history_of(held, end=dt.date(2026, 5, 1)) == held
    assert history_of(held, start=dt.date(2026, 6, 1)) == []
    assert history_of(held, end=dt.date(2026, 4, 30)) == []


def test_what_was_retracted_is_nowhere(catalog: Catalog) -> None:
    held = [event(Kind.RECOGNIZED, "2026-05-01", retracted=True, envoy="X", mission=ASTANA)]
    assert history_of(held) == []
    assert who(held, ASTANA) == []
    assert search(held, "recognized", catalog) == []
    assert count_by_stance(held, (), SUMMER)[Stance.RECOGNIZED] == 0


# --- who ------------------------------------------------------------------------------------


def test_envoys_over_time() -> None:
    held = [
        event(Kind.ENVOY_ACCREDITED, "2022-03-01", mission=ASTANA, envoy="A", rank=Rank.CHARGE),
        event(Kind.OBSERVATION, "2022-06-01", mission=ASTANA, envoy="A"),
        event(Kind.AMBASSADOR_ACCEPTED, "2023-03-01", mission=ASTANA, envoy="B"),
        event(Kind.ENVOY_ACCREDITED, "2023-05-01", CLAIMED, mission=ASTANA, envoy="C"),
        event(Kind.ENVOY_ACCREDITED, "2023-06-01", mission=ALMATY, envoy="D"),
        event(Kind.ENVOY_DEPARTED, "2024-03-01", mission=ASTANA, envoy="B"),
        event(Kind.ENVOY_ACCREDITED, "2025-03-01", mission=ASTANA, envoy="A"),
    ]
    found = [(t.envoy, str(t.since), t.until and str(t.until)) for t in who(held, ASTANA)]
    assert found == [
        ("A", "2022-03-01", "2023-03-01"),
        ("B", "2023-03-01", "2024-03-01"),
        ("A", "2025-03-01", None),
    ]
    assert who(held, ASTANA)[0].rank is Rank.CHARGE


def test_a_row_without_a_mission_speaks_of_the_only_one() -> None:
    held = [event(Kind.ENVOY_ACCREDITED, "2022-03-01", envoy="A")]
    assert who(held, ASTANA) == []
    assert [each.envoy for each in who(held, ASTANA, is_only=True)] == ["A"]


def test_who_was_in_moscow(ledger: tuple[Event, ...]) -> None:
    tenures = who(ledger, MOSCOW, is_only=True)
    assert tenures[0].envoy == "jamal-nasir-gharwal"
    assert tenures[-1].until is None
    assert all(each.until is not None for each in tenures[:-1])


def test_the_last_of_who_is_the_head_of_the_fold(
    catalog: Catalog, ledger: tuple[Event, ...]
) -> None:
    far = dt.date(2030, 1, 1)
    for status in fold_all(ledger, catalog.missions.values(), far).values():
        of_host = [each for each in ledger if each.host == status.host]
        for mission in status.missions:
            tenures = who(of_host, mission.mission, is_only=len(status.missions) == 1)
            now = tenures[-1].envoy if tenures and tenures[-1].until is None else None
            assert now == mission.head


# --- compare and count ----------------------------------------------------------------------


def test_what_changed_in_moscow(catalog: Catalog, ledger: tuple[Event, ...]) -> None:
    before = dt.date(2022, 4, 8)
    found = compare(ledger, catalog.missions.values(), before, SPRING)
    moscow = [each for each in found if each.mission == MOSCOW]
    handed_over = next(each for each in ledger if each.id == HANDED_OVER)
    for changed in (
        Difference("RU", MOSCOW, "control", "predecessor", "claimant", handed_over),
        Difference("RU", MOSCOW, "papers", "unknown", "accepted", handed_over),
    ):
        assert changed in moscow


def test_comparing_is_the_two_folds(catalog: Catalog, ledger: tuple[Event, ...]) -> None:
    missions = catalog.missions.values()
    assert compare(ledger, missions, SPRING, SPRING) == []
    there, back = (
        compare(ledger, missions, SPRING, SUMMER),
        compare(ledger, missions, SUMMER, SPRING),
    )
    (stance,) = [each for each in there if (each.host, each.what) == ("RU", "stance")]
    assert (stance.before, stance.after) == ("charge", "recognized")
    assert stance.row.kind is Kind.RECOGNIZED
    assert {(d.host, d.mission, d.what, d.after, d.before, d.row.id) for d in back} == {
        (d.host, d.mission, d.what, d.before, d.after, d.row.id) for d in there
    }


@pytest.mark.parametrize("back", [False, True])
def test_behind_a_change_is_the_last_row_that_made_one(catalog: Catalog, back: bool) -> None:
    held = [
        event(Kind.MISSION_HANDED_OVER, "2026-05-01", mission=ASTANA, envoy="A"),
        event(Kind.MISSION_CLOSED, "2026-05-03", mission=ASTANA),
        event(Kind.MISSION_OPENED, "2026-05-05", mission=ASTANA, control=Control.CLAIMANT),
        event(Kind.ENVOY_ACCREDITED, "2026-05-06", mission=ASTANA, envoy="A", rank=Rank.CHARGE),
        event(Kind.ENVOY_ACCREDITED, "2026-05-07", mission=ASTANA, envoy="A", rank=Rank.CHARGE),
        event(Kind.MISSION_CLOSED, "2026-05-08", PLANNED, mission=ASTANA),
        event(Kind.MISSION_CLOSED, "2026-05-12", mission=ASTANA),
    ]
    days = [dt.date(2026, 4, 30), dt.date(2026, 5, 10)]
    if back:
        days.reverse()
    found = compare(held, catalog.missions.values(), days[0], days[1])
    behind = {each.what: str(each.row.happened) for each in found if each.host == "KZ"}
    assert behind == {
        "stance": "2026-05-06",
        "control": "2026-05-05",
        "papers": "2026-05-01",
        "head": "2026-05-06",
    }


def test_behind_every_change_is_a_confirmed_row_between_the_days(
    catalog: Catalog, ledger: tuple[Event, ...]
) -> None:
    found = compare(ledger, catalog.missions.values(), SPRING, SUMMER)
    assert len(found) > 100
    for each in found:
        assert each.row.host == each.host
        assert each.row.assertion is Assertion.CONFIRMED
        assert SPRING < effective_day(each.row) <= SUMMER
        assert each.row.mission in {None, each.mission} or each.mission is None


def test_counts(catalog: Catalog, ledger: tuple[Event, ...]) -> None:
    counts = count_by_stance(ledger, catalog.missions.values(), SPRING)
    assert list(counts) == sorted(Stance, key=lambda each: -each.level)
    assert counts[Stance.CHARGE] == 4
    assert counts[Stance.REFUSED] == 3
    folded = fold_all(ledger, catalog.missions.values(), SPRING)
    assert sum(counts.values()) == len(folded)


# --- search ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["gharwal", "MOSCOW chargé", "moscow charge", "russian embassy", "جمال غاروال"]
)
def test_words_find_events_in_any_spelling(
    catalog: Catalog, ledger: tuple[Event, ...], words: str
) -> None:
    found = search(ledger, words, catalog)
    assert "RU" in {each.host for each in found}
    assert len(found) < len(ledger) / 4


def test_words_begin_words(catalog: Catalog) -> None:
    held = [
        event(Kind.SERVICES_CHANGED, "2026-05-01", notes="Passports are no longer taken."),
        event(Kind.RECIPROCAL, "2026-05-02", PLANNED, announced_by=Announcer.MEDIA),
    ]
    assert search(held, "passport", catalog) == held[:1]
    assert search(held, "port", catalog) == []
    assert search(held, "kazakhstan", catalog) == [held[1], held[0]]
    assert search(held, "  ", catalog) == []
    assert search(held, "services changed nothing", catalog) == []


def test_control_is_compared_by_its_value(catalog: Catalog) -> None:
    held = [event(Kind.MISSION_CLOSED, "2026-05-01", mission=ALMATY)]
    days = dt.date(2026, 4, 30), dt.date(2026, 5, 1)
    (found,) = compare(held, catalog.missions_of("KZ"), *days)
    assert (found.before, found.after) == (Control.PREDECESSOR, Control.CLOSED)
