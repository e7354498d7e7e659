"""Commands that read texts: match, explain, preview, backfill."""

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

    matcher = _matcher(_catalog())
    for number, line in _lines(sys.stdin):
        text = _text(f"line {number}: ", _object(number, line))
        _put(answer(text.id, matcher.match(text)))


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
    _show(_matcher(_catalog()).explain(_text("", item)))


def preview(
    targets: Annotated[list[str], typer.Argument(help="Addresses or files.", metavar="URL|FILE…")],
    kind: Annotated[str | None, typer.Option(help="feed or page; guessed when not given.")] = None,
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
            _put(_item_json(item)) if as_json else _print_item(item)
        if not items:
            print(f"missionwatch: {target}: readable, no items", file=sys.stderr)  # noqa: T201
    if failed:
        raise typer.Exit(1)


def backfill(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line an event.")] = False,
    empty: Annotated[
        bool, typer.Option("--empty", help="Merge against no history, not the shipped one.")
    ] = False,
) -> None:
    """Read the lines of `match` on stdin, merge them in order of time, answer with the events."""
    from bot.ledger.backfill import backfill as merge_all

    objects = [_object(number, line) for number, line in _lines(sys.stdin)]
    for number, each in enumerate(objects, start=1):
        _text(f"item {number}: ", each)
    catalog = _catalog()
    for event in merge_all(objects, _matcher(catalog), catalog, empty=empty):
        _put(event) if as_json else _print_event(event)


def _text(where: str, item: dict[str, Any]) -> Text:
    from watchers.matching.jsonl import InputError, text_of

    try:
        return text_of(item)
    except InputError as error:
        raise CommandError(f"{where}{error}") from None


def _catalog() -> Catalog:
    from config.catalog import load_catalog
    from config.settings import load_settings

    settings = load_settings()
    return load_catalog(settings.dossier, settings.catalog_root, settings.sources_file)


def _matcher(catalog: Catalog) -> Matcher:
    from config.lexicon import languages
    from watchers.matching import Matcher

    return Matcher.build(catalog, languages())


def _lines(stream: Any) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(stream, start=1):
        if line.strip():
            yield number, line


def _object(number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise CommandError(
            f"line {number} is no JSON ({error}): write one object a line"
        ) from None
    if not isinstance(value, dict):
        raise CommandError(f"line {number} is no JSON object: write {{id, title, text, …}}")
    return value


def _put(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def _item_json(item: Item) -> dict[str, object]:
    published = None
    if item.published is not None:
        day_only = item.published_is_day
        published = item.published.date().isoformat() if day_only else _iso(item.published)
    return {"title": item.title, "url": item.url, "published": published}


def _iso(moment: Any) -> str:
    return str(moment.isoformat().replace("+00:00", "Z"))


def _print_item(item: Item) -> None:
    fields = _item_json(item)
    day = str(fields["published"] or "no date")[:10]
    sys.stdout.write(f"{day:10}  {item.title}\n            {item.url or 'no link'}\n")


def _print_event(event: dict[str, Any]) -> None:
    known = "known" if event["known"] else "new"
    where = event["mission"] or event["host"]
    told = f"{event['kind']:22} {event['assertion']:10} {where or '-'!s:32} {known:6}"
    sys.stdout.write(f"{told} news {len(event['items'])}, mentions {len(event['mentions'])}\n")


def _show(explanation: Explanation) -> None:
    from rich.console import Console

    from bot.cli.explaining import explained

    console = Console(soft_wrap=True)
    for text in explained(explanation):
        console.print(text)
