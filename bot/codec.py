"""Frozen dataclasses to JSON text and back, without loss.

Knows what our models are made of: dataclasses, enums, dates, aware times, tuples, optional
values and plain ones. Fields that equal their default are left out, so a later version may add
a field and still read what an earlier one wrote.
"""

from __future__ import annotations

import datetime as dt
import json
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")
Convert = Callable[[Any], Any]


def dumps(value: Any) -> str:
    """The value as compact JSON text."""
    return _COMPACT.encode(_plain(value))


def loads(kind: type[T], text: str) -> T:
    """The value of that type that `dumps` wrote."""
    key: Any = kind  # a class is hashable; its type does not say so
    value: T = _decoder(key)(json.loads(text))
    return value


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


_PLAIN = frozenset({str, int, float, bool, type(None)})


def _plain(value: Any) -> Any:
    kind: Any = type(value)  # a class is hashable; its type does not say so
    return _encoder(kind)(value)


@cache
def _encoder(kind: Any) -> Convert:
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, dt.datetime):
        return lambda value: value.astimezone(dt.UTC).isoformat()
    if issubclass(kind, dt.date):
        return lambda value: value.isoformat()
    if issubclass(kind, tuple | list):
        return lambda value: [_plain(each) for each in value]
    if is_dataclass(kind):
        return _dataclass_encoder(kind)
    return lambda value: value


def _dataclass_encoder(kind: Any) -> Convert:
    defaults = [(each.name, each.default) for each in fields(kind)]

    def encode(value: Any) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, default in defaults:
            held = getattr(value, name)
            if held is not default and held != default:
                made[name] = held if type(held) in _PLAIN else _plain(held)
        return made

    return encode


@cache
def _decoder(kind: Any) -> Convert:
    origin = get_origin(kind)
    if origin is types.UnionType:
        return _optional_decoder(kind)
    if origin is tuple:
        each = _decoder(get_args(kind)[0])
        return lambda data: tuple(each(one) for one in data)
    if kind is dt.datetime:
        return dt.datetime.fromisoformat
    if kind is dt.date:
        return dt.date.fromisoformat
    if is_dataclass(kind):
        return _dataclass_decoder(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return lambda data: data


def _optional_decoder(kind: Any) -> Convert:
    (inner,) = (each for each in get_args(kind) if each is not type(None))
    decode = _decoder(inner)
    return lambda data: None if data is None else decode(data)


def _dataclass_decoder(kind: Any) -> Convert:
    hints = get_type_hints(kind)
    decoders = {each.name: _decoder(hints[each.name]) for each in fields(kind)}
    needed = [each.name for each in fields(kind) if each.default is MISSING]

    def decode(data: dict[str, Any]) -> Any:
        missing = [name for name in needed if name not in data]
        if missing:
            raise ValueError(f"{kind.__name__} without {', '.join(missing)}")
        return kind(**{k: decoders[k](v) for k, v in data.items() if k in decoders})

    return decode
