"""`@frozen`: a dataclass whose fields nobody may set, as the type checker holds.

`dataclass(frozen=True)` forbids it at run time too, and that makes each new object two to three
times as dear: a tenth of all that reading a text costs, for it makes some two hundred of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """A dataclass with slots and a hash, for what is made by the dozen for every text.

    Setting a field is an error of the type checker's, which every commit passes; it is none at
    run time. Whatever is made seldom stays a `dataclass(frozen=True, slots=True)`.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
