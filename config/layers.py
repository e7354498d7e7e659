"""Where settings are written: the environment, `.env`, secret files. Finds their raw texts.

Nearest first: what the caller passes, the environment, a file that the environment names
(`MISSIONWATCH_X_FILE`), the folder of `MISSIONWATCH_SECRETS_DIR`, `.env`.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from config.errors import Problem

PREFIX = "MISSIONWATCH_"
_FILE = "_FILE"
_MAX_SECRET_BYTES = 64 * 1024
_NEAR = 0.9
"""How alike a stray name must be to a setting's to be taken for a slip of the pen."""
_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)\Z")


@dataclass(frozen=True, slots=True)
class Raw:
    """What was written for a setting, and where."""

    text: str
    where: str


def key_of(field: str) -> str:
    """The setting's name in the environment."""
    return PREFIX + field.upper()


def find_raw(
    fields: Collection[str],
    secret_fields: Collection[str],
    environ: Mapping[str, str],
    folder: Path,
    problems: list[Problem],
) -> dict[str, Raw]:
    """The raw text of each field that is set anywhere; an empty text counts as not set."""
    dotenv_path = folder / ".env"
    dotenv = _read_dotenv(dotenv_path, problems)
    layers = [("the environment", environ), (str(dotenv_path), dotenv)]
    _report_strays(layers, fields, secret_fields, problems)
    secrets_dir = environ.get(key_of("secrets_dir")) or dotenv.get(key_of("secrets_dir"))
    found: dict[str, Raw] = {}
    for field in fields:
        raws = [_raw_in(where, layer, field, secret_fields, problems) for where, layer in layers]
        in_folder = (
            _raw_in_folder(secrets_dir, field, problems) if field in secret_fields else None
        )
        nearest = next((raw for raw in (raws[0], in_folder, raws[1]) if raw is not None), None)
        if nearest is not None:
            found[field] = nearest
    return found


def _raw_in(
    where: str,
    layer: Mapping[str, str],
    field: str,
    secret_fields: Collection[str],
    problems: list[Problem],
) -> Raw | None:
    key = key_of(field)
    text = layer.get(key, "").strip()
    path = layer.get(key + _FILE, "").strip() if field in secret_fields else ""
    if text and path:
        cure = f"Keep one of {key} and {key}{_FILE}"
        problems.append(Problem(where, "is set twice", cure, field=key))
    if text or not path:
        return Raw(text, where) if text else None
    return _read_secret(Path(path).expanduser(), key + _FILE, problems)


def _raw_in_folder(folder: str | None, field: str, problems: list[Problem]) -> Raw | None:
    if not folder:
        return None
    for name in (field, key_of(field).casefold(), key_of(field)):
        path = Path(folder).expanduser() / name
        if os.path.lexists(path):
            return _read_secret(path, key_of(field), problems)
    return None


def _read_secret(path: Path, key: str, problems: list[Problem]) -> Raw | None:
    try:
        text = path.read_bytes()[:_MAX_SECRET_BYTES].decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        what = f"the secret file cannot be read: {reason}"
        problems.append(Problem(str(path), what, "Mend the path or its rights", field=key))
        return None
    if not text:
        what = "the secret file is empty"
        problems.append(Problem(str(path), what, f"Fill it, or take {key} away", field=key))
        return None
    return Raw(text, str(path))


# --- .env -----------------------------------------------------------------------------------


def _read_dotenv(path: Path, problems: list[Problem]) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (FileNotFoundError, IsADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        problems.append(Problem(str(path), f"cannot be read: {reason}", "Mend it or take it away"))
        return {}
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.match(line.strip())
        if match is None:
            # The line itself is not shown: it may hold half a token.
            problems.append(Problem(str(path), "is no KEY=value", "Mend the line", line=number))
            continue
        found[match[1]] = _unquoted(match[2].strip())
    return found


def _unquoted(text: str) -> str:
    """The value without its quotes, or without the comment behind it."""
    if text[:1] in {'"', "'"}:
        end = text.find(text[0], 1)
        return text[1:end] if end > 0 else text
    return re.split(r"\s#", text, maxsplit=1)[0].rstrip()


# --- names that are no setting --------------------------------------------------------------


def _report_strays(
    layers: Iterable[tuple[str, Mapping[str, str]]],
    fields: Collection[str],
    secret_fields: Collection[str],
    problems: list[Problem],
) -> None:
    """Report names with our prefix that are no setting.

    In `.env` each one; in the environment only what is nearly a setting's name: an orchestrator
    puts names of its own there (a service called missionwatch gets MISSIONWATCH_SERVICE_HOST).
    """
    known = {key_of(field) for field in fields}
    known |= {key_of(field) + _FILE for field in secret_fields}
    for index, (where, layer) in enumerate(layers):
        for key in sorted(layer):
            if not key.startswith(PREFIX) or key in known:
                continue
            near = difflib.get_close_matches(key, known, n=1, cutoff=_NEAR)
            if near or index > 0:
                cure = f"Did you mean {near[0]}" if near else "Take it out"
                problems.append(Problem(where, "is no setting", cure, field=key))
