"""Commands that ask the ledger. Without a store the shipped history answers."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.model import Message

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Words = Annotated[list[str] | None, typer.Argument(help="A place, and a day as YYYY-MM-DD.")]


def status(
    words: Words = None,
    known: Annotated[
        str | None, typer.Option(help="As it was known at the end of this day, YYYY-MM-DD.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """How a host stands, today or on a day; without a place all hosts by stance."""
    _ask("status", [*(words or []), *(["known", known] if known else [])], as_json)


def missions(words: Words = None, as_json: AsJson = False) -> None:
    """The missions in a host, or all: who runs them, who heads them, whose papers count."""
    _ask("missions", words, as_json)


def latest(words: Words = None, as_json: AsJson = False) -> None:
    """The newest events of the ledger."""
    _ask("latest", words, as_json)


def history(words: Words = None, as_json: AsJson = False) -> None:
    """What happened, newest first: a place, from a day, to a day."""
    _ask("history", words, as_json)


def who(words: Words = None, as_json: AsJson = False) -> None:
    """Who headed the missions of a country or city, and when."""
    _ask("who", words, as_json)


def compare(words: Words = None, as_json: AsJson = False) -> None:
    """What changed between two days."""
    _ask("compare", words, as_json)


def count(words: Words = None, as_json: AsJson = False) -> None:
    """How many hosts stand at each stance, today and on a day."""
    _ask("count", words, as_json)


def search(words: Words = None, as_json: AsJson = False) -> None:
    """Events by words."""
    _ask("search", words, as_json)


def _ask(command: str, words: list[str] | None, as_json: bool) -> None:
    import asyncio

    from bot.cli.desk import answer, answer_json

    line = " ".join([command, *(words or [])])
    if as_json:
        found = asyncio.run(answer_json(line))
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    else:
        _print(asyncio.run(answer("/" + line)))


def _print(message: Message) -> None:
    from rich.console import Console

    from bot.chat.terminal import render

    Console(soft_wrap=True, highlight=False).print(render(message))
