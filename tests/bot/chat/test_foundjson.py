"""What the command line gives as JSON is what docs/answers.schema.json says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.chat.foundjson import found_json
from bot.chat.statusjson import latest_json, missions_json, status_json
from bot.ledger import events_of, fold_all
from bot.model import Message
from config.model import Catalog
from config.vocabulary import Stance
from tests.bot.chat.conftest import TODAY, Chat
from tests.schemas import problems

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "answers.schema.json").read_text())


async def found(chat: Chat, typed: str) -> Any:
    """What a question finds, as a program reads it."""
    name, _, rest = typed.partition(" ")
    told = await chat.commands.find_other(name, rest)
    assert not isinstance(told, Message), told
    made = found_json(told, chat.catalog)
    assert json.loads(json.dumps(made)) == made
    return made


@pytest.mark.parametrize(
    "typed",
    [
        "history",
        "history russia from 2022-03-01 to 2022-04-15",
        "history mongolia 2026-06",
        "who germany",
        "who mongolia",
        "compare 2022-04-15 today",
        "compare 2022-04-15 2022-04-15",
        "count",
        "count 2022-04-15",
        "search embassy",
        "search zebra",
    ],
)
async def test_answers_are_as_the_schema_says(chat: Chat, typed: str) -> None:
    schema = SCHEMA["$defs"][typed.split()[0]]
    assert problems(await found(chat, typed), schema, SCHEMA) == []


def test_so_are_statuses_missions_and_events(catalog: Catalog) -> None:
    events = events_of(catalog)
    folded = fold_all(events, catalog.missions.values(), TODAY).values()
    for status in folded:
        told = status_json(status, catalog, TODAY)
        assert problems(told, SCHEMA["$defs"]["status"], SCHEMA) == []
    missions = missions_json(folded, catalog)
    assert problems(missions, SCHEMA["$defs"]["missions"], SCHEMA) == []
    assert problems(latest_json(events, catalog), SCHEMA["$defs"]["latest"], SCHEMA) == []


def test_the_checker_sees_what_is_wrong() -> None:
    count = SCHEMA["$defs"]["count"]
    hosts: dict[str, int] = {each.value: 0 for each in Stance}
    assert problems([{"day": "2022-04-15", "hosts": hosts}], count, SCHEMA) == []
    wrong = [{"day": "April", "hosts": {**hosts, "none": "3"}}, {"day": "2022-04-15", "more": 1}]
    assert problems(wrong, count, SCHEMA) == [
        "$[0].day: 'April' does not match ^\\d{4}-\\d\\d-\\d\\d$",
        "$[0].hosts.none: '3' is no integer",
        "$[1]: lacks hosts",
        "$[1]: has an unknown more",
    ]


async def test_history_tells_all_pages_newest_first(chat: Chat) -> None:
    whole = await found(chat, "history germany")
    assert len(whole) > 8
    assert await found(chat, "history germany page 2") == whole
    assert {each["host"] for each in whole} == {"DE"}
    assert not any(each["kind"] == "observation" for each in whole)


async def test_overdue_plans_are_marked(chat: Chat) -> None:
    marked = [each for each in await found(chat, "history") if each["overdue"]]
    assert marked
    assert {each["assertion"] for each in marked} == {"planned"}


async def test_who_was_in_moscow(chat: Chat) -> None:
    first, *_, last = await found(chat, "who moscow")
    assert (first["envoy"], first["rank"], first["mission"]) == (
        "Jamal Nasir Gharwal",
        "charge",
        "ru-moscow-embassy",
    )
    assert first["until"] is not None
    assert last["until"] is None
    assert first["sources"]


async def test_a_change_names_the_row_behind_it(chat: Chat) -> None:
    told = await found(chat, "compare 2022-04-08 2022-04-15")
    moscow = [each for each in told["changes"] if each["mission"] == "ru-moscow-embassy"]
    control = next(each for each in moscow if each["what"] == "control")
    assert (control["before"], control["after"]) == ("predecessor", "claimant")
    assert control["event"]["id"] == "2022-04-09-ru-mission-handed-over-moscow"
    head = [each for each in told["changes"] if each["what"] == "head"]
    assert all(each["after"] is None or " " in each["after"] for each in head), "names, no ids"


async def test_counts_are_of_the_day_and_of_today(chat: Chat) -> None:
    then, now = await found(chat, "count 2022-04-15")
    assert (then["day"], now["day"]) == ("2022-04-15", TODAY.isoformat())
    assert (then["hosts"]["recognized"], now["hosts"]["recognized"]) == (0, 1)
    (today,) = await found(chat, "count")
    assert today == now
