"""Reads YAML that is mostly words, as lexicons are, in half the time of `yaml.load`.

What it gives is the same: mappings, lists and words are built from the parser's events, without
a node for each; whatever else a file holds (anchors, tags, several documents) is left to PyYAML.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

_TYPED = frozenset(filter(None, yaml.CSafeLoader.yaml_implicit_resolvers))
"""First characters of plain scalars that may be something else than text: numbers, `no` …"""

_Next = Callable[[], Any]
"""The events that PyYAML's stubs know little of."""
_KEYS = ("tag:yaml.org,2002:merge", "tag:yaml.org,2002:value")
"""`<<` and `=`, which mean more as keys."""


class _NotPlainError(Exception):
    """It holds more than mappings, lists and scalars."""


def load_plain(text: str) -> Any:
    """What `yaml.load` with the safe loader gives. Raises `yaml.YAMLError`."""
    loader = yaml.CSafeLoader(text)
    try:
        return _document(loader)
    except _NotPlainError:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    finally:
        loader.dispose()


def _document(loader: yaml.CSafeLoader) -> Any:
    loader.get_event()
    if not loader.check_event(yaml.DocumentStartEvent):
        raise _NotPlainError
    loader.get_event()
    value = _value(loader, loader.get_event())
    loader.get_event()
    if not loader.check_event(yaml.StreamEndEvent):
        raise _NotPlainError
    return value


def _value(loader: yaml.CSafeLoader, event: Any) -> Any:
    kind = type(event)
    if kind is yaml.AliasEvent or event.anchor is not None or event.tag is not None:
        raise _NotPlainError
    if kind is yaml.ScalarEvent:
        return _scalar(loader, event)
    return _list(loader) if kind is yaml.SequenceStartEvent else _mapping(loader)


def _list(loader: yaml.CSafeLoader) -> list[Any]:
    found: list[Any] = []
    next_event: _Next = loader.get_event
    end = yaml.SequenceEndEvent
    while type(event := next_event()) is not end:
        found.append(_value(loader, event))
    return found


def _mapping(loader: yaml.CSafeLoader) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    next_event: _Next = loader.get_event
    end = yaml.MappingEndEvent
    while type(event := next_event()) is not end:
        if type(event) is not yaml.ScalarEvent:
            raise _NotPlainError
        key = _value(loader, event)
        found[key] = _value(loader, next_event())
    return found


def _scalar(loader: yaml.CSafeLoader, event: Any) -> Any:
    value: str = event.value
    if not event.implicit[0] or (value and value[0] not in _TYPED):
        return value
    tag = loader.resolve(  # type: ignore[no-untyped-call]
        yaml.ScalarNode, value, event.implicit
    )
    if tag == loader.DEFAULT_SCALAR_TAG:
        return value
    if tag in _KEYS:
        raise _NotPlainError
    return loader.construct_object(yaml.ScalarNode(tag, value, event.start_mark, event.end_mark))
