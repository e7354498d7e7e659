"""Merging over labelled stories: floors, for the labels themselves and for what is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.ledger.evaluate import MergeScores, evaluate
from config.lexicon import languages
from config.model import Catalog
from watchers.matching import Matcher

OVERLAPS = Path(__file__).parents[2] / "data" / "overlapping_stories.json"

PRECISION, RECALL, SPREAD = 0.97, 0.88, 1.3


def overlaps() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in json.loads(OVERLAPS.read_text())["overlaps"])


def lines_of(shared_data: Path, *names: str) -> list[str]:
    files = [shared_data / "labelled" / f"{name}.jsonl" for name in names]
    return [line for file in files for line in file.read_text("utf-8").splitlines()]


def assert_floors(scores: MergeScores) -> None:
    for pairs in (scores.pairs, scores.news):
        assert pairs.precision >= PRECISION
        assert pairs.recall >= RECALL
    assert 1.0 <= scores.events_per_story <= SPREAD


@pytest.mark.shared
@pytest.mark.parametrize("names", [("en",), ("multi",), ("en", "multi")])
def test_labels_as_reports(shared_data: Path, catalog: Catalog, names: tuple[str, ...]) -> None:
    assert_floors(evaluate(lines_of(shared_data, *names), catalog, overlaps=overlaps()))


@pytest.mark.shared
def test_english_as_read(shared_data: Path, catalog: Catalog) -> None:
    matcher = Matcher.build(catalog, languages())
    assert_floors(evaluate(lines_of(shared_data, "en"), catalog, matcher, overlaps()))


def item(title: str, day: str, story: str, **more: Any) -> str:
    fields = {
        "title": title,
        "date": day,
        "kind": "services_changed",
        "assertion": "confirmed",
        "hosts": ["GB"],
        "missions": ["London"],
        "story": story,
    }
    return json.dumps(fields | more)


def test_counts_pairs(catalog: Catalog) -> None:
    scores = evaluate(
        [
            item("one", "2024-09-27", "closed"),
            item("two", "2024-09-28", "closed"),
            item("late, so an event of its own", "2025-09-28", "closed"),
            item("another story", "2024-09-29", "other"),
            item("another kind", "2024-09-29", "closed", kind="mission_closed"),
            item("no event", "2024-09-29", "closed", kind="position"),
            item("elsewhere", "2024-09-29", "else", hosts=["NO"], missions=["Oslo"]),
        ],
        catalog,
    )
    assert (scores.pairs.right, scores.pairs.wrong, scores.pairs.missed) == (1, 2, 2)
    assert scores.items == 6
    assert scores.pairs.precision == pytest.approx(1 / 3)
    assert scores.pairs.recall == pytest.approx(1 / 3)
    assert scores.events_per_story == pytest.approx(5 / 4)
    assert scores.wrong == (("00000", "00003"), ("00001", "00003"))


def test_overlapping_stories_are_not_judged(catalog: Catalog) -> None:
    told = [item("one", "2024-09-27", "closed"), item("two", "2024-09-28", "shut")]
    scores = evaluate(told, catalog, overlaps=[frozenset({"closed", "shut"})])
    assert (scores.pairs.right, scores.pairs.wrong, scores.pairs.missed) == (0, 0, 0)
    assert (scores.pairs.precision, scores.pairs.recall) == (1.0, 1.0)
