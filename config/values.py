"""Reads settings: one small function a type, from the text that was written to a checked value.

Each raises ValueError whose message says what is wrong with the value and, behind a `|`, what to
write instead. None of them quotes the value: it may be a secret; the caller quotes it where not.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from config.secret import Secret

E = TypeVar("E", bound=StrEnum)

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off"})
_SQL_SCHEMES = re.compile(r"(sqlite|postgresql)(\+\w+)?\Z")


def read_path(text: str) -> Path:
    """A path; `~` is the home folder."""
    if "\0" in text:
        raise ValueError("is no path|Write a path")
    return Path(text).expanduser()


def read_folder(text: str) -> Path:
    """A folder that exists."""
    path = read_path(text)
    if not os.path.isdir(path):
        raise ValueError("is no folder|Write the path of a folder that exists")
    return path


def read_file(text: str) -> Path:
    """A file that exists."""
    path = read_path(text)
    if not os.path.isfile(path):
        raise ValueError("is no file|Write the path of a file that exists")
    return path


def read_flag(text: str) -> bool:
    """True or false, in the usual words."""
    word = text.casefold()
    if word not in _YES | _NO:
        raise ValueError("is neither true nor false|Write true or false")
    return word in _YES


def read_time(text: str) -> dt.datetime:
    """An ISO time, made UTC; one without a zone is UTC already."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("is no time|Write an ISO time, as 2022-03-20T06:00:00Z") from None
    return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)


def read_day(text: str) -> dt.date:
    """A calendar day."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError("is no day|Write YYYY-MM-DD, as 2022-03-20") from None


def whole_between(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers within bounds, both included."""

    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(f"is out of bounds|Write a whole number from {low} to {high}")
        return int(text)

    return read


def number_between(low: float, high: float) -> Callable[[str], float]:
    """A reader of numbers within bounds, both included."""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if not low <= number <= high:
            raise ValueError(f"is out of bounds|Write a number from {low:g} to {high:g}")
        return number

    return read


def word_of(words: type[E]) -> Callable[[str], E]:
    """A reader of an enum's values, in any case."""

    def read(text: str) -> E:
        try:
            return words(text.casefold())
        except ValueError:
            raise ValueError(f"is unknown|Write one of {', '.join(words)}") from None

    return read


def url_with(*schemes: str) -> Callable[[str], str]:
    """A reader of addresses with one of these schemes; a slash at the end is cut."""
    shown = " or ".join(f"{scheme}://host:port" for scheme in schemes)

    def read(text: str) -> str:
        try:
            parts = urlsplit(text)
            usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable or re.search(r"\s", text):
            raise ValueError(f"is no usable address|Write {shown}")
        return text.rstrip("/")

    return read


def read_database_url(text: str) -> str:
    """The address of a database, as SQLAlchemy writes it."""
    scheme, separator, rest = text.partition("://")
    if not separator or not rest or not _SQL_SCHEMES.match(scheme):
        cure = "Write sqlite+aiosqlite:///file or postgresql+asyncpg://user@host/name"
        raise ValueError(f"is no database address|{cure}")
    return text


def token_like(pattern: str, shape: str) -> Callable[[str], Secret]:
    """A reader of tokens of a shape; catches the wrong token in the right place."""

    def read(text: str) -> Secret:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"has not the shape of this token|It looks like {shape}")
        return Secret(text)

    return read


def text_like(pattern: str, shape: str) -> Callable[[str], str]:
    """A reader of texts of a shape."""

    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"has not the right shape|Write {shape}")
        return text

    return read
