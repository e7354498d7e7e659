"""The figures that matching must hold, on labelled items."""

from __future__ import annotations

from pathlib import Path

import pytest

from watchers.matching import Matcher
from watchers.matching.evaluate import Scores, evaluate

DATA = Path(__file__).parents[2] / "data"

# Floors asked for: first by the issue that built matching, then by the one that rounds it off.
FLOORS = {
    "alert precision": 0.95,
    "alert recall": 0.93,
    "right host": 0.95,
    "right kind": 0.88,
    "right assertion": 0.85,
    "reports in labels": 0.88,
}


def measured(path: Path, matcher: Matcher) -> Scores:
    with path.open(encoding="utf-8") as lines:
        return evaluate(lines, matcher)


def too_low(scores: Scores) -> dict[str, str]:
    return {name: str(got) for name, got in scores.rows() if got.value < FLOORS[name]}


@pytest.mark.parametrize("name", ["labelled_en.jsonl", "variants_en.jsonl"])
def test_holds_the_floors(name: str, matcher: Matcher) -> None:
    scores = measured(DATA / name, matcher)
    assert scores.items > 60
    assert too_low(scores) == {}


@pytest.mark.shared
def test_holds_the_floors_on_all_labelled_items(shared_data: Path, matcher: Matcher) -> None:
    assert too_low(measured(shared_data / "labelled" / "en.jsonl", matcher)) == {}


def test_a_matcher_that_says_nothing_scores_no_recall(matcher: Matcher) -> None:
    line = (
        '{"id": "1", "title": "Nothing of note", "text": "", "kind": "mission_closed",'
        ' "assertion": "confirmed", "hosts": ["GB"], "date": "2024-09"}'
    )
    scores = evaluate([line], matcher)
    assert scores.recall.value == 0
    assert scores.misses[0].problem == "missed"


def test_a_false_alert_is_a_miss(matcher: Matcher) -> None:
    line = (
        '{"id": "7", "title": "Afghan embassy in London closes", "text": "", "kind": "none",'
        ' "assertion": null, "hosts": [], "date": "2024-09"}'
    )
    scores = evaluate([line], matcher)
    assert scores.precision.value == 0
    assert scores.misses[0].id == "7"
    assert "false alert" in scores.misses[0].problem
