"""How a command ends: one sentence and a code for what a user can cure, else the traceback."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from bot.chat.errors import TokenRefused
from bot.cli.exits import CommandError, guarded
from bot.model import Platform
from bot.store import StoreError, StoreLocked, StoreTooNew
from config.errors import CatalogError, Problem
from config.lexicon import LexiconError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CommandError("no such file"), 1),
        (CatalogError([Problem("x.yaml", "is wrong", "Mend it")]), 2),
        (LexiconError("en.yaml: is wrong"), 2),
        (StoreError("cannot be written"), 2),
        (StoreTooNew("is newer"), 2),
        (TokenRefused(Platform.SLACK, "A_SETTING", "revoked"), 3),
        (StoreLocked("another process"), 4),
    ],
)
def test_what_a_user_can_cure_is_a_sentence_and_a_code(
    error: Exception, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended:
        guarded(_raising(error))()

    assert ended.value.exit_code == code
    assert capsys.readouterr().err == f"missionwatch: {error}\n"


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    with pytest.raises(KeyError):
        guarded(_raising(KeyError("ours")))()


def test_a_reader_that_goes_away_is_no_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "out").open("w") as out:
        monkeypatch.setattr("sys.stdout", out)
        with pytest.raises(typer.Exit) as ended:
            guarded(_raising(BrokenPipeError()))()
        assert os.path.samestat(os.fstat(out.fileno()), os.stat(os.devnull))

    assert ended.value.exit_code == 0


def _raising(error: Exception) -> Callable[[], None]:
    def command() -> None:
        raise error

    return command
