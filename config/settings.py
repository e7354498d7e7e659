"""How it runs: one checked object, read once at the start.

From what the caller passes, the environment, secret files and `.env`, nearest first (see
`config.layers`). docs/configuration.md describes each setting; a test holds it to that.

A plain dataclass and not pydantic-settings, whose import alone takes 0.3 s of the 0.7 s in which
`missionwatch status` has to start.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from config.errors import Problem, SettingsError
from config.layers import PREFIX, Raw, find_raw, key_of
from config.secret import Secret
from config.values import (
    number_between,
    read_database_url,
    read_day,
    read_file,
    read_flag,
    read_folder,
    read_path,
    read_time,
    text_like,
    token_like,
    url_with,
    whole_between,
    word_of,
)


class LogLevel(StrEnum):
    """What is logged: this and worse."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    """How a log line looks."""

    CONSOLE = "console"
    JSON = "json"


PRODUCT = "MissionWatch/0.1.0"
"""Name and version as webmasters see them; a test holds the version to the package's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, checked. Nothing secret is in its repr."""

    # --- where things are ---
    data: Path = Path("data")
    """The folder of the store."""
    database_url: str | None = field(default=None, repr=False)
    """None: a SQLite file in `data`."""
    secrets_dir: Path | None = None
    """A folder with one file a secret, named like the setting in small letters."""
    catalog_root: Path | None = None
    """Another folder of dossiers/, regions.yaml, countries.yaml, lexicon/; None: the shipped."""
    dossier: str = "afghanistan"
    sources_file: Path | None = None
    """Replaces the dossier's sources."""

    # --- chats ---
    telegram_token: Secret | None = None
    telegram_base_url: str | None = None
    """A Bot API server of one's own."""
    telegram_proxy: str | None = field(default=None, repr=False)
    slack_bot_token: Secret | None = None
    slack_app_token: Secret | None = None
    slack_base_url: str | None = None
    editors_chat: str | None = None
    """`platform:id` of the chat that decides what was read unsurely; None: nobody does."""
    operators_chat: str | None = None
    """`platform:id` of the chat that is told how the sources stand; None: the log alone is."""

    # --- the web ---
    http_proxy: str | None = field(default=None, repr=False)
    user_agent: str = f"{PRODUCT} (watches ministries' news for diplomatic posts)"
    min_host_gap_s: float = 3.0
    """Seconds between two requests to one host."""
    allow_loopback: bool = False
    """Let sources be on this machine: for the demo and tests only."""
    poll_workers: int = 32
    """Polls under way at once."""
    tick_s: float = 1.0
    """Seconds between two looks at what is due."""

    # --- time ---
    now: dt.datetime | None = None
    """The clock starts there and runs on; None: the real time."""
    clock_rate: float = 1.0
    """How many seconds the clock shows in one: for the demo and tests."""
    history_until: dt.date | None = None
    """The last day of the shipped history that is loaded; None: all of it."""

    # --- logs ---
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.CONSOLE

    @property
    def store(self) -> str | Path:
        """Where the store is: a database URL, or the SQLite file in `data`."""
        return self.database_url or self.data / "missionwatch.db"


_CHAT = text_like(
    r"telegram:-?\d+|slack:[A-Z][A-Z0-9]+|console:console",
    "telegram:-1001234567890, slack:C0123ABCD or console:console",
)
READERS: Mapping[str, Callable[[str], object]] = {
    "data": read_path,
    "database_url": read_database_url,
    "secrets_dir": read_folder,
    "catalog_root": read_folder,
    "dossier": text_like(r"[a-z0-9]+(-[a-z0-9]+)*", "the name of a folder in dossiers/"),
    "sources_file": read_file,
    "telegram_token": token_like(r"\d+:[\w-]+", "123456789:AA…, from @BotFather"),
    "telegram_base_url": url_with("http", "https"),
    "telegram_proxy": url_with("http", "https", "socks5", "socks5h"),
    "slack_bot_token": token_like(r"xoxb-[\w-]+", "xoxb-…, from OAuth & Permissions"),
    "slack_app_token": token_like(r"xapp-[\w-]+", "xapp-…, from Basic Information"),
    "slack_base_url": url_with("http", "https"),
    "editors_chat": _CHAT,
    "operators_chat": _CHAT,
    "http_proxy": url_with("http", "https"),
    "user_agent": text_like(r"[\x20-\x7e]{3,200}", "3 to 200 ASCII letters"),
    "min_host_gap_s": number_between(0, 600),
    "allow_loopback": read_flag,
    "poll_workers": whole_between(1, 256),
    "tick_s": number_between(0.05, 60),
    "now": read_time,
    "clock_rate": number_between(1, 100_000),
    "history_until": read_day,
    "log_level": word_of(LogLevel),
    "log_format": word_of(LogFormat),
}
"""How each setting's text is read."""

