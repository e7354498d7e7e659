"""The words of a lexicon: how they are written, and the terms that each stands for.

Written words are kept; terms are made of them when they are asked for, since most are never met
in a text. What is wrong with a word is told when its file is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SPLIT = "…"
"""Between the two parts of a split term."""
STEM = "~"
EXACT = "="
CHOICE = re.compile(r"\{([^{}]*)\}")
"""A choice within a term; an empty alternative leaves it out."""
_BRACES = "{|}"
_IN_ONE_LINE = re.compile(r"\{[^{}\n]*\}")
_LEAVES_OUT = re.compile(r"\{(?:[^{}\n]*\|)?(?:[^\S\n]|[=~])*(?:\|[^{}\n]*)?\}")
"""A choice that may come to nothing."""
_SPLIT_TWICE = re.compile(f"{SPLIT}.*{SPLIT}")
_NO_LETTERS = frozenset(("", EXACT, STEM, EXACT + STEM))


class Term(NamedTuple):
    """A word or phrase. `embassy` is whole, `accredit~` a stem, `=US` kept in its case.

    In a file `{take|takes} {up|} post` stands for all four. `takes … over` has two parts, with
    room for other words between.
    """

    text: str
    is_stem: bool = False
    is_exact: bool = False
    behind: str = ""
    """The second part of a split term."""
    is_behind_stem: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Words as a file has them; goes over the terms that they stand for."""

    lines: str = ""
    """A word a line: as many strings would take thrice the memory."""

    @classmethod
    def of(cls, words: Sequence[str]) -> Terms:
        """These words; one that a line end breaks is taken as one all the same."""
        lines = "\n".join(words)
        if lines.count("\n") < len(words):
            return cls(lines)
        return cls("\n".join(word.replace("\n", " ") for word in words))

    @property
    def words(self) -> list[str]:
        """The words as they are written."""
        return self.lines.split("\n") if self.lines else []

    def __iter__(self) -> Iterator[Term]:
        for word in self.words:
            yield from spell(word)

    def __bool__(self) -> bool:
        return bool(self.lines)

    def split(self) -> Iterator[Term]:
        """Those of two parts."""
        if SPLIT in self.lines:
            for word in self.words:
                if SPLIT in word:
                    yield from spell(word)


def spell(word: str, fits: Callable[[str], bool] | None = None) -> Iterator[Term]:
    """The terms that a written word stands for; raises ValueError where it is wrong.

    Args:
        fits: asked of each beginning that a choice makes; what does not fit is left out.
    """
    return map(_term, spelled(word, fits))


def spelled(word: str, fits: Callable[[str], bool] | None = None) -> list[str]:
    """Every word that a pattern stands for: '{take|takes} {up|} post' is four."""
    if not any(brace in word for brace in _BRACES):
        return [word]
    parts = CHOICE.split(word)
    if any(brace in part for part in parts[::2] for brace in _BRACES):
        raise ValueError(f"{word!r}: choices are written {{one|other}}, none in another")
    found = [""]
    for number, part in enumerate(parts):
        ways = part.split("|") if number % 2 else (part,)
        found = [begun + way for begun in found for way in ways]
        if fits is not None and number % 2:
            found = [*filter(fits, found)]
    return [" ".join(each.split()) for each in found]


def are_sound(lines: str) -> bool:
    """Whether nothing is wrong with some words, one a line: quicker than a look at each.

    Where it says no, a closer look may yet find all of them right.
    """
    if _SPLIT_TWICE.search(lines):
        return False
    parts = lines.replace(SPLIT, "\n")
    left = _IN_ONE_LINE.sub("", parts)
    if any(brace in left for brace in _BRACES):  # quicker than a set's look at each letter
        return False
    left_of = [*map(str.strip, left.split("\n"))]
    if _NO_LETTERS.isdisjoint(left_of):
        return True
    choices = (
        part for part, rest in zip(parts.split("\n"), left_of, strict=True) if rest in _NO_LETTERS
    )
    return all(_LEAVES_OUT.sub("", part).strip() not in _NO_LETTERS for part in choices)


def _term(word: str) -> Term:
    first, behind = word.strip(), ""
    if SPLIT in word:
        first, behind, *more = map(str.strip, word.split(SPLIT))
        if not behind.removesuffix(STEM) or more:
            raise ValueError(f"{word!r} must have two parts around one {SPLIT}")
    text = first.removeprefix(EXACT).removesuffix(STEM)
    if not text:
        raise ValueError(f"{word!r} holds no letters")
    is_stem, is_behind_stem = first.endswith(STEM), behind.endswith(STEM)
    return Term(text, is_stem, first[0] == EXACT, behind.removesuffix(STEM), is_behind_stem)
