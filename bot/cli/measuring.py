"""`evaluate` and `evaluate-ledger`: how well texts are read, and how well they are merged."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.exits import CommandError
from bot.cli.reading import build_matcher, catalog_of_settings, put

if TYPE_CHECKING:
    from rich.console import RenderableType


def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Labelled items, JSON lines.")],
    misses: Annotated[
        bool, typer.Option("--misses", help="Show every item that was read wrong.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, misses too.")] = False,
) -> None:
    """Measure matching: figures by language and kind on labelled items, the ambiguous left out."""
    from bot.cli import scoring
    from watchers.matching import evaluate as measured
    from watchers.matching.jsonl import InputError

    found = measured.Evaluation((), 0)
    matcher = build_matcher()
    for file in files:
        try:
            found += measured.evaluate(_read(file).splitlines(), matcher)
        except InputError as error:
            raise CommandError(f"{file}: {error}") from None
    if as_json:
        put(scoring.as_object(found))
        return
    _print(scoring.tables(found))
    if misses:
        _print(scoring.misses(found))


def _print(parts: Iterable[RenderableType]) -> None:
    from rich.console import Console

    console = Console(soft_wrap=True)
    # A table that is cut says nothing: a narrow terminal may wrap it, a pipe has no width.
    console.width = max(console.width, 130)
    for part in parts:
        console.print(part)


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
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is no UTF-8 ({error.reason}): save it as UTF-8") from None
