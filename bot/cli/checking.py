"""`check-source`: what a source at an address would yield, and the entry that would watch it."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.cli.checks import Checked


def check_source(
    url: Annotated[str, typer.Argument(help="An address of a feed or a page.")],
    add: Annotated[bool, typer.Option("--add", help="Add what is proposed.")] = False,
    id: Annotated[str | None, typer.Option(help="Its id; else made of the address.")] = None,
    kind: Annotated[str | None, typer.Option(help="feed, page, …; else guessed.")] = None,
    publisher: Annotated[str | None, typer.Option(help="As alerts name it.")] = None,
    country: Annotated[str | None, typer.Option(help="ISO code of its state.")] = None,
    lang: Annotated[str | None, typer.Option(help="ISO 639-1 of its texts.")] = None,
    role: Annotated[str | None, typer.Option(help="host_mfa, news, wire, …")] = None,
    tier: Annotated[str | None, typer.Option(help="1, 2 or 3.")] = None,
    why: Annotated[str, typer.Option(help="Why it is added; kept.")] = "",
    by: Annotated[str, typer.Option(help="Who adds it; else the user's name here.")] = "",
) -> None:
    """Fetch and read an address as a poll would; say what is missing; propose an entry."""
    from bot.cli.checks import checked

    given = {"id": id, "kind": kind, "publisher": publisher, "country": country}
    given |= {"lang": lang, "role": role, "tier": tier}
    told = {field: value for field, value in given.items() if value is not None}
    found = asyncio.run(checked(url, told))
    for line in found.lines:
        sys.stdout.write(line + "\n")
    if add:
        _add(found, by, why)
    elif not found.is_usable:
        raise typer.Exit(1)


def _add(found: Checked, by: str, why: str) -> None:
    from bot.cli.exits import CommandError
    from bot.cli.sourcechanges import add_entries

    if not found.is_usable:
        raise CommandError("it is not added: nothing could be read there")
    reason = why or f"check-source read {found.items} items"
    for source in asyncio.run(add_entries(found.entry, "--add", by, reason, has_lines=False)):
        sys.stdout.write(f"{source.id} is added\n")
