"""The vocabulary: ordered as its meanings are, and written down."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

from config import vocabulary
from config.vocabulary import Evidence, Stance

DOCS = Path(__file__).resolve().parents[2] / "docs" / "vocabulary.md"
ENUMS = [
    found
    for found in vars(vocabulary).values()
    if isinstance(found, type) and issubclass(found, StrEnum) and found is not StrEnum
]


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: str(enum.__name__))
def test_every_word_is_documented(enum: type[StrEnum]) -> None:
    documented = set(re.findall(r"`(\w+)`", DOCS.read_text(encoding="utf-8")))
    assert {word.value for word in enum} <= documented


def test_stances_are_ordered() -> None:
    levels = [stance.level for stance in Stance]
    assert levels == sorted(levels, reverse=True)
    assert (Stance.RECOGNIZED.level, Stance.NONE.level, Stance.REFUSED.level) == (6, 0, -1)


def test_evidence_is_ordered() -> None:
    assert [evidence.level for evidence in Evidence] == [4, 3, 2, 1, 0]
