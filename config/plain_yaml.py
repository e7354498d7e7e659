"""Reads YAML that is mostly lists of words, as lexicons are, in half the time of `yaml.load`.

What it gives is the same, but that a key may stand once in its mapping: of two, one would be lost
without a word. Lines of `key: [words]`, `key: word` and `key:` are read here; another
value of a key is left to PyYAML, and so is the whole file where a line is of no such form.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

_ITEM = r"""(?:"[^"\\\n]*"|=?[^\W\d_][^,:\#\[\]{}"\n]*+)"""
"""A word in quotes without escapes, or a plain one that begins with a letter."""
_LINE = re.compile(
    rf"""
    (?P<indent>[ ]*+)
    (?:
        (?:"(?P<quoted>[^"\\\n]+)"|(?P<plain>[^\W\d_][\w .’'-]*+)):(?:
            [ ]++\[\s*+(?P<words>(?:{_ITEM}\s*+(?:,\s*+{_ITEM}\s*+)*+,?\s*+)?+)\]
            |[ ]++(?P<word>{_ITEM})
            |[ ]++(?P<other>\[[^\[\]]*+\]|\{{[^{{}}]*+\}}|[^\s&*!|>%@`\[{{][^\n]*+)
        )?+
        [ ]*+
    )?+
    (?:(?<=[ \n])\#[^\n]*+|(?<![^\n])\#[^\n]*+)?+
    (?:\n|\Z)
    """,
    re.VERBOSE,
)
_ITEMS = re.compile(_ITEM)
_MEANING: dict[str, Any] = {
    **dict.fromkeys(["yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"], True),
    **dict.fromkeys(["no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"], False),
    **dict.fromkeys(["null", "Null", "NULL"]),
}
"""What plain words mean that are no text to YAML; all others begin with no letter."""
_MEANT = frozenset(_MEANING)
_ODD = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that end a line, or that YAML does not allow."""


class _NotPlainError(Exception):
    """A line is not of the form that is read here."""


class _Loader(yaml.CSafeLoader):
    """The safe loader, which takes no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        lines: dict[tuple[str, str], int] = {}
        for key, _ in node.value:
            name = (key.tag, str(key.value))
            if name in lines:
                problem = f"{key.value!r} stands already at line {lines[name]}: join the two"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            lines[name] = key.start_mark.line + 1
        return super().construct_mapping(node, deep)


def load_plain(text: str) -> Any:
    """What `yaml.load` with the safe loader gives.

    Raises `yaml.YAMLError`, also where a key stands twice in one mapping.
    """
    try:
        return _mapping(text)
    except _NotPlainError:
        return _safe(text)


def _safe(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - it is a CSafeLoader


def _mapping(text: str) -> dict[str, Any]:
    if _ODD.search(text):
        raise _NotPlainError
    root: dict[str, Any] = {}
    inside = [(0, root)]
    opened: tuple[dict[str, Any], str] | None = None
    at = 0
    while at < len(text):
        if (line := _LINE.match(text, at)) is None:
            raise _NotPlainError
        at = line.end()
        indent, quoted, plain, *values = line.groups()
        if (key := quoted or plain) is None:
            continue
        if plain in _MEANING:
            raise _NotPlainError
        if opened is not None and len(indent) > inside[-1][0]:
            child: dict[str, Any] = {}
            opened[0][opened[1]] = child
            inside.append((len(indent), child))
        while len(indent) < inside[-1][0]:
            inside.pop()
        level, mapping = inside[-1]
        if len(indent) != level or key in mapping:
            raise _NotPlainError  # a key that stands twice is told with its line
        opened = (mapping, key) if values == _NOTHING else None
        mapping[key] = None if opened else _value(*values)
    if not root:
        raise _NotPlainError
    return root


_NOTHING = [None, None, None]


def _value(words: str | None, word: str | None, other: str | None) -> Any:
    if words is not None:
        items = _ITEMS.findall(words)
        found = [item[1:-1] if item[0] == '"' else item.rstrip() for item in items]
        return found if _MEANT.isdisjoint(found) else _loaded(f"[{words}]")
    if word is not None:
        return word[1:-1] if word[0] == '"' else _MEANING.get(word.rstrip(), word.rstrip())
    return _loaded(other or "")


def _loaded(value: str) -> Any:
    """A value by itself, as PyYAML reads it."""
    try:
        found = _safe(value)
    except yaml.YAMLError as error:
        raise _NotPlainError from error  # it is read, and told, with the whole file
    if isinstance(found, dict | list) and value[0] not in "[{":
        raise _NotPlainError
    return found
