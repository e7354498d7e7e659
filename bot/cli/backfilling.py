"""`backfill`: old news from standard input or from archives, through matching and merging."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.exits import CommandError
from bot.cli.reading import build_matcher, catalog_of_settings, lines_of, object_of, put

if TYPE_CHECKING:
    from watchers.archives import Document
    from watchers.matching.parallel import Read

DRAWN_EVERY_S = 0.2
"""The progress bar: often enough to look alive."""


def backfill(
    archives: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Files of JSON lines (.jsonl), feeds, or WARC archives; .gz as well. "
            "Without any, JSON lines on standard input.",
            metavar="[FILE…]",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line an event.")] = False,
    empty: Annotated[
        bool, typer.Option("--empty", help="Merge against no history, not the shipped one.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that match.")] = 1,
    resume: Annotated[
        Path | None, typer.Option(help="Note what is done here, and go on from it next time.")
    ] = None,
    save: Annotated[
        bool, typer.Option("--save", help="Bring what is found into the store.")
    ] = False,
    announce: Annotated[
        bool, typer.Option("--announce", help="With --save: alert the subscribed chats, too.")
    ] = False,
) -> None:
    """Read old texts, merge them in order of time, answer with the events."""
    if announce and not save:
        raise CommandError("--announce needs --save: only what is in the store is announced")
    if save and empty:
        raise CommandError("--save and --empty exclude each other: the store has its history")
    if resume is not None and not archives:
        raise CommandError("--resume needs files: standard input cannot be read again")
    # Whoever resumes may save the next time.
    kept = save or resume is not None
    read = list(chain.from_iterable(_batches(archives or [], workers, resume, kept)))
    if save:
        asyncio.run(_save(read, is_announced=announce))
        return
    from bot.ledger.backfill import merged

    for event in merged(read, catalog_of_settings(), empty=empty):
        put(event) if as_json else _print(event)


def _batches(
    archives: Sequence[Path], workers: int, resume: Path | None, with_evidence: bool
) -> Iterator[list[Read]]:
    from concurrent.futures import BrokenExecutor

    from bot.cli.checkpoint import Checkpoint
    from watchers.archives import ArchiveError
    from watchers.matching.parallel import batches_of, read_all

    for path in archives:
        if not path.is_file():
            raise CommandError(f"{path} is no file")
    checkpoint = Checkpoint(resume, archives) if resume is not None else None
    done = checkpoint.done() if checkpoint else []
    yield from done
    batches = islice(batches_of(_documents(archives)), len(done), None)
    found = read_all(_counted(batches), build_matcher, workers, with_evidence=with_evidence)
    try:
        yield from checkpoint.kept(found) if checkpoint else found
    except ArchiveError as error:
        raise CommandError(str(error)) from None
    except BrokenExecutor:
        raise CommandError(
            "a process that matches was ended from outside, as happens where memory runs out: "
            "name fewer --workers; with --resume it goes on from what was done"
        ) from None


def _documents(archives: Sequence[Path]) -> Iterator[Document]:
    from watchers.archives import Document, DocumentKind, documents_in

    if archives:
        yield from chain.from_iterable(map(documents_in, archives))
        return
    for number, line in lines_of(sys.stdin):
        object_of(number, line)
        yield Document(f"line {number}", DocumentKind.LINE, line.encode())


def _counted(batches: Iterator[list[Document]]) -> Iterator[list[Document]]:
    """The batches, counted on a bar where somebody looks on."""
    if not sys.stderr.isatty():
        yield from batches
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), "texts", MofNCompleteColumn(), TimeElapsedColumn())
    # Drawn here and not by a thread of its own: beside one no worker can be forked.
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False) as progress:
        task = progress.add_task("texts", total=None)
        drawn_at = 0.0
        for batch in batches:
            yield batch
            progress.advance(task, len(batch))
            if time.monotonic() - drawn_at >= DRAWN_EVERY_S:
                progress.refresh()
                drawn_at = time.monotonic()


async def _save(read: Sequence[Read], *, is_announced: bool) -> None:
    from bot.backlog import enter
    from bot.ledger import events_of
    from bot.store import Store, events
    from config.settings import load_settings
    from watchers.clocks import SystemClock

    settings, catalog = load_settings(), catalog_of_settings()
    now = settings.now or SystemClock().now()
    # A running watcher merges, too: two at once would enter one event twice.
    store = await Store.open(settings.store, exclusive=True)
    try:
        async with store.write() as tx:
            await events.sync_history(tx, events_of(catalog, settings.history_until), now)
        done = await enter(store, read, catalog, now, is_announced=is_announced)
    finally:
        await store.close()
    sys.stdout.write(
        f"{done.items} texts with news entered, {done.seen} known already; events: "
        f"{done.new} new, {done.revised} revised; {done.deliveries} deliveries\n"
    )


def _print(event: dict[str, Any]) -> None:
    known = "known" if event["known"] else "new"
    where = event["mission"] or event["host"]
    told = f"{event['kind']:22} {event['assertion']:10} {where or '-'!s:32} {known:6}"
    sys.stdout.write(f"{told} news {len(event['items'])}, mentions {len(event['mentions'])}\n")
