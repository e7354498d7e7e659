"""The shipped history as events, whole and as it was known on a day."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.ledger import events_of, fold
from bot.ledger.evidence import evidence_of
from bot.model import Origin
from config.model import Catalog
from config.vocabulary import Announcer, Assertion, Control, Evidence, Kind, Stance
from tests.bot.ledger.conftest import CLAIMED, CONFIRMED, DOSSIER


def test_one_event_a_row_oldest_first(catalog: Catalog) -> None:
    events = events_of(catalog)
    assert sorted(event.id for event in events) == sorted(row.id for row in catalog.history)
    assert [e.happened.day for e in events] == sorted(e.happened.day for e in events)
    assert {(e.dossier, e.origin, e.revision) for e in events} == {(DOSSIER, Origin.HISTORY, 1)}


def test_a_row_is_taken_over_whole(catalog: Catalog) -> None:
    (found,) = (e for e in events_of(catalog) if e.id == "2025-07-03-ru-recognized-moscow")
    (row,) = (row for row in catalog.history if row.id == found.id)
    assert (found.kind, found.host, found.mission) == (Kind.RECOGNIZED, "RU", "ru-moscow-embassy")
    assert found.known_at == dt.datetime(2025, 7, 4, tzinfo=dt.UTC)  # the first page that tells
    assert found.evidence is Evidence.HOST
    assert (found.citations, found.notes, found.act) == (row.citations, row.notes, row.act)
    assert found.publishers == tuple(dict.fromkeys(c.publisher for c in row.citations))


def test_a_named_envoy_is_the_catalogues(catalog: Catalog) -> None:
    named = {e.envoy for e in events_of(catalog) if e.envoy is not None}
    assert "jamal-nasir-gharwal" in named


def test_a_row_of_many_hosts_is_one_act(catalog: Catalog) -> None:
    letters = [e for e in events_of(catalog) if e.act == "2024-07-30-multi-services-changed"]
    assert len(letters) == 13
    assert len({letter.host for letter in letters}) == 13


def test_the_history_as_it_was_known(catalog: Catalog) -> None:
    """On 20 March 2022 nobody had told yet of what Lavrov disclosed on the 31st."""
    known = events_of(catalog, until=dt.date(2022, 3, 20))
    missions = catalog.missions.values()
    day = dt.date(2022, 3, 20)
    assert fold(known, missions, "RU", day).stance is Stance.NONE
    assert fold(events_of(catalog), missions, "RU", day).stance is Stance.CHARGE
    assert fold(known, missions, "PK", day).stance is Stance.CHARGE
    washington = fold(known, missions, "US", day).missions[0]
    assert washington.control is Control.PREDECESSOR
    assert all(e.happened.day <= day for e in known)


def test_until_the_last_day_is_everything(catalog: Catalog) -> None:
    assert events_of(catalog, until=dt.date(2026, 12, 31)) == events_of(catalog)


@pytest.mark.parametrize(
    ("announcer", "assertion", "publishers", "host", "level"),
    [
        (Announcer.HOST_MFA, CONFIRMED, ("a",), "RU", Evidence.HOST),
        (Announcer.HOST_HEAD_OF_STATE, CONFIRMED, (), "RU", Evidence.HOST),
        (Announcer.UN, CONFIRMED, ("a",), "UN", Evidence.HOST),
        (Announcer.UN, CONFIRMED, ("a", "b"), "RU", Evidence.OFFICIAL),
        (Announcer.MEDIA, CONFIRMED, ("a", "b"), "RU", Evidence.OUTLETS),
        (Announcer.CLAIMANT_MFA, CONFIRMED, ("a", "b"), "RU", Evidence.OUTLETS),
        (Announcer.MEDIA, CLAIMED, ("a", "b"), "RU", Evidence.SINGLE),
        (Announcer.MEDIA, CONFIRMED, ("a.example", "www.a.example"), "RU", Evidence.SINGLE),
        (Announcer.CLAIMANT_MFA, CLAIMED, ("a", "b"), "RU", Evidence.CLAIMANT),
        (Announcer.EMBASSY, CONFIRMED, ("a",), "RU", Evidence.CLAIMANT),
        (Announcer.MEDIA, CONFIRMED, (), "RU", Evidence.SINGLE),
    ],
)
def test_evidence(
    announcer: Announcer,
    assertion: Assertion,
    publishers: tuple[str, ...],
    host: str,
    level: Evidence,
) -> None:
    assert evidence_of(announcer, assertion, publishers, host) is level
