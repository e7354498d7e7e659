"""`lexicon check`: what is wrong, or worth a look, in the lexicons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.exits import CommandError, guarded

if TYPE_CHECKING:
    from watchers.matching.lint import Finding

lexicon = typer.Typer(name="lexicon", help="Look after lexicons.", no_args_is_help=True)


@lexicon.callback()
def _lexicon() -> None:
    """Keeps `check` a word of its own: typer runs the only command of a group without it."""


@lexicon.command("check")
@guarded
def check(
    lang: Annotated[
        str | None, typer.Argument(help="One language, with its warnings; else all, counted.")
    ] = None,
) -> None:
    """Lint lexicons: ambiguous, shadowed and missing words. Exit code 1 where one is an error."""
    from config.lexicon import languages

    known = languages()
    if lang is not None and lang not in known:
        raise CommandError(f"no lexicon for {lang!r}: there are {', '.join(known)}")
    failed = False
    for each in [lang] if lang else known:
        findings = _findings(each)
        errors = [finding for finding in findings if finding.is_error]
        failed = failed or bool(errors)
        for finding in findings if lang else errors:
            name = "error" if finding.is_error else "warning"
            typer.echo(f"{each}: {name}: {finding.entry}: {finding.told}")
        typer.echo(f"{each}: {len(errors)} errors, {len(findings) - len(errors)} warnings")
    if failed:
        raise typer.Exit(1)


def _findings(lang: str) -> list[Finding]:
    from config.catalog import load_catalog
    from config.lexicon import DOSSIER_DIR, load_dossier_lexicon, load_lexicon
    from config.settings import load_settings
    from watchers.matching.lint import lint, mission_cities

    dossier = load_settings().dossier
    is_known = (DOSSIER_DIR / dossier / "lexicon" / f"{lang}.yaml").exists()
    own = load_dossier_lexicon(dossier, lang) if is_known else None
    cities = mission_cities(load_catalog(dossier))
    return sorted(lint(load_lexicon(lang), own, cities), key=lambda finding: not finding.is_error)
