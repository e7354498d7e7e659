"""Entries of sources given at run time: checked like those of a file, and written like them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from enum import Enum
from typing import Any

import yaml

from config.errors import EntryError, Problem
from config.model import Source
from config.records import Known, source_of
from config.yaml_files import entries_in

_ALWAYS = ("id", "kind", "url", "publisher", "country", "lang", "role", "tier")


def read_sources(
    text: str, name: str, countries: Iterable[str], held: Mapping[str, Source]
) -> tuple[Source, ...]:
    """The sources that a text in the form of sources.yaml (or of JSON) declares.

    `held` are those that are there already: neither ids nor addresses of theirs may be taken.
    Raises EntryError with all problems, each with its field and cure; `name` is what messages
    call the text.
    """
    known = Known(countries=set(countries))
    known.urls.update({source.url.casefold(): source.id for source in held.values()})
    problems: list[Problem] = []
    found = []
    for entry in entries_in(text, problems, name=name):
        if entry.id in held:
            entry.problem("id", f"{entry.id!r} is a source already", "Give it another id")
        source = source_of(entry, known)
        if source is not None:
            found.append(source)
    if problems:
        raise EntryError(problems)
    return tuple(found)


def fields_of(source: Source) -> dict[str, Any]:
    """The fields of a source's entry, in the order they are written; defaults are left out."""
    told = ((each.name, getattr(source, each.name), each.default) for each in fields(source))
    return {
        name: _plain(value)
        for name, value, default in told
        if name in _ALWAYS or (value != default and value not in ({}, ()))
    }


def entry_text(source: Source) -> str:
    """The entry as it is pasted into sources.yaml."""
    return str(yaml.safe_dump([fields_of(source)], allow_unicode=True, sort_keys=False, width=110))


def without_lines(error: EntryError) -> EntryError:
    """The same problems of a text that has no lines for its writer (options, one stored entry)."""
    return EntryError(replace(problem, line=None) for problem in error.problems)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value
