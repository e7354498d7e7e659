"""The lexicons written in Cyrillic (Uzbek and Kazakh in their other scripts too) on short items.

Items marked `needs_engine` wait for a construction that the grammar does not read yet.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from config.model import Catalog
from watchers.matching import Matcher
from watchers.matching.jsonl import text_of
from watchers.model import Report

DATA = Path(__file__).parents[2] / "data"
LANGUAGES = ("bg", "kk", "ky", "ru", "tg", "uk", "uz")
FLOOR = 0.9
"""Of the positive items, those with an alert of the right kind at the right host."""


@cache
def items(lang: str) -> tuple[dict[str, Any], ...]:
    lines = (DATA / f"matching_{lang}.jsonl").read_text("utf-8").splitlines()
    return tuple(item for item in map(json.loads, lines) if not item.get("needs_engine"))


@pytest.fixture(scope="module", params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def reader(lang: str, catalog: Catalog) -> Matcher:
    return Matcher.build(catalog, (lang, "en"))


def alerts(reader: Matcher, item: dict[str, Any]) -> list[Report]:
    return [report for report in reader.match(text_of(item)) if report.alert]


def is_positive(item: dict[str, Any]) -> bool:
    return item["kind"] not in ("none", "position")


def test_finds_kind_and_host(lang: str, reader: Matcher) -> None:
    positives = [item for item in items(lang) if is_positive(item)]
    missed = [
        item["title"]
        for item in positives
        if not any(
            report.kind.value == item["kind"] and report.host in item["hosts"]
            for report in alerts(reader, item)
        )
    ]
    assert len(positives) >= 8
    assert len(missed) <= (1 - FLOOR) * len(positives), missed


def test_is_silent_on_the_rest(lang: str, reader: Matcher) -> None:
    negatives = [item for item in items(lang) if not is_positive(item)]
    told = {item["title"]: alerts(reader, item) for item in negatives}
    assert len(negatives) >= 3
    assert {title: found for title, found in told.items() if found} == {}
