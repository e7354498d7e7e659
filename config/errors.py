"""What can be wrong with the configuration.

ConfigError
├── CatalogError(problems)    a dossier, region or country file that cannot be used
├── EntryError(problems)      entries of sources that cannot be taken
└── SettingsError(problems)   a bad value in the environment, `.env` or a secret file
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what, and the cure. Never holds a secret."""

    file: str
    """The file, or for a setting where it was read (the environment, `.env`, a secret file)."""
    what: str
    cure: str
    entry: str | None = None
    """The id of the entry; None for the file as a whole."""
    field: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        parts = [where, self.entry, self.field, self.what]
        return ": ".join(part for part in parts if part) + f". {self.cure}."


class ConfigError(Exception):
    """Base of both. `problems` holds all that is wrong, not just the first."""

    heading = "the configuration cannot be used"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{self.heading}:\n{lines}")


class CatalogError(ConfigError):
    """A file of the catalogue is not as it must be."""

    heading = "the catalogue cannot be used"


class EntryError(ConfigError):
    """Entries of sources, given at run time, are not as they must be."""

    heading = "the source cannot be taken"


class SettingsError(ConfigError):
    """A setting has a value that cannot be used."""

    heading = "the settings cannot be used"
