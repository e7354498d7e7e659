"""Commands that carry the ledger in and out: export, import, labels export."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.exits import CommandError, guarded

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file, not to the screen.")
]


def export(
    form: Annotated[str, typer.Option("--format", help="json, csv, geojson or parquet.")] = "json",
    output: Output = None,
) -> None:
    """Write the whole ledger: the store's, or the shipped history where there is no store."""
    from bot.cli.exchange import whole_ledger
    from bot.ledger.exporting import ExportFormat, exported

    try:
        wanted = ExportFormat(form)
    except ValueError:
        raise CommandError(
            f"--format {form!r} is unknown: write {', '.join(ExportFormat)}"
        ) from None
    if wanted is ExportFormat.PARQUET and output is None and sys.stdout.isatty():
        raise CommandError("parquet is not for a screen: name a file with --output")
    events, catalog = asyncio.run(whole_ledger())
    _write(exported(events, catalog, wanted), output)


def import_(
    file: Annotated[Path, typer.Argument(help="What `export --format json` wrote.")],
) -> None:
    """Bring an exported ledger into the store; what it holds already stays as it is."""
    from bot.cli.exchange import take_in

    done = asyncio.run(take_in(_document(file)))
    sys.stdout.write(f"{done.new} new, {done.revised} revised, {done.kept} held already\n")


labels = typer.Typer(
    name="labels", help="What editors decided, as labelled items.", no_args_is_help=True
)


@labels.callback()
def _labels() -> None:
    """Keeps `export` a word of its own: typer runs the only command of a group without it."""


@labels.command("export")
@guarded
def export_labels(output: Output = None) -> None:
    """Write every report that an editor decided, one labelled JSON line each."""
    from bot.cli.exchange import decided

    lines = [json.dumps(each, ensure_ascii=False) + "\n" for each in asyncio.run(decided())]
    _write("".join(lines).encode(), output)


def _document(file: Path) -> object:
    try:
        return json.loads(file.read_bytes())
    except OSError as error:
        raise CommandError(f"{file} cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise CommandError(
            f"{file} is no JSON ({error}): import what `export --format json` wrote"
        ) from None


def _write(data: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise CommandError(f"{output} cannot be written ({error.strerror})") from None
