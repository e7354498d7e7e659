"""Every host on four days, as the sources of the field have them (docs/ledger.md, "Four days").

What is not named stands at `none`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.ledger import events_of, fold_all
from config.model import Catalog
from config.vocabulary import Control, Stance

GOLDEN: dict[str, dict[Stance, str]] = {
    "2022-04-15": {
        Stance.CHARGE: "CN PK RU TM",
        Stance.DE_FACTO: "IR",
        Stance.REFUSED: "TJ UN US",
    },
    "2024-09-30": {
        Stance.AMBASSADOR: "AE CN",
        Stance.CHARGE: "IR KG KZ PK QA RU TM",
        Stance.DE_FACTO: "AZ BG CZ ES IN NL SA TR UZ",
        Stance.REFUSED: "CA TJ UN US",
    },
    "2025-07-04": {
        Stance.RECOGNIZED: "RU",
        Stance.AMBASSADOR: "AE CN UZ",
        Stance.CHARGE: "IR KG KZ PK QA TM",
        Stance.LOWER_RANK: "NO",
        Stance.DE_FACTO: "AZ BG CZ ES IN NL SA TR",
        Stance.REFUSED: "AT AU CA DE TJ UN US",
    },
    "2026-02-01": {
        Stance.RECOGNIZED: "RU",
        Stance.AMBASSADOR: "AE CN PK TR UZ",
        Stance.CHARGE: "IN IR KG KZ QA TM",
        Stance.LOWER_RANK: "DE NO",
        Stance.DE_FACTO: "AZ BG CZ ES NL SA",
        Stance.REFUSED: "AT AU CA TJ UN US",
    },
}

RUNNING: dict[str, dict[Control, str]] = {
    "2022-04-15": {
        Control.CLAIMANT: (
            "cn-beijing pk-islamabad pk-karachi-consulate pk-peshawar-consulate "
            "pk-quetta-consulate qa-doha-political-office ru-moscow tm-ashgabat"
        ),
        Control.COOPERATING: "ir-tehran",
        Control.CLOSED: "us-losangeles-consulate us-newyork-consulate us-washington",
    },
    "2024-09-30": {
        Control.CLAIMANT: (
            "ae-abudhabi ae-dubai-consulate cn-beijing ir-mashhad-consulate ir-tehran "
            "kg-bishkek kz-astana pk-islamabad pk-karachi-consulate pk-peshawar-consulate "
            "pk-quetta-consulate qa-doha qa-doha-political-office ru-moscow tm-ashgabat "
            "tr-istanbul-consulate uz-tashkent"
        ),
        Control.COOPERATING: (
            "az-baku bg-sofia cz-prague de-munich-consulate es-madrid in-newdelhi nl-thehague "
            "sa-riyadh"
        ),
        Control.CONTESTED: "tj-khorog-consulate",
        Control.CLOSED: (
            "gb-london no-oslo us-losangeles-consulate us-newyork-consulate us-washington"
        ),
    },
    "2025-07-04": {
        Control.CLAIMANT: (
            "ae-abudhabi ae-dubai-consulate cn-beijing ir-mashhad-consulate ir-tehran "
            "kg-bishkek kz-astana no-oslo pk-islamabad pk-karachi-consulate "
            "pk-peshawar-consulate pk-quetta-consulate qa-doha qa-doha-political-office "
            "ru-moscow tm-ashgabat tr-ankara tr-istanbul-consulate uz-tashkent"
        ),
        Control.COOPERATING: (
            "az-baku bg-sofia cz-prague de-munich-consulate es-madrid in-newdelhi nl-thehague "
            "sa-riyadh"
        ),
        Control.CONTESTED: "tj-khorog-consulate",
        Control.CLOSED: "gb-london us-losangeles-consulate us-newyork-consulate us-washington",
        Control.UNKNOWN: (
            "bd-dhaka eg-cairo iq-baghdad ir-zahedan-consulate jo-amman kw-kuwait "
            "kz-almaty-consulate lk-colombo sa-jeddah-consulate ua-kyiv uz-termez-consulate"
        ),
    },
    "2026-02-01": {
        Control.CLAIMANT: (
            "ae-abudhabi ae-dubai-consulate cn-beijing de-bonn-consulate in-hyderabad-consulate "
            "in-mumbai-consulate in-newdelhi ir-mashhad-consulate ir-tehran kg-bishkek "
            "kz-astana no-oslo pk-islamabad pk-karachi-consulate pk-peshawar-consulate "
            "pk-quetta-consulate qa-doha qa-doha-political-office ru-moscow tm-ashgabat "
            "tr-ankara tr-istanbul-consulate uz-tashkent"
        ),
        Control.COOPERATING: (
            "az-baku bg-sofia cz-prague de-berlin de-munich-consulate es-madrid nl-thehague "
            "sa-riyadh"
        ),
        Control.CLOSED: (
            "gb-london jp-tokyo tj-khorog-consulate us-losangeles-consulate "
            "us-newyork-consulate us-washington"
        ),
        Control.UNKNOWN: (
            "bd-dhaka eg-cairo iq-baghdad ir-zahedan-consulate jo-amman kw-kuwait "
            "kz-almaty-consulate lk-colombo sa-jeddah-consulate ua-kyiv uz-termez-consulate"
        ),
    },
}
"""Who runs which mission; `-embassy` is left out, and what is not named is the predecessor's."""

