"""From a score to a probability: one in ten of the readings at 0.9 is wrong, no more, no less.

The score is the sum of the named features (`confidence.py`). A logistic curve over it is fitted
on labelled items (`python -m tests.calibrate`) and kept in `calibration.json`. A curve of two
weights, since labelled readings are few and wrong ones fewer: a weight a feature would follow the
noise of those that are hardly ever seen. The curve rises, so it never changes which of two
readings is the surer.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

HOME = Path(__file__).parent / "calibration.json"
FOLDS = 5
_STEPS = 50


class Sample(NamedTuple):
    """One report of a labelled item."""

    score: float
    is_right: bool
    """Kind and host are both in the item's labels."""
    story: str


@dataclass(frozen=True, slots=True)
class Curve:
    """p = 1 / (1 + exp(-(intercept + slope · score)))."""

    intercept: float
    slope: float

    def probability(self, score: float) -> float:
        """How likely a reading of this score is right, in (0, 1)."""
        return 1 / (1 + math.exp(-(self.intercept + self.slope * score)))

    def score(self, probability: float) -> float:
        """The score that has this probability, which must be in (0, 1)."""
        return (math.log(probability / (1 - probability)) - self.intercept) / self.slope


@cache
def shipped() -> Curve:
    """The curve that is in use."""
    return Curve(**json.loads(HOME.read_text("utf-8")))


def fit(samples: Sequence[Sample]) -> Curve:
    """The likeliest curve, by Newton's method.

    Raises ValueError where it has no bound: without both right and wrong samples.
    """
    if len({sample.is_right for sample in samples}) < 2:
        raise ValueError("a curve needs right and wrong samples: take more labelled items")
    a = b = 0.0
    for _ in range(_STEPS):
        g0 = g1 = h00 = h01 = h11 = 0.0
        for score, is_right, _story in samples:
            p = Curve(a, b).probability(score)
            error, weight = is_right - p, p * (1 - p)
            g0, g1 = g0 + error, g1 + error * score
            h00, h01, h11 = h00 + weight, h01 + weight * score, h11 + weight * score**2
        size = h00 * h11 - h01**2
        step_a, step_b = (h11 * g0 - h01 * g1) / size, (h00 * g1 - h01 * g0) / size
        a, b = a + step_a, b + step_b
        if abs(step_a) + abs(step_b) < 1e-9:
            break
    return Curve(round(a, 4), round(b, 4))


def cross_validated(samples: Sequence[Sample]) -> list[tuple[float, bool]]:
    """(probability, is right) of each sample, by a curve that saw no sample of its story."""
    judged: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        held = [sample for sample in samples if _fold(sample.story) == fold]
        curve = fit([sample for sample in samples if _fold(sample.story) != fold])
        judged.extend((curve.probability(each.score), each.is_right) for each in held)
    return judged


def _fold(story: str) -> int:
    return crc32(story.encode()) % FOLDS


class Bin(NamedTuple):
    """Readings of like probability."""

    low: float
    high: float
    size: int
    told: float
    """The mean of their probabilities."""
    right: float
    """The share of them that is right."""


def reliability(judged: Sequence[tuple[float, bool]], edges: Sequence[float]) -> list[Bin]:
    """The readings between each two edges; bins that hold none are left out."""
    bins = []
    for low, high in pairwise(edges):
        inside = [(p, is_right) for p, is_right in judged if low <= p < high]
        if inside:
            size = len(inside)
            told, right = sum(p for p, _ in inside), sum(is_right for _, is_right in inside)
            bins.append(Bin(low, high, size, told / size, right / size))
    return bins


def brier(judged: Sequence[tuple[float, bool]]) -> float:
    """The mean squared error of the probabilities: 0 is perfect."""
    return sum((p - is_right) ** 2 for p, is_right in judged) / len(judged)


def calibration_error(bins: Iterable[Bin]) -> float:
    """The mean distance of told and right over the bins, weighed by their readings (ECE)."""
    every = list(bins)
    total = sum(each.size for each in every)
    return sum(each.size * abs(each.told - each.right) for each in every) / total
