"""Reads an entry of a catalogue file field by field, and says what is wrong with each field.

A value is text until the field that wants it parses it, so that a message can quote what was
written. Reading goes on after a problem, so that all of them are reported together; an `Entry`
with a problem (`ok` false) is not to be kept.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Collection
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

import yaml

from config.errors import Problem
from config.iso3166 import HOST_CODES
from config.partial_date import PartialDate

E = TypeVar("E", bound=StrEnum)

_ABSENT = frozenset({"", "~", "null"})
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_ISO_CURE = "Write an ISO 3166-1 code of two capital letters (RU, GB), or UN or EU"


class Entry:
    """One mapping of a file. Each method takes a field's value, checked, and a fallback if bad."""

    __slots__ = ("_nodes", "_problems", "_taken", "file", "id", "line", "ok", "prefix")

    def __init__(
        self,
        file: str,
        node: yaml.MappingNode,
        problems: list[Problem],
        *,
        id: str | None = None,
        prefix: str = "",
    ) -> None:
        self.file = file
        self.id = id
        self.line: int = node.start_mark.line + 1
        self.ok = True
        self.prefix = prefix
        self._problems = problems
        self._taken: set[str] = set()
        self._nodes: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value in self._nodes:
                self.problem(str(key.value), "stands twice", "Keep one of the two")
            self._nodes[str(key.value)] = value

    # --- problems ---------------------------------------------------------------------------

    def problem(self, field: str | None, what: str, cure: str, line: int | None = None) -> None:
        """Note what is wrong with a field; the entry is not `ok` any more."""
        self.ok = False
        node = self._nodes.get(field) if field else None
        at = line or (node.start_mark.line + 1 if node is not None else self.line)
        shown = f"{self.prefix}{field}" if field else None
        self._problems.append(Problem(self.file, what, cure, self.id, shown, at))

    def close(self) -> bool:
        """Report the fields nobody took; True where the entry can be kept."""
        for field in self._nodes.keys() - self._taken:
            near = difflib.get_close_matches(field, self._taken, n=1)
            cure = f"Did you mean {near[0]}" if near else "Take it out"
            self.problem(field, "is no field of this file", cure)
        return self.ok

    # --- plain values -----------------------------------------------------------------------

    def optional_text(self, field: str) -> str | None:
        """The value as text; None where it is absent or empty."""
        node = self._take(field)
        return None if node is None else self._scalar(field, node)

    def text(self, field: str) -> str:
        """The value as text; it must be there."""
        return self.optional_text(field) or self._missing(field)

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts; empty where it is absent."""
        node = self._take(field)
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.problem(field, "is no list", f"Write {field}: [one, two]")
            return ()
        values = (self._scalar(field, part) for part in node.value)
        return tuple(value for value in values if value)

    def text_or_list(self, field: str) -> tuple[str, ...]:
        """One text or a list of them."""
        if isinstance(self._nodes.get(field), yaml.SequenceNode):
            return self.texts(field)
        value = self.optional_text(field)
        return (value,) if value else ()

    def identifier(self, field: str = "id") -> str:
        """A slug: lower-case letters, digits and hyphens."""
        value = self.text(field)
        if value and not _ID.match(value):
            cure = "Use lower-case letters, digits and single hyphens"
            self.problem(field, f"{value!r} is no id", cure)
        return value

    def flag(self, field: str, default: bool) -> bool:
        """True or false."""
        value = self.optional_text(field)
        if value not in (None, "true", "false"):
            self.problem(field, f"{value!r} is neither true nor false", "Write true or false")
        return default if value is None else value == "true"

    def whole(self, field: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from `low` to `high`."""
        value = self.optional_text(field)
        if value is None and default is not None:
            return default
        return self._whole(field, value or self._missing(field), low, high)

    def optional_whole(self, field: str, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`, or None where it is absent."""
        value = self.optional_text(field)
        return None if value is None else self._whole(field, value, low, high)

    def wholes(self, field: str, low: int, high: int) -> tuple[int, ...]:
        """A list of whole numbers."""
        return tuple(self._whole(field, value, low, high) for value in self.texts(field))

    def number(self, field: str, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        value = self.text(field)
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if value and not low <= number <= high:
            cure = f"Write a number from {low:g} to {high:g}"
            self.problem(field, f"{value!r} is out of bounds", cure)
        return number

    # --- words of the vocabulary, codes, dates, addresses -----------------------------------

    def optional_choice(self, field: str, choices: type[E]) -> E | None:
        """A word of the vocabulary, or None where it is absent."""
        value = self.optional_text(field)
        return None if value is None else self._choice(field, value, choices)

    def choice(self, field: str, choices: type[E]) -> E:
        """A word of the vocabulary."""
        found = self.optional_choice(field, choices)
        if found is None:
            self._missing(field)
            return next(iter(choices))
        return found

    def choices(self, field: str, choices: type[E]) -> tuple[E, ...]:
        """A list of words of the vocabulary."""
        return tuple(self._choice(field, value, choices) for value in self.texts(field))

    def one_of(self, field: str, words: Collection[str]) -> str | None:
        """One of a few words that are no enum, or None where it is absent."""
        value = self.optional_text(field)
        if value is not None and value not in words:
            self.problem(field, f"{value!r} is unknown", f"Write one of {', '.join(words)}")
        return value

    def host(self, field: str) -> str:
        """The code of a state or body."""
        value = self.text(field)
        return self._host(field, value) if value else value

    def hosts(self, field: str) -> tuple[str, ...]:
        """One code or a list of them."""
        return tuple(self._host(field, value) for value in self.text_or_list(field))

    def optional_day(self, field: str) -> dt.date | None:
        """A calendar day, or None where it is absent."""
        value = self.optional_text(field)
        if value is None:
            return None
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.problem(field, f"{value!r} is no day", "Write YYYY-MM-DD")
            return dt.date.min

    def day(self, field: str) -> dt.date:
        """A calendar day."""
        found = self.optional_day(field)
        if found is None:
            self._missing(field)
            return dt.date.min
        return found

    def partial_date(self, field: str) -> PartialDate:
        """A date as well as it is known; `~` in front says about."""
        value = self.text(field)
        try:
            return PartialDate.read(value)
        except ValueError:
            if value:
                cure = "Write YYYY, YYYY-MM, YYYY-MM-DD, or ~YYYY-MM-DD for about then"
                self.problem(field, f"{value!r} is no date", cure)
            return PartialDate(dt.date.min)

    def url(self, field: str) -> str:
        """An http or https address."""
        value = self.text(field)
        if value:
            self.check_url(field, value)
        return value

    def urls(self, field: str) -> tuple[str, ...]:
        """A list of addresses."""
        found = self.texts(field)
        for value in found:
            self.check_url(field, value)
        return found

    def check_url(self, field: str, value: str) -> None:
        """Report an address that cannot be asked."""
        try:
            parts = urlsplit(value)
            usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
            usable = usable and parts.port != 0 and not re.search(r"\s", value)
        except ValueError:
            usable = False
        if not usable:
            self.problem(field, f"{value!r} is no address", "Write http://… or https://…")

    # --- nested -----------------------------------------------------------------------------

    def child(self, field: str) -> Entry | None:
        """The mapping under a field, or None where it is absent."""
        node = self._take(field)
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            self.problem(field, "is no mapping", f"Indent its fields under {field}:")
            return None
        prefix = f"{self.prefix}{field}."
        return Entry(self.file, node, self._problems, id=self.id, prefix=prefix)

    def close_child(self, child: Entry) -> None:
        """Close a child; its problems are its parent's."""
        self.ok = child.close() and self.ok

    # --- inside -----------------------------------------------------------------------------

    def _take(self, field: str) -> yaml.Node | None:
        self._taken.add(field)
        return self._nodes.get(field)

    def _scalar(self, field: str, node: yaml.Node) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            self.problem(field, "is no plain value", "Write one value behind the colon")
            return None
        if not node.style and node.value in _ABSENT:
            return None
        return str(node.value).strip() or None

    def _missing(self, field: str) -> str:
        if field not in self._nodes or self._is_empty(self._nodes[field]):
            self.problem(field, "is missing", f"Add {field}")
        return ""

    @staticmethod
    def _is_empty(node: yaml.Node) -> bool:
        return isinstance(node, yaml.ScalarNode) and (
            not node.value.strip() or (not node.style and node.value in _ABSENT)
        )

    def _whole(self, field: str, value: str, low: int, high: int) -> int:
        if not value:
            return low
        number = int(value) if re.fullmatch(r"-?\d{1,9}", value) else low - 1
        if not low <= number <= high:
            cure = f"Write a whole number from {low} to {high}"
            self.problem(field, f"{value!r} is out of bounds", cure)
        return number

    def _choice(self, field: str, value: str, choices: type[E]) -> E:
        try:
            return choices(value)
        except ValueError:
            cure = f"Write one of {', '.join(choices)}"
            self.problem(field, f"{value!r} is no {field}", cure)
            return next(iter(choices))

    def _host(self, field: str, value: str) -> str:
        if value not in HOST_CODES:
            self.problem(field, f"{value!r} is no country code", _ISO_CURE)
        return value