TEXT = (Path(__file__).parents[3] / "docs" / "ledger.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("day", GOLDEN)
def test_every_host_on_that_day(catalog: Catalog, day: str) -> None:
    stance_of = {host: stance for stance, hosts in GOLDEN[day].items() for host in hosts.split()}
    missions = catalog.missions.values()
    folded = fold_all(events_of(catalog), missions, dt.date.fromisoformat(day))
    expected = {host: stance_of.pop(host, Stance.NONE) for host in folded}
    assert {host: status.stance for host, status in folded.items()} == expected
    assert stance_of == {}, "hosts that no row and no mission speak of"


@pytest.mark.parametrize("day", RUNNING)
def test_every_mission_on_that_day(catalog: Catalog, day: str) -> None:
    control_of = {mission: run for run, ids in RUNNING[day].items() for mission in ids.split()}
    missions = catalog.missions.values()
    folded = fold_all(events_of(catalog), missions, dt.date.fromisoformat(day)).values()
    found = {
        each.mission.removesuffix("-embassy"): each.control
        for status in folded
        for each in status.missions
        if each.control is not Control.PREDECESSOR
    }
    assert found == control_of


@pytest.mark.parametrize("day", RUNNING)
def test_who_runs_the_missions_is_told(day: str) -> None:
    _, section = TEXT.split("#### Who ran which mission\n")
    (row,) = (line for line in section.splitlines() if line.startswith(f"| {day} |"))
    told = [cell.strip() for cell in row.strip("|").split("|")[1:]]
    order = (
        Control.CLAIMANT,
        Control.COOPERATING,
        Control.CONTESTED,
        Control.CLOSED,
        Control.UNKNOWN,
    )
    assert told == [RUNNING[day].get(control, "") for control in order]


@pytest.mark.parametrize("day", GOLDEN)
def test_the_day_is_told(day: str) -> None:
    section, _ = TEXT.split("#### Who ran which mission\n")
    (row,) = (line for line in section.splitlines() if line.startswith(f"| {day} |"))
    told = [cell.strip() for cell in row.strip("|").split("|")[1:]]
    order = (
        Stance.RECOGNIZED,
        Stance.AMBASSADOR,
        Stance.CHARGE,
        Stance.LOWER_RANK,
        Stance.DE_FACTO,
        Stance.REFUSED,
    )
    assert told == [GOLDEN[day].get(stance, "") for stance in order]
