"""Every command by name, and the entry point."""

from __future__ import annotations

import typer

from bot.cli import (
    asking,
    backfilling,
    checking,
    exchanging,
    linting,
    measuring,
    reading,
    running,
    sourcing,
)
from bot.cli.exits import guarded

app = typer.Typer(
    name="missionwatch",
    help="Tells the chats you name when a country changes how it deals with contested envoys.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
for command in (
    running.run,
    running.demo,
    running.doctor,
    asking.status,
    asking.missions,
    asking.latest,
    asking.history,
    asking.who,
    asking.compare,
    asking.count,
    asking.search,
    reading.match,
    reading.explain,
    reading.preview,
    checking.check_source,
    backfilling.backfill,
    exchanging.export,
    measuring.evaluate,
    measuring.evaluate_ledger,
):
    app.command()(guarded(command))
app.command("import")(guarded(exchanging.import_))
app.add_typer(exchanging.labels)
app.add_typer(sourcing.sources)
app.add_typer(linting.lexicon)


def main() -> None:
    """Entry point of the console script."""
    app()
