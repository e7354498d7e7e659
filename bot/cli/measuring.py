"""`evaluate-ledger`: how well merging meets labelled stories."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.exits import CommandError
from bot.cli.reading import build_matcher, catalog_of_settings


def evaluate_ledger(
    files: Annotated[list[Path], typer.Argument(help="Labelled items, JSON lines with `story`.")],
    labels: Annotated[
        bool, typer.Option("--labels", help="Take the labels themselves for the reports.")
    ] = False,
    overlaps: Annotated[
        Path | None, typer.Option(help="JSON whose `overlaps` are pairs of stories of one act.")
    ] = None,
) -> None:
    """Measure merging: are items of one story in one event, and only they?"""
    from bot.ledger.evaluate import Pairs, evaluate

    pairs = json.loads(_read(overlaps))["overlaps"] if overlaps else []
    scores = evaluate(
        _lines(files),
        catalog_of_settings(),
        None if labels else build_matcher(),
        [frozenset(pair) for pair in pairs],
    )

    def told(name: str, each: Pairs) -> str:
        counts = f"{each.right} right, {each.wrong} wrong, {each.missed} missed"
        return f"{name:18} {each.precision:.3f} precision, {each.recall:.3f} recall  ({counts})\n"

    sys.stdout.write(f"items judged       {scores.items}\n")
    sys.stdout.write(told("pairs", scores.pairs) + told("pairs, news alone", scores.news))
    sys.stdout.write(f"events a story     {scores.events_per_story:.2f}\n")


def _lines(files: list[Path]) -> Iterator[str]:
    for file in files:
        yield from _read(file).splitlines()


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be read ({error.strerror})") from None
