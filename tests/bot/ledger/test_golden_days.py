"""Every host on four days, as the sources of the field have them (docs/ledger.md, "Four days").

What is not named stands at `none`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.ledger import events_of, fold_all
from config.model import Catalog
from config.vocabulary import Stance

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

TEXT = (Path(__file__).parents[3] / "docs" / "ledger.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("day", GOLDEN)
def test_every_host_on_that_day(catalog: Catalog, day: str) -> None:
    stance_of = {host: stance for stance, hosts in GOLDEN[day].items() for host in hosts.split()}
    missions = catalog.missions.values()
    folded = fold_all(events_of(catalog), missions, dt.date.fromisoformat(day))
    expected = {host: stance_of.pop(host, Stance.NONE) for host in folded}
    assert {host: status.stance for host, status in folded.items()} == expected
    assert stance_of == {}, "hosts that no row and no mission speak of"


@pytest.mark.parametrize("day", GOLDEN)
def test_the_day_is_told(day: str) -> None:
    (row,) = (line for line in TEXT.splitlines() if line.startswith(f"| {day} |"))
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
