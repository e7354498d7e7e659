"""Fits the curve of confidence anew: `python -m tests.calibrate FILE.jsonl…` on labelled items.

Writes `watchers/matching/calibration.json` and prints the table for docs/matching.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from config.catalog import load_catalog
from config.lexicon import languages
from config.vocabulary import Kind
from watchers.matching import Matcher
from watchers.matching.calibration import (
    HOME,
    Bin,
    Sample,
    brier,
    calibration_error,
    cross_validated,
    fit,
    reliability,
    shipped,
)
from watchers.matching.labelled import read_labelled

EDGES = (0.0, 0.6, 0.8, 0.85, 0.9, 0.95, 1.0)


def samples(files: Iterable[Path], matcher: Matcher) -> Iterator[Sample]:
    """Every report of the items that could alert, ambiguous items left out."""
    for file in files:
        for item in read_labelled(file.read_text("utf-8").splitlines()):
            if item.is_ambiguous:
                continue
            for report in matcher.match(item.text):
                if report.background or report.kind is Kind.POSITION:
                    continue
                score = shipped().score(report.confidence)
                yield Sample(score, item.holds(report), item.story)


def table(judged: list[tuple[float, bool]]) -> str:
    """The reliability table, with its two figures below."""
    bins = reliability(judged, EDGES)
    rows = "\n".join(map(_row, bins))
    figures = f"Brier {brier(judged):.3f}, ECE {calibration_error(bins):.3f}, n {len(judged)}"
    return f"| probability | n | mean told | right |\n|---|---|---|---|\n{rows}\n\n{figures}"


def _row(each: Bin) -> str:
    return f"| {each.low:.2f}–{each.high:.2f} | {each.size} | {each.told:.3f} | {each.right:.3f} |"


def main() -> None:
    """Fit, write, print."""
    matcher = Matcher.build(load_catalog(), languages())
    found = list(samples(map(Path, sys.argv[1:]), matcher))
    print(table(cross_validated(found)))
    HOME.write_text(json.dumps(asdict(fit(found))) + "\n", "utf-8")


if __name__ == "__main__":
    main()
