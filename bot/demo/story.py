"""The demo's story, read from `story.yaml`: sources, items and typed lines, with their times."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

STORY = Path(__file__).with_name("story.yaml")


@dataclass(frozen=True, slots=True)
class DemoSource:
    """A feed or page of the demo's world; `path` is where it is served."""

    path: str
    fields: dict[str, Any]
    """As a catalogue source is written, without the address."""

    @property
    def id(self) -> str:
        """The source's catalogue id."""
        return str(self.fields["id"])


@dataclass(frozen=True, slots=True)
class DemoItem:
    """Something published."""

    at: dt.datetime
    source: str
    title: str
    text: str
    number: int

    @property
    def path(self) -> str:
        """Where its article is served."""
        return f"/articles/{self.number}"


@dataclass(frozen=True, slots=True)
class Typed:
    """A line typed into the chat."""

    at: dt.datetime
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """All of it, in order of time."""

    starts: dt.datetime
    ends: dt.datetime
    sources: tuple[DemoSource, ...]
    items: tuple[DemoItem, ...]
    typed: tuple[Typed, ...]


def load_story(path: Path = STORY) -> Story:
    """Read the story."""
    raw = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    items = [
        DemoItem(_utc(entry["at"]), entry["source"], entry["title"], entry["text"], number)
        for number, entry in enumerate(raw["items"], start=1)
    ]
    return Story(
        starts=_utc(raw["starts"]),
        ends=_utc(raw["ends"]),
        sources=tuple(_source(entry) for entry in raw["sources"]),
        items=tuple(sorted(items, key=lambda item: item.at)),
        typed=tuple(Typed(_utc(entry["at"]), entry["text"]) for entry in raw["say"]),
    )


def _source(entry: dict[str, Any]) -> DemoSource:
    fields = {key: value for key, value in entry.items() if key != "path"}
    return DemoSource(entry["path"], fields)


def _utc(moment: dt.datetime) -> dt.datetime:
    # PyYAML turns a Z time into an aware one only since 6.0.2; say so either way.
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
