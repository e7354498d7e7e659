"""Confidence is a probability: the curve, its folds, and the table that docs/matching.md shows."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from config.catalog import load_catalog
from config.lexicon import languages
from tests.calibrate import EDGES, samples
from watchers.matching import PUBLISH_THRESHOLD, REVIEW_THRESHOLD, Matcher
from watchers.matching.calibration import (
    Curve,
    Sample,
    brier,
    calibration_error,
    cross_validated,
    fit,
    reliability,
    shipped,
)

DOCS = Path(__file__).parents[3] / "docs" / "matching.md"
TRUE = Curve(-4.0, 7.0)


def drawn(count: int) -> list[Sample]:
    dice = random.Random(4)
    scores = [dice.random() for _ in range(count)]
    return [
        Sample(score, dice.random() < TRUE.probability(score), f"story {number // 3}")
        for number, score in enumerate(scores)
    ]


def test_the_fit_finds_the_curve_that_made_the_samples() -> None:
    curve = fit(drawn(20_000))
    assert curve.intercept == pytest.approx(TRUE.intercept, abs=0.3)
    assert curve.slope == pytest.approx(TRUE.slope, abs=0.4)


def test_a_fit_needs_right_and_wrong() -> None:
    with pytest.raises(ValueError, match="take more labelled items"):
        fit([Sample(0.5, True, "a"), Sample(0.9, True, "b")])


def test_a_sample_is_judged_by_a_curve_that_saw_nothing_of_its_story() -> None:
    # Two hundred samples of one score, nearly all wrong, are one story: were any of them among
    # those that the curve was fitted on, it would call that score wrong.
    story = [Sample(0.9, False, "one") for _ in range(200)]
    judged = cross_validated([*drawn(3_000), *story])
    assert len(judged) == 3_200
    held = [p for p, is_right in judged if not is_right and p > 0.85]
    assert len(held) >= 200


def test_score_and_probability_are_each_others_inverse() -> None:
    for score in (0.0, 0.4, 0.6, 1.0):
        assert shipped().score(shipped().probability(score)) == pytest.approx(score)


def test_the_figures_of_a_table() -> None:
    judged = [(0.2, False), (0.4, True), (0.9, True), (0.9, False)]
    bins = reliability(judged, (0.0, 0.5, 0.7, 1.0))
    assert [(each.size, each.right) for each in bins] == [(2, 0.5), (2, 0.5)]
    assert calibration_error(bins) == pytest.approx((0.2 + 0.4) / 2)
    assert brier(judged) == pytest.approx((0.04 + 0.36 + 0.01 + 0.81) / 4)


def test_the_bands_are_where_the_sum_of_features_says() -> None:
    probability = shipped().probability
    assert probability(0.59) < PUBLISH_THRESHOLD <= probability(0.6)
    assert probability(0.39) < REVIEW_THRESHOLD <= probability(0.4)


@pytest.mark.shared
def test_the_table_in_the_docs_is_what_the_code_gives(shared_data: Path) -> None:
    matcher = Matcher.build(load_catalog(), languages())
    files = [shared_data / "labelled" / f"{name}.jsonl" for name in ("en", "multi")]
    found = list(samples(files, matcher))
    judged = cross_validated(found)
    bins = reliability(judged, EDGES)
    told = re.search(r"Brier ([\d.]+), ECE ([\d.]+), n (\d+)", DOCS.read_text("utf-8"))
    assert told is not None
    # Rules and lexicons move the figures a little with every change; a larger move asks for
    # `python -m tests.calibrate`.
    assert brier(judged) == pytest.approx(float(told[1]), abs=0.03)
    assert calibration_error(bins) == pytest.approx(float(told[2]), abs=0.03)
    assert len(judged) == pytest.approx(int(told[3]), rel=0.15)
    anew = fit(found)
    for score in (0.6, 0.7, 0.8, 0.9, 1.0):
        assert anew.probability(score) == pytest.approx(shipped().probability(score), abs=0.12)
