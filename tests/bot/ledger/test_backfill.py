"""Old news in order of time, with the matcher's answers given by hand."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.ledger.backfill import backfill
from config.model import Catalog
from config.vocabulary import Kind
from tests.bot.ledger.conftest import CLAIMED, CONFIRMED, report
from watchers.model import Report, Text

CLOSED = report(Kind.MISSION_CLOSED, CONFIRMED, "GB", mission="gb-london-embassy")
BACKGROUND = replace(CLOSED, background=True, alert=False)
NAMED = report(Kind.ENVOY_NAMED, CLAIMED, "KZ", mission="kz-astana-embassy", envoy="Noor Wafa")


class Prompted:
    """A matcher that says of each item what the test wants."""

    def __init__(self, answers: Mapping[str, tuple[Report, ...]]) -> None:
        self._answers = answers

    def match(self, text: Text) -> tuple[Report, ...]:
        return self._answers[text.id]


def line(name: str, published: str | None, publisher: str = "The Paper") -> dict[str, Any]:
    return {"id": name, "title": f"Title {name}", "published": published, "publisher": publisher}


def told(
    catalog: Catalog,
    lines: list[dict[str, Any]],
    answers: Mapping[str, tuple[Report, ...]],
    *,
    empty: bool,
) -> list[dict[str, Any]]:
    return list(backfill(lines, Prompted(answers), catalog, empty=empty))


@pytest.fixture
def lines() -> list[dict[str, Any]]:
    return [
        line("late", "2026-06-01"),
        line("second", "2024-09-28", "Another Paper"),
        line("undated", None),
        line("first", "2024-09-27"),
        line("unrelated", "2024-09-27"),
    ]


ANSWERS = {
    "first": (CLOSED,),
    "second": (CLOSED, NAMED),
    "late": (CLOSED,),
    "undated": (BACKGROUND,),
    "unrelated": (),
}


def test_against_nothing(catalog: Catalog, lines: list[dict[str, Any]]) -> None:
    assert told(catalog, lines, ANSWERS, empty=True) == [
        {
            "kind": "mission_closed",
            "host": "GB",
            "mission": "gb-london-embassy",
            "assertion": "confirmed",
            "items": ["first", "second"],
            "mentions": ["late", "undated"],
            "known": False,
        },
        {
            "kind": "envoy_named",
            "host": "KZ",
            "mission": "kz-astana-embassy",
            "assertion": "claimed",
            "items": ["second"],
            "mentions": [],
            "known": False,
        },
    ]


def test_against_the_history(catalog: Catalog, lines: list[dict[str, Any]]) -> None:
    closed, named = told(catalog, lines, ANSWERS, empty=False)
    assert (closed["known"], named["known"]) == (True, False)
    assert (closed["items"], closed["mentions"]) == (["first", "second"], ["late", "undated"])


def test_the_order_of_the_lines_does_not_matter(
    catalog: Catalog, lines: list[dict[str, Any]]
) -> None:
    expected = told(catalog, lines, ANSWERS, empty=True)
    random.Random(5).shuffle(lines)
    assert told(catalog, lines, ANSWERS, empty=True) == expected


def test_who_tells_it_in_one_clause_and_recalls_it_in_another_tells_it(catalog: Catalog) -> None:
    (event,) = told(
        catalog, [line("one", "2024-09-27")], {"one": (CLOSED, BACKGROUND)}, empty=True
    )
    assert (event["items"], event["mentions"]) == (["one"], [])


def test_a_report_without_a_host_or_of_a_position_tells_of_no_event(catalog: Catalog) -> None:
    answers = {"one": (replace(CLOSED, host=None), report(Kind.POSITION))}
    assert told(catalog, [line("one", "2024-09-27")], answers, empty=False) == []


def test_nothing_dated_at_all(catalog: Catalog) -> None:
    events = told(
        catalog, [line("a", None), line("b", None)], {"a": (CLOSED,), "b": (CLOSED,)}, empty=True
    )
    assert [event["items"] for event in events] == [["a", "b"]]
