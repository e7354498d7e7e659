"""The operators' commands over sources: list them, add, pause, resume, retire."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.cli.exits import CommandError, guarded

By = Annotated[str, typer.Option(help="Who does it; else the user's name on this machine.")]
Why = Annotated[str, typer.Option(help="Why; kept with the change.")]
SourceId = Annotated[str, typer.Argument(help="The source's id.", metavar="ID")]


class _ListedUnlessTold(TyperGroup):
    """`sources` and `sources russia` list; the names of commands are commands."""

    # Typer carries a click of its own, whose types it does not export.
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Puts `list` before what names no command."""
        if args[:1] != ["--help"] and (not args or args[0] not in self.commands):
            args = ["list", *args]
        return list(super().parse_args(ctx, args))


sources = typer.Typer(
    name="sources",
    help="The feeds and pages that are polled. Without a command: list them.",
    cls=_ListedUnlessTold,
)


@sources.command("list")
@guarded
def list_(
    place: Annotated[
        list[str] | None, typer.Argument(help="A country or a region.", metavar="[COUNTRY]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Each source: how it stands, since when, why, its last new item; and what is not covered."""
    from bot.cli.sourcelisting import listed, listed_json

    where = " ".join(place or [])
    if as_json:
        found = asyncio.run(listed_json(where))
        _say(json.dumps(found, ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    from bot.chat.terminal import render

    console = Console(soft_wrap=True, highlight=False)
    for message in asyncio.run(listed(where)):
        console.print(render(message))


@sources.command("add")
@guarded
def add(
    entry: Annotated[
        str | None,
        typer.Option(help="A file of entries as in sources.yaml; - for standard input."),
    ] = None,
    id: Annotated[str | None, typer.Option(help="The new source's id.")] = None,
    url: Annotated[str | None, typer.Option(help="Its address.")] = None,
    kind: Annotated[str | None, typer.Option(help="feed, page, telegram, …")] = None,
    publisher: Annotated[str | None, typer.Option(help="As alerts name it.")] = None,
    country: Annotated[str | None, typer.Option(help="ISO code of its state.")] = None,
    lang: Annotated[str | None, typer.Option(help="ISO 639-1 of its texts.")] = None,
    role: Annotated[str | None, typer.Option(help="host_mfa, news, wire, …")] = None,
    tier: Annotated[str | None, typer.Option(help="1, 2 or 3.")] = None,
    notes: Annotated[str | None, typer.Option(help="How it behaves.")] = None,
    why: Why = "",
    by: By = "",
) -> None:
    """Add a source; a running process polls it from its next tick on."""
    from bot.cli.sourcechanges import add_entries

    given = {
        "id": id,
        "kind": kind,
        "url": url,
        "publisher": publisher,
        "country": country,
        "lang": lang,
        "role": role,
        "tier": tier,
        "notes": notes,
    }
    told = {field: value for field, value in given.items() if value is not None}
    if entry is not None and told:
        raise CommandError("--entry holds all fields: leave the other options out")
    if entry is None and not told:
        raise CommandError("says no source: give --entry FILE, or --id, --url and the others")
    name = "--entry" if entry is not None else "sources add"
    text = json.dumps([told], ensure_ascii=False) if entry is None else _read(entry)
    for source in asyncio.run(add_entries(text, name, by, why, has_lines=entry is not None)):
        _say(f"{source.id} is added: {source.kind.value} {source.url}")


@sources.command("pause")
@guarded
def pause(
    source_id: SourceId,
    why: Annotated[str, typer.Option(help="Why; kept with the change.")],
    by: By = "",
) -> None:
    """Stop polling a source until `resume`."""
    _change(source_id, "pause", by, why)


@sources.command("resume")
@guarded
def resume(source_id: SourceId, why: Why = "", by: By = "") -> None:
    """Poll again what was paused, retired, or off in the catalogue."""
    _change(source_id, "resume", by, why)


@sources.command("retire")
@guarded
def retire(
    source_id: SourceId,
    why: Annotated[str, typer.Option(help="Why; kept with the change.")],
    by: By = "",
) -> None:
    """Never poll a source again; it stays in listings with the reason."""
    _change(source_id, "retire", by, why)


@sources.command("changes")
@guarded
def changes(
    source_id: Annotated[str | None, typer.Argument(help="Of one source.", metavar="[ID]")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a change.")] = False,
) -> None:
    """Who changed which source, when and why; oldest first."""
    from bot.cli.sourcechanges import all_changes

    for change in asyncio.run(all_changes(source_id)):
        told: dict[str, Any] = {
            "source": change.source_id,
            "action": change.action.value,
            "at": change.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "by": change.by,
            "reason": change.reason,
        }
        if as_json:
            _say(json.dumps(told, ensure_ascii=False))
        else:
            why = f": {change.reason}" if change.reason else ""
            _say(f"{told['at']}  {change.action.value:6} {change.source_id}  by {change.by}{why}")


@sources.command("export-opml")
@guarded
def export_opml(
    file: Annotated[Path | None, typer.Argument(help="Else the screen.")] = None,
) -> None:
    """Write the polled feeds as OPML; what is left out is told on standard error."""
    from bot.cli.opmling import exported

    data, taken, left = asyncio.run(exported())
    if file is None:
        sys.stdout.buffer.write(data + b"\n")
    else:
        try:
            file.write_bytes(data)
        except OSError as error:
            raise CommandError(f"{file} cannot be written ({error.strerror})") from None
    _tell(f"{len(taken)} feeds written, {len(left)} sources left out")
    for why, count in Counter(each.why for each in left).most_common():
        _tell(f"  {count}: {why}")


@sources.command("import-opml")
@guarded
def import_opml(
    file: Annotated[Path, typer.Argument(help="An OPML file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say it, do not do it.")] = False,
    country: Annotated[str | None, typer.Option(help="For feeds that do not say.")] = None,
    lang: Annotated[str | None, typer.Option(help="For feeds that do not say.")] = None,
    role: Annotated[str, typer.Option(help="For feeds that do not say.")] = "news",
    tier: Annotated[str, typer.Option(help="For feeds that do not say.")] = "3",
    by: By = "",
) -> None:
    """Add the feeds of an OPML file; what is left out is told with the reason."""
    from bot.cli.opmling import imported

    given = {"country": country, "lang": lang, "role": role, "tier": tier}
    told = {field: value for field, value in given.items() if value is not None}
    taken, left = asyncio.run(imported(file, told, by, dry_run))
    done = "would be added" if dry_run else "is added"
    for source in taken:
        _say(f"{source.id} {done}: {source.url}")
    for each in left:
        _tell(f"left out: {each.name}: {each.why}")
    _tell(f"{len(taken)} feeds {'to add' if dry_run else 'added'}, {len(left)} left out")


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")


def _change(source_id: str, action: str, by: str, why: str) -> None:
    from bot.cli.sourcechanges import make_change

    done = asyncio.run(make_change(source_id, action, by, why))
    _say(f"{source_id} is {done.standing.value}: a running process heeds it at its next tick")


def _read(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"--entry {file} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise CommandError(f"--entry {file} is not UTF-8: save it as UTF-8") from None


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
