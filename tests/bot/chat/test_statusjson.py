"""What the command line gives as JSON."""

from __future__ import annotations

import datetime as dt
import json

from bot.chat.statusjson import latest_json, missions_json, status_json
from bot.ledger import events_of, fold, fold_all
from bot.model import HostStatus
from config.model import Catalog
from tests.bot.chat.conftest import TODAY


def folded(catalog: Catalog, host: str, day: dt.date = TODAY) -> HostStatus:
    return fold(events_of(catalog), catalog.missions.values(), host, day)


def test_a_status_has_all_its_parts(catalog: Catalog) -> None:
    day = dt.date(2022, 4, 15)
    status = status_json(folded(catalog, "RU", day), catalog, today=TODAY)
    assert json.loads(json.dumps(status)) == status
    assert (status["host"], status["day"], status["stance"]) == ("RU", "2022-04-15", "charge")
    assert status["as_of"] == "2022-04-13"
    assert status["covered_from"] == []
    (mission,) = status["missions"]
    assert {key: mission[key] for key in ("id", "city", "kind", "control", "papers", "head")} == {
        "id": "ru-moscow-embassy",
        "city": "Moscow",
        "kind": "embassy",
        "control": "claimant",
        "papers": "accepted",
        "head": "Jamal Nasir Gharwal",
    }
    assert mission["head_rank"] == "charge"
    assert mission["control_since"] == "2022-04-09"
    assert [claim["assertion"] for claim in status["claims"]] == ["claimed"]
    days = [event["date"] for event in status["events"]]
    assert days == sorted(days, reverse=True)
    assert all(source["url"].startswith("http") for source in status["sources"])


def test_sources_of_a_past_day_are_those_of_its_events(catalog: Catalog) -> None:
    status = folded(catalog, "RU", dt.date(2022, 4, 15))
    known = {c.url for event in (*status.events, *status.claims) for c in event.citations}
    past = status_json(status, catalog, today=TODAY)["sources"]
    assert {source["url"] for source in past} == known
    now = status_json(folded(catalog, "RU"), catalog, today=TODAY)["sources"]
    listed = {citation.url for citation in catalog.missions["ru-moscow-embassy"].citations}
    assert listed <= {source["url"] for source in now}
    assert len(now) == len({source["url"] for source in now})


def test_a_host_without_a_mission_says_who_covers_it(catalog: Catalog) -> None:
    status = status_json(folded(catalog, "DK"), catalog)
    assert status["covered_from"] == ["no-oslo-embassy"]
    assert status["missions"] == []
    assert status["as_of"] is None


def test_all_missions_and_the_latest_events(catalog: Catalog) -> None:
    statuses = fold_all(events_of(catalog), catalog.missions.values(), TODAY).values()
    missions = missions_json(statuses, catalog)
    assert {mission["id"] for mission in missions} == set(catalog.missions)
    events = events_of(catalog)[-3:]
    told = latest_json(events, catalog)
    assert [event["id"] for event in told] == [event.id for event in events]
    assert json.loads(json.dumps(told)) == told


def test_dates_are_written_to_the_precision_known(catalog: Catalog) -> None:
    written = [event["date"] for event in latest_json(events_of(catalog), catalog)]
    assert {len(day) for day in written if day} <= {4, 7, 10}
    precisions = {event["date_precision"] for event in latest_json(events_of(catalog), catalog)}
    assert "approx" in precisions
    assert not any(day.startswith("~") for day in written if day)
