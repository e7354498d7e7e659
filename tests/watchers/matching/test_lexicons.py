"""Every lexicon but the English one, on short items of its own language.

Items marked `needs_engine` wait for a construction that the grammar does not read yet.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from config.lexicon import languages
from config.model import Catalog
from watchers.matching import Matcher
from watchers.matching.jsonl import text_of
from watchers.model import Report

DATA = Path(__file__).parents[2] / "data"
LANGUAGES = sorted(path.stem.removeprefix("matching_") for path in DATA.glob("matching_*.jsonl"))
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
    text = text_of({**item, "published": item.get("published", item.get("date"))})
    return [report for report in reader.match(text) if report.alert]


def is_positive(item: dict[str, Any]) -> bool:
    return item["kind"] not in ("none", "position")


def is_found(reader: Matcher, item: dict[str, Any]) -> bool:
    return any(
        report.kind.value == item["kind"] and report.host in item["hosts"]
        for report in alerts(reader, item)
    )


def test_every_lexicon_has_items() -> None:
    assert set(LANGUAGES) == set(languages()) - {"en"}


def test_finds_kind_and_host(lang: str, reader: Matcher) -> None:
    positives = [item for item in items(lang) if is_positive(item)]
    missed = [item["title"] for item in positives if not is_found(reader, item)]
    assert len(positives) >= 8
    assert len(missed) <= (1 - FLOOR) * len(positives), missed


def test_is_silent_on_the_rest(lang: str, reader: Matcher) -> None:
    negatives = [item for item in items(lang) if not is_positive(item)]
    told = {item["title"]: alerts(reader, item) for item in negatives}
    assert len(negatives) >= 3
    assert {title: found for title, found in told.items() if found} == {}


# One word, three ways to write it: joined by a zero-width mark, apart, in one.
JOINED = [
    "بلجیم طالبان را به رسمیت نمی‌شناسد",
    "بلجیم طالبان را به رسمیت نمی شناسد",
    "بلجیم طالبان را به‌رسمیت نمیشناسد",
]


@pytest.mark.parametrize("title", JOINED)
def test_reads_persian_words_joined_or_apart(catalog: Catalog, title: str) -> None:
    found = Matcher.build(catalog, ("fa",)).match(
        text_of({"id": "1", "title": title, "lang": "fa"})
    )
    assert [(r.kind.value, r.assertion.value, r.host) for r in found] == [
        ("position", "denied", "BE")
    ]


@pytest.mark.parametrize(
    ("title", "hosts"),
    [
        ("سفارت افغانستان در دوشنبه به طالبان سپرده شد", ["TJ"]),
        ("طالبان روز دوشنبه سفیر افغانستان در قطر را تعیین کردند", ["QA"]),
    ],
)
def test_knows_dushanbe_from_monday(catalog: Catalog, title: str, hosts: list[str]) -> None:
    found = Matcher.build(catalog, ("fa",)).match(
        text_of({"id": "1", "title": title, "lang": "fa"})
    )
    assert [report.host for report in found if report.alert] == hosts


ACCEPTED = "外務省 タリバン任命の外交官を受け入れ"


@pytest.mark.parametrize(
    ("title", "country", "hosts"),
    [
        (ACCEPTED, None, ["JP"]),
        (ACCEPTED, "JP", ["JP"]),
        (ACCEPTED, "KR", []),
        (f"ドイツ{ACCEPTED}", "JP", ["DE"]),
    ],
)
def test_the_ministry_of_no_named_country_is_that_of_the_papers_own(
    catalog: Catalog, title: str, country: str | None, hosts: list[str]
) -> None:
    item = {"id": "1", "title": title, "lang": "ja", "publisher_country": country}
    found = Matcher.build(catalog, ("ja",)).match(text_of(item))
    assert [report.host for report in found if report.alert and report.host] == hosts
