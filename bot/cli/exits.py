"""How a command ends when something is wrong: one sentence on stderr and an exit code."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import Any

import typer

BAD_INPUT = 1
BAD_CONFIG = 2
TOKEN_REFUSED = 3
STORE_LOCKED = 4


class CommandError(Exception):
    """Bad input to a command: the sentence says what and the cure."""

    code = BAD_INPUT


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn the errors a user can cure into a sentence and their exit code."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except BrokenPipeError:
            # The reader of our output went away (`| head`): nothing is wrong. Python would
            # complain once more when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except Exception as error:
            code = _exit_code(error)
            if code is None:
                raise
            print(f"missionwatch: {error}", file=sys.stderr)  # noqa: T201 - the CLI's own voice
            raise typer.Exit(code) from None

    return wrapped


def _exit_code(error: Exception) -> int | None:
    # Imported only once something has gone wrong, so that a healthy start does not pay.
    from bot.chat.errors import TokenRefused, UnreadableStore
    from bot.ledger.errors import LedgerError
    from bot.store import StoreError, StoreLocked
    from config.errors import ConfigError
    from config.lexicon import LexiconError

    if isinstance(error, CommandError):
        return error.code
    if isinstance(error, ConfigError | LexiconError):
        return BAD_CONFIG
    if isinstance(error, TokenRefused):
        return TOKEN_REFUSED
    if isinstance(error, StoreLocked):
        return STORE_LOCKED
    if isinstance(error, StoreError):
        return BAD_CONFIG
    if isinstance(error, UnreadableStore | LedgerError):
        return BAD_INPUT
    return None
