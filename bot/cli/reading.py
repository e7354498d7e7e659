"""Commands that read texts: match, explain, preview; and how they read their input."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.exits import CommandError

if TYPE_CHECKING:
    from config.model import Catalog
    from watchers.matching import Matcher
    from watchers.matching.explain import Explanation
    from watchers.model import Item, Text


def match() -> None:
    """Read JSON lines {id, title, text, lang?, published?, publisher?, url?} on stdin, answer one
    JSON line an item: its reports.
    """
    from watchers.matching.jsonl import answer

    matcher = build_matcher()
    for number, line in lines_of(sys.stdin):
        text = _text(f"line {number}: ", object_of(number, line))
        put(answer(text.id, matcher.match(text)))


def explain(
    text: Annotated[list[str], typer.Argument(help="The text; several words need no quotes.")],
    published: Annotated[
        str | None, typer.Option(help="When it was published: YYYY, YYYY-MM or YYYY-MM-DD.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
) -> None:
    """Show what a text is read as, and why. A title and a text may be parted by a newline."""
    title, _, body = " ".join(text).partition("\n")
    item = {"id": "text", "title": title, "text": body}
    item |= {"published": published} if published else {}
    item |= {"publisher": publisher} if publisher else {}
    _show(build_matcher().explain(_text("", item)))


def preview(
    targets: Annotated[list[str], typer.Argument(help="Addresses or files.", metavar="URL|FILE…")],
    kind: Annotated[
        str | None, typer.Option(help="feed, page, telegram, sitemap or json; else guessed.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(help="The address that a file's links are relative to.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line an item.")] = False,
) -> None:
    """Show what a source would yield."""
    from bot.cli.previewing import read_target

    failed = False
    for target in targets:
        try:
            items = read_target(target, kind, base_url)
        except CommandError as error:
            failed = True
            print(f"missionwatch: {target}: {error}", file=sys.stderr)  # noqa: T201
            continue
        for item in items:
            put(_item_json(item)) if as_json else _print_item(item)
        if not items:
            print(f"missionwatch: {target}: readable, no items", file=sys.stderr)  # noqa: T201
    if failed:
        raise typer.Exit(1)


def _text(where: str, item: dict[str, Any]) -> Text:
    from watchers.matching.jsonl import InputError, text_of

    try:
        return text_of(item)
    except InputError as error:
        raise CommandError(f"{where}{error}") from None


def catalog_of_settings() -> Catalog:
    """The catalogue that the settings name."""
    from config.catalog import load_catalog
    from config.settings import load_settings

    settings = load_settings()
    return load_catalog(settings.dossier, settings.catalog_root, settings.sources_file)


def build_matcher() -> Matcher:
    """A matcher of that catalogue, for every language there is."""
    from config.lexicon import languages
    from watchers.matching import Matcher

    return Matcher.build(catalog_of_settings(), languages())


def lines_of(stream: Any) -> Iterator[tuple[int, str]]:
    """The lines that hold something, with their numbers."""
    for number, line in enumerate(stream, start=1):
        if line.strip():
            yield number, line


def object_of(number: int, line: str) -> dict[str, Any]:
    """The JSON object on a line. Raises CommandError."""
    try:
        value = json.loads(line)
    except ValueError as error:
        raise CommandError(
            f"line {number} is no JSON ({error}): write one object a line"
        ) from None
    if not isinstance(value, dict):
        raise CommandError(f"line {number} is no JSON object: write {{id, title, text, …}}")
    return value


def put(value: object) -> None:
    """One JSON line on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def _item_json(item: Item) -> dict[str, object]:
    from watchers.preview import published_text

    return {"title": item.title, "url": item.url, "published": published_text(item)}


def _print_item(item: Item) -> None:
    fields = _item_json(item)
    day = str(fields["published"] or "no date")[:10]
    sys.stdout.write(f"{day:10}  {item.title}\n            {item.url or 'no link'}\n")


def _show(explanation: Explanation) -> None:
    from rich.console import Console

    from bot.cli.explaining import explained

    console = Console(soft_wrap=True)
    for text in explained(explanation):
        console.print(text)
