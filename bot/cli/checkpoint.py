"""What a stopped backfill has done already: a file with one line a batch, written as it ends."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import codec
from bot.cli.exits import CommandError
from watchers.matching.parallel import Read
from watchers.model import Report, Text


@dataclass(frozen=True, slots=True)
class _Found:
    text: Text
    reports: tuple[Report, ...]


class Checkpoint:
    """The batches of one run over the same archives."""

    def __init__(self, path: Path, archives: Sequence[Path]) -> None:
        self._path = path
        self._header = json.dumps([[str(each), each.stat().st_size] for each in archives])

    def done(self) -> list[list[Read]]:
        """What the batches that were finished found. Raises CommandError for another run's file.

        A last line that was cut off by the stop is no batch.
        """
        if not self._path.exists():
            return []
        header, *lines = self._path.read_text("utf-8").splitlines(keepends=True) or [""]
        if not header.endswith("\n") and self._header.startswith(header):
            # Stopped before anything was done. Whatever else has one line is not ours to remove.
            self._path.unlink()
            return []
        if header.strip() != self._header:
            raise CommandError(
                f"{self._path} is of a run over other archives: name another file, or remove it"
            )
        whole = [line for line in lines if line.endswith("\n")]
        if len(whole) < len(lines):
            self._path.write_text("".join((header, *whole)), "utf-8")
        return [_batch(line) for line in whole]

    def kept(self, batches: Iterable[list[Read]]) -> Iterator[list[Read]]:
        """The same batches, each written down once it is there."""
        is_new = not self._path.exists()
        with self._path.open("a", encoding="utf-8") as stream:
            if is_new:
                stream.write(self._header + "\n")
                stream.flush()
            for batch in batches:
                found = [codec.dumps(_Found(text, reports)) for text, reports in batch]
                stream.write(f"[{','.join(found)}]\n")
                stream.flush()
                yield batch


def _batch(line: str) -> list[Read]:
    loaded = (codec.loads(_Found, json.dumps(each)) for each in json.loads(line))
    return [(each.text, each.reports) for each in loaded]