SECRETS = frozenset(
    {
        "database_url",
        "http_proxy",
        "slack_app_token",
        "slack_bot_token",
        "telegram_proxy",
        "telegram_token",
    }
)
"""Never shown; may be kept in a file of their own. A database or proxy URL can hold a password."""


def load_settings(
    environ: Mapping[str, str] | None = None, folder: Path | None = None, **overrides: object
) -> Settings:
    """Read all settings: `overrides`, `environ` (the process's), and the `.env` of `folder` (cwd).

    An override that is a text is read like one from the environment; None leaves it to the rest.
    Raises `SettingsError` that names each bad key, what is wrong and the cure, and no secret.
    """
    problems: list[Problem] = []
    values: dict[str, object] = {}
    environ = os.environ if environ is None else environ
    found = find_raw(READERS, SECRETS, environ, folder or Path(), problems)
    for name, value in overrides.items():
        if name not in READERS:
            problems.append(Problem("the caller", "is no setting", "Take it out", field=name))
        elif isinstance(value, str):
            found[name] = Raw(value, "the caller")
        elif value is not None:
            found.pop(name, None)
            values[name] = value
    for name, raw in found.items():
        _read(name, raw, values, problems)
    _check_together(values, problems)
    if problems:
        raise SettingsError(problems)
    return Settings(**values)  # type: ignore[arg-type]  # each was made by its field's reader


def _read(name: str, raw: Raw, values: dict[str, object], problems: list[Problem]) -> None:
    try:
        values[name] = READERS[name](raw.text)
    except ValueError as error:
        what, _, cure = str(error).partition("|")
        shown = what if name in SECRETS else f"{raw.text!r} {what}"
        problems.append(Problem(raw.where, shown, cure, field=key_of(name)))


def _check_together(values: Mapping[str, object], problems: list[Problem]) -> None:
    """Slack's Socket Mode takes both tokens or none; named chats are of platforms in use."""
    tokens = {key_of("slack_bot_token"), key_of("slack_app_token")}
    there = {key for key in tokens if key.removeprefix(PREFIX).casefold() in values}
    refused = {problem.field.removesuffix("_FILE") for problem in problems if problem.field}
    if len(there) == 1 and not tokens & refused:
        missing, other = *(tokens - there), *there
        cure = f"Set both, or take {other} away"
        problems.append(Problem("Slack", f"is missing beside {other}", cure, field=missing))
    for who in ("editors", "operators"):
        _check_chat(who, values, refused, problems)


def _check_chat(
    who: str, values: Mapping[str, object], refused: set[str], problems: list[Problem]
) -> None:
    """Their chat is on a platform that there is: the terminal, where no token is set."""
    name = f"{who}_chat"
    platform = str(values.get(name, "")).partition(":")[0]
    token_of = {"telegram": "telegram_token", "slack": "slack_bot_token"}
    if platform in token_of:
        needed = token_of[platform]
        if needed not in values and key_of(needed) not in refused:
            what = f"names a chat of {platform.capitalize()}, whose token is not set"
            cure = f"Set {key_of(needed)}, or take this away"
            problems.append(Problem(who.capitalize(), what, cure, field=key_of(name)))
    elif platform and any(token in values for token in token_of.values()):
        cure = "Name a chat of that platform, as telegram:-1001234567890 or slack:C0123ABCD"
        what = "is the terminal, which is no chat where a token is set"
        problems.append(Problem(who.capitalize(), what, cure, field=key_of(name)))
